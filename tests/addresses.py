"""Where each page is opened on the sample company."""

from __future__ import annotations

from dashboard.navigation import SCREENS

NAMES = [screen.name for screen in SCREENS]
ADDRESSES: dict[str, dict[str, str]] = {
    "objective": {"key": "OBJ-80"},
    "domain": {"key": "engine-testing"},
    "initiative": {"key": "INI-20"},
    "intake": {"key": "INI-20"},
    "metric": {"key": "onboarding_p50"},
    "product": {"key": "DP-8", "product_tab": "Access"},
    "search": {"q": "engine"},
}
PARTS = [("domain", {"part": "Work"}), ("domain", {"part": "Maturity"}), ("domains", {"view": "Table"})]
"""Further parts of a page."""
