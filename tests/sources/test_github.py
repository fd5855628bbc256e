"""Requests for workspaces over HTTP: what is read, what is waited for, what is refused."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from core.errors import Misconfigured
from core.model import RequestState
from core.sources import github
from core.sources.contract import Cursor, Limits, SourceFailed, WorkspaceSeen
from core.sources.github import GitHub
from core.sources.github_settings import GitHubSettings
from tests.sources.github_server import (
    INSTALLATION_TOKEN,
    MERGED,
    REPOSITORY,
    GitHubServer,
    Mood,
    Repository,
    commit,
    event,
    job,
    merged_pull,
    person,
    pull,
    review,
    run,
    serving,
)
from tests.world import SHARED, needs_shared

TOKEN = "ghp_thetokenthatnobodymaysee"
SOON = Limits(time=timedelta(seconds=20))


class Clock:
    """Runs as time does, and jumps ahead instead of sleeping."""

    def __init__(self, starts_at: datetime = datetime(2026, 3, 1, 12, 20, tzinfo=UTC)) -> None:
        self.slept: list[float] = []
        self._offset = starts_at.timestamp() - time.time()

    def time(self) -> float:
        return time.time() + self._offset + sum(self.slept)

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float, /) -> None:
        self.slept.append(seconds)


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GitHubSettings.model_fields:
        monkeypatch.delenv(f"UPTAKE_GITHUB_{name.upper()}", raising=False)


@pytest.fixture(scope="module")
def running() -> Iterator[GitHubServer]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: GitHubServer) -> GitHubServer:
    running.repository, running.moods, running.asked = Repository(), [], []
    return running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def source_of(server: GitHubServer, clock: Clock | None = None, **settings) -> GitHub:
    given = {"repository": REPOSITORY, "base_url": server.url, "token": TOKEN, "platform_team": "Kim,lee"} | settings
    return GitHub(GitHubSettings(**given), clock or Clock())


def fetch(source: GitHub, since: Cursor | None = None, limits: Limits = SOON) -> tuple[list[WorkspaceSeen], Cursor]:
    *seen, cursor = source.fetch(since, limits)
    assert isinstance(cursor, Cursor)
    return [one for one in seen if isinstance(one, WorkspaceSeen)], cursor


def test_a_request_is_followed_from_the_pull_request_to_the_last_job(server):
    server.repository = Repository(
        pulls=[merged_pull(7, title="Workspace claims-lab from template Spark", head={"ref": "domains/claims"})],
        runs=[run()],
        jobs=[job(), job(started_at="2026-03-01T12:05:00Z", completed_at="2026-03-01T12:14:30Z")],
        reviews={7: [review("grace")]},
    )
    source = source_of(
        server,
        name_pattern=r"Workspace (\S+)",
        domain_pattern=r"domains/(\w+)",
        template_pattern=r"template (\w+)",
    )
    [seen], _ = fetch(source)
    assert seen == WorkspaceSeen(
        name="claims-lab",
        url=f"https://github.com/{REPOSITORY}/pull/7",
        state=RequestState.READY,
        requested_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
        requested_by="ada",
        domain="claims",
        template="Spark",
        merged_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        automation_started_at=datetime(2026, 3, 1, 12, 1, tzinfo=UTC),
        ready_at=datetime(2026, 3, 1, 12, 14, 30, tzinfo=UTC),
        touchless=True,
    )
    assert server.tokens == {f"Bearer {TOKEN}"}


def test_all_pages_of_a_list_are_read(server):
    server.repository.pulls = [pull(number) for number in range(1, 121)]
    server.repository.timeline = {1: [event("labeled")] * 150 + [event("commented", "kim")]}
    seen, _ = fetch(source_of(server))
    assert len({one.url for one in seen}) == 120
    assert [one.touched_by for one in seen if one.url.endswith("/1")] == [("kim",)]


def test_only_pull_requests_with_the_label_and_a_file_of_the_path_are_requests(server):
    server.repository.pulls = [
        pull(1),
        pull(2, labels=[]),
        pull(3, labels=[{"name": "Workspace"}]),
        pull(4, base={"ref": "develop"}),
    ]
    server.repository.files = {n: [{"filename": f"workspaces/{n}.yaml"}] for n in (1, 2, 4)}
    seen, _ = fetch(source_of(server, label="workspace", path="workspaces/*.yaml", branch="main"))
    assert [one.name for one in seen] == ["Workspace for claims 1 #1"]


def test_the_second_fetch_yields_only_what_changed(server, clock):
    server.repository.pulls = [pull(n, updated_at=f"2026-03-01T10:0{n}:00Z") for n in range(1, 6)]
    seen, cursor = fetch(source_of(server, clock))
    assert len(seen) == 5
    assert fetch(source_of(server, clock), cursor)[0] == []
    server.repository.pulls[2] |= {"updated_at": "2026-03-01T11:00:00Z", "state": "closed"}
    [changed], cursor = fetch(source_of(server, clock), cursor)
    assert (changed.url[-1], changed.state) == ("3", RequestState.CLOSED)
    assert fetch(source_of(server, clock), cursor)[0] == []


def test_a_merged_request_is_looked_at_again_until_its_automation_is_done(server, clock):
    server.repository = Repository(pulls=[merged_pull()], runs=[run(conclusion=None, status="in_progress")])
    [waiting], cursor = fetch(source_of(server, clock))
    assert (waiting.state, waiting.ready_at) == (RequestState.OPEN, None)
    server.repository.runs, server.repository.jobs = [run()], [job()]
    [ready], cursor = fetch(source_of(server, clock), cursor)
    assert ready.state == RequestState.READY
    assert fetch(source_of(server, clock), cursor)[0] == []


def test_while_the_list_is_as_it_was_it_is_asked_for_nothing(server, clock):
    server.repository.pulls = [pull(1), pull(2)]
    source = source_of(server, clock)
    _, cursor = fetch(source)
    server.paid.clear()
    for _ in range(2):
        seen, cursor = fetch(source, cursor)
        assert (seen, server.paid) == ([], [])
    server.repository.pulls[0] = pull(1, updated_at="2026-03-02T09:00:00Z")
    assert [one.url[-1] for one in fetch(source, cursor)[0]] == ["1"]


def test_a_request_not_done_is_looked_at_though_the_list_is_as_it_was(server, clock):
    server.repository.pulls = [merged_pull(1)]
    source = source_of(server, clock)
    _, cursor = fetch(source)
    server.paid.clear()
    seen, _ = fetch(source, cursor)
    assert len(seen) == 1
    assert "pulls" not in {path.partition("?")[0] for path in server.paid}


def test_other_settings_read_everything_anew(server):
    server.repository.pulls = [pull(1)]
    _, cursor = fetch(source_of(server))
    assert len(fetch(source_of(server, domain_pattern="claims"), cursor)[0]) == 1
    assert len(fetch(source_of(server), Cursor("from another version"))[0]) == 1


def test_an_empty_repository_is_no_failure(server):
    seen, cursor = fetch(source_of(server))
    assert (seen, fetch(source_of(server), cursor)[0]) == ([], [])


def test_a_rerun_after_a_failure_counts_its_attempts_and_is_no_touch(server):
    server.repository = Repository(
        pulls=[merged_pull()],
        runs=[run(run_attempt=2, triggering_actor=person("kim"))],
        jobs=[
            job(conclusion="failure", completed_at="2026-03-01T12:04:00Z"),
            job(run_attempt=2, started_at="2026-03-01T13:00:00Z", completed_at="2026-03-01T13:11:00Z"),
        ],
    )
    [seen], _ = fetch(source_of(server))
    assert (seen.attempts, seen.touchless, seen.state) == (2, True, RequestState.READY)
    assert seen.automation_started_at == datetime(2026, 3, 1, 12, 1, tzinfo=UTC)
    assert seen.ready_at == datetime(2026, 3, 1, 13, 11, tzinfo=UTC)


def test_runs_are_joined_by_commit_even_if_another_is_nearer_in_time(server):
    server.repository = Repository(
        pulls=[merged_pull()],
        runs=[
            run(1, head_sha="c" * 40, created_at="2026-03-01T12:00:00Z"),
            run(2, created_at="2026-03-01T12:09:00Z"),
            run(3, event="schedule"),
            run(4, head_branch="claims"),
        ],
        jobs=[job(1), job(2, started_at="2026-03-01T12:10:00Z"), job(3), job(4)],
    )
    [seen], _ = fetch(source_of(server))
    assert seen.automation_started_at == datetime(2026, 3, 1, 12, 10, tzinfo=UTC)


def test_where_the_merge_commit_started_no_run_other_commits_are_asked_for_their_pull_requests(server):
    queued = merged_pull(1, merge_commit_sha="1" * 40)
    server.repository = Repository(
        pulls=[queued, merged_pull(2)],
        runs=[run(), run(101, head_sha="c" * 40)],
        jobs=[job(), job(101, completed_at="2026-03-01T12:19:00Z")],
        pulls_of_commit={"c" * 40: [1]},
    )
    seen, _ = fetch(source_of(server))
    assert {one.url[-1]: one.ready_at.minute for one in seen if one.ready_at} == {"1": 19, "2": 13}


def test_a_list_of_runs_that_ends_at_a_thousand_is_cut_into_shorter_windows(server):
    pushes = [run(n, head_sha=f"{n:040}", created_at=f"2026-03-01T{11 + n % 13:02}:30:00Z") for n in range(1200)]
    late = run(2000, created_at="2026-03-02T11:00:00Z")
    server.repository = Repository(pulls=[merged_pull()], runs=[*pushes, late], jobs=[job(2000)])
    [seen], _ = fetch(source_of(server))
    assert seen.state == RequestState.READY


def test_a_thousand_runs_in_a_second_are_refused(server):
    pushes = [run(n, head_sha=f"{n:040}", created_at="2026-03-01T12:00:00Z") for n in range(1000)]
    server.repository = Repository(pulls=[merged_pull()], runs=pushes)
    with pytest.raises(SourceFailed, match="Name the branch"):
        fetch(source_of(server))


def test_only_the_runs_of_the_named_workflow_count(server):
    lint = run(1, path=".github/workflows/lint.yml", conclusion="failure")
    server.repository = Repository(pulls=[merged_pull()], runs=[lint, run(2)], jobs=[job(1), job(2)])
    assert fetch(source_of(server))[0][0].state == RequestState.FAILED
    assert fetch(source_of(server, workflow="provision.yml"))[0][0].state == RequestState.READY


def test_a_request_taken_back_is_told_again_though_it_was_not_updated(server, clock):
    server.repository = Repository(
        pulls=[merged_pull(1, updated_at="2026-03-01T12:00:00Z")], runs=[run()], jobs=[job()]
    )
    [ready], cursor = fetch(source_of(server, clock, label="workspace"))
    assert (ready.state, ready.tags) == (RequestState.READY, ())
    body = f"Reverts {REPOSITORY}#1"
    revert = merged_pull(2, body=body, labels=[], updated_at="2026-03-02T08:00:00Z", merge_commit_sha="d" * 40)
    mention = {"type": "issue", "issue": {"body": body, "pull_request": {"merged_at": revert["merged_at"]}}}
    server.repository.pulls.append(revert)
    server.repository.timeline[1] = [event("cross-referenced", source=mention)]
    [taken_back], _ = fetch(source_of(server, clock, label="workspace"), cursor)
    assert (taken_back.url, taken_back.state, taken_back.tags) == (ready.url, RequestState.CLOSED, ("reverted",))
    assert taken_back.ready_at == ready.ready_at


def test_one_request_is_fetched_by_its_number(server):
    server.repository = Repository(
        pulls=[merged_pull(1), pull(2, labels=[])], runs=[run()], jobs=[job()], pulls_of_commit={MERGED: [1]}
    )
    source = source_of(server, label="workspace")
    [listed], _ = fetch(source)
    assert source.fetch_one(1, SOON) == listed
    assert source.fetch_one(2, SOON) is None
    assert source.numbers_at(MERGED, SOON) == [1]


@pytest.mark.parametrize(
    ("mood", "waits"),
    [
        (Mood(429, {"retry-after": "7"}), 7),
        (Mood(403, {"retry-after": "30"}), 30),
        (Mood(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1772367690"}), 90),
        (Mood(429), 60),
        (Mood(403, body=b'{"message": "You have exceeded a secondary rate limit."}'), 60),
    ],
)
def test_it_waits_as_long_as_github_asks_for(server, clock, mood, waits):
    server.repository.pulls = [pull()]
    server.moods = [mood]
    seen, _ = fetch(source_of(server, clock), limits=Limits(time=timedelta(minutes=5)))
    assert len(seen) == 1
    assert sum(clock.slept) == pytest.approx(waits, abs=5)


def test_a_second_refusal_for_the_rate_is_given_more_time(server, clock):
    server.repository.pulls = [pull()]
    server.moods = [Mood(429), Mood(429)]
    fetch(source_of(server, clock), limits=Limits(time=timedelta(minutes=5)))
    assert clock.slept == [60, 120]


@pytest.mark.parametrize("mood", [Mood(500), Mood(502), Mood(body=b'[{"number": 1', cut=True)])
def test_a_passing_failure_is_asked_again(server, clock, mood):
    server.repository.pulls = [pull()]
    server.moods = [mood]
    assert len(fetch(source_of(server, clock))[0]) == 1


@pytest.mark.parametrize(
    ("moods", "told"),
    [
        ([Mood(401, body=b'{"message": "Bad credentials"}')], "refuses the credentials"),
        ([Mood(403, body=b'{"message": "Resource not accessible"}')], "refuses the credentials"),
        ([Mood(404)], "nothing under the configured address"),
        ([Mood(500)] * 10, "answered with 500"),
        ([Mood(429, {"retry-after": "3600"})], "wants to wait until"),
        ([Mood(body=b"<html>")], "no JSON"),
        ([Mood(body=b'[{"number": 1')], "no JSON"),
        ([Mood(body=b'{"message": "moved"}')], "a list was expected"),
        ([Mood(headers={"link": '<https://elsewhere.example/2>; rel="next"'}, body=b"[]")], "elsewhere.example"),
        ([Mood(302, {"location": "https://elsewhere.example/"})], "another host"),
    ],
)
def test_a_lasting_failure_is_told_in_a_sentence_without_the_token(server, clock, moods, told):
    server.repository.pulls = [pull()]
    server.moods = list(moods)
    with pytest.raises(SourceFailed, match=told) as failure:
        fetch(source_of(server, clock))
    assert TOKEN not in str(failure.value)


@pytest.mark.parametrize("field", ["number", "title", "state", "merged_at", "merge_commit_sha", "updated_at", "user"])
def test_a_renamed_field_is_named(server, field):
    renamed = merged_pull()
    renamed[f"{field}_v2"] = renamed.pop(field)
    server.moods = [Mood(body=json.dumps([renamed]).encode())]
    with pytest.raises(SourceFailed, match=rf"pulls is not as documented \({field}: "):
        fetch(source_of(server))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("runs", "head_sha"),
        ("runs", "conclusion"),
        ("jobs", "completed_at"),
        ("reviews", "state"),
        ("commits", "author"),
    ],
)
def test_a_renamed_field_of_what_belongs_to_a_request_is_named(server, part, field):
    whole = {"runs": run(), "jobs": job(), "reviews": review("kim"), "commits": commit("kim")}
    del whole[part][field]
    server.repository = Repository(
        pulls=[merged_pull()],
        runs=[whole["runs"]],
        jobs=[whole["jobs"]],
        reviews={1: [whole["reviews"]]},
        commits={1: [whole["commits"]]},
    )
    with pytest.raises(SourceFailed, match=field):
        fetch(source_of(server))


def test_a_comment_without_its_author_is_not_overlooked(server):
    server.repository = Repository(pulls=[pull()], timeline={1: [{"event": "commented", "author": person("kim")}]})
    with pytest.raises(SourceFailed, match="a comment lacks its actor"):
        fetch(source_of(server))


def test_a_slow_answer_ends_the_fetch(server):
    server.moods = [Mood(body=b"[]", seconds=1)]
    with pytest.raises(SourceFailed):
        fetch(source_of(server), limits=Limits(time=timedelta(seconds=0.2)))


def test_an_answer_may_not_be_larger_than_the_limit(server):
    server.repository.pulls = [pull(number) for number in range(50)]
    with pytest.raises(SourceFailed, match=r"larger than 1,000 bytes"):
        fetch(source_of(server), limits=Limits(answer_bytes=1000))


def test_more_requests_than_a_fetch_may_yield_are_refused(server):
    server.repository.pulls = [pull(number) for number in range(3)]
    with pytest.raises(SourceFailed, match="more than the 2 that a fetch may yield"):
        fetch(source_of(server), limits=Limits(observations=2))


def test_without_a_repository_there_is_no_source(monkeypatch):
    assert github.configured() == []
    monkeypatch.setenv("UPTAKE_GITHUB_REPOSITORY", "acme/workspaces")
    monkeypatch.setenv("UPTAKE_GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("UPTAKE_GITHUB_PLATFORM_TEAM", "Kim, Lee")
    [source] = github.configured()
    assert isinstance(source, GitHub)
    assert (source.name, source.settings.platform_team) == ("github", {"kim", "lee"})
    assert TOKEN not in repr(source)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPOSITORY", "workspaces"),
        ("BASE_URL", "http://github.acme.example"),
        ("DOMAIN_PATTERN", "domains/("),
        ("APP_ID", "our app"),
        ("PRIVATE_KEY", "secret"),
        ("INSTALLATION_ID", "12"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_its_name(monkeypatch, name, value):
    monkeypatch.setenv("UPTAKE_GITHUB_REPOSITORY", "acme/workspaces")
    monkeypatch.setenv("UPTAKE_GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv(f"UPTAKE_GITHUB_{name}", value)
    with pytest.raises(Misconfigured, match=f"UPTAKE_GITHUB_{name}|either a token or an app") as refusal:
        github.configured()
    assert TOKEN not in str(refusal.value)


def test_a_repository_that_nobody_may_read_is_refused(monkeypatch):
    monkeypatch.setenv("UPTAKE_GITHUB_REPOSITORY", "acme/workspaces")
    with pytest.raises(Misconfigured, match="UPTAKE_GITHUB_TOKEN"):
        github.configured()


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    return pem.replace("\n", "\\n")


def app_of(server: GitHubServer, private_key: str) -> GitHub:
    return source_of(server, token=None, app_id=12, private_key=private_key, installation_id=34)


def test_an_app_signs_in_with_its_key(server, private_key):
    server.repository.pulls = [pull()]
    server.tokens.clear()
    assert len(fetch(app_of(server, private_key))[0]) == 1
    assert server.tokens == {f"Bearer {INSTALLATION_TOKEN}"}


def test_an_app_that_github_refuses_is_told_by_its_number(server, private_key):
    server.moods = [Mood(404, body=b'{"message": "Not Found"}')]
    with pytest.raises(SourceFailed, match=r"refuses the app 12 \(404\)"):
        fetch(app_of(server, private_key))
    broken = private_key[:200] + private_key[-200:]
    with pytest.raises(SourceFailed, match="Check its private key"):
        fetch(app_of(server, broken))


def test_nothing_of_what_an_app_needs_is_loaded_for_a_token():
    code = "import sys, core.sources.github; sys.exit('github' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0


@needs_shared
def test_recorded_answers_are_read_as_they_are(server):
    server.repository = recorded()
    seen, _ = fetch(source_of(server, platform_team="panjf2000"))
    assert len(seen) == 49
    states = {state: sum(one.state == state for one in seen) for state in RequestState}
    assert states == {RequestState.OPEN: 30, RequestState.READY: 0, RequestState.FAILED: 0, RequestState.CLOSED: 19}
    assert {one.touched_by for one in seen} == {(), ("panjf2000",)}
    assert all(len(one.name) <= 80 for one in seen)


@needs_shared
def test_recorded_runs_and_jobs_become_the_automation_of_a_merge(server):
    of_jobs = recorded()
    pairs = {one["run_id"]: one for one in of_jobs.jobs if one["status"] == "completed"}
    assert pairs
    sample = merged_pull(merge_commit_sha=of_jobs.runs[0]["head_sha"], created_at="2018-01-01T00:00:00Z")
    for recorded_job in pairs.values():
        conclusion = recorded_job["conclusion"].lower()
        merged_at = recorded_job["started_at"]
        pushed = of_jobs.runs[0] | {"event": "push", "head_branch": "main", "conclusion": conclusion}
        pushed |= {"id": recorded_job["run_id"], "created_at": merged_at}
        server.repository = Repository(pulls=[sample | {"merged_at": merged_at}], runs=[pushed], jobs=[recorded_job])
        [seen], _ = fetch(source_of(server))
        assert seen.state == (RequestState.READY if conclusion == "success" else RequestState.FAILED)


def recorded() -> Repository:
    reviews: dict[int, list[dict]] = {}
    for one in rows("pull_request_reviews"):
        reviews.setdefault(int(one["pull_request_url"].rpartition("/")[2]), []).append(one)
    pulls = {one["number"]: one for one in rows("pull_requests")}
    return Repository(pulls=list(pulls.values()), runs=rows("runs"), jobs=rows("jobs"), reviews=reviews)


def rows(name: str) -> list[dict]:
    csv.field_size_limit(2**24)
    with (SHARED / "data/github/recorded" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [json.loads(row["data"]) for row in csv.DictReader(file)]
