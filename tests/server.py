"""The running app, as a person starts it: a process of its own on a free port, asked until it is healthy."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SECONDS_TO_START = 60


@dataclass(frozen=True)
class AppServer:
    """``url`` has no slash at its end; ``log`` holds what the process said on stdout and stderr."""

    url: str
    log: Path


@contextmanager
def serving(database_url: str, log: Path, **environment: str) -> Iterator[AppServer]:
    """The app on ``database_url``; ``environment`` adds settings, such as ``UPTAKE_MAX_UPLOAD_MB``."""
    port = free_port()
    server = AppServer(f"http://127.0.0.1:{port}", log)
    command = [str(Path(sys.executable).with_name("uptake")), "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=os.environ | environment | {"UPTAKE_DATABASE_URL": database_url},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(process, server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], server: AppServer) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if _is_healthy(server.url):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The app did not become healthy:\n{server.log.read_text(errors='replace')}")


def _is_healthy(url: str) -> bool:
    """Streamlit answers an unknown path with its page and 200: only JSON comes from our own route."""
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:
            json.load(answer)
    except (URLError, ConnectionError, TimeoutError, json.JSONDecodeError):
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
