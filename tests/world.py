"""Where the worked cases and samples that come beside the repository lie, and the mark of tests that need them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("UPTAKE_SHARED") or Path(__file__).resolve().parents[2] / "shared")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"There is no folder {SHARED}; set UPTAKE_SHARED to where the shared cases lie."
)
