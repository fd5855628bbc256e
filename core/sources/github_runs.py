"""The runs that merges started: listed by windows of time, joined by commit and never by nearness in time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from core.sources.contract import SourceFailed
from core.sources.github_answers import Job, Jobs, Numbered, PullRequest, Run, Runs, read, read_each
from core.sources.github_client import GitHubClient

FILTERED_LIST_ENDS_AT = 1_000
SHORTEST_WINDOW = timedelta(seconds=1)
BEFORE_MERGE, AFTER_MERGE = timedelta(hours=1), timedelta(days=1)
"""A run is created with the push, even if it then waits; GitHub's outages have delayed runs by hours."""

STRANGERS_ASKED = 30
"""Runs that are asked for their pull requests, for each merge whose commit started none."""


@dataclass(frozen=True)
class Window:
    start: datetime
    end: datetime

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%dT%H:%M:%SZ}..{self.end:%Y-%m-%dT%H:%M:%SZ}"

    def halves(self) -> tuple["Window", "Window"]:
        middle = (self.start + (self.end - self.start) / 2).replace(microsecond=0)
        return Window(self.start, middle), Window(middle, self.end)


@dataclass
class MergeRuns:
    """Runs of the pushes by which ``pulls`` were merged, each window listed when it is first needed."""

    client: GitHubClient
    pulls: Iterable[PullRequest]
    _listed: dict[Window, list[Run]] = field(default_factory=dict)
    _numbers: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.windows = windows(pull.merged_at for pull in self.pulls if pull.merged_at)
        self.merges = {pull.merge_commit_sha for pull in self.pulls if pull.merged_at}

    def of(self, pull: PullRequest) -> tuple[Run, ...]:
        """By its merge commit; where that started none, by asking other commits for their pull requests.

        Several requests that a merge queue pushes at once start a run of the last one's commit only.
        """
        merged_at = pull.merged_at
        if merged_at is None:
            return ()
        window = next(window for window in self.windows if window.start <= merged_at <= window.end)
        runs = [run for run in self._runs(window) if run.head_branch == pull.base.ref]
        ours = [run for run in runs if run.head_sha == pull.merge_commit_sha]
        if not ours:
            strangers = self._strangers(runs, merged_at)
            ours = [run for run in runs if run.head_sha in strangers and pull.number in self.numbers_at(run.head_sha)]
        return tuple(ours)

    def jobs(self, run: Run) -> Iterator[Job]:
        asked = f"actions/runs/{run.id}/jobs"
        for page in self.client.pages(asked, filter="all"):
            yield from read(Jobs, page, asked).jobs

    def numbers_at(self, sha: str) -> set[int]:
        """The pull requests that the commit came with."""
        if sha not in self._numbers:
            self._numbers[sha] = set(numbers_at(self.client, sha))
        return self._numbers[sha]

    def _strangers(self, runs: list[Run], merged_at: datetime) -> set[str]:
        later = {
            run.head_sha: None
            for run in sorted(runs, key=lambda run: run.created_at)
            if run.created_at >= merged_at - BEFORE_MERGE and run.head_sha not in self.merges
        }
        return set(list(later)[:STRANGERS_ASKED])

    def _runs(self, window: Window) -> list[Run]:
        if window not in self._listed:
            runs = {run.id: run for run in self._pushes(window)}
            self._listed[window] = [run for run in runs.values() if self._makes_workspaces(run)]
        return self._listed[window]

    def _makes_workspaces(self, run: Run) -> bool:
        """The path of a workflow from another place ends with @ and its version."""
        workflow = self.client.settings.workflow
        return not workflow or PurePosixPath(run.path.partition("@")[0]).match(workflow)

    def _pushes(self, window: Window) -> Iterator[Run]:
        branch = self.client.settings.branch
        filters = {"event": "push", "created": str(window)} | ({"branch": branch} if branch else {})
        for page in self.client.pages("actions/runs", **filters):
            runs = read(Runs, page, "actions/runs")
            if runs.total_count >= FILTERED_LIST_ENDS_AT:
                yield from self._pushes_of_halves(window)
                return
            yield from (run for run in runs.workflow_runs if run.event == "push")

    def _pushes_of_halves(self, window: Window) -> Iterator[Run]:
        if window.end - window.start <= SHORTEST_WINDOW:
            raise SourceFailed(
                f"GitHub tells of {FILTERED_LIST_ENDS_AT:,} runs or more at {window.start:%Y-%m-%d %H:%M:%S} UTC and "
                "lists no more than that. Name the branch that requests go to."
            )
        for half in window.halves():
            yield from self._pushes(half)


def numbers_at(client: GitHubClient, sha: str) -> list[int]:
    asked = f"commits/{sha}/pulls"
    return [pull.number for page in client.pages(asked) for pull in read_each(Numbered, page, asked)]


def windows(merges: Iterable[datetime]) -> list[Window]:
    """The stretches of time in which runs of these merges were created; those that overlap are one."""
    joined: list[Window] = []
    for merged_at in sorted(merges):
        start, end = merged_at - BEFORE_MERGE, merged_at + AFTER_MERGE
        if joined and start <= joined[-1].end:
            start = joined.pop().start
        joined.append(Window(start, end))
    return joined
