"""A folder into which spreadsheets are dropped: each file is taken once, and whole or not at all."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from core.errors import Misconfigured
from core.model import LINE
from core.settings import settings
from core.sources import folder
from core.sources.contract import Cursor, Limits, MetricRead, ReportSeen, SourceFailed
from core.sources.folder import Folder
from core.sources.folder_settings import FolderSettings

LIMITS = Limits()
NEWS = (
    "Metric,Time,Value,Domain\nscrap,2026-03-01,4.5,MES\nscrap,2026-03-02 09:00+02:00,n/a,MES\nusers,2026-03-01,12,\n"
)
READ = [
    MetricRead("scrap", datetime(2026, 3, 1, tzinfo=UTC), 4.5, "MES"),
    MetricRead("users", datetime(2026, 3, 1, tzinfo=UTC), 12),
]


class Later:
    """The clock in a minute, when nobody writes any more to what was just dropped."""

    monotonic, sleep = staticmethod(time.monotonic), staticmethod(time.sleep)

    def time(self) -> float:
        return time.time() + 60


def test_each_row_of_a_file_is_a_reading_and_one_without_a_value_is_none(tmp_path: Path):
    drop(tmp_path, "news.csv", NEWS)
    assert fetch(tmp_path)[0] == READ


def test_a_workbook_is_read_as_well_in_the_zone_of_the_source(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "returns.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("March")
        sheet.write_row(0, 0, ["Reported at", "Value"])
        sheet.write_datetime(1, 0, datetime(2026, 3, 1, 9))  # noqa: DTZ001 – as workbooks hold them
        sheet.write_number(1, 1, 7)
        sheet.write_row(2, 0, ["2026-03-01T12:00Z", 8])
    given: dict[str, Any] = {
        "metric": "scrap",
        "columns": {"at": "reported at"},
        "zone": "Europe/Berlin",
        "sheet": "March",
    }
    assert fetch(tmp_path, **given)[0] == [
        MetricRead("scrap", datetime(2026, 3, 1, 8, tzinfo=UTC), 7),
        MetricRead("scrap", datetime(2026, 3, 1, 12, tzinfo=UTC), 8),
    ]


def test_rows_of_the_register_of_reports_are_read_by_the_titles_of_our_own_exports(tmp_path: Path):
    drop(
        tmp_path,
        "reports.csv",
        "Name;Domain;Owner;Hours a run;Runs a month;State;Planned on\n"
        "Scrap costs;MES;ada@example.com;6,5;1;;30.06.2026\n"
        "Shift plan;MES;;2;4;;\n",
    )
    assert fetch(tmp_path, kind="reports", decimal=",")[0] == [
        ReportSeen("Scrap costs", "MES", 6.5, 1, "ada@example.com", date(2026, 6, 30)),
        ReportSeen("Shift plan", "MES", 2, 4),
    ]


def test_a_file_is_taken_once_as_newer_ones_come(tmp_path: Path):
    drop(tmp_path, "march.csv", NEWS, written=1)
    _, reached = fetch(tmp_path)
    assert fetch(tmp_path, reached) == ([], reached)
    drop(tmp_path, "april.csv", "metric,at,value\nusers,2026-04-01,13\n", written=2)
    later, further = fetch(tmp_path, reached)
    assert [read.value for read in later] == [13]
    assert fetch(tmp_path, further) == ([], further)


@pytest.mark.parametrize(("content", "written"), [("1", 3), ("11", 2), ("1", 1)])
def test_when_a_taken_file_has_changed_all_are_taken_anew_in_their_order(tmp_path: Path, content: str, written: int):
    drop(tmp_path, "a.csv", "metric,at,value\nusers,2026-04-01,1\n", written=2)
    drop(tmp_path, "b.csv", "metric,at,value\nusers,2026-04-01,2\n", written=2)
    items, reached = fetch(tmp_path)
    assert [read.value for read in items] == [1, 2]
    drop(tmp_path, "a.csv", f"metric,at,value\nusers,2026-04-01,{content}\n", written=written)
    anew, _ = fetch(tmp_path, reached)
    assert [read.value for read in anew] == ([2, 1] if written == 3 else [int(content), 2])


def test_a_file_that_comes_late_with_an_older_date_does_not_have_the_last_word(tmp_path: Path):
    drop(tmp_path, "b.csv", "metric,at,value\nusers,2026-04-01,2\n", written=2)
    _, reached = fetch(tmp_path)
    drop(tmp_path, "a.csv", "metric,at,value\nusers,2026-04-01,1\n", written=1)
    assert [read.value for read in fetch(tmp_path, reached)[0]] == [1, 2]


def test_what_is_left_after_a_file_was_removed_is_still_read_right(tmp_path: Path):
    nothing = fetch(tmp_path)[1]
    old = drop(tmp_path, "old.csv", NEWS, written=1)
    drop(tmp_path, "news.csv", NEWS, written=2)
    _, reached = fetch(tmp_path)
    old.unlink()
    assert fetch(tmp_path, reached)[0] == READ
    (tmp_path / "news.csv").unlink()
    assert fetch(tmp_path, reached) == ([], nothing)


def test_the_cursor_stays_short_however_many_files_there_are(tmp_path: Path):
    for number in range(200):
        drop(tmp_path, f"{number}.csv", NEWS)
    _, reached = fetch(tmp_path)
    assert len(reached.value) < LINE
    assert fetch(tmp_path, reached) == ([], reached)


@pytest.mark.parametrize("typed", ["", "yesterday", "999999 x", "1", "-1 x"])
def test_a_cursor_that_is_of_no_use_begins_anew(tmp_path: Path, typed: str):
    drop(tmp_path, "news.csv", NEWS)
    assert fetch(tmp_path, Cursor(typed))[0] == READ


def test_what_is_hidden_unfinished_elsewhere_or_a_link_is_left_alone(tmp_path: Path):
    inbox = tmp_path / "inbox"
    (inbox / "archive").mkdir(parents=True)
    for name in (".news.csv", "~$news.xlsx", "news.csv.part", "archive/news.csv", "notes.txt"):
        drop(inbox, name, "no table at all")
    (inbox / "linked.csv").symlink_to(drop(tmp_path, "secret.csv", NEWS))
    assert fetch(inbox, pattern="*.csv") == fetch(tmp_path, pattern="*.none")


def test_a_file_that_may_still_be_written_waits_for_the_next_fetch(tmp_path: Path):
    drop(tmp_path, "news.csv", NEWS)
    assert list(Folder(configuration(tmp_path)).fetch(None, LIMITS)) == list(
        Folder(configuration(tmp_path, pattern="*.none")).fetch(None, LIMITS)
    )


def test_a_file_that_changes_while_it_is_read_fails_the_fetch(tmp_path: Path):
    file = drop(tmp_path, "news.csv", NEWS)
    items = Folder(configuration(tmp_path), Later()).fetch(None, LIMITS)
    next(items)
    file.write_text(NEWS + "users,2026-03-05,1\n")
    with pytest.raises(SourceFailed, match=r"“news\.csv” was changed while it was read"):
        list(items)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Metric,Time,Value\nscrap,2026-03-01,4\nscrap,soon,5\n", "“bad.csv”, row 3, “Time”: “soon”, expected a date"),
        ("Metric,Time,Value\nscrap,2026-03-01,many\n", "“bad.csv”, row 2, “Value”: “many”, expected a number"),
        ("Metric,Time,Value\n,2026-03-01,4\n", "“bad.csv”, row 2: “Metric” is empty"),
        ("Metric,Day,Value\nscrap,2026-03-01,4\n", "“bad.csv” has no column “Time”, only Metric, Day, Value"),
        ("Metric,Time,at,Value\nscrap,2026-03-01,,4\n", "two columns for “Time”"),
        ("Metric,Time,Value\na,2026-03-01,4,5\nb,2026-03-01,4\n", "row 2: “5” stands after the last column"),
        ("Metric,Time,Value\nscrap,03/04/2026,4\n", "“Time”: the day or the month may come first"),
        ('Metric,Time,Value\nscrap,2026-03-01,"1,234"\n', "“Value”: the comma or the point"),
        ("", "“bad.csv” is empty"),
        ("%PDF-1.7", "“bad.csv” is a PDF"),
    ],
)
def test_a_file_that_cannot_be_read_fails_the_fetch_by_its_name(tmp_path: Path, content: str, told: str):
    drop(tmp_path, "good.csv", NEWS, written=1)
    drop(tmp_path, "bad.csv", content, written=2)
    with pytest.raises(SourceFailed, match=told):
        fetch(tmp_path)


def test_what_a_file_leaves_open_is_decided_by_the_settings(tmp_path: Path):
    drop(tmp_path, "open.csv", 'Metric,Time,Value\nscrap,03/04/2026,"1,234"\n')
    (read,), _ = fetch(tmp_path, dates="mdy", decimal=",")
    assert (read.at, read.value) == (datetime(2026, 3, 4, tzinfo=UTC), 1.234)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(SourceFailed, match="cannot be read"):
        fetch(tmp_path / "unplugged")


def test_a_file_larger_than_allowed_is_refused(tmp_path: Path):
    drop(tmp_path, "news.csv", NEWS)
    with pytest.raises(SourceFailed, match=r"“news\.csv” has .* the most is"):
        list(Folder(configuration(tmp_path), Later()).fetch(None, Limits(answer_bytes=20)))


def test_sources_come_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    configure(tmp_path, monkeypatch, f'path = "{tmp_path}"\nkind = "reports"\ncolumns = {{ name = "File" }}')
    (found,) = folder.configured()
    assert (found.name, found.refresh) == ("folder:returns", timedelta(hours=24))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('kind = "budgets"', "kind: "),
        ('kind = "reports"\nmetric = "scrap"', "only readings have one"),
        ('kind = "readings"\ncolumns = { cost = "Cost" }', "readings have no “cost”"),
        ('kind = "readings"\nmetric = "scrap"\ncolumns = { metric = "KPI" }', "the metric once"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, told: str):
    configure(tmp_path, monkeypatch, f'path = "{tmp_path}"\n{entry}')
    with pytest.raises(Misconfigured, match=told):
        folder.configured()


def drop(into: Path, name: str, content: str, written: int = 0) -> Path:
    file = into / name
    file.write_text(content, "utf-8")
    if written:
        os.utime(file, (written, written))
    return file


def fetch(path: Path, since: Cursor | None = None, **given: Any) -> tuple[list[Any], Cursor]:
    """The observations, and the cursor that was reached."""
    *items, reached = Folder(configuration(path, **given), Later()).fetch(since, LIMITS)
    assert isinstance(reached, Cursor)
    return items, reached


def configuration(path: Path, **given: Any) -> FolderSettings:
    return FolderSettings.model_validate({"name": "returns", "path": path, "kind": "readings"} | given)


def configure(home: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    file = home / "sources.toml"
    file.write_text(f'[[folder]]\nname = "returns"\n{entry}\n', "utf-8")
    monkeypatch.setenv("UPTAKE_SOURCES_FILE", str(file))
    monkeypatch.setattr("core.sources.config.settings", settings.__wrapped__)
