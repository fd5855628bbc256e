"""Pillar E: people use it, and it moves the business."""

from __future__ import annotations

from core.rules.maturity.criterion import (
    Criterion,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    amount,
    at_least,
    at_least_without,
    holds,
    members,
    missing,
    of_them,
    some,
    union,
)
from core.rules.maturity.facts import WINDOW_DAYS, DomainFacts, Fact
from core.rules.maturity.key_results import RESULTS
from core.rules.maturity.ownership import HALF, MOST, product
from core.rules.maturity.people import FIFTH, PEOPLE

LITTLE_REUSE, MUCH_REUSE = 0.30, 0.60


def _reused(domain: DomainFacts) -> Tally:
    return members((product(it), bool(it.readers)) for it in domain.live)


def _moved(domain: DomainFacts) -> Tally:
    found = members((Member(it.key, it.name, Page.SPREADSHEETS), it.is_migrated) for it in domain.reports)
    return Tally(found.counted, found.missing, found.numerator, found.denominator, True, bool(domain.reports))


def _reopened(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(Member(it.key, it.name, Page.SPREADSHEETS) for it in domain.reports if it.was_reopened)


def _move_or_keep(domain: DomainFacts, tally: Tally) -> str:
    again, short = len(_reopened(domain, tally)), at_least(MOST)(domain, tally)
    parts = [_MOVE.format(these=of_them(short, tally.denominator, "Excel report"))] if short else []
    parts += [f"Keep {amount(again, 'report')} from being opened again for {WINDOW_DAYS} days."] if again else []
    return " ".join(parts)


_REUSE = "Bring readers from another domain to {these}."
_MOVE = "Move {these} to the platform."

REUSED = Criterion(
    "E2",
    "Reused",
    Pillar.ADOPTION,
    f"live products read by another domain in {WINDOW_DAYS} days / live products",
    "live data product",
    Fact.USE,
    _reused,
    (
        Rule("more than none", some, _REUSE),
        Rule("at least 30 %", at_least(LITTLE_REUSE), _REUSE),
        Rule("at least 60 %", at_least(MUCH_REUSE), _REUSE),
        Rule("at least 80 %", at_least(MOST), _REUSE),
    ),
    Page.PRODUCT,
    max_age=WINDOW_DAYS,
    unknown="Have it read which domains use the live data products.",
)

OUT_OF_EXCEL = Criterion(
    "E3",
    "Out of Excel",
    Pillar.ADOPTION,
    "reports migrated / reports in the first inventory",
    "Excel report",
    Fact.REPORTS,
    _moved,
    (
        Rule(
            "there is an inventory with a date",
            holds(lambda domain, _: bool(domain.reports)),
            "Record the Excel reports that people fill by hand.",
        ),
        Rule("at least 20 %", at_least(FIFTH), _MOVE),
        Rule("at least 50 %", at_least(HALF), _MOVE),
        Rule(
            f"at least 80 %, and none reopened in {WINDOW_DAYS} days",
            at_least_without(MOST, _reopened),
            _move_or_keep,
            items=union(missing, _reopened),
        ),
    ),
    Page.SPREADSHEETS,
)

CRITERIA = (PEOPLE, REUSED, OUT_OF_EXCEL, RESULTS)
