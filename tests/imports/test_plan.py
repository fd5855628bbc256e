from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from core import db
from core.access import Actor, Grant, actor_with
from core.actions import people
from core.errors import Invalid, NotAllowed
from core.imports.commit import commit
from core.imports.kinds import KINDS
from core.imports.kinds.initiatives import Initiatives
from core.imports.mapping import propose
from core.imports.outcome import Outcome
from core.imports.plan import plan
from core.imports.report import as_json, as_lines
from core.model import Initiative, Role
from tests.imports.desk import NOW, acting, contents, counts, csv_of, dry_run, imported, problems, table_of, xlsx_of

THREE = ("Title,Domain,Health,Planned end", "A,ops,Green,2027-03-31", "B,ops,Amber/Red,", "C,fin,,TBC")


def test_a_dry_run_says_what_would_happen_and_writes_nothing(database_url: str) -> None:
    imported("initiatives", csv_of(*THREE))
    before = contents()

    edited = (THREE[0], THREE[1], "B,ops,Red,2027-06-30", "C,fin,perhaps,31/31/2027", "D,new,,", ",,,")
    planned = dry_run("initiatives", csv_of(*edited))

    assert counts(planned) == (1, 1, 1, 1)
    assert planned.new_domains == {"new": "new"}
    (changed,) = [row for row in planned.rows if row.outcome is Outcome.CHANGED]
    assert (changed.number, changed.key) == (3, "INI-2")
    assert changed.changes == {"health": ("amber_red", "red"), "planned_end": (None, date(2027, 6, 30))}
    assert [(row, column, value) for row, column, value, _ in problems(planned)] == [
        (4, "Health", "perhaps"),
        (4, "Planned end", "31/31/2027"),
    ]
    assert contents() == before


def test_an_import_does_what_the_dry_run_said_and_twice_is_once(database_url: str) -> None:
    planned = dry_run("initiatives", csv_of(*THREE))
    assert counts(planned) == counts(imported("initiatives", csv_of(*THREE))) == (3, 0, 0, 0)
    after = contents()

    assert counts(imported("initiatives", csv_of(*THREE))) == (0, 0, 3, 0)
    assert contents() == after


def test_a_row_with_an_error_is_left_out_and_the_others_are_imported(database_url: str) -> None:
    done = imported("initiatives", csv_of("Title,Domain,Planned end", "A,ops,soonish", "B,ops,2027-01-01"))

    assert counts(done) == (1, 0, 0, 1)
    assert problems(done)[0][:3] == (2, "Planned end", "soonish")
    assert contents()["initiative"] == 1


def test_all_or_nothing_writes_nothing_if_a_row_has_an_error(database_url: str) -> None:
    planned = dry_run("initiatives", csv_of("Title,Domain,Planned end", "A,ops,soonish", "B,ops,2027-01-01"))
    before = contents()

    with pytest.raises(Invalid, match="1 of 2 rows"), db.transaction() as session:
        commit(session, planned, by=acting(session), at=NOW, all_or_nothing=True)

    assert contents() == before


def test_a_failure_in_the_middle_leaves_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = dry_run("initiatives", csv_of(*THREE))
    before, write = contents(), Initiatives.add

    def failing(register: Initiatives, values, *, at):
        if values["title"] == "C":
            raise RuntimeError("the disk is full")
        return write(register, values, at=at)

    monkeypatch.setattr(Initiatives, "add", failing)
    with pytest.raises(RuntimeError), db.transaction() as session:
        commit(session, planned, by=acting(session), at=NOW)

    assert contents() == before


def test_a_blank_cell_leaves_what_is_recorded(database_url: str) -> None:
    imported("initiatives", csv_of(*THREE))

    assert counts(dry_run("initiatives", csv_of(THREE[0], "A,ops,,"))) == (0, 0, 1, 0)


def test_two_rows_about_the_same_thing_are_one_and_an_error_that_names_the_first(database_url: str) -> None:
    planned = dry_run("initiatives", csv_of("Title,Domain", "Lager,log", "Räume,log", "LAGER!,log", "Lager,fin"))

    assert counts(planned) == (3, 0, 0, 1)
    assert [(row, expected) for row, _, _, expected in problems(planned)] == [
        (4, "a row of its own; row 2 is about the same")
    ]


