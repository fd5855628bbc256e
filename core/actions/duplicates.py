"""Starting a quarter from an objective of another one."""

from datetime import datetime

from sqlmodel import Session

from core import ledger
from core.access import Actor
from core.actions.common import Changes, load
from core.actions.copies import copy_key_result, copy_objective, key_results_of
from core.actions.objectives import must_edit
from core.actions.quarters import must_be_open
from core.errors import Invalid
from core.model import Objective
from core.rules.quarters import quarter_named
from core.settings import settings


def duplicate_objective(session: Session, key: str, quarter: str, *, by: Actor, at: datetime) -> Objective:
    """The objective and its key results once more in another quarter, as they were defined: with what they are read
    from and what serves them, without what was reported. Raises Closed, Invalid, NotAllowed, NotFound.
    """
    source = load(session, Objective, key)
    must_edit(by, source.domain_id)
    into = quarter_named(quarter, settings().fiscal_year_starts_in_month)
    if into.label == source.quarter:
        raise Invalid(quarter=f"{key} is in {quarter} already. Choose another quarter.")
    must_be_open(session, quarter)
    copy = copy_objective(session, source, into)
    parts = [copy_key_result(session, part, copy, by=by, at=at) for part in key_results_of(session, source)]
    told: Changes = {"objective": (source.key, copy.key), "quarter": (source.quarter, quarter)}
    told["key_results"] = (None, [part.key for part in parts] or None)
    ledger.record(session, "objective.duplicated", copy.key, by=by, at=at, changes=told)
    return copy
