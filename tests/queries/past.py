"""A company at work: every day a few things are done at random, some of them about earlier days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from core.actions import (
    access_requests,
    bindings,
    check_ins,
    confirmations,
    contracts,
    decisions,
    domains,
    duplicates,
    glossary,
    initiatives,
    key_results,
    lineage,
    logbook,
    metrics,
    objectives,
    people,
    phases,
    ports,
    product_documents,
    products,
    readings,
    reports,
    reviews,
    support,
    workspaces,
)
from core.actions.key_results import StepPlan
from core.actions.readings import ReadingValue
from core.db import snapshot, transaction
from core.errors import Refusal
from core.model import (
    AccessRequest,
    DataProduct,
    Decision,
    Domain,
    ExcelReport,
    GlossaryTerm,
    Initiative,
    KeyResult,
    KeyResultKind,
    Level,
    LogKind,
    Objective,
    Person,
    Phase,
    PortDirection,
    Register,
    Role,
    SupportRequest,
    Workspace,
)
from tests.cast import QUARTER, Cast
from tests.contracts.documents import contract

Deed = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
WORDS = ("Less scrap", "Faster setups", "No lists, 2, by hand", "Terms: signed", "Ärger, 3", "Flow")
KINDS = (
    *(DataProduct, Decision, Domain, ExcelReport, Initiative, KeyResult, Objective, Person, Workspace),
    *(AccessRequest, GlossaryTerm, SupportRequest),
)
PORTS, COLUMNS = ("Table", "orders", "Live view"), ("order_id", "status", "lot")
DESCRIBED = """\
apiVersion: v1.0.0
kind: DataProduct
id: orders
status: active
outputPorts:
- name: orders
  type: tables
  version: 1.0.0
