"""Readings from the system tables of Databricks: the statements, and what their rows mean, in one go through them.

The rows of a statement come in the order of their days. A domain is told by a workspace, or by catalogue and schema.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

from pydantic import Field

from core.sources.catalog import Properties
from core.sources.contract import MetricRead
from core.sources.documented import Answer

WINDOW = timedelta(days=28)
DAY = timedelta(days=1)
RUNNING = "RUNNING"

ACTIVE_USERS = """
SELECT DISTINCT event_date, workspace_id, user_identity
FROM system.access.audit
WHERE event_date >= :since AND event_date < :until
  AND action_name NOT IN (
    'tokenLogin', 'aadTokenLogin', 'jwtLogin', 'oidcTokenAuthorization', 'mintOAuthToken',
    'generateDbToken', 'revokeDbToken', 'garbageCollectDbToken')
ORDER BY event_date
"""
"""Without the actions by which a token is made or checked: a programme does them for whoever once made it."""

USAGE = """
SELECT usage_date, workspace_id, SUM(usage_quantity) AS quantity
FROM system.billing.usage
WHERE usage_date >= :since AND usage_unit = 'DBU'
GROUP BY usage_date, workspace_id
ORDER BY usage_date
"""
"""Over all record types, so that a retraction takes away what it retracts."""

LINEAGE = """
SELECT DISTINCT source_table_catalog, source_table_schema, target_table_catalog, target_table_schema
FROM system.access.table_lineage
WHERE event_date >= :since AND event_date < :until
  AND source_table_schema IS NOT NULL AND target_table_schema IS NOT NULL
"""

GRANTS = """
SELECT table_catalog, table_schema, COUNT(*) AS granted
FROM system.information_schema.table_privileges
WHERE inherited_from = 'NONE' AND table_schema <> 'information_schema'
GROUP BY table_catalog, table_schema
"""

DomainOfWorkspace = Mapping[str, str]
DomainOfSchema = Callable[[str, str], str | None]


class Workspace(Answer):
    """Its ``creation_time`` is not that of a request, so that it is counted and not seen as one."""

    workspace_id: int
    workspace_status: str
    custom_tags: Properties = Field(default_factory=dict)


class Activity(Answer):
    """Events at the level of the account have the workspace 0."""

    event_date: date
    workspace_id: str | None
    user_identity: str | None

    @property
    def person(self) -> str | None:
        """Their address in small letters. None for a service principal, which has an id, and for the system itself.

        The identity is an object with an e-mail in newer tables, and that e-mail or the object as text in older ones.
        """
        identity = self.user_identity or ""
        if identity.startswith("{"):
            try:
                identity = json.loads(identity).get("email") or ""
            except ValueError:
                return None
        return identity.casefold() if "@" in identity else None


class Usage(Answer):
    usage_date: date
    workspace_id: str | None
    quantity: float


class Lineage(Answer):
    source_table_catalog: str | None
    source_table_schema: str
    target_table_catalog: str | None
    target_table_schema: str


class Grants(Answer):
    table_catalog: str
    table_schema: str
    granted: int


def workspaces(metric: str, found: Iterable[Workspace], domains: DomainOfWorkspace, day: date) -> Iterator[MetricRead]:
    """How many are running, everywhere and by domain."""
    counts: Counter[str | None] = Counter({None: 0})
    for workspace in found:
        for domain in {None, domains.get(str(workspace.workspace_id))}:
            counts[domain] += workspace.workspace_status == RUNNING
    return readings(metric, day, counts)


def active_users(
    metric: str, events: Iterable[Activity], domains: DomainOfWorkspace, first: date
) -> Iterator[MetricRead]:
    """How many people did something in the WINDOW that ends with each day: from ``first`` to the last with an event."""
    seen: dict[str | None, dict[str, date]] = defaultdict(dict)
    day: date | None = None
    for on, group in groupby(events, key=attrgetter("event_date")):
        while day is not None and day < on:
            yield from _counts(metric, seen, day, first)
            day += DAY
        day = on
        for event in group:
            if person := event.person:
                for domain in {None, domains.get(event.workspace_id or "")}:
                    seen[domain][person] = on
    if day is not None:
        yield from _counts(metric, seen, day, first)


def usage(metric: str, records: Iterable[Usage], domains: DomainOfWorkspace) -> Iterator[MetricRead]:
    """The units used in each day, everywhere and by domain. The last day is still filling up, and left out."""
    complete: tuple[date, dict[str | None, float]] | None = None
    for day, group in groupby(records, key=attrgetter("usage_date")):
        if complete:
            yield from readings(metric, *complete)
        sums: dict[str | None, float] = defaultdict(float)
        for record in group:
            for domain in {None, domains.get(record.workspace_id or "")}:
                sums[domain] += record.quantity
        complete = day, sums


def consumed_schemas(
    metric: str, links: Iterable[Lineage], domain_of: DomainOfSchema, day: date
) -> Iterator[MetricRead]:
    """Of how many schemas of each domain another domain made a table; everywhere is their sum."""
    consumers: dict[tuple[str, str], set[str]] = defaultdict(set)
    owners: set[str] = set()
    for link in links:
        catalog, schema = link.source_table_catalog or "", link.source_table_schema
        owner = domain_of(catalog, schema)
        consumer = domain_of(link.target_table_catalog or "", link.target_table_schema)
        if owner and consumer:
            owners.add(owner)
            consumers[catalog, schema] |= {consumer} - {owner}
    counts = Counter(domain_of(*place) for place, others in consumers.items() if others)
    yield from readings(metric, day, {None: counts.total()} | {owner: counts[owner] for owner in owners})


def grants(metric: str, records: Iterable[Grants], domain_of: DomainOfSchema, day: date) -> Iterator[MetricRead]:
    """How many privileges are granted on the tables themselves, everywhere and by domain."""
    counts: Counter[str | None] = Counter({None: 0})
    for record in records:
        for domain in {None, domain_of(record.table_catalog, record.table_schema)}:
            counts[domain] += record.granted
    yield from readings(metric, day, counts)


def readings(metric: str, day: date, values: Mapping[str | None, float]) -> Iterator[MetricRead]:
    """One for each domain, and for everywhere under None, at the beginning of the day in UTC."""
    at = datetime.combine(day, time(), UTC)
    for domain, value in values.items():
        yield MetricRead(metric, at, float(value), domain)


def _counts(metric: str, seen: Mapping[str | None, dict[str, date]], day: date, first: date) -> Iterator[MetricRead]:
    for people in seen.values():
        for person in [person for person, last in people.items() if last <= day - WINDOW]:
            del people[person]
    if day >= first:
        yield from readings(metric, day, {domain: len(people) for domain, people in seen.items()})
