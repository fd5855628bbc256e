"""The diary behind the sample company: scenes are written down chapter by chapter and told in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from core.access import Actor, actor_with
from core.rules.quarters import Quarter, quarter_of

QUARTERS = 5
YEAR = timedelta(days=364)
SEED = "a powertrain maker leaves its parent"


class Called(str):
    """What the story calls a thing; when a scene is told, the key that the thing was given stands in its place."""

    __slots__ = ()


@dataclass(frozen=True)
class Scene:
    """Somebody does something at some time. ``called`` names what comes of it for later scenes."""

    at: datetime
    who: str
    verb: Callable[..., Any]
    about: tuple[object, ...]
    fields: dict[str, Any]
    called: str | None


class Story:
    """Five quarters that end with the one of ``today``. Everything has happened by the evening before."""

    def __init__(self, today: date, fiscal_year_starts_in_month: int = 1) -> None:
        self.last_day = today - timedelta(days=1)
        self.quarters: list[Quarter] = [quarter_of(today, fiscal_year_starts_in_month)]
        while len(self.quarters) < QUARTERS:
            self.quarters.insert(0, self.quarters[0].previous)
        self.start = self.quarters[0].start
        self.scenes: list[Scene] = []
        self._keys: dict[str, str] = {}
        self._actors: dict[str, Actor] = {}

    def dice(self, chapter: str) -> Random:
        """The chances of one chapter: the same every time, whatever the other chapters do."""
        return Random(f"{SEED}: {chapter}")

    @property
    def stretch(self) -> float:
        """The length of the story in years: one on the first day of a quarter, almost five quarters on the last."""
        return (self.last_day - self.start) / YEAR

    def ago(self, days: float) -> date:
        """That many days before the last one, on a working day, not before the story began."""
        return working_day(max(self.last_day - timedelta(days=round(days)), self.start + timedelta(days=6)))

    def week(self, number: float) -> date:
        """A working day in a week of the story, counted from 0."""
        return working_day(self.start + timedelta(days=3 + round(7 * number)))

    def tell(
        self, at: datetime, who: str, verb: Callable[..., Any], *about: object, called: str | None = None, **fields: Any
    ) -> None:
        """Write a scene down; what would lie after the last day does not happen."""
        if at.date() <= self.last_day:
            self.scenes.append(Scene(at, who, verb, about, fields, called))

    def perform(self, session: Session, on_progress: Callable[[float, str], None]) -> None:
        """Tell every scene through its verb, in the order of time."""
        self.scenes.sort(key=lambda scene: scene.at)
        month = 0
        for number, scene in enumerate(self.scenes):
            if month != (month := scene.at.month):
                on_progress(number / len(self.scenes), f"{scene.at:%B %Y}")
            self._perform(session, scene)
        on_progress(1.0, "Done")

    def _perform(self, session: Session, scene: Scene) -> None:
        about = [self._key(it) for it in scene.about]
        fields = {name: self._key(value) for name, value in scene.fields.items()}
        result = scene.verb(session, *about, by=self._actor(session, scene.who), at=scene.at, **fields)
        if scene.called is not None:
            self._keys[scene.called] = result.key
        if scene.verb.__module__ in ("core.actions.people", "core.actions.domains"):
            self._actors.clear()  # roles may have changed

    def _key(self, value: Any) -> Any:
        return self._keys[value] if isinstance(value, Called) else value

    def _actor(self, session: Session, email: str) -> Actor:
        if email not in self._actors:
            self._actors[email] = actor_with(session, email)
        return self._actors[email]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
