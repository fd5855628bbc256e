"""Who asked to read a data product: colleagues of other domains, and what the owners said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
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


def write(story: Story) -> None:
    """Each live product of the upper levels names its table; some are asked for by people of the next domain."""
    dice = story.dice("access")
    served = list(_served(story))
    for product in served:
        assert product.live is not None
        table = f"main.{product.home.key}.{_snake(product.name)}"
        story.tell(
            moment(product.live, 15), email(product.home.contributors[0]), ports.add_port, product.called,
            direction=PortDirection.OUTPUT, name="Table", location=table, kind="Delta table",
        )  # fmt: skip
    askers = [product.home.contributors[-1] for product in served]
    for number, product in enumerate(dice.sample(served, min(ASKED, len(served)))):
        asker = next(name for name in askers[number:] + askers if name not in product.home.contributors)
        _ask(story, number, product, asker)


def _served(story: Story) -> Iterator[Product]:
    for product in catalogue(story):
        is_gone = product.notes & {"deprecated", "retired"}
        if product.live is not None and product.level is not Level.SOURCE and not is_gone and product.home.key != LEFT:
            yield product


def _ask(story: Story, number: int, product: Product, asker: str) -> None:
    assert product.live is not None
    asked = working_day(max(story.ago(FIRST_ASKED_DAYS_AGO - DAYS_BETWEEN * number), product.live + timedelta(days=3)))
    called = Called(f"access {number}")
    wanted = {"purpose": PURPOSES[number % len(PURPOSES)], "principal": email(asker)}
    story.tell(moment(asked, 9, 20), email(asker), access_requests.ask_access, product.called, called=called, **wanted)
    decided = working_day(asked + timedelta(days=1 + number % 4))
    if number >= ASKED - UNDECIDED or decided > story.last_day:
        return
    is_granted = number % DECLINED != DECLINED - 1
    days: dict[str, Any] = {"until_on": decided + timedelta(days=365), "review_on": decided + timedelta(days=90)}
    story.tell(
        moment(decided, 11), email(product.home.owner), access_requests.decide_access, called, granted=is_granted,
        note="" if is_granted else "The level 3 product holds what you need, without the names.",
        **(days if is_granted else {}),
    )  # fmt: skip
    seconded = working_day(decided + timedelta(days=1))
    if is_granted and "sensitive" in product.notes and seconded <= story.last_day:
        story.tell(moment(seconded, 16), email(MANAGERS[0]), access_requests.second_access, called, granted=True)


def _snake(name: str) -> str:
    return "_".join(name.lower().replace(",", "").split())
