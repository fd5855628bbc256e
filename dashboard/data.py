"""Opens the reading door and asks the question of a page. The only file that may cache."""

from datetime import date

from core import db
from core.access import Actor
from core.queries import frame as frames
from core.queries import initiatives as portfolios


def frame() -> frames.Frame:
    with db.snapshot() as session:
        return frames.frame(session)


def initiatives(*, actor: Actor, as_of: date, domain: int | None) -> portfolios.Portfolio:
    with db.snapshot() as session:
        return portfolios.initiatives(session, actor=actor, as_of=as_of, domain=domain)
