"""Requests for workspaces from a repository on GitHub: who asked, how long it took, and whose hands it needed.

A request costs about five calls, so that a token's 5,000 an hour read some 900 requests at first; later fetches read
what changed. GitHub lists at most 250 commits of a request.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from pydantic import AwareDatetime, BaseModel, ValidationError

from core.sources.contract import Cursor, Limits, Source, SourceFailed, WorkspaceSeen
from core.sources.github_answers import Commit, Event, File, PullRequest, Review, Shape, read, read_each
from core.sources.github_client import GitHubClient
from core.sources.github_requests import (
    Evidence,
    could_be_request,
    is_request,
    is_unfinished,
    judge,
    reverted_number,
)
from core.sources.github_runs import MergeRuns, numbers_at
from core.sources.github_settings import GitHubSettings, github_settings
from core.sources.retry import Clock
from core.sources.web import Answer

OVERLAP = timedelta(minutes=5)
"""GitHub's lists may show a change some moments after its time."""


def configured() -> list[Source]:
    """The one repository of the settings, or none. Raises Misconfigured."""
    settings = github_settings()
    return [GitHub(settings)] if settings.repository else []


class Bookmark(BaseModel):
    """What a cursor holds. ``seen`` are those already read at the edge, by number and ``updated_at``; ``unfinished``
    may become ready without being updated; ``settings`` tells whether others decided what was read; ``etag`` is that
    of the list."""

    settings: str
    updated_until: AwareDatetime
    seen: dict[int, AwareDatetime]
    unfinished: list[int]
    etag: str = ""


@dataclass
class GitHub:
    settings: GitHubSettings
    clock: Clock = time
    name: str = "github"
    title: str = "Requests for workspaces on GitHub"
    refresh: timedelta = timedelta(hours=1)

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[WorkspaceSeen | Cursor]:
        """The requests that were updated, reverted or not finished since, or all. Raises SourceFailed."""
        with self._client(limits) as client:
            bookmark = self._read_bookmark(since)
            listed, etag = self._listed(client, bookmark)
            pulls = self._with_those_not_updated(client, listed, bookmark)
            unfinished, now = [], datetime.fromtimestamp(self.clock.time(), UTC)
            for number, seen in self._seen(client, pulls, limits):
                if is_unfinished(seen, now):
                    unfinished.append(number)
                yield seen
            yield Cursor(self._bookmark(listed, bookmark, unfinished, etag).model_dump_json())

    def fetch_one(self, number: int, limits: Limits) -> WorkspaceSeen | None:
        """That request as it stands, none if the pull request is no request for a workspace. Raises SourceFailed."""
        with self._client(limits) as client:
            pulls = [_pull(client, number)]
            return next((seen for _, seen in self._seen(client, pulls, limits)), None)

    def numbers_at(self, sha: str, limits: Limits) -> list[int]:
        """The pull requests that a commit came with. Raises SourceFailed."""
        with self._client(limits) as client:
            return numbers_at(client, sha)

    def _client(self, limits: Limits) -> GitHubClient:
        return GitHubClient(self.settings, limits, self.clock)

    def _listed(self, client: GitHubClient, bookmark: Bookmark | None) -> tuple[list[PullRequest], str]:
        """What was updated, none at the price of nothing while the list is as it was, and the ETag of the list."""
        last = bookmark.etag if bookmark else ""
        answers = client.answers("pulls", unless=last, state="all", sort="updated", direction="desc")
        first = next(answers, None)
        return ([], last) if first is None else (list(_updated(chain([first], answers), bookmark)), first.etag)

    def _with_those_not_updated(
        self, client: GitHubClient, listed: list[PullRequest], bookmark: Bookmark | None
    ) -> list[PullRequest]:
        """Also those that a listed one takes back, and those whose automation may have gone on; without those that
        were read before as they are."""
        known = bookmark.seen if bookmark else {}
        pulls = {pull.number: pull for pull in listed if known.get(pull.number) != pull.updated_at}
        reverted = {reverted_number(pull, self.settings.repository) for pull in pulls.values()}
        others = {*(bookmark.unfinished if bookmark else ()), *reverted} - {None, *pulls}
        return [*pulls.values(), *(_pull(client, number) for number in sorted(filter(None, others)))]

    def _seen(
        self, client: GitHubClient, pulls: list[PullRequest], limits: Limits
    ) -> Iterator[tuple[int, WorkspaceSeen]]:
        requests = [pull for pull in pulls if could_be_request(pull, self.settings)]
        if len(requests) > limits.observations:
            raise SourceFailed(
                f"GitHub has {len(requests):,} requests, more than the {limits.observations:,} that a fetch may yield. "
                "Narrow them by a label."
            )
        runs = MergeRuns(client, requests)
        for pull in requests:
            paths = tuple(file.filename for file in _all(client, f"pulls/{pull.number}/files", File))
            if is_request(pull, paths, self.settings):
                yield pull.number, judge(pull, _evidence(client, pull, paths, runs), self.settings)

    def _read_bookmark(self, since: Cursor | None) -> Bookmark | None:
        """None, to read all, where the settings changed meanwhile or an earlier version wrote it."""
        try:
            bookmark = Bookmark.model_validate_json(since.value) if since else None
        except ValidationError:
            return None
        return bookmark if bookmark and bookmark.settings == self.settings.fingerprint() else None

    def _bookmark(self, listed: list[PullRequest], last: Bookmark | None, unfinished: list[int], etag: str) -> Bookmark:
        times = (last.seen if last else {}) | {pull.number: pull.updated_at for pull in listed}
        until = max([*times.values(), last.updated_until if last else datetime.fromtimestamp(0, UTC)])
        return Bookmark(
            settings=self.settings.fingerprint(),
            updated_until=until,
            seen={number: at for number, at in times.items() if at >= until - OVERLAP},
            unfinished=unfinished,
            etag=etag,
        )


def _updated(answers: Iterable[Answer], bookmark: Bookmark | None) -> Iterator[PullRequest]:
    """From the latest updated on: one that is updated meanwhile moves to the front, and none is missed."""
    met = set()
    for answer in answers:
        for pull in read_each(PullRequest, answer.data, "pulls"):
            if bookmark and pull.updated_at < bookmark.updated_until - OVERLAP:
                return
            if pull.number not in met:
                met.add(pull.number)
                yield pull


def _evidence(client: GitHubClient, pull: PullRequest, paths: tuple[str, ...], merges: MergeRuns) -> Evidence:
    runs = merges.of(pull)
    return Evidence(
        reviews=tuple(_all(client, f"pulls/{pull.number}/reviews", Review)),
        commits=tuple(_all(client, f"pulls/{pull.number}/commits", Commit)),
        events=tuple(_all(client, f"issues/{pull.number}/timeline", Event)),
        paths=paths,
        runs=runs,
        jobs=tuple(job for run in runs for job in merges.jobs(run)),
    )


def _pull(client: GitHubClient, number: int) -> PullRequest:
    asked = f"pulls/{number}"
    return read(PullRequest, client.get(asked), asked)


def _all(client: GitHubClient, path: str, shape: type[Shape]) -> Iterator[Shape]:
    for page in client.pages(path):
        yield from read_each(shape, page, path)
