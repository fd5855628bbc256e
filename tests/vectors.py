"""Runs folders of worked cases against the rules: ``python -m tests.vectors FOLDER``.

Every JSON file holds ``cases``, each with inputs and ``expected``. The rule is known by the file's name or, failing
that, by the keys of its cases. One line a file is printed and a last one with the sum; the exit code is 1 if a case
failed, if a file could not be read or no rule knows it, or if there was nothing to run.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from core.model.initiatives import Phase
from core.model.okrs import KeyResultKind
from core.rules.flow import Move, days_in_phase, percentile
from core.rules.hours import ReportFact, hours_freed
from core.rules.progress import KeyResultFacts, PlanPoint, ReadingFact, StepFact
from core.rules.quarters import quarter_of
from core.rules.rollup import roll_up
from core.rules.status import Thresholds, assess
from core.rules.waiting import Wait, waiting_times
from core.rules.xmr import xmr

FAILURES_SHOWN = 5

Json: TypeAlias = Any
"""Whatever a JSON file holds: its shape is judged by the comparison, not by a type."""


@dataclass
class FileResult:
    name: str
    passed: int = 0
    failures: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Usage: python -m tests.vectors FOLDER")
        return 2
    results = [run_file(path) for path in sorted(Path(arguments[0]).glob("*.json"))]
    for result in results:
        print(f"{result.name}  {result.passed} passed, {len(result.failures)} failed")
        for failure in result.failures[:FAILURES_SHOWN]:
            print(f"  {failure}")
    passed, failed = sum(result.passed for result in results), sum(len(result.failures) for result in results)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


def run_file(path: Path) -> FileResult:
    result = FileResult(path.name)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cases = content["cases"]
        rule = RULES[_rule_name(path.stem, cases)]
    except (OSError, ValueError, LookupError, TypeError) as error:
        result.failures.append(f"no rule can run this file: {type(error).__name__}: {error}")
        return result
    policy = content.get("policy", {})
    for i, case in enumerate(cases):
        _run_case(result, f"case {i}", case, lambda case: rule(case, policy))
    if whole := content.get("percentiles_of_all_days"):
        _run_case(result, "percentiles", whole, _percentiles)
    return result


def _run_case(result: FileResult, name: str, case: Json, rule: Callable[[Json], Json]) -> None:
    try:
        wrong = list(differences(case["expected"], rule(case)))
    except Exception as error:  # noqa: BLE001  a case that crashes is one failure; the others still run
        wrong = [f"{type(error).__name__}: {error}"]
    if wrong:
        result.failures.append(f"{name}: {'; '.join(wrong)}")
    else:
        result.passed += 1


def differences(expected: Json, got: Json, where: str = "") -> Iterator[str]:
    """One sentence for every place where they do not agree: numbers to 1e-9, all else exactly."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key in sorted(expected.keys() | (got.keys() if where else set())):
            yield from differences(expected.get(key), got.get(key), f"{where}.{key}" if where else key)
    elif not _agree(expected, got):
        yield f"{where} expected {expected!r}, got {got!r}"


def _agree(expected: Json, got: Json) -> bool:
    if isinstance(expected, list) and isinstance(got, list | tuple):
        return len(expected) == len(got) and all(map(_agree, expected, got))
    if _is_number(expected) and _is_number(got):
        return math.isclose(expected, got, rel_tol=1e-9, abs_tol=1e-9)
    return bool(expected == got)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rule_name(stem: str, cases: list[Json]) -> str:
    by_stem = (name for name in RULES if stem.startswith(name))
    by_key = (name for key, name in RULE_BY_KEY.items() if key in cases[0])
    name = next(by_stem, None) or next(by_key, None)
    if name is None:
        raise LookupError("neither its name nor the keys of its cases are known")
    return name


def _quarter(case: Json, _policy: Json) -> Json:
    quarter = quarter_of(date.fromisoformat(case["day"]), case["fiscal_year_starts_in_month"])
    return {"label": quarter.label, "start": quarter.start.isoformat(), "end": quarter.end.isoformat()}


def _progress(case: Json, policy: Json) -> Json:
    return vars(assess(_key_result(case["key_result"]), date.fromisoformat(case["as_of"]), _thresholds(policy)))


def _roll_up(case: Json, policy: Json) -> Json:
    as_of, thresholds = date.fromisoformat(case["as_of"]), _thresholds(policy)
    parts = [assess(_key_result(part), as_of, thresholds) for part in case["key_results"]]
    return vars(roll_up(parts, as_of, thresholds))


def _xmr(case: Json, _policy: Json) -> Json:
    found = xmr(case["values"])
    return vars(found) if found else {}


def _waiting(case: Json, _policy: Json) -> Json:
    return vars(waiting_times([Wait(length, is_over) for length, is_over in case["durations"]]))


def _hours(case: Json, _policy: Json) -> Json:
    reports = [ReportFact(r["hours_per_run"], r["runs_per_month"], _day(r["migrated_on"])) for r in case["reports"]]
    return {"hours": hours_freed(reports, date.fromisoformat(case["from"]), date.fromisoformat(case["to"]))}


def _flow(case: Json, _policy: Json) -> Json:
    moves = [Move(Phase(phase), datetime.fromisoformat(at)) for phase, at in case["moves"]]
    return {"days_in_phase": days_in_phase(moves, datetime.fromisoformat(case["as_of"]))}


def _percentiles(whole: Json) -> Json:
    return {name: percentile(whole["values"], int(name.removeprefix("p")) / 100) for name in whole["expected"]}


RULES: dict[str, Callable[[Json, Json], Json]] = {
    "quarters": _quarter,
    "progress": _progress,
    "rollup": _roll_up,
    "xmr": _xmr,
    "waiting": _waiting,
    "hours": _hours,
    "flow": _flow,
}
RULE_BY_KEY = {
    "day": "quarters",
    "key_result": "progress",
    "key_results": "rollup",
    "values": "xmr",
    "durations": "waiting",
    "reports": "hours",
    "moves": "flow",
}


def _key_result(words: Json) -> KeyResultFacts:
    plain = ("id", "cadence_days", "grace_days", "weight", "baseline", "target", "low", "high")
    return KeyResultFacts(
        kind=KeyResultKind(words["kind"]),
        start=date.fromisoformat(words["start"]),
        due=date.fromisoformat(words["due"]),
        readings=tuple(
            ReadingFact(date.fromisoformat(r["on"]), r["value"], r.get("confidence")) for r in words.get("readings", ())
        ),
        steps=tuple(StepFact(s["weight"], _day(s["planned"]), _day(s["done"])) for s in words.get("steps", ())),
        plan_points=tuple(PlanPoint(date.fromisoformat(p["on"]), p["value"]) for p in words.get("plan_points", ())),
        **{name: words[name] for name in plain if name in words},
    )


def _thresholds(policy: Json) -> Thresholds:
    known = ("on_track_gap", "behind_gap", "maintain_success")
    return Thresholds(**{name: policy[name] for name in known if name in policy})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
