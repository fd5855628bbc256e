"""Starts the app as a process: Streamlit on the server file, in the folder that holds its configuration."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from core.settings import Settings, settings

SECONDS_TO_START = 60


def serve(root: Path, *, host: str | None = None, port: int | None = None, browser: bool = False) -> None:
    """Serve until the process is ended; does not return, except after ``browser`` opened the app in one.

    ``host`` and ``port`` go before the settings. Raises Misconfigured.
    """
    asked = {"UPTAKE_HOST": host, "UPTAKE_PORT": port}
    os.environ.update({name: str(value) for name, value in asked.items() if value is not None})
    settings.cache_clear()
    chosen = settings()
    address = chosen.local_address
    print(f"Uptake is on {address} – Ctrl+C ends it.", flush=True)
    os.chdir(root)
    if not (browser and _has_display()):
        os.execv(sys.executable, _command(root, chosen))
    with subprocess.Popen(_command(root, chosen)) as server:
        try:
            if _is_up(server, address):
                webbrowser.open(address)
            server.wait()
        except KeyboardInterrupt:
            server.terminate()


def _command(root: Path, chosen: Settings) -> list[str]:
    options = {
        "port": chosen.port,
        "address": chosen.host,
        "maxUploadSize": chosen.max_upload_mb,
    }
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(root / "dashboard" / "server.py"), *flags]


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _is_up(server: subprocess.Popen[bytes], address: str) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False
