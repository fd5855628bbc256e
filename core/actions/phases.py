"""Moving an initiative: forward through its gate, past it with a reason, back, on hold, and to a stop."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, load, required
from core.actions.submissions import settle
from core.errors import GateClosed, Invalid
from core.facts import candidate, gate_facts
from core.model import PHASES, Halt, HaltKind, Initiative, IntakeOutcome, MoveKind, Phase, PhaseMove
from core.policy import policy_on
from core.rules.gates import GateReport, examine

OF_IT: sa.BindParameter[int] = sa.bindparam("initiative")
HALTED = select(Halt).where(Halt.initiative_id == OF_IT, col(Halt.ended_at).is_(None))
LAST = sa.union_all(
    sa.select(sa.func.max(col(PhaseMove.at)).label("at")).where(col(PhaseMove.initiative_id) == OF_IT),
    sa.select(sa.func.max(sa.func.coalesce(col(Halt.ended_at), col(Halt.at)))).where(col(Halt.initiative_id) == OF_IT),
)
"""When it was last moved, and when last halted or resumed."""


def advance(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, override: str | None = None
) -> Initiative:
    """Into the next phase, if every check of the gate holds.

    A manager may go past missing checks with a reason (``override``); what was missing stays on the move. An initiative
    that was sent for a decision is accepted by this, so whoever sent it leaves it to another. Raises
    GateClosed with the report, NotAllowed, Invalid, NotFound, Stale.
    """
    initiative = _moving(session, key, by=by, seen=seen)
    target = initiative.phase.next
    if target is None:
        raise Invalid(phase=f"{key} is completed; there is no next phase. Send it back if work has to be redone.")
    report = _report(session, initiative, at)
    if report.is_open:
        return _enter(session, initiative, target, MoveKind.ADVANCED, by=by, at=at)
    if override is None:
        raise GateClosed(f"{key} cannot move to {target} yet. Missing: {report.sentence()}.", report)
    by.must(Right.GO_PAST_GATE, initiative.domain_id)
    required(reason=override)
    missing = [result.check.key for result in report.missing]
    return _enter(session, initiative, target, MoveKind.OVERRIDDEN, by=by, at=at, reason=override, missing=missing)


def send_back(
    session: Session, key: str, to: Phase, *, by: Actor, at: datetime, reason: str, seen: int | None = None
) -> Initiative:
    """Back to an earlier phase, with a reason. Raises Invalid, NotAllowed, NotFound, Stale."""
    initiative = _moving(session, key, by=by, seen=seen)
    required(reason=reason)
    if PHASES.index(to) >= PHASES.index(initiative.phase):
        raise Invalid(to=f"{key} is in {initiative.phase}; choose an earlier phase to send it back to.")
    return _enter(session, initiative, to, MoveKind.SENT_BACK, by=by, at=at, reason=reason)


def hold(session: Session, key: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> Halt:
    """Pause the work; the clock of the phase goes on and the pause is shown apart."""
    return _halt(session, key, HaltKind.HOLD, by=by, at=at, reason=reason, seen=seen)


def stop(session: Session, key: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> Halt:
    """End the initiative without completing it."""
    return _halt(session, key, HaltKind.STOP, by=by, at=at, reason=reason, seen=seen)


def resume(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take up an initiative that is on hold or stopped. Raises Invalid if it is neither."""
    initiative = load(session, Initiative, key, seen=seen)
    by.must(Right.MOVE_INITIATIVE, initiative.domain_id)
    halt = halt_of(session, initiative)
    if halt is None:
        raise Invalid(phase=f"{key} is under way; there is nothing to resume.")
    _must_come_last(session, initiative, at)
    halt.ended_at, halt.ended_by_id = at, by.id
    initiative.version += 1
    ledger.record(session, "initiative.resumed", key, by=by, at=at, changes={"halt": (halt.kind, None)})


def halt_of(session: Session, initiative: Initiative) -> Halt | None:
    """The hold or stop that it stands under."""
    return session.exec(HALTED, params={"initiative": initiative.id}).one_or_none()


def _moving(session: Session, key: str, *, by: Actor, seen: int | None) -> Initiative:
    initiative = load(session, Initiative, key, seen=seen)
    by.must(Right.MOVE_INITIATIVE, initiative.domain_id)
    halt = halt_of(session, initiative)
    if halt is not None:
        how = "on hold" if halt.kind is HaltKind.HOLD else "stopped"
        raise Invalid(phase=f"{key} is {how} ({halt.reason}). Resume it first.")
    return initiative


def _enter(
    session: Session,
    initiative: Initiative,
    phase: Phase,
    kind: MoveKind,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    missing: list[str] | None = None,
) -> Initiative:
    _must_come_last(session, initiative, at)
    if initiative.phase is Phase.INTAKE:
        settle(session, initiative, IntakeOutcome.ACCEPTED, by=by, at=at, answer=reason)
    why = {"reason": reason.strip(), "missing": missing or []}
    add(session, PhaseMove, initiative_id=initiative.id, phase=phase, kind=kind, at=at, by_id=by.id, **why)
    changes: dict[str, tuple[object, object]] = {"phase": (initiative.phase, phase)}
    if missing:
        changes["missing"] = (None, missing)
    ledger.record(session, f"phase.{kind}", initiative.key, by=by, at=at, changes=changes, reason=reason.strip())
    initiative.phase = phase
    initiative.version += 1
    return initiative


def _halt(
    session: Session, key: str, kind: HaltKind, *, by: Actor, at: datetime, reason: str, seen: int | None
) -> Halt:
    initiative = _moving(session, key, by=by, seen=seen)
    required(reason=reason)
    if initiative.phase is Phase.COMPLETED:
        raise Invalid(phase=f"{key} is completed; there is nothing to halt.")
    _must_come_last(session, initiative, at)
    halt = add(session, Halt, initiative_id=initiative.id, kind=kind, reason=reason.strip(), at=at, by_id=by.id)
    initiative.version += 1
    if kind is HaltKind.STOP:
        settle(session, initiative, IntakeOutcome.DECLINED, by=by, at=at, answer=reason)
    event = "initiative.held" if kind is HaltKind.HOLD else "initiative.stopped"
    ledger.record(session, event, key, by=by, at=at, changes={"halt": (None, kind)}, reason=halt.reason)
    return halt


def _must_come_last(session: Session, initiative: Initiative, at: datetime) -> None:
    last = max(at for at in session.scalars(LAST, {"initiative": initiative.id}) if at is not None)
    if at < last:
        raise Invalid(
            at=f"{initiative.key} was last moved, halted or resumed on {last:%-d %b %Y}; choose a later time."
        )


def _report(session: Session, initiative: Initiative, at: datetime) -> GateReport:
    session.flush()
    policy = policy_on(session, at.date())
    facts = gate_facts(session, [candidate(session, initiative)], at.date(), policy, ids=[initiative.id])
    return examine(facts[initiative.id])
