"""What is found in a folder, and that nothing in it stops or leads astray."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.errors import BadFile
from core.rules.workbooks import Unread, WorkbookSeen
from core.scan import folder as scanning
from core.scan.folder import find, look
from tests.scan.builders import ods, xls, xlsb, xlsx

SMALL = xlsx()


def put(folder: Path, *names: str, content: bytes = SMALL) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def scanned(folder: Path) -> dict[str, WorkbookSeen | Unread]:
    found = find(folder)
    return {one.path: one for one in [*found.unread, *look(found.workbooks)]}


def reasons(folder: Path) -> dict[str, str]:
    return {path: one.why for path, one in scanned(folder).items() if isinstance(one, Unread)}


def test_workbooks_of_every_kind_are_found_in_the_folders_below(tmp_path):
    put(tmp_path, "a.xlsx", "one/b.XLSM", "one/two/c.xlsx")
    put(tmp_path, "one/d.ods", content=ods())
    put(tmp_path, "one/e.xlsb", content=xlsb())
    put(tmp_path, "f.xls", content=xls())
    put(tmp_path, "notes.txt", "one/data.csv", "~$a.xlsx", content=b"no workbook")

    found = scanned(tmp_path)
    assert sorted(found) == ["a.xlsx", "f.xls", "one/b.XLSM", "one/d.ods", "one/e.xlsb", "one/two/c.xlsx"]
    assert all(isinstance(one, WorkbookSeen) for one in found.values())


def test_answers_come_in_the_order_of_the_files(tmp_path):
    put(tmp_path, *(f"{number:03}.xlsx" for number in range(40)))
    workbooks = find(tmp_path).workbooks
    assert [one.path for one in look(workbooks)] == [one.path for one in workbooks]


def test_an_empty_folder_holds_nothing(tmp_path):
    found = find(tmp_path)
    assert (list(found.workbooks), list(found.unread), found.is_all) == ([], [], True)
    assert list(look(found.workbooks)) == []


def test_a_folder_that_is_missing_is_said_in_one_sentence(tmp_path):
    put(tmp_path, "a.xlsx")
    for folder in (tmp_path / "gone", tmp_path / "a.xlsx"):
        with pytest.raises(BadFile, match=f"^There is no folder “{folder}”. Check how it is written"):
            find(folder)


def test_bad_files_are_listed_beside_the_good_ones(tmp_path):
    put(tmp_path, "good.xlsx")
    put(tmp_path, "cut.xlsx", content=SMALL[:500])
    put(tmp_path, "empty.xls", content=b"")
    os.mkfifo(tmp_path / "pipe.xlsx")

    assert isinstance(scanned(tmp_path)["good.xlsx"], WorkbookSeen)
    assert reasons(tmp_path) == {
        "cut.xlsx": "is damaged or incomplete",
        "empty.xls": "is empty",
        "pipe.xlsx": "is no ordinary file",
    }


def test_links_are_listed_and_not_followed_out_of_the_folder_or_round_in_circles(tmp_path):
    put(tmp_path, "outside/secret.xlsx", "inside/own.xlsx")
    inside = tmp_path / "inside"
    (inside / "out").symlink_to(tmp_path / "outside")
    (inside / "secret.xlsx").symlink_to(tmp_path / "outside/secret.xlsx")
    (inside / "round").symlink_to(inside)
    (inside / "gone.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    (inside / "self.xlsx").symlink_to(inside / "self.xlsx")
    (inside / "self").symlink_to(inside / "self")

    assert set(scanned(inside)) == {"own.xlsx", "out", "secret.xlsx", "round", "gone.xlsx", "self.xlsx"}
    assert set(reasons(inside).values()) == {"is a link, and links are not followed"}


def test_a_link_put_in_the_place_of_a_file_after_it_was_found_is_not_followed(tmp_path):
    put(tmp_path, "outside/secret.xlsx", "inside/a.xlsx")
    found = find(tmp_path / "inside")
    (tmp_path / "inside/a.xlsx").unlink()
    (tmp_path / "inside/a.xlsx").symlink_to(tmp_path / "outside/secret.xlsx")
    assert [type(one) for one in look(found.workbooks)] == [Unread]


def test_a_folder_that_may_not_be_opened_is_listed(tmp_path, monkeypatch):
    put(tmp_path, "a.xlsx", "locked/b.xlsx")
    opened = os.scandir

    def refusing(folder: Path):
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return opened(folder)

    monkeypatch.setattr(scanning.os, "scandir", refusing)
    assert reasons(tmp_path) == {"locked": "cannot be opened: Permission denied"}
    assert "a.xlsx" in scanned(tmp_path)


def test_odd_names_are_told_in_characters_that_can_be_printed(tmp_path):
    put(tmp_path, "two\nlines.xlsx", "\x1b[31mred.xlsx", "gpj.\u202excod.xlsx", "Übersicht “1”.xlsx", "=cmd.xlsx")
    raw = os.fsencode(tmp_path) + b"/latin-\xe9.xlsx"
    Path(os.fsdecode(raw)).write_bytes(SMALL)

    found = scanned(tmp_path)
    assert set(found) == {
        "two�lines.xlsx",
        "�[31mred.xlsx",
        "gpj.�xcod.xlsx",
        "Übersicht “1”.xlsx",
        "=cmd.xlsx",
        "latin-�.xlsx",
    }
    assert all(isinstance(one, WorkbookSeen) for one in found.values())


def test_a_scan_stops_at_its_limit_and_says_so(tmp_path):
    put(tmp_path, *(f"{number}.xlsx" for number in range(5)))
    assert (len(find(tmp_path, 3).workbooks), find(tmp_path, 3).is_all) == (3, False)
    assert find(tmp_path, 5).is_all
