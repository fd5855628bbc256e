"""Who asked to read a data product: colleagues of other domains, and what the owners said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.actions import access_requests, ports
from core.model import Level, PortDirection
from seed.people import LEFT, MANAGERS, email
from seed.products import Product, catalogue
from seed.story import Called, Story, moment, working_day

ASKED = 14
PURPOSES = (
    "The footprint of a part for the report on sustainability",
    "Plan against what was really made",
    "The dashboard of the plant managers",
    "Costs by line for the budget of next year",
)
FIRST_ASKED_DAYS_AGO, DAYS_BETWEEN = 110, 8
UNDECIDED, DECLINED = 2, 5
"""The last ones still wait; every fifth is declined."""


@dataclass(frozen=True)
class Wish:
    """Somebody wants to read a product. ``decided`` is a day, none while it waits."""

    number: int
    product: Product
    asker: str
    asked: date
    decided: date | None

    @property
    def is_granted(self) -> bool:
        return self.decided is not None and self.number % DECLINED != DECLINED - 1


def write(story: Story) -> None:
    """Each live product of the upper levels names its table; some are asked for by people of the next domain."""
    for product in served(story):
        assert product.live is not None
        story.tell(
            moment(product.live, 15), email(product.home.contributors[0]), ports.add_port, product.called,
            direction=PortDirection.OUTPUT, name="Table", location=table(product), kind="Delta table",
        )  # fmt: skip
    for wish in wishes(story):
        _ask(story, wish)


def table(product: Product) -> str:
    """The full name of its table."""
    return f"main.{product.home.key}.{_snake(product.name)}"


def served(story: Story) -> list[Product]:
    """Products that name their table."""
    return [
        product
        for product in catalogue(story)
        if product.live is not None
        and product.level is not Level.SOURCE
        and not product.notes & {"deprecated", "retired"}
        and product.home.key != LEFT
    ]


def wishes(story: Story) -> list[Wish]:
    readable = served(story)
    chosen = story.dice("access").sample(readable, min(ASKED, len(readable)))
    return [_wish(story, number, product, readable) for number, product in enumerate(chosen)]


def _wish(story: Story, number: int, product: Product, readable: Sequence[Product]) -> Wish:
    assert product.live is not None
    askers = [it.home.contributors[-1] for it in (*readable[number:], *readable)]
    asker = next(name for name in askers if name not in product.home.contributors)
    asked = working_day(max(story.ago(FIRST_ASKED_DAYS_AGO - DAYS_BETWEEN * number), product.live + timedelta(days=3)))
    decided = working_day(asked + timedelta(days=1 + number % 4))
    waits = number >= ASKED - UNDECIDED or decided > story.last_day
    return Wish(number, product, asker, asked, None if waits else decided)


def _ask(story: Story, wish: Wish) -> None:
    product, called = wish.product, Called(f"access {wish.number}")
    wanted = {"purpose": PURPOSES[wish.number % len(PURPOSES)], "principal": email(wish.asker)}
    at = moment(wish.asked, 9, 20)
    story.tell(at, email(wish.asker), access_requests.ask_access, product.called, called=called, **wanted)
    if wish.decided is None:
        return
    until = {"until_on": wish.decided + timedelta(days=365), "review_on": wish.decided + timedelta(days=90)}
    days: dict[str, Any] = until if wish.is_granted else {}
    note = "" if wish.is_granted else "The level 3 product holds what you need, without the names."
    at, owner = moment(wish.decided, 11), email(product.home.owner)
    story.tell(at, owner, access_requests.decide_access, called, granted=wish.is_granted, note=note, **days)
    seconded = working_day(wish.decided + timedelta(days=1))
    if wish.is_granted and "sensitive" in product.notes:
        story.tell(moment(seconded, 16), email(MANAGERS[0]), access_requests.second_access, called, granted=True)


def _snake(name: str) -> str:
    return "_".join(name.lower().replace(",", "").split())
