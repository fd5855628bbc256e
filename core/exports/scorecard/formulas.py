"""The rules of roll-ups as formulas over the sheets: change a figure of a key result, and all above it follow.

Two texts are one if every letter is (EXACT). In a product, what is no number counts as 0 (SUMPRODUCT with commas).
"""

from __future__ import annotations

from core.exports.scorecard.sheets import Area, Formula
from core.rules.rollup import RollUp, Summary


def share(chosen: str, weight: str, figure: str, value: float | None, *, without: str = '""') -> Formula:
    """The mean of ``figure`` by weight over what is ``chosen``; ``without`` any weight."""
    whole = f"SUMPRODUCT({chosen}*{weight})"
    return Formula(f"IF({whole}=0,{without},SUMPRODUCT({chosen}*{weight},{figure})/{whole})", value)


def known_mean(chosen: str, weight: str, figure: str, value: float | None) -> Formula:
    """The same over those whose figure is known; empty where none is."""
    return share(f"{chosen}*ISNUMBER({figure})", weight, figure, value)


def count(chosen: str, weight: str, figure: str, value: float) -> Formula:
    """Sum of a figure over what bears weight."""
    return Formula(f"SUMPRODUCT({chosen}*({weight}>0),{figure})", value)


def of_objective(key: str, parts: Area, rollup: RollUp) -> tuple[Formula, ...]:
    """Progress, planned, coverage, measured, counted, confidence and the lowest one, from the key results; ``key`` is
    the cell with the key of the objective."""
    chosen, weight = f"EXACT({parts['Objective']},{key})", parts["Weight"]
    said = parts["Confidence"]
    known = f"SUMPRODUCT({chosen}*({weight}>0)*ISNUMBER({said}))"
    lowest = f'_xlfn.MINIFS({said},{parts["Objective"]},{key},{weight},">0")'
    return (
        share(chosen, weight, parts["Progress"], rollup.progress),
        share(chosen, weight, parts["Planned"], rollup.planned),
        share(chosen, weight, parts["Measured"], rollup.coverage, without="0"),
        count(chosen, weight, parts["Measured"], rollup.measured),
        Formula(f"SUMPRODUCT({chosen}*({weight}>0))", rollup.counted),
        known_mean(chosen, weight, said, rollup.confidence),
        Formula(f'IF({known}=0,"",{lowest})', rollup.confidence_min),
    )


def of_objectives(chosen: str, parts: Area, summary: Summary) -> tuple[Formula, ...]:
    """Progress, planned, coverage, measured and counted of a domain or the company, from its objectives."""
    weight = parts["Weight"]
    return (
        share(chosen, weight, parts["Progress"], summary.progress),
        share(chosen, weight, parts["Planned"], summary.planned),
        share(chosen, weight, parts["Coverage"], summary.coverage, without="0"),
        count(chosen, weight, parts["Measured"], summary.measured),
        count(chosen, weight, parts["Counted"], summary.counted),
    )
