"""What was shown on a day is shown again, whenever one asks for that day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from core.access import Actor
from core.db import snapshot
from core.facts import end_of
from core.model import Objective
from core.queries import (
    access,
    aftercare,
    catalogue,
    context_map,
    domains,
    glossary,
    history,
    objective,
    product,
    review,
)
from core.queries.history import known_on
from tests.cast import QUARTER, Cast, day
from tests.queries.past import Company

DEEDS = 48
ASKED = [f"OBJ-{n}" for n in (1, 2, 3, 5, 8)]
RUNS = [("sqlite", 1, 8), ("postgresql", 2, 3)]


class Clock:
    """What time it is for the questions."""

    def __init__(self) -> None:
        self.at = day(0)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(history, "now", clock.now)
    return clock


def plain(shown: Any) -> Any:
    """Values all the way down, to be compared whatever rows they came from."""
    if isinstance(shown, SQLModel):
        return {field: plain(getattr(shown, field)) for field in type(shown).model_fields}
    if is_dataclass(shown) and not isinstance(shown, type):
        return {field.name: plain(getattr(shown, field.name)) for field in fields(shown)}
    if isinstance(shown, Mapping):
        return {plain(key): plain(value) for key, value in shown.items()}
    if isinstance(shown, tuple | list):
        return [plain(part) for part in shown]
    return shown


def answers(cast: Cast, on: date, keys: Sequence[str]) -> dict[str, Any]:
    """What the pages show of the day: the two quarters, every domain, and those objectives that are asked for."""
    asker, now = cast.admin, end_of(on)
    with snapshot() as session:
        known = known_on(session, on)
        found = domains.domains(known, actor=asker, as_of=on, now=now)
        shown: dict[str, Any] = {
            quarter: review.review(known, as_of=on, quarter=quarter) for quarter in (QUARTER, "2027-Q1")
        }
        shown |= {"quarters": review.quarters(known, as_of=on), "domains": found}
        for it in found[:3]:
            shown[it.domain.key] = domains.domain(known, it.domain.key, actor=asker, as_of=on, now=now)
        present = set(known.exec(select(Objective.key)))
        shown |= {key: objective.objective(known, key, as_of=on) for key in keys if key in present}
        shown |= of_the_catalogue(known, asker, on)
    return {name: plain(answer) for name, answer in shown.items()}


def of_the_catalogue(known: Session, asker: Actor, on: date) -> dict[str, Any]:
    """What the pages about data products show of the day."""
    found = catalogue.catalogue(known, actor=asker, as_of=on)
    shown: dict[str, Any] = {
        "catalogue": found,
        "glossary": glossary.glossary(known, as_of=on),
        "aftercare": aftercare.aftercare(known, as_of=on),
        "map": context_map.context_map(known, as_of=on),
    }
    for key in (hit.key for hit in found.hits[:5]):
        shown[key] = product.product(known, key, as_of=on)
        shown[f"access to {key}"] = access.product_access(known, key, as_of=on, now=end_of(on))
    return shown


@pytest.mark.parametrize(("database_url", "seed", "days"), RUNS, indirect=["database_url"])
def test_a_past_day_shows_what_was_shown_on_it(cast: Cast, clock: Clock, seed: int, days: int):
    company, shown = Company(cast, seed), {}
    company.begin(day(0))
    for n in range(days):
        company.work(day(n), DEEDS)
        clock.at = end_of(day(n).date())
        shown[clock.at.date()] = answers(cast, clock.at.date(), ASKED)
    clock.at = day(400)
    for on, then in shown.items():
        assert list(differing(answers(cast, on, ASKED), then)) == [], on
    assert len(set(company.done)) > 30


def differing(now: Any, then: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(now, dict) and isinstance(then, dict) and now.keys() == then.keys():
        for key in now:
            yield from differing(now[key], then[key], f"{path}.{key}")
    elif isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        for place, (one, other) in enumerate(zip(now, then, strict=True)):
            yield from differing(one, other, f"{path}[{place}]")
    elif now != then:
        yield path, now, then
