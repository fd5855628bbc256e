"""The questions pages may ask, a line each; asking opens the reading door. The only file that may cache."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from io import BytesIO
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st
from sqlmodel import Session

from core import db
from core.access import Actor
from core.errors import Misconfigured
from core.exports.files import export
from core.exports.pack import write_pack
from core.imports.kinds.contract import Kind
from core.imports.mapping import Mapping, mapping_for
from core.imports.outcome import Plan
from core.imports.plan import plan
from core.imports.source import Limits
from core.imports.table import Table, read_table
from core.queries import access as accesses
from core.queries import activity as activities
from core.queries import admin, gates, imports, ledger, names
from core.queries import aftercare as aftercares
from core.queries import calibration as track_records
from core.queries import capacity as capacities
from core.queries import catalogue as catalogues
from core.queries import context_map as context_maps
from core.queries import contracts as contract_versions
from core.queries import conversation as conversations
from core.queries import criteria as criterion_lists
from core.queries import domain_brief as briefs
from core.queries import domain_maturity as maturities
from core.queries import domains as portraits
from core.queries import flow as flows
from core.queries import frame as frames
from core.queries import glossary as glossaries
from core.queries import heat_map as heat_maps
from core.queries import home as desks
from core.queries import initiative as dossiers
from core.queries import initiatives as portfolios
from core.queries import intake as intakes
from core.queries import loans as loan_lists
from core.queries import logbook as logbooks
from core.queries import loose_ends as loose
from core.queries import meeting as meetings
from core.queries import objective as objective_files
from core.queries import observed_lineage as observed_lineages
from core.queries import pack as packs
from core.queries import platform as uptakes
from core.queries import playbook as playbooks
from core.queries import product as product_files
from core.queries import products as product_lists
from core.queries import review as scoreboards
from core.queries import search as searches
from core.queries import shelf as shelves
from core.queries import sources as source_lists
from core.queries import spreadsheets as registers
from core.queries import value as values
from core.queries import week as weeks
from core.queries.history import is_over, known_on, undone_since
from core.queries.places import Undone
from core.settings import settings
from core.sources import sources as configured_sources
from core.sources.catalog_settings import settings_of
from core.sources.contract import Source
from core.sources.databricks_settings import DatabricksSettings
from dashboard import session as visit

Terms = ParamSpec("Terms")
Answer = TypeVar("Answer")


def _asked(question: Callable[Concatenate[Session, Terms], Answer]) -> Callable[Terms, Answer]:
    @wraps(question)
    def ask(*args: Terms.args, **terms: Terms.kwargs) -> Answer:
        with db.snapshot() as session:
            day = terms.get("as_of")
            if type(day) is date and is_over(day):
                session = known_on(session, day, _undone(day, visit.frame().newest))
            return question(session, *args, **terms)

    return ask


@st.cache_resource(max_entries=8, show_spinner=False)
def _undone(day: date, newest: int) -> Undone:
    """Kept until the ledger has another ``newest`` line: every question of a page looks back in the same way."""
    with db.snapshot() as session:
        return undone_since(session, day)


frame = _asked(frames.frame)
initiatives = _asked(portfolios.initiatives)
initiative = _asked(dossiers.initiative)
intake = _asked(intakes.intake)
evidence_file = _asked(shelves.evidence_file)
loans = _asked(loan_lists.loans)
activity = _asked(ledger.activity)
flow = _asked(flows.flow)
loose_ends = _asked(loose.loose_ends)
capacity = _asked(capacities.capacity)
aftercare = _asked(aftercares.aftercare)
logbook = _asked(logbooks.logbook)
week = _asked(weeks.week)
catalogue = _asked(catalogues.catalogue)
glossary = _asked(glossaries.glossary)
term_names = _asked(glossaries.term_names)
saved_searches = _asked(glossaries.saved_searches)
product_names = _asked(product_lists.product_names)
all_product_names = _asked(product_lists.all_product_names)
workspace_names = _asked(product_lists.workspace_names)
product = _asked(product_files.product)
pack_in_brief = _asked(packs.pack_in_brief)
observed_lineage = _asked(observed_lineages.observed_lineage)
contract_comparison = _asked(contract_versions.contract_comparison)
contract_document = _asked(contract_versions.contract_document)
quarters = _asked(scoreboards.quarters)
review = _asked(scoreboards.review)
meeting = _asked(meetings.meeting)
notes = _asked(meetings.notes)
objective = _asked(objective_files.objective)
recent = _asked(activities.recent)
conversation = _asked(conversations.conversation)
brought = _asked(values.brought)
product_access = _asked(accesses.product_access)
ready_workspaces = _asked(accesses.ready_workspaces)
calibration = _asked(track_records.calibration)
home = _asked(desks.home)
domains = _asked(portraits.domains)
domain = _asked(portraits.domain)
domain_brief = _asked(briefs.domain_brief)
domain_maturity = _asked(maturities.domain_maturity)
heat_map = _asked(heat_maps.heat_map)
context_map = _asked(context_maps.context_map)
platform = _asked(uptakes.platform)
metric = _asked(uptakes.metric)
sources = _asked(source_lists.sources)
spreadsheets = _asked(registers.spreadsheets)
search = _asked(searches.search)
people = _asked(admin.people)
thresholds = _asked(admin.thresholds)
playbook = _asked(playbooks.playbook)
gate_policy = _asked(gates.gate_policy)
criteria = _asked(criterion_lists.criteria)
counts = _asked(admin.counts)
ledger_page = _asked(ledger.ledger_page)
schema_versions = db.schema_versions
objective_names = _asked(names.objective_names)
initiative_names = _asked(names.initiative_names)
key_result_names = _asked(names.key_result_names)
metric_names = _asked(names.metric_names)
newest_event = _asked(imports.newest_event)


def configured() -> tuple[Source, ...]:
    """The sources that the settings name. Raises Misconfigured."""
    return tuple(configured_sources().values())


def usage_metric() -> str:
    """The key of the metric that counts what the platform used or cost."""
    try:
        return settings_of(DatabricksSettings).usage_metric or settings().cost_metric
    except Misconfigured:
        return settings().cost_metric


def known_sources() -> tuple[Source, ...]:
    """As ``configured``, and none where the settings cannot be used: the page Data says why."""
    try:
        return configured()
    except Misconfigured:
        return ()


def max_upload_mb() -> int:
    return settings().max_upload_mb


@st.cache_resource(scope="session", max_entries=1, show_spinner="Reading the file …")
def opened(file_id: str, name: str, sheet: str | None, _content: bytes) -> Table:
    """An upload as a table, read once. Raises BadFile."""
    return read_table(_content, name, sheet, Limits(file_bytes=max_upload_mb() * 1_000_000))


def proposal(file_id: str, kind: Kind, table: Table) -> Mapping:
    """How to read the columns: as remembered for such files, else as their names suggest."""
    return _proposal(f"{file_id} {table.sheet} {kind.name} {newest_event()}", kind, table)


def dry_run(file_id: str, kind: Kind, table: Table, mapping: Mapping, *, actor: Actor) -> Plan:
    """What an import would change now. Raises BadFile."""
    asked = f"{file_id} {table.sheet} {mapping.model_dump_json()} {actor} {newest_event()}"
    return _dry_run(asked, kind, table, mapping, actor)


def exported(kind: Kind, ending: str, *, actor: Actor) -> bytes:
    """Everything of the kind that the actor may see, as a file."""
    stream = BytesIO()
    with db.snapshot() as session:
        export(session, kind, stream, ending, actor=actor)
    return stream.getvalue()


def pack_file(key: str, *, actor: Actor, quarter: str, today: date, now: datetime) -> bytes:
    """The owner's pack of a domain, to print. Raises Invalid, NotFound."""
    stream = BytesIO()
    with db.snapshot() as session:
        write_pack(stream, packs.pack(session, key, actor=actor, quarter=quarter, today=today, now=now))
    return stream.getvalue()


@st.cache_resource(scope="session", max_entries=1, show_spinner=False)
def _proposal(asked: str, _kind: Kind, _table: Table) -> Mapping:
    with db.snapshot() as session:
        return mapping_for(session, _kind, _table)


@st.cache_resource(scope="session", max_entries=1, show_spinner="Holding the rows against what is recorded …")
def _dry_run(asked: str, _kind: Kind, _table: Table, _mapping: Mapping, _actor: Actor) -> Plan:
    with db.snapshot() as session:
        return plan(session, _kind, _table, _mapping, actor=_actor)
