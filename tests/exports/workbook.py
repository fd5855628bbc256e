"""A workbook as readers see it: the values that its cells bear, and what its formulas give when they are computed.

Only what our formulas use is known: ranges, cells, arithmetic, comparisons and the functions below.
"""

from __future__ import annotations

import ast
import re
from io import BytesIO
from typing import Any

import numpy as np
import openpyxl
from python_calamine import CalamineWorkbook

Table = list[dict[str, Any]]
_REFERENCE = re.compile(
    r"""(?P<text>"[^"]*")|(?:'(?P<sheet>[^']+)'!)?\$?(?P<column>[A-Z]{1,2})\$?(?P<row>\d+)(?::\$?[A-Z]{1,2}\$?(?P<last>\d+))?"""
    r"""|(?P<unequal><>)|(?P<equal>(?<![<>])=)"""
)


def tables(content: bytes) -> dict[str, Table]:
    """Every sheet as rows by the titles of their columns; an empty cell is None."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found = {}
    for name in book.sheet_names:
        titles, *rows = book.get_sheet_by_name(name).to_python() or [[]]
        cells = ([None if cell == "" else cell for cell in row] for row in rows)
        found[name] = [dict(zip(map(str, titles), row, strict=True)) for row in cells]
    return found


def pairs(content: bytes, sheet: str) -> dict[str, Any]:
    """A sheet without a head: what stands in the second column, by the first."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return {str(row[0]): None if row[1] == "" else row[1] for row in rows if len(row) > 1}


class Calculated:
    """The workbook with every formula computed from the cells that are none."""

    def __init__(self, content: bytes) -> None:
        self._book = openpyxl.load_workbook(BytesIO(content))
        self._known: dict[tuple[str, str], Any] = {}

    def formulas(self) -> list[tuple[str, str]]:
        """Sheet and place of each."""
        return [
            (sheet.title, cell.coordinate)
            for sheet in self._book
            for line in sheet.iter_rows()
            for cell in line
            if cell.data_type == "f"
        ]

    def value(self, sheet: str, place: str) -> Any:
        if (sheet, place) not in self._known:
            cell = self._book[sheet][place]
            self._known[sheet, place] = self._computed(sheet, cell.value[1:]) if cell.data_type == "f" else cell.value
        return self._known[sheet, place]

    def _computed(self, sheet: str, formula: str) -> Any:
        def named(found: re.Match[str]) -> str:
            if found["text"]:
                return found["text"]
            if found["unequal"] or found["equal"]:
                return "!=" if found["unequal"] else "=="
            first, last = int(found["row"]), int(found["last"] or found["row"])
            where = found["sheet"] or sheet
            return f"AT({where!r}, {found['column']!r}, {first}, {last if found['last'] else 0})"

        text = re.sub(r"\bIF\(", "IF_(", _REFERENCE.sub(named, formula.replace("_xlfn.", "")))
        tree = ast.fix_missing_locations(_Lazily().visit(ast.parse(text, mode="eval")))
        return eval(compile(tree, formula, "eval"), {"__builtins__": {}}, FUNCTIONS | {"AT": self._at})

    def _at(self, sheet: str, column: str, first: int, last: int) -> Any:
        """A cell, or the cells of a column; what is empty compares as an empty text and counts as 0."""
        if not last:
            return _blank(self.value(sheet, f"{column}{first}"))
        return np.array([_blank(self.value(sheet, f"{column}{row}")) for row in range(first, last + 1)], dtype=object)


class _Lazily(ast.NodeTransformer):
    """Of IF only the branch that is chosen is computed."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        return ast.IfExp(*node.args) if isinstance(node.func, ast.Name) and node.func.id == "IF_" else node


class Blank(float):
    """An empty cell: 0 in a product, an empty text in a comparison."""

    def __eq__(self, other: object) -> bool:
        return other == "" if isinstance(other, str) else float(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = float.__hash__


def _blank(value: Any) -> Any:
    return Blank(0.0) if value is None else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, Blank)


def _sumproduct(*factors: Any) -> float:
    whole = np.array(factors[0], dtype=float)
    for factor in factors[1:]:
        whole = whole * np.array([it if _is_number(it) else 0 for it in factor], dtype=float)
    return float(whole.sum())


def _minifs(values: Any, named: Any, name: str, weights: Any, above: str) -> float:
    assert above == ">0"
    rows = zip(values, named, weights, strict=True)
    return min(value for value, called, weight in rows if called == name and weight > 0 and _is_number(value))


FUNCTIONS: dict[str, Any] = {
    "SUMPRODUCT": _sumproduct,
    "EXACT": lambda texts, text: np.array([it == text for it in texts], dtype=float),
    "ISNUMBER": lambda values: np.array([_is_number(it) for it in values], dtype=float),
    "MINIFS": _minifs,
    "COUNTIF": lambda values, word: sum(it == word for it in values),
    "COUNT": lambda values: sum(map(_is_number, values)),
    "MIN": lambda values: min(filter(_is_number, values)),
}
