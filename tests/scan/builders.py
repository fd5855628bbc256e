"""Workbooks of every kind, made by hand where no library writes them."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from core.rules.workbooks import Unread, WorkbookSeen
from core.scan.workbook import look_into

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(fill: Callable[[Any], None] | None = None, **properties: Any) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.set_properties(properties)
        (fill or plan)(book)
    return file.getvalue()


def plan(book: Any) -> None:
    sheet = book.add_worksheet("Plan")
    sheet.write_column("A1", ["name", "Line A", "Line B"])
    sheet.write_formula("B2", "=1+1")
    sheet.write_formula("C3", "=B2*2")


def with_parts(content: bytes, parts: dict[str, bytes | str]) -> bytes:
    """The zip with parts added or replaced."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return file.getvalue()


def zipped(parts: dict[str, bytes | str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def ods() -> bytes:
    content = """<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet>
      <table:table table:name="Kosten &amp; Zeit"><table:table-column/>
        <table:table-row><table:table-cell office:value-type="string"><text:p>=A1 table</text:p></table:table-cell>
        </table:table-row>
        <table:table-row><table:table-cell table:formula="of:=SUM([.A1:.A3])" office:value="3"/></table:table-row>
      </table:table>
      <table:table table:style-name="ta1" table:name="Übersicht">
        <table:table-source xlink:type="simple" xlink:href="file:///other.ods"/><table:table-row/></table:table>
      <table:database-ranges><table:database-range table:name="d">
        <table:database-source-sql table:database-name="erp"/></table:database-range></table:database-ranges>
    </office:spreadsheet></office:body></office:document-content>"""
    meta = """<office:document-meta><office:meta><meta:creation-date>2019-02-03T04:05:06</meta:creation-date>
      <dc:creator>Ada Lovelace</dc:creator><dc:date>2024-03-31T08:00:00.123456789</dc:date></office:meta>
    </office:document-meta>"""
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {"mimetype": mimetype, "content.xml": content, "meta.xml": meta, "Basic/Standard/Module1.xml": "<m/>"}
    )


def xlsb() -> bytes:
    dimension = struct.pack("<4L", 0, 2, 0, 6)
    sheet = records12((148, dimension), (0, bytes(25)), (8, b"text"), (9, bytes(20)), (0, bytes(25)), (5, bytes(16)))
    sheets = records12(*((156, struct.pack("<LL", 0, 1) + wide("rId1") + wide(name)) for name in ("Daten", "Bericht")))
    return zipped(
        {
            "xl/workbook.bin": sheets,
            "xl/worksheets/sheet1.bin": sheet,
            "xl/connections.bin": records12((429, b""), (201, bytes(30)), (202, b""), (430, b"")),
            "xl/externalLinks/externalLink1.bin": b"",
        }
    )


def records12(*records: tuple[int, bytes]) -> bytes:
    return b"".join(seven_bits(kind) + seven_bits(len(data)) + data for kind, data in records)


def seven_bits(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])


def wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def xls(*more: tuple[int, bytes], vba: bool = False) -> bytes:
    def sheet(name: str, kind: int = 0) -> tuple[int, bytes]:
        return 0x85, struct.pack("<LBBBB", 0, 0, kind, len(name), 0) + name.encode("latin-1")

    begin = (0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0))
    book = records97(
        begin,
        *more,
        sheet("Januar"),
        sheet("Februar"),
        (0x1AE, struct.pack("<HH", 2, 0x401)),
        (0x1AE, struct.pack("<HH", 1, 12) + bytes(12)),
        (0x876, bytes(20)),
        (0x0A, b""),
        begin,
        (0x200, struct.pack("<LLHHH", 0, 3, 0, 9, 0)),
        *[(0x208, bytes(16))] * 3,
        *[(0x06, bytes(22))] * 2,
        (0x0A, b""),
    )
    streams = {"Workbook": book.ljust(5_000, b"\0"), "\x05SummaryInformation": summary("Zoë")}
    return compound(streams | ({"_VBA_PROJECT_CUR": b""} if vba else {}))


def records97(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)


def summary(author: str) -> bytes:
    name = author.encode("cp1252") + b"\0"
    name = struct.pack("<LL", 30, len(name)) + name.ljust(8, b"\0")
    day = struct.pack("<LQ", 64, 133_485_408_000_000_000)  # 2024-01-01
    values = [(1, struct.pack("<LL", 2, 1252)), (8, name), (13, day)]
    at, pairs, written = 8 + 8 * len(values), b"", b""
    for key, value in values:
        pairs += struct.pack("<LL", key, at + len(written))
        written += value
    section = struct.pack("<LL", at + len(written), len(values)) + pairs + written
    return struct.pack("<HHL16xL16xL", 0xFFFE, 0, 0, 1, 48) + section


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of 512-byte sectors; streams shorter than 4,096 bytes lie in the mini stream."""
    small = {name: text for name, text in streams.items() if len(text) < 4_096}
    mini, mini_table, starts = b"", list[int](), {}
    for name, text in small.items():
        starts[name] = len(mini) // 64
        mini_table += chain(len(mini_table), -(-len(text) // 64))
        mini += text.ljust(-(-len(text) // 64) * 64, b"\0")
    body = {"directory": bytes(128 * (len(streams) + 1)), "minis": struct.pack(f"<{len(mini_table)}L", *mini_table)}
    body |= {"mini": mini} | {name: text for name, text in streams.items() if name not in small}
    table = [0xFFFFFFFD]  # the table itself lies in sector 0
    for name, text in body.items():
        starts.setdefault(name, len(table))
        table += chain(len(table), -(-len(text) // 512))
    entries = [entry("Root Entry", 5, 0xFFFFFFFF, 1, starts["mini"], len(mini))]
    for number, (name, text) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(entry(name, 2 if text else 1, right, 0xFFFFFFFF, starts[name], len(text)))
    body["directory"] = b"".join(entries)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<6xLLLLLLLLL", 0, 1, starts["directory"], 0, 4_096, starts["minis"], 1, 0xFFFFFFFE, 0)
    header += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    sectors = struct.pack(f"<{len(table)}L", *table).ljust(512, b"\xff")
    return header + sectors + b"".join(text.ljust(-(-len(text) // 512) * 512, b"\0") for text in body.values())


def chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), 0xFFFFFFFE] if length else []


def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    return head + struct.pack("<LLL36xLLL", 0xFFFFFFFF, right, child, start, size, 0)


def encrypted(content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library uses ciphers that its own dependency deprecates
        from msoffcrypto.format.ooxml import OOXMLFile

        protected = BytesIO()
        OOXMLFile(BytesIO(content)).encrypt("secret", protected)
    return protected.getvalue()


def seen(folder: Path, name: str, content: bytes) -> WorkbookSeen | Unread:
    (folder / name).write_bytes(content)
    return look_into(folder / name, name)