def test_a_title_is_found_in_its_domain_first_and_then_anywhere(database_url: str) -> None:
    imported("initiatives", csv_of("Title,Domain", "Forecast,ops", "Forecast,fin", "Stock,ops"))

    planned = dry_run("initiatives", csv_of("Title,Domain", "forecast,fin", "STOCK,fin"))

    assert [(row.key, dict(row.changes)) for row in planned.rows] == [
        ("INI-2", {"title": ("Forecast", "forecast")}),
        ("INI-3", {"title": ("Stock", "STOCK"), "domain": ("ops", "fin")}),
    ]


def test_a_title_borne_by_two_asks_for_the_key(database_url: str) -> None:
    imported("initiatives", csv_of("Title,Domain", "Forecast,ops", "Forecast,fin"))

    planned = dry_run("initiatives", csv_of("Title,Domain", "Forecast,other"))

    assert problems(planned)[0][3] == "the key in a column of its own, as INI-1 and INI-2 bear this title"


def test_a_phase_is_given_to_a_new_initiative_only(database_url: str) -> None:
    imported("initiatives", csv_of("Title,Domain,Phase", "A,ops,Incubation"))

    planned = dry_run("initiatives", csv_of("Title,Domain,Phase", "A,ops,Handover", "B,ops,Handover"))

    assert counts(planned) == (1, 0, 0, 1)
    assert problems(planned)[0][3] == "Incubation: INI-1 moves on through its gate only"


def test_text_past_its_limit_names_the_limit(database_url: str) -> None:
    planned = dry_run("initiatives", csv_of("Title,Domain", f"{'x' * 301},ops"))

    assert problems(planned)[0][3] == "at most 300 characters; these are 301"


def test_a_cell_beyond_the_last_column_is_an_error(database_url: str) -> None:
    planned = dry_run("initiatives", csv_of("Title,Domain,Why", "A,ops,fine", "B,ops,bread, butter"))

    assert counts(planned) == (1, 0, 0, 1)
    assert problems(planned)[0][:3] == (3, "after the last column", "butter")


def test_a_row_of_a_domain_in_which_one_may_not_edit_is_an_error(database_url: str) -> None:
    imported("initiatives", csv_of(*THREE))
    with db.transaction() as session:
        who: dict[str, Any] = {"by": acting(session), "at": NOW}
        people.add_person(session, **who, email="ed@example.com", name="Ed")
        people.grant(session, "ed@example.com", Role.CONTRIBUTOR, **who, domain="ops")
    table = table_of(csv_of("Title,Domain,Health", "A,ops,Red", "C,fin,Red", "N,other,Red"))
    mapping = propose(KINDS["initiatives"], table)
    with db.snapshot() as session:
        planned = plan(session, KINDS["initiatives"], table, mapping, actor=actor_with(session, "ed@example.com"))

    assert counts(planned) == (0, 1, 0, 2)


def test_budgets_are_left_out_with_one_remark_for_whom_may_not_see_them(database_url: str) -> None:
    imported("initiatives", csv_of("Title,Domain,Budget (EUR)", "A,ops,100"))
    table = table_of(csv_of("Title,Domain,Budget (EUR)", "A,ops,200", "B,ops,300", "C,new,400"))
    mapping = propose(KINDS["initiatives"], table)
    blind = Actor(1, "Di", "di@example.com", (Grant(Role.DATA_TEAM),))

    for expected in ((2, 0, 1, 0), (0, 0, 3, 0)):
        with db.snapshot() as session:
            planned = plan(session, KINDS["initiatives"], table, mapping, actor=blind)
        with db.transaction() as session:
            done = commit(session, planned, by=blind, at=NOW)
        assert counts(planned) == counts(done) == expected
        assert done.remarks == ["Budgets and business values are left out: Di may not see them in new, ops."]

    with db.snapshot() as session:
        budgets = session.exec(select(col(Initiative.budget)).order_by(col(Initiative.title))).all()
    assert budgets == [100, None, None]


def test_who_may_write_no_such_row_anywhere_is_refused_once(database_url: str) -> None:
    table = table_of(csv_of(*THREE))
    manager = Actor(1, "Mara", "mara@example.com", (Grant(Role.MANAGER),))
    with db.snapshot() as session, pytest.raises(NotAllowed, match="may not edit initiatives anywhere"):
        plan(session, KINDS["initiatives"], table, propose(KINDS["initiatives"], table), actor=manager)


