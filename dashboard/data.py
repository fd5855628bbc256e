"""The questions pages may ask, a line each; asking opens the reading door. The only file that may cache."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from core import db
from core.queries import admin, ledger, names
from core.queries import domains as portraits
from core.queries import frame as frames
from core.queries import home as desks
from core.queries import initiative as dossiers
from core.queries import initiatives as portfolios
from core.queries import logbook as logbooks
from core.queries import objective as objective_files
from core.queries import platform as uptakes
from core.queries import products as product_lists
from core.queries import review as scoreboards
from core.queries import search as searches
from core.queries import spreadsheets as registers

Terms = ParamSpec("Terms")
Answer = TypeVar("Answer")


def _asked(question: Callable[Concatenate[Session, Terms], Answer]) -> Callable[Terms, Answer]:
    @wraps(question)
    def ask(*args: Terms.args, **terms: Terms.kwargs) -> Answer:
        with db.snapshot() as session:
            return question(session, *args, **terms)

    return ask


frame = _asked(frames.frame)
initiatives = _asked(portfolios.initiatives)
initiative = _asked(dossiers.initiative)
loans = _asked(dossiers.loans)
activity = _asked(dossiers.activity)
logbook = _asked(logbooks.logbook)
product_names = _asked(product_lists.product_names)
quarters = _asked(scoreboards.quarters)
review = _asked(scoreboards.review)
objective = _asked(objective_files.objective)
home = _asked(desks.home)
domains = _asked(portraits.domains)
domain = _asked(portraits.domain)
platform = _asked(uptakes.platform)
spreadsheets = _asked(registers.spreadsheets)
search = _asked(searches.search)
people = _asked(admin.people)
thresholds = _asked(admin.thresholds)
counts = _asked(admin.counts)
ledger_page = _asked(ledger.ledger_page)
schema_versions = db.schema_versions
objective_names = _asked(names.objective_names)
initiative_names = _asked(names.initiative_names)
