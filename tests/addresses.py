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
PARTS: list[tuple[str, dict[str, str]]] = [
    *(("domain", {"part": part}) for part in ("Work", "Maturity")),
    *(("domains", {"view": view}) for view in ("Table", "Context map")),
    *(("initiatives", {"view": view}) for view in ("Table", "Flow", "Timeline")),
    *(("initiative", {"initiative_tab": tab}) for tab in ("Evidence", "Business case", "People", "Activity")),
    *(("product", {"product_tab": tab}) for tab in ("Contract", "Lineage", "Support", "Activity")),
    *(("platform", {"platform_part": part}) for part in ("Onboarding", "Spreadsheets")),
    *(("data", {"data_part": part}) for part in ("Export", "Sources")),
    *(("admin", {"admin": tab}) for tab in ("Policy", "Gates", "Criteria", "Playbook", "Ledger", "Health")),
    ("objective", {"objective_tab": "Activity"}),
]
"""Further parts of a page."""
