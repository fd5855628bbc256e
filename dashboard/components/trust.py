"""Can a data product be trusted? What speaks against it in a line, and what it promised and kept as figures."""

import streamlit as st

from core.queries.product import ProductFile
from core.queries.trust import USE_DAYS, Evidence
from core.rules.sentences import listed
from core.rules.trust import QUALITY_DAYS
from dashboard.components.text import day, plain
from dashboard.components.tiles import Figure, figures


def verdict(shown: ProductFile) -> None:
    """Nothing is green that nobody has measured."""
    owner = f" {plain(shown.owner.name)} answers for it." if shown.owner and shown.has_owner else ""
    if shown.doubts:
        st.markdown(f":orange[:material/warning: **Look twice**]: {plain(listed(shown.doubts))}.{owner}")
        return
    st.markdown(
        ":green[:material/verified: **Nothing speaks against it**]: its contract is active, every column is described, "
        f"and its quality holds.{owner}"
    )


def standing(shown: ProductFile) -> None:
    """The same facts as figures, with who reads it and who waits for help."""
    waiting = sum(row.closed_on is None for row in shown.support)
    figures(
        [
            *_promised(shown),
            _quality(shown.evidence),
            _delivered(shown.evidence),
            _read(shown.evidence),
            Figure("Support", str(waiting), f"open of {len(shown.support)}"),
        ]
    )


def _promised(shown: ProductFile) -> list[Figure]:
    if not shown.versions:
        return [Figure("Contract", "–", "none yet"), Figure("Columns described", "–", "no contract yet")]
    newest, count = shown.versions[0], len(shown.versions)
    told = f"{plain(newest.status) or 'no status'}, {count} version{'s' * (count > 1)}"
    hollow = f"{shown.hollow} repeat{'s' * (shown.hollow == 1)} the name" if shown.hollow else "by its contract"
    described = f"{newest.described} of {newest.columns}"
    return [Figure("Contract", newest.version, told), Figure("Columns described", described, hollow)]


def _quality(seen: Evidence) -> Figure:
    meaning = f"Days of the last {QUALITY_DAYS} on which its quality checks passed, of those with a result."
    if seen.checked_on is None:
        return Figure("Quality", "–", f"no result in {QUALITY_DAYS} days", meaning)
    return Figure("Quality", f"{seen.passed} of {seen.checked} d", f"passed, last {day(seen.checked_on)}", meaning)


def _delivered(seen: Evidence) -> Figure:
    meaning = "When its table changed last, as the catalogue tells, or it was deployed."
    if seen.newest is None:
        return Figure("Delivered", "–", "nothing tells of it", meaning)
    return Figure("Delivered", day(seen.newest), "table changed" if seen.is_of_table else "deployed", meaning)


def _read(seen: Evidence) -> Figure:
    used = f"read by {seen.domains} domain{'s' * (seen.domains > 1)}" if seen.domains else "running grants"
    meaning = f"People and technical users whose grant runs, and domains that were seen to read it in {USE_DAYS} days."
    return Figure("Access granted", str(seen.readers), used, meaning)
