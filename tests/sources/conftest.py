from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.sources.catalog_server import CatalogServer, serving

OF_CATALOGUES = ("UPTAKE_DATABRICKS_", "UPTAKE_UNITY_CATALOG_")


@pytest.fixture
def nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(OF_CATALOGUES)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def running() -> Iterator[CatalogServer]:
    """Databricks and Unity Catalog on a port of this machine; ``reset`` it before use."""
    with serving() as server:
        yield server
