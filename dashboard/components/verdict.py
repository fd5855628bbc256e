"""How a key result ended: its score in the colour of its band, what was said about it, where it came from and went."""

from collections import Counter
from collections.abc import Iterator, Sequence

import streamlit as st

from core.model import Commitment
from core.queries.closings import Closing
from core.queries.key_results import Standing
from core.queries.scoreboard import Scoreboard
from core.rules.grading import CAUSE_BELOW, Band, band
from dashboard.components import links
from dashboard.components.figures import confidence, reached
from dashboard.components.scoreboard import page_of
from dashboard.components.text import day, percent, plain
from dashboard.components.tiles import Figure, figures
from dashboard.theme import LOOKS, badge

TITLE = 44
"""Characters of a title that leave it on one line beside a badge."""
NARROW = 26
"""The same in the narrower column."""


def verdict(standing: Standing) -> str:
    """The score with its band once its quarter is closed, until then the status; as markdown."""
    if standing.score is None:
        return badge(standing.assessment.status)
    return scored(band(standing.score, standing.commitment), f"{standing.score:.2f}")


def scored(of: Band, words: str) -> str:
    look = LOOKS[of]
    return f":{look.colour}-badge[:material/{look.icon}: {look.label} **{words}**]"


def lineage(standing: Standing) -> Iterator[str]:
    """Where it comes from and where it goes on, a line of markdown each."""
    kin = standing.lineage
    if kin.carried_from:
        yield f":gray[:material/redo: carried from **{kin.carried_from}**]"
    if standing.is_to_rework:
        yield f":orange[:material/edit: **To be changed.**] {plain(kin.note)}"
    if kin.carried_to:
        yield f":gray[:material/redo: carried to **{kin.carried_to}**]"


def grade_words(standing: Standing) -> Iterator[str]:
    """What stands on its grade, as a line of markdown; nothing without one."""
    if (grade := standing.grade) is not None:
        proposed = "" if grade.score == grade.proposed else f" (proposed {grade.proposed:.2f})"
        told = [f"Graded **{grade.score:.2f}**{proposed} by {plain(grade.by)} on {day(grade.at)}"]
        told += [f"{title}: {plain(text)}" for title, text in (("note", grade.note), ("cause", grade.cause)) if text]
        yield " · ".join([f":gray[{words}]" for words in told] + ([badge(grade.choice)] if grade.choice else []))


def closed_line(closing: Closing) -> None:
    when = day(closing.at, year=True)
    st.markdown(
        f":material/lock: **Closed on {when} by {plain(closing.by)}, version {closing.version}.** Every figure, "
        "name and threshold is that of the day; decisions go on."
    )


def reopened_line(closing: Closing) -> None:
    st.markdown(
        f":material/lock_open: Version {closing.version} was closed on {day(closing.at, year=True)} and reopened by "
        f"{plain(closing.reopened_by or '')} on {day(closing.reopened_at)}: “{plain(closing.reason)}”"
    )


def headline(board: Scoreboard) -> None:
    """The score beside what it rests on, and how many key results read how."""
    summary, lowest = board.summary, confidence(board.confidence_min)
    score = "–" if summary.score is None else f"{summary.score:.2f}"
    figures(
        [
            Figure("Score", score, "mean by weight"),
            Figure("Progress", percent(summary.progress), f"{percent(summary.planned)} planned"),
            Figure("Measured", f"{summary.measured} of {summary.counted}", "key results"),
            Figure("Confidence", confidence(board.confidence), f"lowest {lowest}, of 10"),
        ]
    )
    counts = Counter(band(part.score, part.commitment) for part in _parts(board) if part.score is not None)
    st.markdown(" ".join(scored(of, str(counts[of])) for of in Band if counts[of]))


def causes_beside_choices(board: Scoreboard) -> None:
    """Why scores are low, and what becomes of what was not reached."""
    low = [part for part in _parts(board) if part.score is not None and part.score < CAUSE_BELOW]
    kept = [part for part in _parts(board) if part.lineage.carried_to]
    chosen = [*kept, *(part for part in _parts(board) if part.grade and part.grade.choice and part not in kept)]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(f"Why below {CAUSE_BELOW:.2f} ({len(low)})", anchor=False)
        _list(low, "review_causes", cause=True)
    with right:
        st.subheader(f"What becomes of it ({len(chosen)})", anchor=False)
        _list(chosen, "review_choices", cause=False)


def _list(parts: Sequence[Standing], key: str, *, cause: bool) -> None:
    body, shown = page_of(parts, key)
    with body:
        for part in shown:
            _line(part, cause=cause)
    if not parts:
        st.caption("None.")


def _line(part: Standing, *, cause: bool) -> None:
    grade, heir = part.grade, part.lineage.carried_to
    assert grade is not None
    told = [plain(grade.cause)] if cause else [f"carried to **{heir}**" if heir else "ends here", plain(grade.note)]
    with st.container(gap=None):
        after = verdict(part) if cause else badge(grade.choice)
        links.titled("objective", part.key, part.title, limit=TITLE if cause else NARROW, after=after)
        place = [plain(part.domain, 18), plain(part.owner, 18), plain(reached(part))]
        st.caption(" · ".join(filter(None, [*place, *told])))


def _parts(board: Scoreboard) -> list[Standing]:
    """Those that were committed to first, the lowest scores before the others."""
    parts = [part for row in board.objectives for part in row.key_results]
    return sorted(parts, key=lambda part: (part.commitment is not Commitment.COMMITTED, part.score or 0))
