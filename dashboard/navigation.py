"""The one list of pages, by section in the order of the sidebar. Pages about one thing are reached by links only."""

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True)
class Screen:
    """A page at ``/address``, drawn by ``app_pages/<name>.py``. ``listed`` pages stand in the sidebar."""

    name: str
    title: str
    section: str
    listed: bool = True

    @property
    def file(self) -> str:
        return f"app_pages/{self.name}.py"


SCREENS = (
    Screen("home", "Home", ""),
    Screen("review", "Review", "Results"),
    Screen("present", "Present", "Results", listed=False),
    Screen("close", "Close", "Results", listed=False),
    Screen("objective", "Objective", "Results", listed=False),
    Screen("calibration", "Calibration", "Results", listed=False),
    Screen("domains", "Domains", "Results"),
    Screen("domain", "Domain", "Results", listed=False),
    Screen("value", "Value", "Results"),
    Screen("pack", "Owner’s pack", "Results", listed=False),
    Screen("initiatives", "Initiatives", "Work"),
    Screen("initiative", "Initiative", "Work", listed=False),
    Screen("intake", "Intake", "Work", listed=False),
    Screen("logbook", "Logbook", "Work"),
    Screen("capacity", "Capacity", "Work"),
    Screen("aftercare", "Aftercare", "Work"),
    Screen("loose_ends", "Loose ends", "Work"),
    Screen("products", "Products", "Platform"),
    Screen("product", "Product", "Platform", listed=False),
    Screen("platform", "Platform", "Platform"),
    Screen("metric", "Metric", "Platform", listed=False),
    Screen("spreadsheets", "Spreadsheets", "Platform"),
    Screen("search", "Search", "Records", listed=False),
    Screen("data", "Data", "Records"),
    Screen("admin", "Admin", "Records"),
)


def pages() -> dict[str, list[Any]]:
    sections: dict[str, list[Any]] = {}
    for screen in SCREENS:
        page = st.Page(
            screen.file,
            title=screen.title,
            url_path=None if screen.name == "home" else screen.name,
            default=screen.name == "home",
            visibility="visible" if screen.listed else "hidden",
        )
        sections.setdefault(screen.section, []).append(page)
    return sections


def file_of(name: str) -> str:
    """The file behind a page, as ``st.page_link`` and ``st.switch_page`` want it."""
    return next(screen.file for screen in SCREENS if screen.name == name)
