"""The process: Streamlit's pages, the API, the health routes and the security headers, in one ASGI app."""

import base64
import gc
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import background, db
from core.actions.people import local_admin
from core.actions.word_index import index_missing
from core.api import api
from core.errors import NotFound, Refusal


def _inline_scripts() -> str:
    """The hashes of the scripts that Streamlit's own index.html carries inline, for the policy."""
    index = Path(st.__file__).with_name("static") / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", index.read_text(encoding="utf-8"), re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


HEADERS = {
    "Content-Security-Policy": f"default-src 'self'; script-src 'self' {_inline_scripts()}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Adds the headers to every HTTP answer; WebSocket traffic passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Migrate, then pay for the heavy imports once and freeze them, so that no rerun collects them as garbage; while
    the pages are served, the jobs of the background run beside them."""
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    db.migrate(index_missing)
    with suppress(NotFound), db.transaction() as session:  # a database of other people needs no local admin
        local_admin(session, at=datetime.now(UTC))
    gc.collect()
    gc.freeze()
    with background.running(background.jobs()):
        yield
    db.close()


async def healthz(_request: Request) -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(_request: Request) -> JSONResponse:
    """The database answers and has the schema of this program."""
    try:
        found, needed = db.schema_versions()
    except Refusal as refusal:
        return JSONResponse({"status": "unavailable", "reason": str(refusal)}, status_code=503)
    ready = found == needed
    return JSONResponse(
        {"status": "ok" if ready else "unavailable", "schema": found}, status_code=200 if ready else 503
    )


app = st.App(
    "app.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz), Route("/readyz", readyz), Mount("/api", app=api)],
    middleware=[Middleware(SecurityHeaders)],
)
