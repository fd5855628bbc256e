"""The interface for other programs, mounted beside the pages: readings and what pipelines tell in, metrics and readings
out, webhooks.

Its document is ``openapi.json``. There is no page that shows it, as those load their scripts from elsewhere.
"""

from importlib.metadata import version

from fastapi import FastAPI

from core.api import faults, lineage, pipelines, readings, webhooks
from core.api.limits import BodyLimit

api = FastAPI(
    title="Uptake",
    version=version("uptake"),
    description="Readings of metrics for other programs, and what pipelines tell of data products. Every call but a "
    "webhook’s bears a token.",
    docs_url=None,
    redoc_url=None,
    responses=faults.RESPONSES,
    exception_handlers=faults.HANDLERS,
)
api.add_middleware(BodyLimit)
api.include_router(readings.router)
api.include_router(pipelines.router)
api.include_router(lineage.router)
api.include_router(webhooks.router)
