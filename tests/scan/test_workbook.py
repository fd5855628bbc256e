"""What is told of one workbook of each kind, and of files that are none."""

from __future__ import annotations

import os
import struct
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from core.imports.source import Limits
from core.rules.workbooks import Anatomy, Unread, WorkbookSeen
from core.scan import excel_97, excel_binary, opendocument
from core.scan.workbook import look_into
from tests.scan.builders import SHEET, encrypted, ods, plan, records12, seen, with_parts, xls, xlsb, xlsx, zipped

CONNECTIONS = '<connections><connection id="1" name="ERP" type="1"/><connection id="2" name="Web"/></connections>'


def anatomy(folder: Path, name: str, content: bytes) -> Anatomy:
    found = seen(folder, name, content)
    assert isinstance(found, WorkbookSeen), found
    return found.anatomy


def why_not(folder: Path, name: str, content: bytes) -> str:
    found = seen(folder, name, content)
    assert isinstance(found, Unread)
    assert found.path == name
    return found.why


def test_a_workbook_is_told_by_its_size_its_bytes_and_its_making(tmp_path):
    content = xlsx(author="Ada", created=datetime(2020, 5, 17, 8, tzinfo=UTC))
    found = seen(tmp_path, "plan.xlsx", content)

    assert isinstance(found, WorkbookSeen)
    assert (found.size, found.digest) == (len(content), sha256(content).hexdigest())
    assert abs((datetime.now(UTC) - found.modified_at).total_seconds()) < 60
    assert (found.anatomy.sheets, found.anatomy.widths) == (("Plan",), (3,))
    assert (found.anatomy.rows, found.anatomy.formulas) == (3, 2)
    assert (found.anatomy.saved_by, found.anatomy.created_at) == ("Ada", datetime(2020, 5, 17, 8, tzinfo=UTC))
    assert not found.anatomy.has_macros


def test_a_workbook_of_openpyxl_is_told_alike(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "A & “B”"
    book.active.append(["=1+1", 2, "<f>no formula</f>"])
    book.create_sheet("Two").append([1])
    book.properties.lastModifiedBy = "Béla & Co"
    file = BytesIO()
    book.save(file)
    told = anatomy(tmp_path, "a.xlsx", file.getvalue())

    assert (told.sheets, told.rows, told.formulas, told.saved_by) == (("A & “B”", "Two"), 2, 1, "Béla & Co")


def test_formulas_count_in_large_sheets_and_under_a_prefix(tmp_path):
    def large(book):
        sheet = book.add_worksheet()
        for row in range(20_000):
            sheet.write_formula(row, 0, f"=ROW()+{row}")

    prefixed = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c><x:f>1+1</x:f></x:c>'
        '<x:c><x:f t="shared" si="0"/></x:c>'
        "</x:row></x:sheetData><x:conditionalFormatting><x:formula>1</x:formula></x:conditionalFormatting></x:worksheet>"
    )
    assert anatomy(tmp_path, "large.xlsx", xlsx(large)).formulas == 20_000
    told = anatomy(tmp_path, "prefixed.xlsx", with_parts(xlsx(), {SHEET: prefixed}))
    assert (told.rows, told.formulas) == (1, 2)


def test_links_connections_and_macros_are_counted_and_left_alone(tmp_path):
    parts: dict[str, bytes | str] = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/externalLinks/externalLink2.xml": "<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": "<Relationships/>",
        "xl/connections.xml": CONNECTIONS,
        "xl/vbaProject.bin": b"macro",
    }
    told = anatomy(tmp_path, "tool.xlsm", with_parts(xlsx(), parts))
    old = anatomy(tmp_path, "old.xlsm", with_parts(xlsx(), {"xl/macrosheets/sheet1.xml": "<macrosheet/>"}))

    assert (told.links, told.connections, told.has_macros, old.has_macros) == (2, 2, True, True)


def test_a_workbook_of_libreoffice_is_told(tmp_path):
    assert anatomy(tmp_path, "kosten.ods", ods()) == Anatomy(
        sheets=("Kosten & Zeit", "Übersicht"),
        rows=3,
        formulas=1,
        links=1,
        connections=1,
        has_macros=True,
        saved_by="Ada Lovelace",
        saved_at=datetime(2024, 3, 31, 8, 0, 0, 123456, tzinfo=UTC),
        created_at=datetime(2019, 2, 3, 4, 5, 6, tzinfo=UTC),
    )


def test_a_binary_workbook_is_told(tmp_path):
    expected = Anatomy(sheets=("Daten", "Bericht"), widths=(7,), rows=2, formulas=2, links=1, connections=1)
    assert anatomy(tmp_path, "binary.xlsb", xlsb()) == expected