def test_parents_may_stand_below_their_children(database_url: str) -> None:
    done = imported("domains", csv_of("Key,Name,Parent", "plant,Plant,ops", "ops,Operations,", "line,Line,plant"))

    assert counts(done) == (3, 0, 0, 0)
    assert counts(imported("domains", csv_of("Key,Parent", "plant,ops", "line,plant"))) == (0, 0, 2, 0)


def test_objectives_are_imported_with_their_key_results(database_url: str) -> None:
    imported("people", csv_of("E-mail,Name", "ada@example.com,Ada"))
    rows = (
        "Objective,Quarter,Domain,Owner,Key result,Kind,Baseline,Target,Lowest,Milestones",
        "Close faster,2026-Q4,fin,Ada,Move 5,,0,5,,",
        "Close faster,2026-Q4,fin,Ada,Stay up,maintain,,,0.9,",
        'Close faster,2026-Q4,fin,Ada,Land it,milestone,,,,"Signed\nLoaded | 2 | 2026-12-01"',
        "Company,2026-Q4,,Ada,,,,,,",
    )
    assert counts(imported("objectives", csv_of(*rows))) == (4, 0, 0, 0)
    assert (contents()["objective"], contents()["keyresult"], contents()["step"]) == (2, 3, 2)
    assert counts(imported("objectives", csv_of(*rows))) == (0, 0, 4, 0)

    told = csv_of("Key result,Date,Value,Confidence", "Move 5,2026-11-01,2,8", "KR-1.2,2026-11-01,0.95,7", "No,,,")
    done = imported("check-ins", told)
    assert counts(done) == (2, 0, 0, 1)


def test_readings_are_stored_metric_by_metric(database_url: str) -> None:
    from core.actions.metrics import define_metric

    with db.transaction() as session:
        for key in ("users", "costs"):
            define_metric(session, by=acting(session), at=NOW, key=key, name=key.title())
    before = contents()["event"]
    rows = [
        "metric;at;value",
        *(f"{key};2026-11-{day:02};{day},5" for key in ("Users", "costs") for day in range(1, 20)),
    ]

    assert counts(imported("readings", csv_of(*rows))) == (38, 0, 0, 0)
    assert contents()["event"] - before == 3  # one for each metric, one for the mapping
    assert counts(imported("readings", csv_of(*rows, "users;2026-11-01;7"))) == (0, 0, 38, 1)


def test_the_report_adds_up_and_tells_every_error(database_url: str) -> None:
    imported("initiatives", csv_of(*THREE))
    planned = dry_run("initiatives", csv_of("Title,Domain,Health", "A,ops,Red", "", "Z,ops,odd"))

    told = as_json(planned, dry_run=True)
    assert (told["rows"], told["new"], told["changed"], told["same"], told["failed"]) == (2, 0, 1, 0, 1)
    assert told["blank_rows"] == 1
    assert told["errors"] == [
        {"row": 4, "column": "Health", "value": "odd", "expected": "one of Green, Amber/Green, Amber, Amber/Red, Red"}
    ]
    assert told["changes"] == [{"row": 2, "key": "INI-1", "fields": {"health": ["green", "red"]}}]
    lines = list(as_lines(planned, dry_run=True))
    assert lines[0] == "Dry run, nothing written. 2 rows: 0 new, 1 changed, 0 same, 1 with errors."
    assert "Row 2, INI-1: Health: Green → Red" in lines


CELLS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(["", "Green", "Red", "n/a", "2026-01-01", "31.12.99", "ops", "£5", "INI-1", "A", "a "]),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, max_size=20), max_size=8))
def test_whatever_stands_in_a_file_every_row_is_counted_once_and_the_second_time_nothing_changes(
    database_url: str, kind: str, rows: list[list[object]]
) -> None:
    asked = KINDS[kind].fields
    content = xlsx_of([field.title for field in asked], *(row[: len(asked)] for row in rows), ["x"])

    first, second = imported(kind, content), imported(kind, content)

    assert sum(counts(first)) == sum(counts(second)) == len(first.table.rows)
    assert (second.counts[Outcome.NEW], second.counts[Outcome.CHANGED]) == (0, 0)
    assert second.counts[Outcome.ERROR] == first.counts[Outcome.ERROR]
