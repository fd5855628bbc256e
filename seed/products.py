"""A hundred data products: added, completed, taken live, and out of use again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from core.actions import initiatives, products
from core.model import Level, Phase, ProductStatus
from seed.cases import Case, cases
from seed.domains import Home, homes
from seed.people import DATA_TEAM, email
from seed.story import Called, Story, moment, working_day
from seed.words import words

LACKING = {"lacks owner": "owner", "lacks team": "team", "lacks cost centre": "cost_centre"}
STEM = 4
"""Letters by which two words are taken for the same."""

RELEASED_AFTER_DAYS = 5
"""Days from the beginning of handover until the product is live."""

NOTICE = "Please move to its successor in the catalogue; the team of {home} helps with it."
"""What consumers of a deprecated product are told."""


@dataclass(frozen=True)
class Product:
    """``case`` is the initiative that builds it, if any; ``added`` and ``live`` are days, ``live`` none while it is
    not."""

    home: Home
    level: Level
    name: str
    description: str
    notes: frozenset[str]
    case: Case | None
    added: date
    live: date | None

    @property
    def called(self) -> Called:
        return Called(f"product {self.name}")

    @cached_property
    def mandatory(self) -> dict[str, str]:
        """What a live product must have, as far as it has it."""
        team = {"owner": email(self.home.contributors[0]), "team": self.home.team}
        given = team | {"cost_centre": self.home.cost_centre or "7900"}
        return {field: value for field, value in given.items() if field not in self.missing}

    @property
    def missing(self) -> set[str]:
        return {LACKING[note] for note in self.notes & LACKING.keys()} if self.live is None else set()


def catalogue(story: Story) -> list[Product]:
    """Every product with its days; the same whenever it is asked for."""
    dice = story.dice("catalogue")
    builders = {name: case for case in cases(story) for name in case.products}
    return [
        _product(story, homes()[domain], row, builders.get(row[1]), dice)
        for domain, rows in words("products").items()
        for row in rows
    ]


def write(story: Story) -> None:
    dice = story.dice("products")
    for product in catalogue(story):
        _add(story, product, dice)
        if product.case is not None:
            linked = moment(product.added, 14, 30)
            by = email(dice.choice(DATA_TEAM))
            story.tell(linked, by, initiatives.link_product, product.case.called, product.called)
        _bring_up(story, product)
        _phase_out(story, product)


def _product(story: Story, home: Home, row: list[str], case: Case | None, dice: Random) -> Product:
    level, name, description, *notes = row
    added, live = _days_alone(story, set(notes), dice) if case is None else _days_with(story, case)
    return Product(home, Level(int(level)), name, description, frozenset(notes), case, added, live)


def _days_alone(story: Story, notes: set[str], dice: Random) -> tuple[date, date | None]:
    ago = dice.randint(150, 300)
    is_live = notes & {"live", "deprecated", "retired"}
    return story.ago(ago), story.ago(ago - dice.randint(20, 60)) if is_live else None


def _days_with(story: Story, case: Case) -> tuple[date, date | None]:
    """Added when incubation begins; live a few days into handover."""
    added = case.entered(Phase.INCUBATION)
    assert added is not None, f"{case.handle} builds a product and has not left intake"
    handover = case.entered(Phase.HANDOVER)
    live = working_day(handover + timedelta(days=RELEASED_AFTER_DAYS)) if handover else None
    return working_day(added + timedelta(days=4)), live if live and live <= story.last_day else None


def _add(story: Story, product: Product, dice: Random) -> None:
    story.tell(
        moment(product.added, 14),
        email(dice.choice(DATA_TEAM)),
        products.add_product,
        called=product.called,
        domain=product.home.key,
        name=product.name,
        level=product.level,
        description=product.description,
        sensitive="sensitive" in product.notes,
        **{field: value for field, value in product.mandatory.items() if field == "team"},
    )


def _bring_up(story: Story, product: Product) -> None:
    """Work begins, the mandatory fields are filled in, it goes live."""
    owner = email(product.home.contributors[0])
    if "proposed" not in product.notes:
        begun = working_day(product.added + timedelta(days=6))
        story.tell(moment(begun, 10), owner, products.incubate, product.called)
    completed = product.added + timedelta(days=12)
    if product.case is not None:
        completed = product.case.entered(Phase.PRODUCTIONIZATION) or story.last_day
        completed = working_day(completed + timedelta(days=9))
    if product.live is not None:
        completed = min(completed, product.live)
    rest = {field: value for field, value in product.mandatory.items() if field != "team"}
    if rest:
        story.tell(moment(completed, 13), owner, products.edit_product, product.called, **rest)
    if product.live is not None:
        story.tell(moment(product.live, 14), owner, products.release, product.called, on=product.live)


def _phase_out(story: Story, product: Product) -> None:
    owner = email(product.home.contributors[0])
    for note, ago, end in (("deprecated", 40, -50), ("retired", 70, 30)):
        if note in product.notes:
            told: dict[str, Any] = {"notice": NOTICE.format(home=product.home.name), "ends_on": story.ago(end)}
            story.tell(moment(story.ago(ago), 10), owner, products.deprecate, product.called, **told)
    if "retired" in product.notes:
        story.tell(moment(story.ago(25), 10), owner, products.retire, product.called)


def successor(products: Iterable[Product], home: Home, day: date, report: str) -> Product:
    """The product of a domain that takes the place of a report on a day: the one whose words are nearest to its name,
    then the one for business users. Live on that day and not on its way out."""
    gone = {ProductStatus.DEPRECATED, ProductStatus.RETIRED}
    live = [p for p in products if p.home is home and p.live and p.live <= day and not p.notes & gone]
    return max(live, key=lambda product: (len(_stems(report) & _stems(product.name)), product.level))


def _stems(words: str) -> set[str]:
    return {word[:STEM] for word in words.lower().replace(",", "").split() if len(word) >= STEM}