def test_a_workbook_of_excel_97_is_told(tmp_path):
    expected = Anatomy(
        sheets=("Januar", "Februar"),
        widths=(9,),
        rows=3,
        formulas=2,
        links=1,
        connections=1,
        saved_by="Zoë",
        saved_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    assert anatomy(tmp_path, "old.xls", xls()) == expected
    assert anatomy(tmp_path, "macro.xls", xls(vba=True)).has_macros


def test_the_content_decides_where_the_ending_is_wrong(tmp_path):
    assert anatomy(tmp_path, "new.xls", xlsx()).sheets == ("Plan",)
    assert anatomy(tmp_path, "old.xlsx", xls()).sheets == ("Januar", "Februar")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"name;hours\nA;3\n", "is not a workbook, whatever its name says"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<html><table>", "is a web page under a spreadsheet’s name"),
        (xlsx()[:900], "is damaged or incomplete"),
        (zipped({"readme.txt": "hello"}), "holds no workbook"),
        (encrypted(xlsx()), "is protected by a password"),
        (xls((0x2F, bytes(54))), "is protected by a password"),
        (xls()[:700], "is damaged or incomplete"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "is damaged or incomplete"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 5_000, "is damaged or incomplete"),
    ],
)
def test_what_cannot_be_looked_into_says_why(tmp_path, content, why):
    assert why_not(tmp_path, "odd: a.xlsx", content) == why


def test_a_file_over_the_limit_is_not_opened(tmp_path):
    file = tmp_path / "huge.xlsx"
    with file.open("wb") as stream:
        stream.truncate(3_000_000)
    found = look_into(file, "huge.xlsx", Limits(file_bytes=2_000_000))
    assert found == Unread("huge.xlsx", "has 3 MB, the most that is looked into is 2 MB")


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    file = BytesIO()
    with ZipFile(BytesIO(xlsx())) as old, ZipFile(file, "w", ZIP_DEFLATED) as bomb:
        for name in set(old.namelist()) - {SHEET}:
            bomb.writestr(name, old.read(name))
        with bomb.open(SHEET, "w", force_zip64=True) as sheet:
            for _ in range(100):
                sheet.write(bytes(1_000_000))
    assert "unpacks to far more" in why_not(tmp_path, "bomb.xlsx", file.getvalue())


def test_a_zip_bomb_that_understates_its_size_is_not_unpacked(tmp_path):
    content = with_parts(xlsx(), {SHEET: b"<worksheet>" + bytes(3_000_000)})
    lied = content.replace(struct.pack("<L", 3_000_011), struct.pack("<L", 5_000))
    assert "unpacks to far more" in why_not(tmp_path, "lie.xlsx", lied)


def test_countless_sheets_or_records_are_not_gathered(tmp_path, monkeypatch):
    table = '<table:table table:name="a"/>' * 60
    rows = ((0, b""),) * 60
    monkeypatch.setattr(excel_binary, "MAX_RECORDS", 50)
    for kind in (opendocument, excel_97):
        monkeypatch.setattr(kind, "MAX_SHEETS", 50)

    assert why_not(tmp_path, "many.ods", zipped({"content.xml": table})) == "holds more than is looked at"
    assert why_not(tmp_path, "many.xls", xls(*[(0x85, bytes(8))] * 60)) == "holds more than is looked at"
    many = zipped({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": records12(*rows)})
    assert why_not(tmp_path, "many.xlsb", many) == "holds more than is looked at"


def test_entities_are_not_expanded(tmp_path):
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE w [<!ENTITY e0 "ha">{levels}]><workbook><sheets><sheet name="&e9;"/></sheets></workbook>'
    quiet = anatomy(tmp_path, "16.xlsx", with_parts(xlsx(), {"docProps/core.xml": laughs.encode("utf-16")}))

    assert "defines entities" in why_not(tmp_path, "8.xlsx", with_parts(xlsx(), {"xl/workbook.xml": laughs}))
    assert quiet.saved_by == ""


def test_loops_in_a_compound_file_come_to_an_end(tmp_path):
    table = slice(512, 1024)
    looped = bytearray(xls())
    looped[table] = struct.pack("<128L", *[1] * 128)
    told = seen(tmp_path, "loop.xls", bytes(looped))
    assert isinstance(told, WorkbookSeen | Unread)


def test_no_byte_of_a_compound_file_or_a_binary_workbook_raises_when_it_is_wrong(tmp_path):
    for name, content in (("a.xls", xls(vba=True)), ("b.xlsb", xlsb())):
        for at in range(0, len(content), 29):
            broken = bytearray(content)
            broken[at] ^= 0xFF
            assert seen(tmp_path, name, bytes(broken))


def test_a_pipe_a_folder_and_a_missing_file_do_not_hang_or_stop_a_look(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    assert look_into(tmp_path / "pipe.xlsx", "pipe.xlsx") == Unread("pipe.xlsx", "is no ordinary file")
    assert isinstance(look_into(tmp_path / "folder.xlsx", "folder.xlsx"), Unread)
    gone = look_into(tmp_path / "gone.xlsx", "gone.xlsx")
    assert gone == Unread("gone.xlsx", "cannot be read: No such file or directory")


def test_nothing_that_stands_in_a_cell_is_kept(tmp_path):
    def secret(book):
        plan(book)
        book.worksheets()[0].write("D4", "salary of Grace")

    assert "Grace" not in repr(seen(tmp_path, "pay.xlsx", xlsx(secret)))
