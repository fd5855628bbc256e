"""One slide for a domain: its objectives and key results beside their progress against plan; more where it has many."""

from __future__ import annotations

from collections.abc import Iterator

from pptx.presentation import Presentation as Deck

from core.exports.handout import Handout
from core.exports.slides import notes
from core.exports.slides.charts import Judged, against_plan, bars_height
from core.exports.slides.paper import new_slide
from core.exports.slides.style import BODY, COLOURS, GREY, Box
from core.exports.slides.table import Cell, Column, Row, pages, table
from core.queries.key_results import Standing
from core.queries.scoreboard import DomainRow, ObjectiveRow
from core.queries.wording import confidence, coverage, percent, progress, reached
from core.queries.wording import status as word

COLUMNS = (
    Column("Objective, key result", 4.1),
    Column("Stands at", 1.75),
    Column("Progress", 0.86, is_number=True),
    Column("Planned", 0.8, is_number=True),
    Column("Status", 1.12),
    Column("Sure", 0.5, is_number=True),
)
CHART_LEFT, CHART_WIDTH = 9.9, 2.83


def domain_slides(deck: Deck, handout: Handout, domain: DomainRow) -> None:
    rows = [*_rows(domain)]
    title = domain.name if len(domain.name) > 40 else f"{domain.name}: {percent(domain.summary.progress)}"
    lead = f"{percent(domain.summary.progress)} reached, {percent(domain.summary.planned)} planned · {_rest(domain)}"
    said = [*notes.of_domain(handout, domain)]
    bars = {id(row): judged for row, judged in rows}
    parts = pages([row for row, _ in rows], COLUMNS, BODY.height)
    for number, shown in enumerate(parts, 1):
        part = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        slide = new_slide(deck, handout, f"{title}{part}", lead, said)
        table(slide, BODY, COLUMNS, shown)
        place = Box(CHART_LEFT, BODY.top, CHART_WIDTH, bars_height(len(shown)))
        against_plan(slide, place, [bars[id(row)] for row in shown], size=9)


def _rest(domain: DomainRow) -> str:
    statuses = ", ".join(f"{count} {word(status).lower()}" for status, count in domain.summary.statuses.items())
    return f"{coverage(domain.summary)} key results measured · objectives: {statuses or 'none that counts'}"


def _rows(domain: DomainRow) -> Iterator[tuple[Row, Judged]]:
    """Each row of the table with its bars."""
    for objective in domain.objectives:
        rollup = objective.rollup
        yield _objective(objective), (objective.key, rollup.progress, rollup.planned)
        for standing in objective.key_results:
            assessment = standing.assessment
            yield _key_result(standing), (standing.key, assessment.progress, assessment.planned)


def _objective(row: ObjectiveRow) -> Row:
    rollup = row.rollup
    cells = (
        Cell(f"{row.key} {row.title}", bold=True),
        Cell(f"{row.owner}; {coverage(rollup)} measured", GREY),
        Cell(percent(rollup.progress), bold=True),
        Cell(percent(rollup.planned)),
        Cell(word(rollup.status), COLOURS[rollup.status], bold=True),
        Cell(confidence(rollup.confidence)),
    )
    return Row(cells, is_heading=True)


def _key_result(standing: Standing) -> Row:
    assessment = standing.assessment
    cells = (
        Cell(f"{standing.key} {standing.title}"),
        Cell(reached(standing)),
        Cell(progress(assessment)),
        Cell(percent(assessment.planned)),
        Cell(word(assessment.status), COLOURS[assessment.status], bold=True),
        Cell(confidence(assessment.confidence)),
    )
    return Row(cells)
