"""Why is this number so? One objective with its key results, what was reported on them, and what serves them."""

from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import NotFound
from core.model import KeyResult, Objective
from core.policy import policy_on
from core.queries.accounts import FROZEN, Account, accounts, accounts_of, found_objectives
from core.queries.closings import Closing, closings
from core.queries.history import known_on
from core.queries.key_results import existing, standings, thresholds_of
from core.rules.quarters import quarter_named
from core.settings import settings


@dataclass(frozen=True)
class Dossier(Account):
    """With the ``objective`` as it is now; with a ``closing`` the rest is as it was closed."""

    objective: Objective
    closing: Closing | None = None


def objective(session: Session, key: str, *, as_of: date) -> Dossier:
    """The objective under that key, or the one of the key result under it: what was frozen if its quarter was closed on
    the day, else as it stood; at most nine statements. Raises NotFound."""
    session = known_on(session, as_of)
    file = next(iter(found_objectives(session, _under(key, as_of), as_of)), None)
    if file is None:
        raise NotFound("objective", key)
    found = file.objective
    last_day = quarter_named(found.quarter, settings().fiscal_year_starts_in_month).end
    known = closings(session, found.quarter, last_day, as_of=as_of)
    if known.answering is None:
        thresholds = thresholds_of(policy_on(session, as_of))
        of_it = standings(session, col(Objective.id) == found.id, as_of=as_of, thresholds=thresholds)
        (account,) = accounts_of(session, [(file, of_it)], as_of, thresholds)
    else:
        account = accounts().validate_python(known.kept[FROZEN][found.key])
    told = {field.name: getattr(account, field.name) for field in fields(Account)}
    return Dossier(**told, objective=found, closing=known.answering)


def _under(key: str, as_of: date) -> sa.ColumnElement[bool]:
    """The objective under that key, or the one of the key result under it."""
    of_key_result = select(KeyResult.objective_id).where(KeyResult.key == key, existing(KeyResult, as_of))
    return sa.or_(col(Objective.key) == key, col(Objective.id).in_(of_key_result))
