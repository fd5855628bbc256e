"""What is taken away holds whatever a quarter holds: nothing, texts that are no texts to some program, very much."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.util import Inches

from core.exports.colours import COLOURS
from core.exports.deck import write_deck
from core.exports.flat import write_flat
from core.exports.handout import Handout, legible
from core.exports.printable import write_printable
from core.exports.scorecard.book import write_scorecard
from core.exports.slides.style import SLIDE
from core.queries.wording import status as word
from core.rules.status import Status
from dashboard.theme import label
from tests.exports.portfolios import HOSTILE, decision, handout, movement, objective, standing
from tests.exports.slides import head_of, rows_of, title_of

OURS = ("=IF(", "=SUMPRODUCT(", "=COUNTIF(")
WRITERS = (write_deck, write_scorecard, write_flat, write_printable)


def usual() -> Handout:
    parts = (standing("KR-1.1", movement(1, (7, 1.0), (49, 1.5))), standing("KR-1.2", movement(2)))
    return handout([(None, objective("OBJ-1", parts))], decisions=(decision("DEC-1"),))


def hostile() -> Handout:
    """Every text stands once in each place."""
    rows = []
    for number, text in enumerate(HOSTILE, 1):
        part = standing(f"KR-{number}.1", movement(1, (7, 0.1)), title=text, owner=text, unit=text, domain=text)
        name = text.strip() or "?"
        rows.append((f"D{number}", objective(f"OBJ-{number}", (part,), title=text, owner=text, domain=name)))
    decisions = tuple(decision(f"DEC-{n}", text=text, owner=text, outcome=text) for n, text in enumerate(HOSTILE))
    return handout(rows, scope=HOSTILE[0], decisions=decisions)


def large() -> Handout:
    parts = [standing(f"KR-{n // 5}.{n % 5}", movement(n, (7, 0.1)), title="long " * 60) for n in range(200)]
    rows = [(None, objective(f"OBJ-{n}", tuple(parts[5 * n : 5 * n + 5]), title="W" * 300)) for n in range(40)]
    return handout(rows, scope="W" * 300)


def written(write, it: Handout) -> BytesIO:
    stream = BytesIO()
    write(stream, it)
    stream.seek(0)
    return stream


def test_a_deck_has_its_slides_their_day_and_notes_on_how_figures_come_about():
    slides = list(Presentation(written(write_deck, usual())).slides)
    titles = [title_of(slide) for slide in slides]
    assert titles[:3] == ["Quarterly review 2026-Q4 Company", "Where we stand", "Needs a decision (2)"]
    assert titles[-2:] == ["Company: 15\u00a0%", "Decisions (1)"]
    for number, slide in enumerate(slides, 1):
        assert "as of 22 Nov 2026" in words(slide), number
        assert slide.notes_slide.notes_text_frame.text, number
        assert 'type="slidenum"' in ZipFile(written(write_deck, usual())).read(f"ppt/slides/slide{number}.xml").decode()
    assert "(1 × 15\u00a0%) / 1 = 15\u00a0%" in slides[-2].notes_slide.notes_text_frame.text
    assert rows_of(slides[-1]) == [["DEC-1 Lend an engineer", "KR-1.1", "Olga Owner", "20 Nov 2026", "overdue"]]


def test_a_workbook_has_a_sheet_for_each_table_and_formulas_for_roll_ups():
    book = openpyxl.load_workbook(written(write_scorecard, usual()))
    assert book.sheetnames == ["Summary", "Domains", "Objectives", "Key results", "Readings", "Decisions"]
    sheet = book["Objectives"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert all(sheet.cell(2, columns[title]).data_type == "f" for title in ("Progress", "Planned", "Coverage"))
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in book["Readings"][2]][:1] == ["KR-1.1"]


def test_a_page_to_print_asks_nobody_for_anything():
    text = written(write_printable, usual()).read().decode()
    assert "default-src 'none'" in text
    assert not any(word in text for word in ("http:", "https:", "<script", "<link", "url(", "@import", " src="))


def test_lines_have_every_digit_and_objectives_without_key_results():
    it = handout([("FIN", objective("OBJ-1", (), domain="Finance")), *[(None, usual().board.objectives[0])]])
    lines = list(csv.DictReader(StringIO(written(write_flat, it).read().decode("utf-8-sig"))))
    assert [line["Key"] for line in lines] == ["", "KR-1.1", "KR-1.2"]
    assert [line["Domain"] for line in lines] == ["Finance", "Company", "Company"]
    assert lines[1]["Planned"] == repr(52 / 91)


@pytest.mark.parametrize("write", WRITERS)
def test_an_empty_quarter_can_be_taken_away_too(write):
    assert written(write, handout([])).read()


@pytest.mark.parametrize("write", WRITERS)
def test_so_can_objectives_without_key_results_and_key_results_without_data(write):
    assert written(write, handout([(None, objective("OBJ-1", ()))])).read()
    assert written(write, handout([(None, objective("OBJ-1", (standing("KR-1.1", movement()),)))])).read()


def test_no_text_is_a_formula_or_a_link_in_a_workbook():
    book = openpyxl.load_workbook(written(write_scorecard, hostile()))
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.hyperlink is None
                assert cell.data_type != "f" or cell.value.startswith(OURS), cell.value
    titles = [row[1].value for row in book["Key results"].iter_rows(min_row=2)]
    assert "=1+1" in titles


def test_no_text_is_a_formula_in_the_lines():
    lines = list(csv.reader(StringIO(written(write_flat, hostile()).read().decode("utf-8-sig"))))
    assert len(lines) == len(HOSTILE) + 1
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-1+", "-2+", "@", "\t", "\r"))]


def test_no_text_is_a_formula_in_the_workbooks_inside_the_charts():
    package = ZipFile(written(write_deck, hostile()))
    inside = [name for name in package.namelist() if name.endswith(".xlsx")]
    assert inside
    for name in inside:
        book = openpyxl.load_workbook(BytesIO(package.read(name)))
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_no_text_is_markup_on_the_page_to_print():
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.found.add(tag)

    tags = Tags()
    text = written(write_printable, hostile()).read().decode()
    tags.feed(text)
    assert "script" not in tags.found
    assert "b" not in tags.found
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in text


def test_texts_keep_their_letters_on_slides():
    slides = Presentation(written(write_deck, hostile())).slides
    told = " ".join(cell for slide in slides for row in rows_of(slide) for cell in row)
    for text in ("=1+1", "تقليل عدد التقارير اليدوية إلى النصف", "**bold** [link]", "bell and null"):
        assert text in told


def test_tables_of_200_key_results_end_above_the_foot_of_their_slides():
    slides = list(Presentation(written(write_deck, large())).slides)
    found = [row for slide in slides if head_of(slide)[:1] == ["Objective, key result"] for row in rows_of(slide)]
    assert len(found) == 240
    for slide in slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= Inches(SLIDE.height), title_of(slide)
            assert shape.left + shape.width <= Inches(SLIDE.width), title_of(slide)
            if shape.has_table:
                assert shape.top + shape.height <= Inches(6.95), title_of(slide)


def test_the_name_of_a_file_holds_on_every_file_system():
    assert usual().file_name(".pptx") == "Uptake 2026-Q4 Company as of 2026-11-22.pptx"
    board = usual().board
    odd = Handout(board, 'A/B\\C:D*"<|>\n\u202egpj..')
    assert odd.file_name(".csv") == "Uptake 2026-Q4 A B C D gpj as of 2026-11-22.csv"
    assert Handout(board, "///").file_name(".csv") == "Uptake 2026-Q4 review as of 2026-11-22.csv"
    assert len(Handout(board, "長" * 300).file_name(".xlsx").encode()) < 255


def test_every_status_has_its_colour_and_the_word_of_the_pages():
    assert set(COLOURS) == set(Status)
    assert [word(status) for status in Status] == [label(status) for status in Status]


def test_what_no_file_may_hold_is_left_out_and_what_does_not_break_stays():
    assert legible("a\x00b\x07c \ufffe\n d\u00a0%") == "abc d\u00a0%"


def words(slide: Slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if isinstance(shape, Shape))
