"""A repository on GitHub as its REST API shows it, on a port of this machine: paged, filtered, in all moods."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

REPOSITORY = "acme/workspaces"
MERGED = "a" * 40
INSTALLATION_TOKEN = "ghs_ofaninstallation"
FILTERED_LIST_ENDS_AT = 1_000


def pull(number: int = 1, **changes) -> dict:
    return {
        "number": number,
        "html_url": f"https://github.com/{REPOSITORY}/pull/{number}",
        "title": f"Workspace for claims {number}",
        "body": None,
        "state": "open",
        "draft": False,
        "user": person("ada"),
        "labels": [{"name": "workspace"}],
        "head": {"ref": "claims", "sha": "f" * 40},
        "base": {"ref": "main", "sha": "e" * 40},
        "created_at": "2026-03-01T09:00:00Z",
        "updated_at": "2026-03-01T09:00:00Z",
        "closed_at": None,
        "merged_at": None,
        "merge_commit_sha": None,
    } | changes


def merged_pull(number: int = 1, **changes) -> dict:
    merged = {"state": "closed", "merged_at": "2026-03-01T12:00:00Z", "merge_commit_sha": MERGED}
    return pull(number, **{"updated_at": "2026-03-01T12:00:00Z"} | merged | changes)


def person(login: str, kind: str = "User") -> dict:
    return {"login": login, "type": kind}


def review(login: str, at: str = "2026-03-01T10:00:00Z", state: str = "APPROVED") -> dict:
    return {"user": person(login), "state": state, "submitted_at": at}


def commit(login: str | None) -> dict:
    return {"sha": "b" * 40, "author": person(login) if login else None, "committer": {}}


def event(kind: str, login: str = "ada", at: str = "2026-03-01T10:30:00Z", **more) -> dict:
    return {"event": kind, "actor": person(login), "created_at": at} | more


def run(number: int = 100, **changes) -> dict:
    return {
        "id": number,
        "event": "push",
        "path": ".github/workflows/provision.yml",
        "head_sha": MERGED,
        "head_branch": "main",
        "status": "completed",
        "conclusion": "success",
        "run_attempt": 1,
        "pull_requests": [],
        "created_at": "2026-03-01T12:00:02Z",
        "updated_at": "2026-03-01T12:30:00Z",
    } | changes


def job(run_number: int = 100, **changes) -> dict:
    return {
        "run_id": run_number,
        "run_attempt": 1,
        "status": "completed",
        "conclusion": "success",
        "started_at": "2026-03-01T12:01:00Z",
        "completed_at": "2026-03-01T12:13:00Z",
    } | changes


@dataclass
class Repository:
    pulls: list[dict] = field(default_factory=list)
    runs: list[dict] = field(default_factory=list)
    jobs: list[dict] = field(default_factory=list)
    reviews: dict[int, list[dict]] = field(default_factory=dict)
    commits: dict[int, list[dict]] = field(default_factory=dict)
    timeline: dict[int, list[dict]] = field(default_factory=dict)
    files: dict[int, list[dict]] = field(default_factory=dict)
    pulls_of_commit: dict[str, list[int]] = field(default_factory=dict)

    def answer(self, path: str, asked: dict[str, str]) -> tuple[object, str | None]:
        """The list or object under the path, and the name of the list inside an answer that wraps it."""
        match path.split("/"):
            case ["pulls"]:
                return sorted(self.pulls, key=lambda one: one["updated_at"], reverse=asked["direction"] == "desc"), None
            case ["pulls", number]:
                return next(one for one in self.pulls if one["number"] == int(number)), None
            case ["pulls", number, ("reviews" | "commits" | "files") as kind]:
                return getattr(self, kind).get(int(number), []), None
            case ["issues", number, "timeline"]:
                return self.timeline.get(int(number), []), None
            case ["commits", sha, "pulls"]:
                return [one for one in self.pulls if one["number"] in self.pulls_of_commit.get(sha, [])], None
            case ["actions", "runs"]:
                return list(self._runs(asked)), "workflow_runs"
            case ["actions", "runs", number, "jobs"]:
                assert asked["filter"] == "all"
                return [one for one in self.jobs if one["run_id"] == int(number)], "jobs"
        raise KeyError(path)

    def _runs(self, asked: dict[str, str]) -> Iterator[dict]:
        start, end = asked["created"].split("..")
        branches = {asked["branch"]} if "branch" in asked else {one["head_branch"] for one in self.runs}
        for one in self.runs:
            if one["event"] == asked["event"] and start <= one["created_at"] <= end and one["head_branch"] in branches:
                yield one


@dataclass
class Mood:
    """An answer given instead of the right one; ``cut`` closes the connection in the middle of it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"message": "no"}'
    cut: bool = False
    seconds: float = 0


class GitHubServer(ThreadingHTTPServer):
    """``moods`` are used up one answer at a time; ``asked`` are the paths below the repository, with their query;
    ``paid`` are those that count against the limit: all but the ones answered with 304."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repository = Repository()
        self.moods: list[Mood] = []
        self.asked: list[str] = []
        self.paid: list[str] = []
        self.tokens: set[str | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: GitHubServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # else head and body go out apart, and the second waits for the first to be acknowledged

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = url.path.removeprefix(f"/repos/{REPOSITORY}/")
        self.server.asked.append(path + (f"?{url.query}" if url.query else ""))
        self.server.tokens.add(self.headers["authorization"])
        if self.server.moods:
            return self._give(self.server.moods.pop(0))
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        found, wrapped_as = self.server.repository.answer(path, asked)
        page = self._page(found, wrapped_as, asked, url.path)
        page.headers["etag"] = f'W/"{sha256(page.body).hexdigest()}"'
        if self.headers["if-none-match"] == page.headers["etag"]:
            return self._give(Mood(HTTPStatus.NOT_MODIFIED, {"etag": page.headers["etag"]}, b""))
        self.server.paid.append(path)
        return self._give(page)

    def do_POST(self) -> None:
        """An app signs in: its token in exchange for a signed claim."""
        self.rfile.read(int(self.headers["content-length"]))
        granted = {"token": INSTALLATION_TOKEN, "expires_at": "2099-01-01T00:00:00Z", "permissions": {}}
        self._give(self.server.moods.pop(0) if self.server.moods else Mood(201, body=json.dumps(granted).encode()))

    def _page(self, found: object, wrapped_as: str | None, asked: dict[str, str], path: str) -> Mood:
        if not isinstance(found, list):
            return Mood(body=json.dumps(found).encode())
        size, page = int(asked.get("per_page", 30)), int(asked.get("page", 1))
        shown: object = found[(page - 1) * size : page * size]
        if wrapped_as:
            shown = {"total_count": len(found), wrapped_as: shown}
        ends_at = min(len(found), FILTERED_LIST_ENDS_AT if wrapped_as == "workflow_runs" else len(found))
        following = urlencode(asked | {"page": page + 1})
        link = {"link": f'<{self.server.url}{path}?{following}>; rel="next"'} if page * size < ends_at else {}
        return Mood(headers=link, body=json.dumps(shown).encode())

    def _give(self, mood: Mood) -> None:
        time.sleep(mood.seconds)
        self.send_response(mood.status)
        for name, value in mood.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(mood.body)))
        self.end_headers()
        self.wfile.write(mood.body[: len(mood.body) // 2] if mood.cut else mood.body)
        self.close_connection = self.close_connection or mood.cut

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[GitHubServer]:
    with GitHubServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
