"""Pillar D: governance is federated and checked by machines."""

from __future__ import annotations

from datetime import timedelta

from core.rules.maturity.criterion import (
    Criterion,
    Left,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    amount,
    at_least,
    both,
    holds,
    members,
    missing,
    none_of,
    of_them,
    some,
    union,
)
from core.rules.maturity.facts import WINDOW_DAYS, DomainFacts, Fact
from core.rules.maturity.ownership import ALL, HALF, MOST, product

MANY, NEARLY_ALL = 0.60, 0.90
OVER_DAYS = 30
EXEMPTED_SHARE, CRITERIA_COUNT = 0.10, 21


def _complete(domain: DomainFacts) -> Tally:
    found = members((Member(it.key, it.name, Page.DOMAIN), it.is_good) for it in domain.tables)
    has_facts = bool(domain.tables)
    return Tally(found.counted, found.missing, found.numerator, found.denominator, bool(domain.products), has_facts)


def _checked(domain: DomainFacts) -> Tally:
    """Each product counts as many changes as versions were published or revisions checked, whichever is more."""
    changes = [(it, max(it.changed, it.checked)) for it in domain.products]
    passed = [(it, min(it.checks_passed, count), count) for it, count in changes if count]
    return Tally(
        counted=tuple(product(it, good) for it, good, _ in passed if good),
        missing=tuple(product(it, count - good) for it, good, count in passed if good < count),
        numerator=sum(good for _, good, _ in passed),
        denominator=sum(count for _, _, count in passed),
        applies=bool(passed),
    )


def _traced(domain: DomainFacts) -> Tally:
    return members((Member(it.key, it.name, Page.PRODUCT), it.is_good) for it in domain.grants)


def _reviews_due(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(Member(it.key, it.name, Page.HOME) for it in domain.reviews_due)


def _kept(domain: DomainFacts) -> Tally:
    return members(
        (Member(it.criterion, f"until {it.until_on:%-d %b %Y}", Page.DOMAIN), it.until_on >= domain.as_of)
        for it in domain.exemptions
    )


def _over(days: int) -> Left:
    def left(domain: DomainFacts, _tally: Tally) -> int:
        return sum(it.until_on + timedelta(days=days) < domain.as_of for it in domain.exemptions)

    return left


def _few_exempted(domain: DomainFacts, _tally: Tally) -> int:
    exempted = {it.criterion for it in domain.exemptions if it.until_on >= domain.as_of}
    return max(0, len(exempted) - int(EXEMPTED_SHARE * CRITERIA_COUNT))


def _trace_or_review(domain: DomainFacts, tally: Tally) -> str:
    loose, due = len(tally.missing), len(domain.reviews_due)
    parts = [_TRACE.format(these=of_them(loose, tally.denominator, "read grant"))] if loose else []
    parts += [f"Review {amount(due, 'grant')} whose review day has passed."] if due else []
    return " ".join(parts)


def _end_or_reduce(domain: DomainFacts, tally: Tally) -> str:
    over, many = len(tally.missing), _few_exempted(domain, tally)
    parts = [f"End {amount(over, 'exemption')} that {'is' if over == 1 else 'are'} past the last day."] if over else []
    parts += [f"End {amount(many, 'exemption')} more: a tenth of the criteria may be exempt."] if many else []
    return " ".join(parts)


_COMPLETE = "Give {these} an owner, a cost centre and a description, and describe every column."
_CHECK = "Let the check pass before the merge, for {these}."
_TRACE = "Trace {these} to an approved request, or revoke what has none."
_END = "End what is past its last day, or ask anew: {these}."

CRITERIA = (
    Criterion(
        "D1",
        "Complete metadata",
        Pillar.GOVERNANCE,
        "tables with owner, cost centre, description and all columns described / tables of a domain with products",
        "table",
        Fact.TABLES,
        _complete,
        (
            Rule("more than none", some, _COMPLETE),
            Rule("at least 60 %", at_least(MANY), _COMPLETE),
            Rule("at least 90 %", at_least(NEARLY_ALL), _COMPLETE),
            Rule("100 %", at_least(ALL), _COMPLETE),
        ),
        Page.DOMAIN,
        max_age=30,
        unknown="Have the catalogue read, and say which of its tables are of the domain.",
    ),
    Criterion(
        "D2",
        "Checked in CI",
        Pillar.GOVERNANCE,
        f"changes of contracts whose check passed / changes of contracts in {WINDOW_DAYS} days",
        "contract change",
        Fact.CONTRACT_CHECKS,
        _checked,
        (
            Rule(
                "the check exists",
                holds(lambda domain, _: Fact.CONTRACT_CHECKS in domain.evidence),
                "Let the pipeline of a contract run “uptake contract check” and report it.",
            ),
            Rule("at least 60 %", at_least(MANY), _CHECK),
            Rule("at least 90 %", at_least(NEARLY_ALL), _CHECK),
            Rule("100 %", at_least(ALL), _CHECK),
        ),
        Page.PRODUCT,
    ),
    Criterion(
        "D3",
        "Access traced",
        Pillar.GOVERNANCE,
        "read grants that go back to an approved request / read grants",
        "read grant",
        Fact.GRANTS,
        _traced,
        (
            Rule("more than none", some, _TRACE),
            Rule("at least 50 %", at_least(HALF), _TRACE),
            Rule("at least 80 %", at_least(MOST), _TRACE),
            Rule(
                "100 %, and no review day in the past",
                both(at_least(ALL), none_of(_reviews_due)),
                _trace_or_review,
                items=union(missing, _reviews_due),
            ),
        ),
        Page.PRODUCT,
        max_age=30,
    ),
    Criterion(
        "D4",
        "Exemptions kept",
        Pillar.GOVERNANCE,
        "open exemptions not past their last day / open exemptions",
        "exemption",
        Fact.EXEMPTIONS,
        _kept,
        (
            Rule("the register is in use", holds(lambda domain, _: bool(domain.exemptions)), "Record what is exempt."),
            Rule(f"none is over by {OVER_DAYS} days", _over(OVER_DAYS), _END),
            Rule("none is over", _over(0), _END),
            Rule(
                "none is over, and at most 10 % of the criteria are exempted",
                both(_over(0), _few_exempted),
                _end_or_reduce,
                items=union(missing, lambda _, tally: tally.counted),
            ),
        ),
        Page.DOMAIN,
    ),
)
