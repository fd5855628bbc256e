"""Native charts: they keep their figures, and are edited in PowerPoint like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pptx.chart.axis import ValueAxis, _BaseAxis
from pptx.chart.chart import Chart
from pptx.chart.data import ChartData, XyChartData
from pptx.chart.plot import _BasePlot
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide
from pptx.util import Pt

from core.exports.handout import legible
from core.exports.slides.paper import places
from core.exports.slides.style import ACCENT, COLOURS, FONT, GREY, INK, LINE, PLANNED, Box
from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.queries.wording import status as word
from core.rules.progress import KeyResultFacts
from core.rules.status import Status

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
MOST_HEIGHT = 4.8
"""Of a chart, in inches."""
LABEL = 22
"""Characters of a label beside a bar."""
Judged = tuple[str, float | None, float | None]
"""A label, its progress and its plan, as shares."""


def bars_height(count: int) -> float:
    """Inches for so many labels with their bars, so that few bars do not grow thick."""
    return min(MOST_HEIGHT, 0.75 + 0.5 * count)


def against_plan(slide: Slide, box: Box, judged: Sequence[Judged], size: float = 11) -> None:
    """Two bars for each label, the first at the top: what is reached, and what was planned."""
    data = ChartData(number_format="0%")
    data.categories = [_label(label) for label, _, _ in judged]
    data.add_series("Planned", [planned for _, _, planned in judged])
    data.add_series("Progress", [progress for _, progress, _ in judged])
    chart = _chart(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data, size)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size, chart.legend.font.color.rgb = Pt(size), GREY
    _categories(chart.category_axis)
    _shares(chart.value_axis)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, -5
    for series, colour in zip(plot.series, (PLANNED, ACCENT), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        series.invert_if_negative = False
    _labels(plot, size - 1, "0%")


def status_counts(slide: Slide, box: Box, statuses: Mapping[Status, int]) -> None:
    """A bar for each status, in its colour, with its word and its number."""
    data = ChartData(number_format="0")
    data.categories = [word(status) for status in statuses]
    data.add_series("Key results", list(statuses.values()))
    chart = _chart(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data, 11)
    chart.has_legend = False
    _categories(chart.category_axis)
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width = 45
    for place, status in enumerate(statuses):
        fill = plot.series[0].points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = COLOURS[status]
    _labels(plot, 11, "0")


def trend(slide: Slide, box: Box, standing: Standing) -> None:
    """What was read from the first to the due day, beside the plan and its target, or beside the band to stay in."""
    assessment = standing.assessment
    facts = assessment.facts
    data = XyChartData(number_format="General")
    lines = {"Read": facts.values(assessment.as_of), **_meant(facts)}
    for name, points in lines.items():
        series = data.add_series(name)
        for on, value in points:
            series.add_data_point((on - FIRST_DAY).days, value)
    chart = _chart(slide, box, XL_CHART_TYPE.XY_SCATTER_LINES, data, 9)
    chart.has_legend = False
    days, values = chart.category_axis, chart.value_axis
    days.minimum_scale, days.maximum_scale = (facts.start - FIRST_DAY).days, (facts.due - FIRST_DAY).days
    days.major_unit = max(1, (facts.due - facts.start).days // 4)
    days.has_major_gridlines = False
    days.tick_labels.number_format, days.tick_labels.number_format_is_linked = "d mmm", False
    _quiet(days, 9)
    _quiet(values, 9)
    read, *meant = chart.plots[0].series
    _drawn(read, ACCENT, 2.25)
    for series in meant:
        _drawn(series, GREY, 1.25, is_dashed=True)


def _meant(facts: KeyResultFacts) -> Mapping[str, Sequence[tuple[date, float]]]:
    """The plan of a movement, or the bounds of a band."""
    if facts.kind is KeyResultKind.MOVEMENT:
        ends = {facts.start: facts.baseline or 0.0, facts.due: facts.target or 0.0}
        return {"Plan": sorted((ends | {point.on: point.value for point in facts.plan_points}).items())}
    bounds = (("At least", facts.low), ("At most", facts.high))
    return {name: [(facts.start, bound), (facts.due, bound)] for name, bound in bounds if bound is not None}


def _chart(slide: Slide, box: Box, kind: XL_CHART_TYPE, data: ChartData | XyChartData, size: float) -> Chart:
    frame: Any = slide.shapes.add_chart(kind, *places(box), data)  # type: ignore[arg-type]  # its types are too narrow
    chart: Chart = frame.chart
    chart.font.name, chart.font.size, chart.font.color.rgb = FONT, Pt(size), INK
    chart.has_title = False
    return chart


def _categories(axis: _BaseAxis) -> None:
    axis.reverse_order = True  # a bar chart begins at the bottom otherwise
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = LINE


def _shares(axis: ValueAxis) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 1, 0.25
    axis.visible, axis.has_major_gridlines = False, True
    axis.major_gridlines.format.line.color.rgb = LINE
    axis.major_gridlines.format.line.width = Pt(0.5)


def _quiet(axis: _BaseAxis, size: float) -> None:
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(size), GREY
    axis.format.line.color.rgb = LINE
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = LINE
        axis.major_gridlines.format.line.width = Pt(0.5)


def _labels(plot: _BasePlot, size: float, shape: str) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = shape, False
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size, labels.font.color.rgb, labels.font.name = Pt(size), INK, FONT


def _drawn(series: Any, colour: RGBColor, width: float, *, is_dashed: bool = False) -> None:
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = colour, Pt(width)
    if is_dashed:
        series.format.line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE if is_dashed else XL_MARKER_STYLE.CIRCLE
    if not is_dashed:
        series.marker.size = 5
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = series.marker.format.line.color.rgb = colour


def _label(said: str) -> str:
    """Short, and with an invisible word joiner before what the workbook inside the chart would take for a formula or a
    link."""
    said = legible(said)
    said = said if len(said) <= LABEL else f"{said[: LABEL - 1].rstrip()}…"
    return said if said[:1].isalnum() and ":" not in said else f"\u2060{said}"
