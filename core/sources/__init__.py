"""The sources there are: one line for each kind, whose module and SDK load only when somebody asks."""

from importlib import import_module

from core.errors import Misconfigured
from core.sources.contract import Source

SOURCES = (
    "core.sources.github",
    "core.sources.databricks",
    "core.sources.unity_catalog",
    "core.sources.sql",
    "core.sources.http_json",
    "core.sources.folder",
)
"""Modules, each with ``configured() -> list[Source]``, which reads the settings of its kind."""


def sources() -> dict[str, Source]:
    """Every configured source by its name. Raises Misconfigured."""
    found: dict[str, Source] = {}
    for module in SOURCES:
        for source in import_module(module).configured():
            if source.name in found:
                raise Misconfigured(f"Two sources are called “{source.name}”. Give each a name of its own.")
            found[source.name] = source
    return found
