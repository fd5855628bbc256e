"""The ledger: every write has exactly one line, in the same transaction; lines are only ever added."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from core.access import Actor
from core.errors import Invalid
from core.model import TEXT, DataProduct, Domain, Editable, Objective, Person, Workspace

Changes = Mapping[str, tuple[Any, Any]]

NEW_LINE = sa.insert(SQLModel.metadata.tables["event"])
"""Nobody changes a line any more, so it needs no object that the session watches: a quarter of the time."""

REFERRED: dict[str, type[Editable]] = {
    "owner": Person,
    "sponsor": Person,
    "business_owner": Person,
    "domain": Domain,
    "done_by": Person,
    "decided_by": Person,
    "seconded_by": Person,
    "revoked_by": Person,
    "objective": Objective,
    "product": DataProduct,
    "workspace": Workspace,
    "by": Person,
}
"""What a verb's ``owner="a@example.com"`` refers to; the column is ``owner_id``. A ``parent`` is of the same kind."""

HANDED_OVER, HAND_OVER_FAILED = "access.handed_over", "access.hand_over_failed"

SENTENCES: dict[str, str] = {
    "person.added": "added {subject} as a person",
    "person.changed": "changed {subject}",
    "person.archived": "archived {subject}",
    "person.reminded": "reminded {subject} of what is due",
    "person.reminders_set": "switched the reminders of {subject} on or off",
    "role.granted": "gave {subject} a role",
    "role.revoked": "took a role from {subject}",
    "domain.added": "added the domain {subject}",
    "domain.changed": "changed the domain {subject}",
    "domain.archived": "archived the domain {subject}",
    "system.added": "added a source system to {subject}",
    "system.changed": "changed a source system of {subject}",
    "relation.declared": "declared the relation {subject} of two source systems",
    "relation.changed": "changed the relation {subject} of two source systems",
    "relation.ended": "ended the relation {subject} of two source systems",
    "relation.resumed": "took up the relation {subject} of two source systems again",
    "flow.observed": "recorded that data of {subject} flow to another domain",
    "initiative.proposed": "proposed {subject}",
    "initiative.changed": "changed {subject}",
    "initiative.linked": "linked {subject}",
    "initiative.unlinked": "unlinked {subject}",
    "intake.submitted": "sent {subject} for a decision",
    "intake.asked_back": "asked back about {subject} before deciding",
    "evidence.attached": "attached evidence to {subject}",
    "evidence.withdrawn": "withdrew evidence of {subject}",
    "retrospective.written": "looked back on {subject}",
    "playbook.added": "added {subject} to the playbook",
    "playbook.changed": "changed {subject} of the playbook",
    "playbook.removed": "took {subject} out of the playbook",
    "phase.advanced": "moved {subject} forward",
    "phase.overridden": "moved {subject} forward past missing checks",
    "phase.sent_back": "sent {subject} back",
    "initiative.held": "put {subject} on hold",
    "initiative.stopped": "stopped {subject}",
    "initiative.resumed": "resumed {subject}",
    "check.confirmed": "confirmed a gate check of {subject}",
    "check.withdrawn": "withdrew a confirmation of {subject}",
    "work.logged": "logged work on {subject}",
    "work.taken_back": "took back what they had logged on {subject}",
    "person.lent": "lent a person to {subject}",
    "person.loan_ended": "ended the loan of a person to {subject}",
    "product.added": "added the data product {subject}",
    "product.changed": "changed the data product {subject}",
    "product.released": "took {subject} live",
    "product.deprecated": "deprecated {subject}",
    "product.retired": "retired {subject}",
    "product.input_added": "said from what {subject} is made",
    "product.input_removed": "took back from what {subject} is made",
    "product.ports_set": "set the ports of {subject}",
    "term.added": "added the term {subject} to the glossary",
    "term.changed": "changed the term {subject} of the glossary",
    "column.term_assigned": "said what a column of {subject} means",
    "search.saved": "saved the search “{subject}”",
    "search.renamed": "renamed a saved search to “{subject}”",
    "search.deleted": "deleted the saved search “{subject}”",
    "contract.published": "published a version of the contract of {subject}",
    "workspace.requested": "recorded the request for the workspace {subject}",
    "workspace.ready": "recorded that the workspace {subject} is ready",
    "workspace.used": "recorded the first use of the workspace {subject}",
    "report.recorded": "recorded the Excel report {subject}",
    "report.changed": "changed the Excel report {subject}",
    "metric.defined": "defined the metric {subject}",
    "metric.changed": "changed the metric {subject}",
    "metric.target_set": "set a target of the metric {subject}",
    "metric.annotated": "annotated the metric {subject}",
    "metrics.adopted": "adopted the default {subject}",
    "readings.stored": "stored readings of {subject}",
    "source.pulled": "took in what {subject} delivered",
    "objective.set": "set the objective {subject}",
    "objective.changed": "changed the objective {subject}",
    "key_result.set": "set the key result {subject}",
    "key_result.changed": "changed the key result {subject}",
    "key_result.moved": "moved the key result {subject}",
    "key_result.graded": "graded {subject}",
    "objective.duplicated": "duplicated an objective as {subject}",
    "quarter.closed": "closed the quarter {subject}",
    "quarter.reopened": "reopened the quarter {subject}",
    "key_result.bound": "bound {subject} to figures",
    "key_result.unbound": "took {subject} off the figures it was bound to",
    "step.done": "passed a milestone of {subject}",
    "step.reopened": "reopened a milestone of {subject}",
    "check_in.made": "checked in on {subject}",
    "check_in.corrected": "corrected a check-in on {subject}",
    "check_in.acknowledged": "acknowledged a check-in on {subject}",
    "review.held": "held the review of {subject}",
    "review.noted": "noted what was said about {subject}",
    "decision.made": "recorded the decision {subject}",
    "decision.changed": "changed the decision {subject}",
    "decision.done": "carried out the decision {subject}",
    "decision.reopened": "reopened the decision {subject}",
    "support.opened": "opened the support request {subject}",
    "support.closed": "closed the support request {subject}",
    "support.reopened": "reopened the support request {subject}",
    "port.added": "named a port of {subject}",
    "port.removed": "took a port off {subject}",
    "access.asked": "asked for access, {subject}",
    "access.granted": "granted the access {subject}",
    "access.declined": "declined the access {subject}",
    "access.seconded": "said the second yes to the access {subject}",
    "access.renewed": "renewed the access {subject}",
    "access.revoked": "ended the access {subject}",
    HANDED_OVER: "handed the access {subject} over to the platform",
    HAND_OVER_FAILED: "could not hand the access {subject} over to the platform",
    "comment.made": "commented on {subject}",
    "comment.withdrawn": "took back a comment on {subject}",
    "mention.seen": "read where {subject} names them",
    "maturity.taken": "kept the maturity of the domains on {subject}",
    "criterion.switched": "switched the maturity criterion {subject} on or off",
    "exemption.asked": "asked to exempt {subject} from a maturity criterion",
    "exemption.approved": "approved an exemption of {subject} from a maturity criterion",
    "exemption.ended": "ended an exemption of {subject} from a maturity criterion",
    "policy.changed": "changed the policy {subject}",
    "gate.set": "decided how the gate check {subject} is asked",
    "deployment.recorded": "recorded deployments of {subject}",
    "contract_check.recorded": "recorded checks of the contract of {subject}",
    "product_use.recorded": "recorded who read {subject}",
    "quality_result.recorded": "recorded results of the quality checks of {subject}",
    "token.issued": "issued the token {subject} of the API",
    "token.revoked": "revoked the token {subject} of the API",
    "mapping.remembered": "saved a column mapping for {subject}",
}