"""
NAMED: dict[type[SQLModel], str] = {Person: "email", Workspace: "name"}
QUARTERS = (QUARTER, QUARTER, QUARTER, "2027-Q1")


def document(*columns: str, version: str) -> str:
    return contract(*({"name": name, "description": f"The {name} of an order."} for name in columns), version=version)


class Company:
    """Whoever may act does; what is refused is not done."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.random, self.cast = Random(seed), cast
        self.done: list[str] = []
        self._known: dict[type[SQLModel], list[str]] = {}

    def begin(self, at: datetime) -> None:
        """Some of everything, so that there is something to work on."""
        team: dict[str, Any] = {"by": self.cast.engineer, "at": at}
        owner: dict[str, Any] = {"by": self.cast.owner, "at": at}
        aim: dict[str, Any] = {"quarter": QUARTER, "owner": self.cast.owner.email, "domain": "MES"}
        steps = [StepPlan(title) for title in WORDS[:3]]
        kinds: list[dict[str, Any]] = [
            {"kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": 5},
            {"kind": KeyResultKind.MAINTAIN, "low": 3},
            {"kind": KeyResultKind.MILESTONE, "steps": steps},
        ]
        with transaction() as session:
            metrics.define_metric(session, key="users", name="Active users", **team)
            for title in WORDS[:2]:
                objective = objectives.set_objective(session, title=title, **aim, **owner)
                for kind in kinds:
                    key_results.set_key_result(session, objective.key, title=title, **kind, **owner)
                initiatives.propose(session, domain="MES", title=title, **team)
                product = products.add_product(session, domain="MES", name=title, level=Level.BUSINESS, **team)
                contracts.publish_contract(session, product.key, document(*COLUMNS, version="1.0.0"), **team)
                glossary.add_term(session, name=title, definition=title, **team)
                cost: dict[str, Any] = {"hours_per_run": 3, "runs_per_month": 4}
                reports.record_report(session, domain="MES", name=title, **cost, **team)
                workspaces.request_workspace(session, domain="MES", name=title, **team)
            complete: dict[str, Any] = {"owner": self.cast.owner.email, "team": "Line 3", "cost_centre": "4711"}
            products.edit_product(session, product.key, **complete, **team)
            products.release(session, product.key, on=at.date(), **team)

    def work(self, start: datetime, deeds: int) -> None:
        """So many deeds within the ten hours after the start of the day, on what there is when it begins."""
        self._known = {kind: self._keys(kind, NAMED.get(kind, "key")) for kind in KINDS}
        for minute in sorted(self.random.sample(range(600), deeds)):
            verb, args, fields = self._deed(start + timedelta(minutes=minute))
            try:
                with transaction() as session:
                    verb(session, *args, **{"at": start + timedelta(minutes=minute)} | fields)
                self.done.append(verb.__name__)
            except Refusal:
                continue

    def _keys(self, kind: type[SQLModel], column: str) -> list[str]:
        with snapshot() as session:
            names = select(getattr(kind, column)).order_by(*sa.inspect(kind).primary_key)
            return list(session.exec(names)) or ["none yet"]

    def _any(self, kind: type[SQLModel]) -> str:
        return self.random.choice(self._known[kind])

    def _well_known(self) -> str:
        """A product about which much happens, or any."""
        return self.random.choice([*("DP-1", "DP-2") * 2, self._any(DataProduct)])

    def _deed(self, at: datetime) -> Deed:
        of_area = self.random.choice(
            [
                *(self._goals, self._goals, self._reports, self._reports, self._work),
                *(self._register, self._people, self._catalogue, self._catalogue, self._access, self._access),
            ]
        )
        return self.random.choice(list(of_area(at)))

    def _goals(self, at: datetime) -> Iterator[Deed]:
        pick, number = self.random.choice, self.random.randint(1, 9)
        owner = {"by": self.cast.owner}
        persons = [self.cast.owner.email, self.cast.manager.email, self.cast.contributor.email]
        aim = {"title": pick(WORDS), "quarter": pick(QUARTERS), "owner": pick(persons)}
        home = pick(["MES", "QUA", None])
        by = {"by": self.cast.manager if home is None else self.cast.owner}
        yield objectives.set_objective, (), {**aim, "domain": home, "weight": number, **by}
        objective, key_result = self._any(Objective), self._any(KeyResult)
        field = pick(["title", "quarter", "owner"])
        changed = {field: aim[field], "weight": number}
        yield objectives.edit_objective, (objective,), {**changed, **by}
        yield objectives.edit_objective, (objective,), {"parent": self._any(Objective), **by}
        yield objectives.edit_objective, (objective,), {"domain": pick(["MES", "QUA"]), **owner}
        movement = {"kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": number}
        yield key_results.set_key_result, (objective,), {"title": pick(WORDS), **movement, **by}
        band = {"kind": KeyResultKind.MAINTAIN, "low": number, "high": number + 3}
        yield key_results.set_key_result, (objective,), {"title": pick(WORDS), **band, **by}
        steps = [StepPlan(title, number, pick([None, at.date()])) for title in self.random.sample(WORDS, 3)]
        in_steps = {"kind": KeyResultKind.MILESTONE, "steps": steps}
        yield key_results.set_key_result, (objective,), {"title": pick(WORDS), **in_steps, **by}
        plan = [(date(2026, 11, number), number / 3), (date(2026, 12, number), number)]
        edits: tuple[dict[str, Any], ...] = (
            {"title": pick(WORDS)},
            {"target": number + 0.1},
            {"weight": number},
            {"owner": pick(persons)},
            {"steps": steps},
            {"steps": steps[:2]},
            {"plan": plan},
            {"plan": []},
            {"due": plan[1][0]},
        )
        for fields in edits:
            yield key_results.edit_key_result, (key_result,), {**fields, **by}
        yield key_results.move_key_result, (key_result, self._any(Objective)), owner
        yield duplicates.duplicate_objective, (objective, "2027-Q1"), by
        decided = {"text": pick(WORDS), "owner": pick(persons), "due": at.date() + timedelta(days=number)}
        yield decisions.decide, (), {**decided, "quarter": QUARTER, "key_result": key_result, **by}
        decision = self._any(Decision)
        yield decisions.edit_decision, (decision,), {"text": pick(WORDS), "by": self.cast.manager}
        finished = {"on": at.date(), "outcome": pick(WORDS), "by": self.cast.manager}
        yield decisions.finish_decision, (decision,), finished
        yield decisions.reopen_decision, (decision,), {"reason": "Not yet.", "by": self.cast.manager}

    def _reports(self, at: datetime) -> Iterator[Deed]:
        by = {"by": self.random.choice([self.cast.owner, self.cast.contributor, self.cast.manager])}
        key_result, on = self._any(KeyResult), at.date() - timedelta(days=self.random.choice([0, 0, 0, 1, 3, 9]))
        said = {"confidence": self.random.randint(0, 10), "changed": self.random.choice(WORDS)}
        for _ in range(3):
            yield check_ins.check_in, (key_result,), {"on": on, "value": self.random.randint(0, 12), **said, **by}
        yield check_ins.check_in, (key_result,), {"on": on, **said, **by}
        position = self.random.randint(1, 3)
        yield key_results.finish_step, (key_result, position), {"on": on, **by}
        yield key_results.reopen_step, (key_result, position), {"reason": "Not signed.", **by}
        decide = {"by": self.cast.manager}
        yield reviews.note, (self._any(Objective),), {"on": on, "text": self.random.choice([*WORDS, ""]), **decide}
        yield reviews.hold_review, (QUARTER,), {"on": on, "domain": self.random.choice(["MES", None]), **decide}
        source = self.random.choice([Register.REPORTS_MIGRATED, Register.HOURS_FREED, Register.WORKSPACES_READY])
        owner = {"by": self.cast.owner}
        yield bindings.bind, (key_result,), {"source": source, "domain": self.random.choice(["MES", None]), **owner}
        live = {"source": Register.PRODUCTS_LIVE, "level": Level.SOURCE}
        yield bindings.bind, (key_result,), {**live, **owner}
        yield bindings.bind, (key_result,), {"source": Register.METRIC, "metric": "users", **owner}
        yield bindings.unbind, (key_result,), owner
        read = [ReadingValue(at - timedelta(days=day), self.random.randint(1, 9)) for day in (0, 3)]
        yield readings.store_readings, ("users", read), {"source": "catalog", "by": self.cast.engineer}

    def _work(self, at: datetime) -> Iterator[Deed]:
        team, pick = {"by": self.cast.engineer}, self.random.choice
        initiative, on = self._any(Initiative), at.date() - timedelta(days=self.random.choice([0, 1, 5]))
        yield initiatives.propose, (), {"domain": pick(["MES", "QUA"]), "title": pick(WORDS), **team}
        for fields in (
            {"title": pick(WORDS)},
            {"why": pick(WORDS), "sponsor": self.cast.owner.email},
            {"domain": pick(["MES", "QUA"])},
            {"product_team": pick(WORDS), "local_competence": pick(WORDS)},
        ):
            yield initiatives.edit, (initiative,), {**fields, **team}
        money = {"budget": self.random.randint(1, 99), "budget_currency": "EUR", "by": self.cast.owner}
        yield initiatives.edit, (initiative,), money
        product, key_result = self._any(DataProduct), self._any(KeyResult)
        yield initiatives.link_product, (initiative, product), team
        yield initiatives.unlink_product, (initiative, product), team
        yield initiatives.link_key_result, (initiative, key_result), team
        yield initiatives.unlink_key_result, (initiative, key_result), team
        yield phases.advance, (initiative,), {"override": "The board decided so.", "by": self.cast.manager}
        yield phases.send_back, (initiative, Phase.INTAKE), {"reason": "The sponsor left.", **team}
        yield phases.hold, (initiative,), {"reason": "No budget.", **team}
        yield phases.resume, (initiative,), team
        yield confirmations.confirm, (initiative, "proof_of_value"), {"evidence": pick(WORDS), "by": self.cast.owner}
        yield confirmations.withdraw, (initiative, "proof_of_value"), {"reason": "Wrong.", "by": self.cast.owner}
        worked = {"on": on, "kind": LogKind.BUILD, "text": pick(WORDS), "hours_data_team": 4}
        yield logbook.log, (initiative,), {**worked, **team}

    def _register(self, at: datetime) -> Iterator[Deed]:
        team, pick, number = {"by": self.cast.engineer}, self.random.choice, self.random.randint(1, 9)
        on = at.date() - timedelta(days=pick([0, 1, 6]))
        home = pick(["MES", "QUA"])
        yield products.add_product, (), {"domain": home, "name": pick(WORDS), "level": pick(list(Level)), **team}
        product = self._any(DataProduct)
        complete = {"owner": self.cast.owner.email, "team": pick(WORDS), "cost_centre": str(number)}
        yield products.edit_product, (product,), {**complete, **team}
        yield products.edit_product, (product,), {"name": pick(WORDS), "domain": home, **team}
        yield products.incubate, (product,), team
        yield products.release, (product,), {"on": on, **team}
        yield products.deprecate, (product,), {"notice": pick(WORDS), "ends_on": at.date(), **team}
        yield products.retire, (product,), team
        cost = {"hours_per_run": number, "runs_per_month": number}
        yield reports.record_report, (), {"domain": home, "name": pick(WORDS), **cost, **team}
        report = self._any(ExcelReport)
        for fields in ({"hours_per_run": number}, {"name": pick(WORDS), "domain": home}, {"planned_on": on}):
            yield reports.edit_report, (report,), {**fields, **team}
        yield reports.start_migration, (report,), team
        for _ in range(2):
            yield reports.migrate_report, (report, product), {"on": on, **team}
            yield reports.reopen_report, (report,), {"reason": "Two columns are missing.", **team}
        yield reports.retire_report, (report,), {"on": on, **team}
        space, when = self._any(Workspace), at - timedelta(hours=number * 5)
        yield workspaces.request_workspace, (), {"domain": home, "name": f"{home}-{number}", "when": when, **team}
        yield workspaces.mark_ready, (space,), {"touchless": pick([True, False]), "when": when, **team}
        yield workspaces.mark_used, (space,), team
        yield metrics.define_metric, (), {"key": "users", "name": "Active users", **team}

    def _people(self, at: datetime) -> Iterator[Deed]:
        admin, team, pick = {"by": self.cast.admin}, {"by": self.cast.engineer}, self.random.choice
        person = self._any(Person)
        yield people.edit_person, (person,), {"name": f"{person.partition('@')[0]} {pick(WORDS)}", **admin}
        yield people.grant, (person, Role.MANAGER), admin
        yield people.revoke, (person, Role.MANAGER), admin
        yield domains.add_domain, (), {"key": pick("ABC"), "name": pick(WORDS), "parent": "MES", **team}
        domain = self._any(Domain)
        owner = pick([None, self.cast.owner.email, self.cast.manager.email])
        for fields in ({"name": pick(WORDS)}, {"cost_centre": pick(WORDS)}, {"purpose": pick(WORDS)}):
            yield domains.edit_domain, (domain,), {**fields, **team}
        yield domains.edit_domain, ("QUA",), {"business_owner": owner, **team}
        yield domains.edit_domain, (pick("ABC"),), {"parent": pick(["QUA", "MES", None]), **team}
        yield domains.add_system, (domain,), {"name": pick(WORDS), **team}
        yield domains.archive_domain, (pick("ABC"),), team

    def _catalogue(self, at: datetime) -> Iterator[Deed]:
        team, pick, number = {"by": self.cast.engineer}, self.random.choice, self.random.randint(1, 9)
        product, way, name = self._well_known(), pick(list(PortDirection)), pick(PORTS)
        where = {"location": pick(["", f"main.mes.{number}"]), "kind": pick(["", "table"])}
        for _ in range(2):
            yield ports.add_port, (product,), {"direction": way, "name": name, **where, **team}
            yield ports.remove_port, (product, name), {"direction": way, **team}
        yield product_documents.take_ports, (product, DESCRIBED), team
        meaning = {"name": f"{pick(WORDS)} {number}", "definition": pick(WORDS)}
        yield glossary.add_term, (), {**meaning, "domain": pick(["MES", "QUA", None]), **team}
        term = self._any(GlossaryTerm)
        for field, value in meaning.items():
            yield glossary.edit_term, (term,), {field: value, **team}
        yield glossary.edit_term, (term,), {"domain": pick(["MES", "QUA", None]), **team}
        for _ in range(4):
            yield glossary.assign_term, (product, pick(COLUMNS), pick([term, None])), team
        for _ in range(3):
            columns = self.random.sample(COLUMNS, 2)
            version = f"{at:%j}.{number}.0"
            yield contracts.publish_contract, (product, document(*columns, version=version)), team
        yield lineage.add_input, (product, self._any(DataProduct)), team
        yield lineage.remove_input, (product, self._any(DataProduct)), team

    def _access(self, at: datetime) -> Iterator[Deed]:
        pick, number, request = self.random.choice, self.random.randint(1, 9), self._any(AccessRequest)
        owner, manager, team = ({"by": who} for who in (self.cast.owner, self.cast.manager, self.cast.engineer))
        asked = {"purpose": pick(WORDS), "principal": f"reader{number}@example.com", "domain": "QUA"}
        product = self._well_known()
        yield access_requests.ask_access, (product,), {**asked, "by": self.cast.contributor}
        yield products.edit_product, (product,), {"sensitive": pick([True, False]), **team}
        days = {"review_on": at.date() + timedelta(days=number)}
        for granted in (True, True, False):
            yield access_requests.decide_access, (request,), {"granted": granted, "note": pick(WORDS), **days, **owner}
        yield access_requests.second_access, (request,), {"granted": True, **manager}
        yield access_requests.renew_access, (request,), {**days, **owner}
        yield access_requests.revoke_access, (request,), {"reason": "It is done.", **owner}
        yield access_requests.record_hand_over, (request, "grant"), team
        on = at.date() - timedelta(days=pick([0, 0, 2]))
        yield support.open_support, (product,), {"title": pick(WORDS), "on": on, **team}
        helped = self._any(SupportRequest)
        yield support.close_support, (helped,), {"answer": pick(WORDS), "on": on, **team}
        yield support.reopen_support, (helped,), {"reason": "It is back.", **team}
