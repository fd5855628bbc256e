"""What the page shows of a scoreboard: its own components draw, and what they would send is kept."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from core.queries.scoreboard import Scoreboard
from dashboard.components import scoreboard
from dashboard.components.tiles import Figure

NOTHING_CHOSEN = SimpleNamespace(selection=SimpleNamespace(rows=[]))


@dataclass(frozen=True)
class Shown:
    """The row of figures; and the rows of the tree: of domains in their order, of objectives and key results by key."""

    figures: list[Figure]
    domains: list[dict[str, Any]]
    rows: dict[str, dict[str, Any]]


def shown(board: Scoreboard) -> Shown:
    figures: list[Figure] = []
    tree: list[dict[str, Any]] = []

    def table(rows: list[dict[str, Any]], **_: object) -> SimpleNamespace:
        tree.extend(rows)
        return NOTHING_CHOSEN

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoreboard, "figures", figures.extend)
        patch.setattr(scoreboard.st, "dataframe", table)
        scoreboard.headline(board)
        scoreboard.tree(board, with_key_results=True)
    keys = {key for row in board.objectives for key in (row.key, *(part.key for part in row.key_results))}
    first_words = [row["Title"].split()[0] for row in tree]
    named = {word: row for word, row in zip(first_words, tree, strict=True) if word in keys}
    return Shown(figures, [row for word, row in zip(first_words, tree, strict=True) if word not in keys], named)


def in_percent(share: float | None) -> int | None:
    """As the tree shows it."""
    return None if share is None else round(share * 100)