def record(
    session: Session,
    kind: str,
    subject: str,
    *,
    by: Actor,
    at: datetime,
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    """Add one line: ``changes`` maps a field to its value before and after, ``subject`` is the key people see.

    Raises Invalid for a reason that is too long."""
    assert kind in SENTENCES, f"{kind} has no sentence for the activity list"
    if len(reason) > TEXT or "\0" in reason:
        raise Invalid(reason=f"A reason is a text of at most {TEXT} characters.")
    told = {f: [_plain(old), _plain(new)] for f, (old, new) in (changes or {}).items() if (old, new) != (None, None)}
    line = {"at": at, "by_id": by.id, "kind": kind, "subject": subject, "changes": told, "reason": reason}
    session.connection().execute(NEW_LINE, line)


def sentence(kind: str, subject: str) -> str:
    """What happened, to be read after the name of who did it."""
    return SENTENCES[kind].format(subject=subject)


def natural_key(kind: type[Editable]) -> str:
    """The field by which people, and so the ledger, name a thing."""
    return {Person: "email", Workspace: "name"}.get(kind, "key")


def referred(kind: type[Editable], field: str) -> type[Editable] | None:
    """What a field such as ``owner`` names, whose column is ``owner_id``; None for one that holds a value itself."""
    if f"{field}_id" not in kind.model_fields:
        return None
    return kind if field == "parent" else REFERRED.get(field)


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
