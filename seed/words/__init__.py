"""The words of the story, apart from its telling: tables that read and change without any code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words(chapter: str) -> dict[str, Any]:
    """The table of a chapter."""
    return tomllib.loads((Path(__file__).parent / f"{chapter}.toml").read_text(encoding="utf-8"))
