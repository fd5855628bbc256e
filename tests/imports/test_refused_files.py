from __future__ import annotations

import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from core.errors import BadFile
from core.imports.source import Limits
from core.imports.table import read_table

SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill: Callable[[Any], None]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book)
    return file.getvalue()


def small(book: Any) -> None:
    book.add_worksheet("Plan").write_column("A1", ["name", "Line A"])


def with_part(content: bytes, part: str, text: bytes) -> bytes:
    """The workbook with one part replaced."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()


def refusal(content: bytes | Path, name: str, **options: Any) -> str:
    with pytest.raises(BadFile) as refused:
        read_table(content, name, **options)
    sentence = str(refused.value)
    assert sentence.startswith(f"“{name}” ")
    assert sentence.endswith(".")
    return sentence


def test_the_small_workbook_of_these_tests_reads() -> None:
    assert read_table(workbook(small), "plan.xlsx").headers == ("name",)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "empty.csv", "is empty"),
        (b"", "empty.xlsx", "is empty"),
        (b"\n\n , ,\n", "blank.csv", "no column names"),
        (b"1,2\n3,4\n", "figures.csv", "no column names"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "report.csv", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "chart.xlsx", "is a picture"),
        (b"name,cost\nA,1\n", "plan.xlsx", "is not a workbook"),
        (b"<!DOCTYPE html><html><table></table></html>", "plan.xls", "is a web page"),
        (b'{"rows": []}', "plan.json", "is not a spreadsheet"),
        (b"name,cost\nA,\x001\n", "nul.csv", "characters no text has"),
        (bytes(range(1, 256)) * 20, "noise.csv", "characters no text has"),
        (b"\xef\xbb\xbfname,cost\nCaf\xe9,1\n", "mixed.csv", "says it is UTF-8"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old.xls", "is damaged"),
        (b'name,cost\n"A,1\nB,2\nC,3\n', "quote.csv", "quotation mark in row 2 that is never closed"),
        (b'name,cost\nX,1\n"A,1\n' + b"B,2\n" * 100_000, "quote.csv", "quotation mark in row 3 that is never closed"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_what_it_is(content: bytes, name: str, says: str) -> None:
    assert says in refusal(content, name)


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)

    assert "has 200 MB, the most is 50 MB" in refusal(file, "huge.csv")


def test_no_folder_appears_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        read_table(b"", r"C:\Users\ann\secret\plan.csv")

    assert str(refused.value).startswith("“plan.csv” is empty")


def test_too_many_rows_or_columns_are_refused() -> None:
    assert "more than 2 rows" in refusal(b"a,b\n1,2\n3,4\n5,6\n", "rows.csv", limits=Limits(rows=2))
    assert "has 1,001 columns, the most is 1,000" in refusal(
        ",".join(f"c{n}" for n in range(1001)).encode() + b"\n1\n", "wide.csv"
    )

    def long(book: Any) -> None:
        book.add_worksheet().write_column("A1", ["name", *"ABC"])

    assert "more than 2 rows" in refusal(workbook(long), "rows.xlsx", limits=Limits(rows=2))


def test_a_sheet_that_is_not_there_names_those_that_are() -> None:
    assert "has no sheet “Budget”: choose one of “Plan”." in refusal(workbook(small), "plan.xlsx", sheet="Budget")


def test_a_workbook_of_empty_sheets_or_of_none_is_refused() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    without = with_part(workbook(small), "xl/workbook.xml", f'<workbook xmlns="{main}"><sheets/></workbook>'.encode())

    assert "only empty sheets" in refusal(workbook(lambda book: book.add_worksheet()), "empty.xlsx")
    assert "has no sheet of cells" in refusal(without, "none.xlsx")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_workbook_is_damaged(kept: float) -> None:
    content = workbook(small)

    assert "is damaged or incomplete" in refusal(content[: int(len(content) * kept)], "plan.xlsx")


def test_a_workbook_with_broken_parts_is_damaged() -> None:
    content = workbook(small)
    flipped = bytearray(content)
    flipped[200] ^= 0xFF

    assert "is damaged" in refusal(with_part(content, SHEET, b"<worksheet><sheetData><row><c><v>1</row"), "plan.xlsx")
    assert "is damaged" in refusal(bytes(flipped), "plan.xlsx")


def test_a_zip_of_something_else_is_told_from_a_workbook() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("plan.csv", "name\nA\n")

    assert "holds no workbook" in refusal(file.getvalue(), "plan.zip")


def test_a_password_is_asked_to_be_removed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library uses ciphers that its own dependency deprecates
        from msoffcrypto.format.ooxml import OOXMLFile

        protected = BytesIO()
        OOXMLFile(BytesIO(workbook(small))).encrypt("secret", protected)

    assert "is protected by a password" in refusal(protected.getvalue(), "plan.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    file = BytesIO()
    with ZipFile(BytesIO(workbook(small))) as old, ZipFile(file, "w", ZIP_DEFLATED) as bomb:
        for name in set(old.namelist()) - {SHEET}:
            bomb.writestr(name, old.read(name))
        with bomb.open(SHEET, "w", force_zip64=True) as sheet:
            for _ in range(1_000):
                sheet.write(bytes(1_000_000))

    assert len(file.getvalue()) < 2_000_000
    assert "unpacks to far more" in refusal(file.getvalue(), "bomb.xlsx")


def test_a_zip_bomb_that_understates_its_size_is_refused() -> None:
    size = 30_000_000
    content = with_part(workbook(small), SHEET, b"<worksheet>" + bytes(size))
    declared = struct.pack("<L", size + len(b"<worksheet>"))
    assert content.count(declared) == 2

    assert "unpacks to far more" in refusal(content.replace(declared, struct.pack("<L", 5_000)), "bomb.xlsx")


def test_an_archive_of_countless_parts_is_refused() -> None:
    file = BytesIO(workbook(small))
    with ZipFile(file, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/media/{number}", b"")

    assert "unpacks to far more" in refusal(file.getvalue(), "parts.xlsx")


def test_two_cells_in_opposite_corners_cannot_exhaust_the_server() -> None:
    def corners(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "name")
        sheet.write("XFD1048576", 1)

    assert "far larger than its file" in refusal(workbook(corners), "corners.xlsx")


def test_entities_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY e0 "ha">{levels}]><sst><si><t>&e9;</t></si></sst>'

    assert "defines entities" in refusal(
        with_part(workbook(small), "xl/sharedStrings.xml", laughs.encode()), "lol.xlsx"
    )
