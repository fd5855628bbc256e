"""The register of Excel reports: one row each, known by its key, else by its name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.actions import reports as verbs
from core.imports.answers import normal
from core.imports.fields import Field, Type, Values
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit
from core.imports.kinds.lookups import Domains, People, Titles
from core.model import SHORT, DataProduct, Domain, ExcelReport, Person, ReportState

STATES = {
    **{state.replace("_", " ").capitalize(): state for state in ReportState},
    **dict.fromkeys(("open", "active", "used", "to do", "planned", "not started"), ReportState.IN_USE),
    **dict.fromkeys(("in progress", "in migration", "under way"), ReportState.MIGRATING),
    **dict.fromkeys(("moved", "done", "on the platform"), ReportState.MIGRATED),
    **dict.fromkeys(("switched off", "deleted", "dropped"), ReportState.RETIRED),
}
DAYS = {ReportState.MIGRATED: "migrated_on", ReportState.RETIRED: "retired_on"}
STATE_FIELDS = ("state", "product", *DAYS.values())

FIELDS = (
    Field("key", "Key", limit=SHORT, aliases=("report key",), help="Leave empty for a new one.", example="XLS-7"),
    Field(
        "name",
        "Name",
        aliases=("report", "report name", "excel report", "spreadsheet", "file", "file name", "workbook", "title"),
        required=True,
        example="Monthly scrap costs.xlsx",
    ),
    Field(
        "domain",
        "Domain",
        aliases=("department", "domain key", "domain name", "business unit", "area"),
        required=True,
        help="Code or name of the domain; an unknown one is added.",
        example="finance",
    ),
    Field(
        "owner",
        "Owner",
        aliases=("owner email", "report owner", "responsible", "contact"),
        help="E-mail address or name of a person who is there.",
        example="ada@example.com",
    ),
    Field(
        "hours_per_run",
        "Hours a run",
        Type.NUMBER,
        aliases=("hours per run", "hours", "effort", "effort hours", "hours each", "time per run"),
        required=True,
        help="Working hours that one run costs.",
        example=6,
    ),
    Field(
        "runs_per_month",
        "Runs a month",
        Type.NUMBER,
        aliases=("runs per month", "runs", "frequency", "times per month", "monthly runs"),
        required=True,
        help="How often it is filled in a month; 0.33 for once a quarter.",
        example=1,
    ),
    Field("state", "State", Type.CHOICE, choices=STATES, aliases=("status",), example=ReportState.IN_USE),
    Field(
        "product",
        "Data product",
        limit=SHORT,
        aliases=("product", "product key", "replaced by"),
        help="Key of the data product that took its place; needed once migrated.",
    ),
    Field("recorded_on", "Recorded on", Type.DATE, aliases=("recorded", "found on"), help="Of a new one only."),
    Field("planned_on", "Planned on", Type.DATE, aliases=("planned", "migration planned", "planned migration")),
    Field("migrated_on", "Migrated on", Type.DATE, aliases=("migrated", "migration date", "moved on")),
    Field("retired_on", "Retired on", Type.DATE, aliases=("retired", "retirement date", "switched off on")),
)


class Reports(Register):
    identifying: tuple[str, ...] = ("key", "name", "domain")

    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        super().__init__(session, actor, options)
        words = options.words.get("domain", {})
        self._domains = Domains(session, actor, words, may_add=options.new_domains)
        self._people = People(session)
        products = dict(session.exec(select(DataProduct.key, DataProduct.archived_at)).all())
        self._products = products.keys()
        self.archived = {
            "domain": self._domains.archived,
            "owner": self._people.archived,
            "product": {key for key, archived_at in products.items() if archived_at},
        }
        self._keys: dict[str, Found] = {}
        self._titles = Titles()
        self._taken: set[str] = set()
        for found in _recorded(session):
            self._keys[found.key] = found
            self._titles.add(found, found.values["name"], found.values["domain"])
        if self._titles.is_empty:
            self.identifying = ()

    def look_ahead(self, rows: Iterable[Values]) -> None:
        for values in rows:
            if "key" not in values and "name" in values and "domain" in values and not any(self.settle(values)):
                self._titles.look_ahead(values["name"], values["domain"])

    def settle(self, values: Values) -> Iterator[Fault]:
        try:
            if "domain" in values:
                values["domain"] = self._domains.key_of("domain", values["domain"])
            if "owner" in values:
                values["owner"] = self._people.email_of("owner", values["owner"])
        except Unfit as unfit:
            yield unfit.fault
        if "key" in values:
            values["key"] = values["key"].upper()
        if "product" in values and (product := values["product"].upper()) in self._products:
            values["product"] = product
        elif "product" in values:
            yield Fault("product", "the key of a data product that is there, such as DP-3")

    def identities(self, values: Values) -> list[Hashable]:
        return [values.get("key") or (normal(values.get("name", "")), values.get("domain"))]

    def find(self, values: Values) -> Found | None:
        if "key" in values:
            found = self._keys.get(values["key"])
            if found is None:
                raise Unfit("key", "the key of a report that is there, or an empty cell for a new one")
        else:
            found = self._titles.one("name", values["name"], values.get("domain")) if "name" in values else None
        if found is not None:
            if found.key in self._taken:
                raise Unfit("name", f"a row of its own; {found.key} is an earlier row of this file")
            self._taken.add(found.key)
        return found

    def check(self, values: Values, found: Found | None) -> Iterator[Fault]:
        for domain_id in {self._domains.ids.get(values.get("domain", "")), found.domain_id if found else None} - {None}:
            if not self.actor.may(Right.EDIT_REPORT, domain_id):
                yield Fault("domain", f"a domain in which {self.actor.name} may edit reports")
        for field in ("hours_per_run", "runs_per_month"):
            if values.get(field, 0) < 0:
                yield Fault(field, "a number from 0 up")
        if found and values.get("recorded_on", found.values["recorded_on"]) != found.values["recorded_on"]:
            yield Fault("recorded_on", f"{found.values['recorded_on']}, which stays as it was recorded")
        after = (found.values if found else {}) | values
        state = after.get("state") or ReportState.IN_USE
        if (day := DAYS.get(state)) and not after.get(day):
            yield Fault(day, f"the day, as the report is {state}")
        if state is ReportState.MIGRATED and not after.get("product"):
            yield Fault("product", "the data product that took its place, as the report is migrated")
        for field, needed in (("product", ReportState.MIGRATED), *((day, state) for state, day in DAYS.items())):
            if field in values and state is not needed:
                yield Fault(field, f"an empty cell, as the report is {state.replace('_', ' ')}")

    def add(self, values: Values, *, at: datetime) -> str:
        self._domains.add_if_new(self.session, values.get("domain"), by=self.actor, at=at)
        given = {field: value for field, value in values.items() if field not in ("key", *STATE_FIELDS)}
        report = verbs.record_report(self.session, by=self.actor, at=at, **given)
        self._enter(report.key, ReportState.IN_USE, values, at=at)
        return report.key

    def change(self, found: Found, changed: Values, *, at: datetime) -> None:
        self._domains.add_if_new(self.session, changed.get("domain"), by=self.actor, at=at)
        if fields := {field: value for field, value in changed.items() if field not in STATE_FIELDS}:
            verbs.edit_report(self.session, found.key, by=self.actor, at=at, **fields)
        if changed.keys() & set(STATE_FIELDS):
            self._enter(found.key, found.values["state"], found.values | changed, at=at)

    def new_domains(self) -> Mapping[str, str]:
        return self._domains.new

    def _enter(self, key: str, now: ReportState, values: Values, *, at: datetime) -> None:
        """Bring the report into the state of the row, through the verbs that lead there."""
        wanted: ReportState = values.get("state") or ReportState.IN_USE
        if now is wanted and now not in DAYS:
            return
        if now in DAYS or wanted is ReportState.IN_USE:
            verbs.reopen_report(self.session, key, by=self.actor, at=at, reason="Changed in a spreadsheet.")
        match wanted:
            case ReportState.MIGRATING:
                verbs.start_migration(self.session, key, by=self.actor, at=at)
            case ReportState.MIGRATED:
                on, product = values["migrated_on"], values["product"]
                verbs.migrate_report(self.session, key, product, by=self.actor, at=at, on=on)
            case ReportState.RETIRED:
                verbs.retire_report(self.session, key, by=self.actor, at=at, on=values["retired_on"])


def exported(session: Session, _actor: Actor) -> Iterator[Values]:
    return (found.values for found in _recorded(session))


def _recorded(session: Session) -> Iterator[Found]:
    own = [asked.name for asked in FIELDS if asked.name not in ("domain", "owner", "product")]
    query = (
        select(ExcelReport, Domain.key, Person.email, DataProduct.key)
        .join(Domain, col(Domain.id) == col(ExcelReport.domain_id))
        .outerjoin(Person, col(Person.id) == col(ExcelReport.owner_id))
        .outerjoin(DataProduct, col(DataProduct.id) == col(ExcelReport.product_id))
        .where(col(ExcelReport.archived_at).is_(None))
        .order_by(col(ExcelReport.id))
    )
    for report, domain, owner, product in session.exec(query):
        values = {name: getattr(report, name) for name in own}
        yield Found(report.key, values | {"domain": domain, "owner": owner, "product": product}, report.domain_id)


KIND = Kind(
    "reports",
    "Excel reports",
    "A row is an Excel report. It is found by its key, else by its name.",
    FIELDS,
    Reports,
    exported,
    (Right.EDIT_REPORT,),
)
