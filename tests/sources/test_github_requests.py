"""What a pull request and all that belongs to it say about the workspace it asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from core.model import RequestState
from core.sources.contract import WorkspaceSeen
from core.sources.github_answers import PullRequest
from core.sources.github_requests import Evidence, is_unfinished, judge
from core.sources.github_settings import GitHubSettings
from tests.sources.github_server import (
    REPOSITORY,
    commit,
    event,
    job,
    merged_pull,
    person,
    pull,
    review,
    run,
)

SETTINGS = GitHubSettings(repository=REPOSITORY, token="t", platform_team="kim,lee")


def judged(request: dict, settings: GitHubSettings = SETTINGS, paths: tuple[str, ...] = (), **parts) -> WorkspaceSeen:
    evidence = TypeAdapter(Evidence).validate_python({"paths": paths} | parts)
    return judge(PullRequest.model_validate(request), evidence, settings)


def test_a_request_is_ready_without_a_touch_of_the_platform_team():
    seen = judged(merged_pull(), reviews=[review("grace")], commits=[commit("ada")], runs=[run()], jobs=[job()])
    assert (seen.state, seen.touchless, seen.touched_by, seen.tags) == (RequestState.READY, True, (), ())


@pytest.mark.parametrize(
    "parts",
    [
        {"reviews": [review("kim")]},
        {"reviews": [review("Kim", state="COMMENTED")]},
        {"reviews": [review("kim", state="DISMISSED")]},
        {"events": [event("commented", "kim")]},
        {"commits": [commit("kim")]},
        {"commits": [commit("ada") | {"committer": person("kim")}]},
    ],
)
def test_who_of_the_platform_team_approved_commented_or_pushed_has_touched_it(parts):
    seen = judged(merged_pull(), runs=[run()], jobs=[job()], **parts)
    assert (seen.touchless, [login.lower() for login in seen.touched_by]) == (False, ["kim"])


@pytest.mark.parametrize(
    "parts",
    [
        {"reviews": [review("kim", state="PENDING")]},
        {"reviews": [review("kim", at="2026-03-01T15:00:00Z")]},
        {"events": [event("commented", "kim", at="2026-03-05T10:00:00Z")]},
        {"events": [event("labeled", "kim"), event("merged", "kim"), event("closed", "kim")]},
        {"events": [event("commented") | {"actor": person("kim", "Bot")}]},
        {"reviews": [review("kim") | {"user": None}], "commits": [commit(None)]},
    ],
)
def test_what_comes_after_it_was_ready_or_is_no_work_on_it_is_no_touch(parts):
    seen = judged(merged_pull(), runs=[run()], jobs=[job()], **parts)
    assert (seen.touchless, seen.touched_by) == (True, ())


def test_nothing_is_touchless_before_it_is_ready():
    assert judged(pull(), reviews=[review("kim")]).touchless is None
    assert judged(pull(), reviews=[review("kim")]).touched_by == ("kim",)


@pytest.mark.parametrize(
    ("request_", "events", "tags", "state"),
    [
        (pull(draft=True), [], ("draft",), RequestState.OPEN),
        (pull(), [event("ready_for_review")], ("draft",), RequestState.OPEN),
        (pull(user=person("renovate[bot]", "Bot")), [], ("bot",), RequestState.OPEN),
        (pull(), [event("closed"), event("reopened")], ("reopened",), RequestState.OPEN),
        (pull(state="closed", merge_commit_sha="c" * 40), [], ("unmerged",), RequestState.CLOSED),
        (pull(user=None, head={"ref": "patch-1", "repo": None}), [], (), RequestState.OPEN),
    ],
)
def test_unusual_requests_are_kept_and_tagged(request_, events, tags, state):
    seen = judged(request_, events=events)
    assert (seen.tags, seen.state) == (tags, state)


def mention(body: str, merged_at: str | None) -> dict:
    return event("cross-referenced", source={"issue": {"body": body, "pull_request": {"merged_at": merged_at}}})


@pytest.mark.parametrize(
    ("body", "merged_at", "is_reverted"),
    [
        (f"Reverts {REPOSITORY}#1", "2026-03-02T08:00:00Z", True),
        (f"Reverts {REPOSITORY}#1", None, False),
        (f"Reverts {REPOSITORY}#12", "2026-03-02T08:00:00Z", False),
        (f"Follows {REPOSITORY}#1", "2026-03-02T08:00:00Z", False),
        ("Reverts other/repository#1", "2026-03-02T08:00:00Z", False),
    ],
)
def test_a_request_is_taken_back_once_the_pull_request_that_reverts_it_is_merged(body, merged_at, is_reverted):
    seen = judged(merged_pull(), events=[mention(body, merged_at)], runs=[run()], jobs=[job()])
    assert (seen.state == RequestState.CLOSED, "reverted" in seen.tags) == (is_reverted, is_reverted)


def test_the_first_success_counts_even_if_it_was_run_again():
    again = job(run_attempt=2, started_at="2026-03-04T12:00:00Z", completed_at="2026-03-04T12:10:00Z")
    seen = judged(merged_pull(), runs=[run(run_attempt=2)], jobs=[again, job()])
    assert (seen.ready_at, seen.attempts) == (datetime(2026, 3, 1, 12, 13, tzinfo=UTC), 2)
    failed_later = judged(
        merged_pull(), runs=[run(run_attempt=2, conclusion="failure")], jobs=[job(), again | {"conclusion": "failure"}]
    )
    assert (failed_later.state, failed_later.ready_at) == (RequestState.READY, seen.ready_at)


def test_a_job_that_may_fail_does_not_keep_a_run_from_success():
    seen = judged(merged_pull(), runs=[run()], jobs=[job(), job(conclusion="failure")])
    assert seen.state == RequestState.READY


def test_without_jobs_the_times_of_the_run_stand_in():
    seen = judged(merged_pull(), runs=[run()])
    assert seen.automation_started_at == datetime(2026, 3, 1, 12, 0, 2, tzinfo=UTC)
    assert seen.ready_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def test_waiting_and_skipped_jobs_have_not_started():
    waiting = job(status="queued", conclusion=None, completed_at=None, started_at="2026-03-01T12:00:05Z")
    skipped = job(conclusion="skipped", started_at="2026-03-01T12:00:05Z")
    seen = judged(merged_pull(), runs=[run(conclusion=None)], jobs=[waiting, skipped])
    assert (seen.automation_started_at, seen.state) == (None, RequestState.OPEN)


def test_it_is_ready_once_every_run_of_the_merge_has_succeeded():
    jobs = [job(1), job(2, completed_at="2026-03-01T12:20:00Z")]
    both = judged(merged_pull(), runs=[run(1), run(2), run(3, conclusion="skipped")], jobs=jobs)
    assert both.ready_at == datetime(2026, 3, 1, 12, 20, tzinfo=UTC)
    one = judged(merged_pull(), runs=[run(1), run(2, conclusion="cancelled")], jobs=jobs)
    assert (one.ready_at, one.state) == (None, RequestState.FAILED)


def test_the_words_come_from_the_title_the_branch_or_the_files():
    assert judged(pull(title="x" * 300)).name == "x" * 77 + " #1"
    patterns = GitHubSettings(repository=REPOSITORY, token="t", domain_pattern="^domains/([a-z]+)/|^team-(.+)$")
    assert judged(pull(), patterns, paths=("README.md", "domains/sales/lab.yaml")).domain == "sales"
    assert judged(pull(head={"ref": "team-claims"}), patterns).domain == "claims"
    assert judged(pull(), patterns).domain is None


def test_a_merged_request_may_become_ready_for_thirty_days():
    failed = judged(merged_pull(), runs=[run(conclusion="failure")])
    merged_at = failed.merged_at
    assert merged_at
    assert is_unfinished(failed, merged_at + timedelta(days=29))
    assert not is_unfinished(failed, merged_at + timedelta(days=31))
    assert not is_unfinished(judged(pull()), merged_at)


START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 24 * 3600).map(lambda seconds: f"{START + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}")
CONCLUSIONS = st.sampled_from(["success", "failure", "cancelled", "neutral", "skipped", "SUCCESS", "", None])
JOBS = st.builds(
    job,
    st.integers(1, 3),
    run_attempt=st.integers(1, 3),
    status=st.sampled_from(["queued", "in_progress", "completed"]),
    conclusion=CONCLUSIONS,
    started_at=st.none() | MOMENTS,
    completed_at=st.none() | MOMENTS,
)
RUNS = st.lists(
    st.builds(
        run,
        st.integers(1, 3),
        run_attempt=st.integers(1, 3),
        conclusion=CONCLUSIONS,
        created_at=MOMENTS,
        updated_at=MOMENTS,
    ),
    max_size=3,
    unique_by=lambda one: one["id"],
)


@given(MOMENTS, st.none() | MOMENTS, RUNS, st.lists(JOBS, max_size=6))
def test_no_part_of_the_wait_is_negative_and_nothing_is_ready_before_a_success(created_at, merged_at, runs, jobs):
    request = merged_pull(created_at=created_at, merged_at=merged_at)
    seen = judged(request, runs=runs, jobs=jobs)
    times = [seen.requested_at, seen.merged_at, seen.automation_started_at, seen.ready_at]
    reached = [at for at in times if at]
    assert times[: len(reached)] == reached == sorted(reached)
    assert (seen.touchless is None) == (seen.ready_at is None)
    if seen.ready_at:
        assert merged_at
        conclusions = {str(one["conclusion"]).lower() for one in [*runs, *jobs]}
        assert seen.state == RequestState.READY
        assert conclusions & {"success", "neutral", "skipped"}
