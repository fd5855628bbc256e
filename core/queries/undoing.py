"""What has to be put back to undo lines of the ledger: what stood in each place before the oldest of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlmodel import SQLModel

from core import ledger
from core.model import (
    AccessRequest,
    CheckIn,
    ContextLink,
    ContractColumn,
    DataProduct,
    Decision,
    Domain,
    Editable,
    ExcelReport,
    GlossaryTerm,
    Grade,
    Initiative,
    InitiativeKeyResult,
    InitiativeProduct,
    KeyResult,
    Membership,
    Metric,
    Objective,
    Person,
    PlanPoint,
    PortDirection,
    ProductInput,
    ProductPort,
    Retrospective,
    ReviewNote,
    SourceSystem,
    Step,
    SupportRequest,
    Workspace,
)
from core.queries.places import Place, Undone
from core.rules.measures_told import read_plan, read_step

KINDS: dict[str, type[Editable]] = {
    "person": Person,
    "domain": Domain,
    "initiative": Initiative,
    "intake": Initiative,
    "phase": Initiative,
    "product": DataProduct,
    "term": GlossaryTerm,
    "workspace": Workspace,
    "report": ExcelReport,
    "metric": Metric,
    "objective": Objective,
    "key_result": KeyResult,
    "decision": Decision,
    "relation": ContextLink,
    "access": AccessRequest,
    "support": SupportRequest,
}
"""Of what the lines are whose kind begins so: ``objective.changed``."""

BEGINNINGS = {
    "domain.added",
    "initiative.proposed",
    "product.added",
    "term.added",
    "workspace.requested",
    "report.recorded",
    "metric.defined",
    "objective.set",
    "key_result.set",
    "decision.made",
    "relation.declared",
    "access.asked",
    "support.opened",
}
"""Before such a line its subject did not exist. People stay, so that whoever is named has a name."""

BESIDE = {
    "person.lent",
    "person.loan_ended",
    "role.granted",
    "role.revoked",
    "system.added",
    "system.changed",
    "initiative.linked",
    "initiative.unlinked",
    "product.input_added",
    "product.input_removed",
    "product.ports_set",
    "port.added",
    "port.removed",
    "column.term_assigned",
    "retrospective.written",
    "step.done",
    "step.reopened",
    "check_in.corrected",
    "metric.target_set",
    "metric.annotated",
    "key_result.graded",
    "review.noted",
    "objective.duplicated",
    "quarter.closed",
    ledger.HANDED_OVER,
    ledger.HAND_OVER_FAILED,
}
"""Lines about other rows than that of their subject, whose version they leave alone."""

TOLD = [kind for kind in ledger.SENTENCES if kind in BESIDE or kind.partition(".")[0] in KINDS]
REWRITTEN = ("steps", "plan")

Changes = Mapping[str, list[Any]]


def undo(lines: Iterable[tuple[str, str, Changes]]) -> Undone:
    """From the kind, subject and changes of lines, the oldest first."""
    before: dict[Place, Any] = {}
    versions: Counter[Place] = Counter()
    for kind, subject, changes in lines:
        for place, value in _told(kind, subject, changes):
            before.setdefault(place, value)
        if kind not in BESIDE:
            versions[Place(KINDS[kind.partition(".")[0]], subject, column="version")] += 1
    return before | versions | dict(_rewritten(before))


def _told(kind: str, subject: str, changes: Changes) -> Iterable[tuple[Place, Any]]:
    """What a line changed, and what it was before; None for a row that was not there."""
    about = KINDS.get(kind.partition(".")[0])
    match kind:
        case "person.lent" | "person.loan_ended" | "metric.target_set" | "metric.annotated":
            return []
        case ledger.HANDED_OVER | ledger.HAND_OVER_FAILED:
            return []
        case "role.granted" | "role.revoked":
            return [_role(subject, role, *both) for role, both in changes.items()]
        case "system.added":
            return [(Place(SourceSystem, subject, changes["system"][1]), None)]
        case "system.changed":
            return _columns(SourceSystem, subject, {**changes, "name": changes["system"]}, changes["system"][1])
        case "initiative.linked" | "initiative.unlinked":
            return [_link(subject, *changes["link"])]
        case "product.input_added" | "product.input_removed":
            return [_input(subject, *changes["input"])]
        case "port.added" | "port.removed":
            return [_port(subject, changes)]
        case "product.ports_set":
            return [(Place(ProductPort, subject, port), None) for port in _ports_set(changes)]
        case "column.term_assigned":
            return [(Place(ContractColumn, subject, column, "term"), before) for column, (before, _) in changes.items()]
        case "step.done" | "step.reopened":
            return [(Place(Step, subject, title, "done_on"), before) for title, (before, _) in changes.items()]
        case "check_in.corrected":
            return _columns(CheckIn, subject, changes, changes["on"][0])
        case "key_result.graded":
            is_first = changes.get("score", [0])[0] is None
            return [(Place(Grade, subject), None)] if is_first else _columns(Grade, subject, changes)
        case "retrospective.written":
            is_first = changes["at"][0] is None
            return [(Place(Retrospective, subject), None)] if is_first else _columns(Retrospective, subject, changes)
        case "review.noted":
            return [_note(subject, changes)]
        case "objective.duplicated":
            return _begun([subject, *(changes.get("key_results") or [None, []])[1]])
        case "quarter.closed":
            return _begun([told.partition(" → ")[2] for told in (changes.get("carried") or [None, []])[1]])
    assert about is not None
    return [(Place(about, subject), None)] if kind in BEGINNINGS else _columns(about, subject, changes)


def _columns(kind: type[SQLModel], subject: str, changes: Changes, which: str = "") -> Iterator[tuple[Place, Any]]:
    for field, (before, _) in changes.items():
        for column in (field, f"{field}_id"):
            if column in kind.model_fields:
                yield Place(kind, subject, which, column), before
        if field in REWRITTEN:
            yield Place(kind, subject, which, field), before


def _role(subject: str, role: str, before: str | None, after: str | None) -> tuple[Place, Any]:
    where = before or after
    held = {"role": role, "domain_id": None if where == "everywhere" else where}
    return Place(Membership, subject, f"{role} {where}"), None if before is None else held


def _link(subject: str, before: str | None, after: str | None) -> tuple[Place, Any]:
    to = before or after or ""
    kind = InitiativeKeyResult if to.startswith("KR-") else InitiativeProduct
    return Place(kind, subject, to), None if before is None else {}


def _input(subject: str, before: str | None, after: str | None) -> tuple[Place, Any]:
    return Place(ProductInput, subject, before or after or ""), None if before is None else {}


def _port(subject: str, changes: Changes) -> tuple[Place, Any]:
    """Lines from before kinds were kept tell of none."""
    had = {field: before for field, (before, _) in changes.items()}
    direction, name = (had[field] or changes[field][1] for field in ("direction", "port"))
    beside = {field: had.get(field) or "" for field in ("kind", "location")}
    held = {"direction": direction, "name": name, **beside}
    return Place(ProductPort, subject, f"{direction}.{name}"), held if had["port"] else None


def _ports_set(changes: Changes) -> Iterator[str]:
    """Lines from before directions were kept mean ports of that name in either."""
    for field, (_, names) in changes.items():
        for direction in [field.removesuffix(" ports")] if field != "ports" else PortDirection:
            yield from (f"{direction}.{name}" for name in names)


def _note(subject: str, changes: Changes) -> tuple[Place, Any]:
    on, text = changes["on"][0], changes["text"][0]
    by, at = changes.get("by", [None])[0], changes.get("at", [None])[0]
    return Place(ReviewNote, subject, on), None if text is None else {"on": on, "text": text, "by_id": by, "at": at}


def _begun(keys: Iterable[str]) -> Iterator[tuple[Place, Any]]:
    """Copies did not exist before; the first key result of an objective that is a copy came with it."""
    for key in keys:
        yield Place(KeyResult if key.startswith("KR-") else Objective, key), None
        if key.startswith("KR-") and key.endswith(".1"):
            yield Place(Objective, f"OBJ-{key[3:-2]}"), None


def _rewritten(before: Undone) -> Iterator[tuple[Place, Any]]:
    """The milestones and the plan of key results that have others now, each as a row; none are left of today's."""
    for place, told in before.items():
        if place.column == "steps":
            yield Place(Step, place.subject), None
            for position, step in enumerate(map(read_step, told or ()), 1):
                passed = before.get(Place(Step, place.subject, step.title, "done_on"), step.done_on)
                row = {**step._asdict(), "position": position, "done_on": passed}
                yield Place(Step, place.subject, str(position)), row
        elif place.column == "plan":
            yield Place(PlanPoint, place.subject), None
            for on, value in read_plan(told or ()):
                yield Place(PlanPoint, place.subject, on), {"on": on, "value": value}
