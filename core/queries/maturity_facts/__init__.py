"""Facts for the maturity of all domains at once, in a fixed number of statements, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from core.queries.maturity_facts import (
    access,
    context_map,
    initiatives,
    people,
    products,
    register,
    reports,
    tables,
    workspaces,
)
from core.queries.maturity_facts.contracts import Undescribed
from core.queries.maturity_facts.evidence import evidence
from core.queries.maturity_facts.key_results import key_results
from core.queries.maturity_facts.rows import Asked, Found, Row, ask
from core.rules.context_map import Drawn
from core.rules.maturity.facts import (
    DomainFacts,
    ExemptionFact,
    KeyResultFact,
    ProductFact,
    Switches,
)

__all__ = ["Gathered", "Undescribed", "gather"]

PARTS = (register, initiatives, workspaces, access, context_map, products, tables, people, reports)


@dataclass(frozen=True)
class Gathered:
    """Facts of each domain by its id, and what counts on the day."""

    domains: Mapping[int, DomainFacts]
    switches: Switches


def gather(
    session: Session, *, as_of: date, domain: int | None = None, undescribed: Undescribed | None = None
) -> Gathered:
    """The facts at the end of a day, of every domain or of one; four statements.

    Ask several days with one and the same ``undescribed``: then the columns of a contract are read once.
    """
    asked = Asked(as_of, domain)
    found = ask(session, (select for part in PARTS for select in part.selects(asked)))
    around = context_map.drawn(found, asked)
    made = products.products(session, found, asked, {} if undescribed is None else undescribed)
    closed = key_results(session, asked)
    homes = sorted((row for rows in found["domain"].values() for row in rows), key=lambda row: row.name)
    facts = {
        row.domain_id: _domain(
            row, found, asked, around.get(row.domain_id), made.get(row.domain_id, ()), closed.get(row.domain_id, ())
        )
        for row in homes
    }
    return Gathered(facts, register.switches(found))


def _domain(
    row: Row,
    found: Found,
    asked: Asked,
    drawn: Drawn | None,
    made: tuple[ProductFact, ...],
    told: tuple[KeyResultFact, ...],
) -> DomainFacts:
    def of(kind: str) -> Sequence[Row]:
        return found[kind].get(row.domain_id, ())

    hours = next(iter(of("hours")), None)
    counts = people.people(of("people"), of("users"), asked)
    return DomainFacts(
        key=row.key,
        name=row.name,
        as_of=asked.as_of,
        business_owner=row.text,
        people_expected=None if row.n is None else int(row.n),
        products=made,
        systems=context_map.systems(drawn) if drawn else (),
        contradictions=context_map.sentences(drawn) if drawn else (),
        flows=context_map.flows(drawn) if drawn else (),
        unseen=context_map.never_seen(drawn) if drawn else (),
        initiatives=initiatives.initiatives(of("initiative"), asked),
        hours_own=hours.n if hours else 0,
        hours_data_team=hours.m if hours else 0,
        workspaces=workspaces.workspaces(of("workspace"), asked),
        requests=access.requests(of("request"), asked),
        open_ended=access.open_ended(of("request")),
        grants=access.grants(of("grant")),
        reviews_due=access.reviews_due(of("request"), asked),
        tables=tables.tables(of("table")),
        exemptions=tuple(ExemptionFact(it.key, it.name, it.until, it.text) for it in of("exemption")),
        people=counts,
        reports=reports.reports(of("report"), of("reopened"), asked),
        key_results=told,
        evidence=evidence(found, row.domain_id, made, drawn.lately if drawn else (), told, asked),
    )
