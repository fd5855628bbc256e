"""What a pull request and all that belongs to it say about the workspace it asks for. Pure: no clock, no network."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from core.model import RequestState
from core.sources.contract import WorkspaceSeen
from core.sources.github_answers import Account, Commit, Event, Job, PullRequest, Review, Run
from core.sources.github_automation import Automation, automation
from core.sources.github_settings import GitHubSettings

NAME_LENGTH = 80
RERUN_WITHIN = timedelta(days=30)
"""GitHub runs nothing again after that."""


@dataclass(frozen=True)
class Evidence:
    """All that belongs to one pull request; ``runs`` are those its merge started, ``jobs`` theirs of all attempts."""

    reviews: tuple[Review, ...] = ()
    commits: tuple[Commit, ...] = ()
    events: tuple[Event, ...] = ()
    paths: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    jobs: tuple[Job, ...] = ()


def is_request(pull: PullRequest, paths: Iterable[str], settings: GitHubSettings) -> bool:
    """Whether it bears the label and changes a file of the path, of those that are set."""
    return could_be_request(pull, settings) and (
        not settings.path or any(fnmatchcase(path, settings.path) for path in paths)
    )


def could_be_request(pull: PullRequest, settings: GitHubSettings) -> bool:
    """What can be said before its files are known."""
    labels = {label.name.lower() for label in pull.labels}
    return (not settings.label or settings.label.lower() in labels) and settings.branch in ("", pull.base.ref)


def is_unfinished(seen: WorkspaceSeen, as_of: datetime) -> bool:
    """Whether it may still become ready though nobody touches the request again: a run does not update it."""
    return (
        seen.merged_at is not None
        and seen.state in (RequestState.OPEN, RequestState.FAILED)
        and as_of - seen.merged_at < RERUN_WITHIN
    )


def judge(pull: PullRequest, evidence: Evidence, settings: GitHubSettings) -> WorkspaceSeen:
    """Times never run backwards: GitHub's parts write them in seconds, each by its own clock."""
    texts = (pull.title, pull.head.ref, *evidence.paths)
    done = automation(evidence.runs, evidence.jobs) if pull.merged_at else Automation()
    merged_at = _latest(pull.created_at, pull.merged_at)
    started_at = _latest(merged_at, done.started_at)
    ready_at = _latest(started_at, done.ready_at)
    touched_by = platform_people(evidence, ready_at, settings.platform_team)
    tags = tuple(_tags(pull, evidence.events, settings.repository))
    return WorkspaceSeen(
        name=(_word(settings.name_pattern, texts) or _title(pull))[:NAME_LENGTH],
        url=pull.html_url,
        state=_state(pull, done, is_reverted="reverted" in tags),
        requested_at=pull.created_at,
        requested_by=pull.user.login if pull.user else "",
        domain=_word(settings.domain_pattern, texts),
        template=_word(settings.template_pattern, texts) or "",
        merged_at=merged_at,
        automation_started_at=started_at,
        ready_at=ready_at,
        touchless=not touched_by if ready_at else None,
        touched_by=touched_by,
        attempts=done.attempts,
        tags=tags,
    )


def platform_people(evidence: Evidence, until: datetime | None, team: frozenset[str]) -> tuple[str, ...]:
    """Who of the team reviewed, commented or pushed until then; ``team`` holds logins in small letters, bots are none.

    A run again, a label or the merge itself is not a touch.
    """
    touches = {
        account.login
        for account, at in _touches(evidence)
        if account and not account.is_bot and account.login.lower() in team and not (until and at and at > until)
    }
    return tuple(sorted(touches))


def reverted_number(pull: PullRequest, repository: str) -> int | None:
    """The pull request that this one took back."""
    found = _reverts(repository).search(pull.body or "") if pull.merged_at else None
    return int(found[1]) if found else None


def _touches(evidence: Evidence) -> Iterator[tuple[Account | None, datetime | None]]:
    """A comment on a line is part of a review; commits of a request are before its merge whatever date they bear."""
    yield from ((review.user, review.submitted_at) for review in evidence.reviews if review.state != "pending")
    yield from ((event.actor, event.created_at) for event in evidence.events if event.event == "commented")
    for commit in evidence.commits:
        yield commit.author, None
        yield commit.committer, None


def _state(pull: PullRequest, done: Automation, *, is_reverted: bool) -> RequestState:
    if pull.merged_at is None:
        return RequestState.OPEN if pull.state == "open" else RequestState.CLOSED
    if is_reverted:
        return RequestState.CLOSED
    if done.ready_at:
        return RequestState.READY
    return RequestState.FAILED if done.has_failed else RequestState.OPEN


def _tags(pull: PullRequest, events: tuple[Event, ...], repository: str) -> Iterator[str]:
    kinds = {event.event for event in events}
    if pull.draft or kinds & {"convert_to_draft", "ready_for_review"}:
        yield "draft"
    if pull.user and pull.user.is_bot:
        yield "bot"
    if "reopened" in kinds:
        yield "reopened"
    if pull.merged_at and any(_takes_back(event, pull.number, repository) for event in events):
        yield "reverted"
    if pull.merged_at is None and pull.state == "closed":
        yield "unmerged"


def _takes_back(event: Event, number: int, repository: str) -> bool:
    issue = event.source.issue if event.source else None
    if issue is None or issue.pull_request is None or issue.pull_request.merged_at is None:
        return False
    found = _reverts(repository).search(issue.body or "")
    return found is not None and int(found[1]) == number


def _reverts(repository: str) -> re.Pattern[str]:
    """What GitHub’s button “Revert” writes into the new request."""
    return re.compile(rf"\breverts {re.escape(repository)}#(\d+)", re.IGNORECASE)


def _word(pattern: re.Pattern[str] | None, texts: Iterable[str]) -> str | None:
    found = next((match for text in texts if (match := pattern.search(text))), None) if pattern else None
    return next(filter(None, found.groups()), found[0]) if found else None


def _title(pull: PullRequest) -> str:
    number = f" #{pull.number}"
    return pull.title[: NAME_LENGTH - len(number)] + number


def _latest(earlier: datetime | None, later: datetime | None) -> datetime | None:
    """``later``, never before ``earlier``; none where it has not come, or what must come before has not."""
    return max(earlier, later) if earlier and later else None
