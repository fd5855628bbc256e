"""What goes with the initiatives: a decision that waits, evidence, the playbook, and what was learnt."""

from __future__ import annotations

from datetime import timedelta

from core.actions import evidence, intake, playbook, retrospectives
from core.model import IntakeOutcome, Phase
from seed.cases import Case, cases
from seed.people import ADMIN, HOST, LEAD, email
from seed.story import Story, moment, working_day
from seed.words import words


def write(story: Story) -> None:
    for number, entry in enumerate(words("lessons")["playbook"]):
        at, url = moment(story.week(2), 10, number), f"https://handbook.{HOST}/{entry['page']}"
        told = {"phase": Phase(entry["phase"]), "title": entry["title"], "url": url, "note": entry.get("note", "")}
        story.tell(at, email(ADMIN), playbook.add_entry, **told)
    for case in cases(story):
        if case.phase is Phase.INTAKE and "ready" in case.twists:
            _send(story, case)
        elif case.phase is Phase.COMPLETED:
            _look_back(story, case)
        elif case.phase in (Phase.PRODUCTIONIZATION, Phase.HANDOVER):
            _show(story, case)


def _send(story: Story, case: Case) -> None:
    """Sent, asked back, and sent again; now it waits for a decision."""
    owner = email(case.home.owner)
    question = words("lessons")["question"]
    story.tell(moment(story.ago(6), 10), owner, intake.submit, case.called)
    back = {"outcome": IntakeOutcome.ASKED_BACK, "answer": question}
    story.tell(moment(story.ago(5), 11), email(LEAD), intake.decide_intake, case.called, **back)
    story.tell(moment(story.ago(2), 16), owner, intake.submit, case.called)


def _show(story: Story, case: Case) -> None:
    entered = case.entered(Phase.PRODUCTIONIZATION)
    assert entered is not None
    minutes = {"title": "Minutes of the demo", "url": f"https://handbook.{HOST}/demos/{case.handle}"}
    at = moment(entered, 17)
    story.tell(at, email(LEAD), evidence.attach, case.called, check="proof_of_value", **minutes)


def _look_back(story: Story, case: Case) -> None:
    """A fortnight after completion, where that has passed."""
    lessons = words("lessons")["retrospectives"]
    texts = lessons[len(case.handle) % len(lessons)]
    at = moment(working_day(case.stays[-1].entered + timedelta(days=14)), 14)
    story.tell(at, email(LEAD), retrospectives.look_back, case.called, **texts)
