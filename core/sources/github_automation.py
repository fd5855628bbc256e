"""When the automation that a merge starts began and was done, from its runs and their jobs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.sources.github_answers import Job, Run

GOOD = {"success", "neutral", "skipped"}
STARTED = {"in_progress", "completed"}


@dataclass(frozen=True)
class Automation:
    """``ready_at`` is the end of the first success of the run that was the last to succeed, none until all have."""

    started_at: datetime | None = None
    ready_at: datetime | None = None
    has_failed: bool = False
    attempts: int = 1


def automation(runs: Iterable[Run], jobs: Iterable[Job]) -> Automation:
    """From the start of the first job to the end of the last one of each run's first success.

    Runs whose every job was skipped say nothing. Where the jobs of a run are no longer kept, its own times stand in.
    """
    runs = [run for run in runs if run.conclusion != "skipped"]
    if not runs:
        return Automation()
    jobs = tuple(jobs)
    ends = [_first_success(run, [job for job in jobs if job.run_id == run.id]) for run in runs]
    reached = [end for end in ends if end]
    return Automation(
        started_at=_first_start(runs, jobs),
        ready_at=max(reached) if len(reached) == len(runs) else None,
        has_failed=any(run.conclusion and not end for run, end in zip(runs, ends, strict=True)),
        attempts=max(run.run_attempt for run in runs),
    )


def _first_success(run: Run, jobs: list[Job]) -> datetime | None:
    """The latest attempt is judged by the run, which knows of jobs that may fail; earlier ones only by their jobs."""
    jobs = sorted(jobs, key=lambda job: job.run_attempt)
    for attempt, group in groupby(jobs, key=lambda job: job.run_attempt):
        done = list(group)
        if attempt < run.run_attempt and all(job.conclusion in GOOD for job in done):
            return _end(done, run)
    latest = [job for job in jobs if job.run_attempt == run.run_attempt]
    return _end(latest, run) if run.conclusion in GOOD else None


def _end(jobs: list[Job], run: Run) -> datetime:
    return max((job.completed_at for job in jobs if job.completed_at), default=run.updated_at)


def _first_start(runs: list[Run], jobs: tuple[Job, ...]) -> datetime | None:
    """A job that waits or was skipped has a ``started_at`` too, but nothing started."""
    ours = {run.id for run in runs}
    starts = [
        job.started_at
        for job in jobs
        if job.started_at and job.run_id in ours and job.status in STARTED and job.conclusion != "skipped"
    ]
    return min(starts, default=min((run.created_at for run in runs if run.conclusion), default=None))
