"""The figures of the platform: one value a week, fetched once a month at first, every week in the current quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from core.actions import metrics
from core.actions.readings import ReadingValue
from core.model import Direction, MetricKind
from core.rules.weeks import WEEK
from seed.domains import homes
from seed.people import LEAD, PLATFORM_ENGINEER, email
from seed.story import Story, moment
from seed.words import words

BATCH_WEEKS = 4
DEFINED_AFTER_DAYS, READ_AFTER_DAYS = 20, 27
GONE_SILENT_DAYS = 44
WORKSPACE_WEEKS, WORKSPACE_SETTLED_WEEKS = 16, 4
DOMAIN_LATER_BY = 0.04
"""Each domain follows the one before by that share of the story."""


@dataclass(frozen=True)
class Figure:
    """A metric, and the ``way`` from its first to its last value, give or take ``noise`` (a share of the value)."""

    key: str
    name: str
    description: str
    unit: str
    kind: MetricKind
    good: Direction
    way: tuple[float, float]
    noise: float
    source: str
    low: float | None = None
    high: float | None = None
    by: str = ""
    silent: bool = False


def write(story: Story) -> None:
    dice = story.dice("metrics")
    for key, table in words("metrics").items():
        figure = Figure(key=key, **table)
        _define(story, figure)
        _read(story, figure, dice)


def _define(story: Story, figure: Figure) -> None:
    story.tell(
        moment(story.start + timedelta(days=DEFINED_AFTER_DAYS), 9),
        email(LEAD),
        metrics.define_metric,
        key=figure.key,
        name=figure.name,
        unit=figure.unit,
        description=figure.description,
        kind=MetricKind(figure.kind),
        good=Direction(figure.good),
        low=figure.low,
        high=figure.high,
        owner=email(PLATFORM_ENGINEER),
    )


def _read(story: Story, figure: Figure, dice: Random) -> None:
    last = story.last_day - timedelta(days=GONE_SILENT_DAYS if figure.silent else 0)
    batch: list[ReadingValue] = []
    for number, day in enumerate(_weeks(story, last), 1):
        batch += _values(story, figure, day, dice)
        is_fetched = day >= story.quarters[-1].start or number % BATCH_WEEKS == 0 or day + WEEK > last
        if batch and is_fetched:
            fetch, readings = metrics.store_readings, tuple(sorted(batch, key=_place))
            at = moment(day, 22, 15)
            story.tell(at, email(PLATFORM_ENGINEER), fetch, figure.key, readings=readings, source=figure.source)
            batch = []


def _place(one: ReadingValue) -> tuple[str, str]:
    """Place by place, so that either kind of database stores them in the same order."""
    return one.domain or "", one.workspace or ""


def _weeks(story: Story, last: date) -> Iterator[date]:
    """Every seventh day, so that the newest reading is of the last day."""
    weeks = ((story.last_day - story.start).days - READ_AFTER_DAYS) // WEEK.days
    day = story.last_day - weeks * WEEK
    while day <= last:
        yield day
        day += WEEK


def _values(story: Story, figure: Figure, day: date, dice: Random) -> Iterator[ReadingValue]:
    at, share = moment(day, 22), (day - story.start) / (story.last_day - story.start)
    if figure.by == "workspace":
        yield from _of_workspaces(story, figure, at, share, dice)
        return
    yield ReadingValue(at, _drawn(figure, share, dice))
    if figure.by == "domain":
        parts = 1 if figure.unit == "%" else 9
        for place, domain in enumerate(homes()):
            value = _drawn(figure, max(0.0, share - DOMAIN_LATER_BY * place), dice) / parts
            yield ReadingValue(at, round(value, 1) if parts == 1 else round(value), domain=domain)


def _of_workspaces(story: Story, figure: Figure, at: datetime, share: float, dice: Random) -> Iterator[ReadingValue]:
    """In the last weeks, of those that had settled by then."""
    since = story.last_day - WORKSPACE_WEEKS * WEEK
    if at.date() <= since:
        return
    for home in homes().values():
        for name, week in home.workspaces:
            if isinstance(week, int) and story.week(week + WORKSPACE_SETTLED_WEEKS) < since:
                yield ReadingValue(at, round(_drawn(figure, share, dice) * dice.uniform(0.5, 1.4)), workspace=name)


def _drawn(figure: Figure, share: float, dice: Random) -> float:
    """On an S-shaped way from the first to the last value."""
    first, last = figure.way
    value = (first + (last - first) * share * share * (3 - 2 * share)) * (1 + dice.gauss(0, figure.noise))
    if figure.unit == "%":
        return round(min(100.0, max(0.0, value)), 1)
    return round(max(0.0, value), 1 if last < 30 and figure.unit in ("h", "kEUR") else None)
