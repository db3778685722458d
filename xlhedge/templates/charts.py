"""How the charts look: restrained, flat, titled, with units on the axes.

Every word of a chart is read from a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from xlhedge.templates.chart_texts import place
from xlhedge.templates.styles import FONT, GREY, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

TEAL = "#1F7A8C"
AMBER = "#C8702A"
MIST = "#CFD8DC"
GRID = "#E3E8EB"


class Axis(NamedTuple):
    """One axis: its title with the unit, its number format, and for dates how far they stand apart.

    No upper bound: the data are the reader's to change, and a fixed axis would cut them off.
    """

    title: str
    number: str = "General"
    tick: float | None = None  # days
    first: float | None = None  # a day number


class Series(NamedTuple):
    """One series: its name in the legend, its data, its colour, and a dashed line for a bound."""

    name: str
    x: Cell
    y: Cell
    colour: str
    dashed: bool = False


def lines(book: Book, title: str, x: Axis, y: Axis, series: Sequence[Series]) -> Chart:
    """Return lines, each point at its own place on both axes: a spare row below draws nothing."""
    chart = _new(book, title, x, y, "scatter", "straight")
    for s in series:
        chart.add_series(_data(book, title, s) | {"line": _stroke(s), "marker": {"type": "none"}})
    return chart


def scatter(book: Book, title: str, x: Axis, y: Axis, points: Series, *straight: Series) -> Chart:
    """Return a cloud of points with straight lines through it."""
    chart = _new(book, title, x, y, "scatter")
    dots = {
        "type": "circle",
        "size": 4,
        "fill": {"color": points.colour, "transparency": 40},
        "border": {"none": True},
    }
    chart.add_series(_data(book, title, points) | {"marker": dots, "line": {"none": True}})
    for s in straight:
        chart.add_series(_data(book, title, s) | {"marker": {"type": "none"}, "line": _stroke(s)})
    return chart


def curve(book: Book, title: str, x: Axis, y: Axis, series: Sequence[Series]) -> Chart:
    """Return points joined in the order of the data, each at its own place on both axes."""
    chart = _new(book, title, x, y, "scatter", "straight_with_markers")
    for s in series:
        dots = {"type": "circle", "size": 6, "fill": {"color": s.colour}, "border": {"none": True}}
        chart.add_series(_data(book, title, s) | {"marker": dots, "line": _stroke(s)})
    return chart


def columns(
    book: Book, title: str, x: Axis, y: Axis, series: Sequence[Series], subtype: str = "stacked"
) -> Chart:
    """Return stacked columns, with their values written in."""
    chart = _new(book, title, x, y, "column", subtype)
    for s in series:
        ink = "#FFFFFF" if s.colour == TEAL else INK
        labels = {"value": True, "num_format": y.number, "font": _font(9, ink)}
        chart.add_series(
            _data(book, title, s) | {"fill": {"color": s.colour}, "gap": 90, "data_labels": labels}
        )
    return chart


def shares(book: Book, title: str, x: Axis, y: Axis, series: Sequence[Series]) -> Chart:
    """Return stacked columns that all reach 100 %, where the axis ends: parts of a whole."""
    return columns(book, title, x, y, series, "percent_stacked")


def column_chart(book: Book, title: str, x: Axis, y: Axis, series: Sequence[Series]) -> Chart:
    """Return columns side by side, a group for each row of the data."""
    chart = _new(book, title, x, y, "column")
    for s in series:
        chart.add_series(_data(book, title, s) | {"fill": {"color": s.colour}, "gap": 60})
    return chart


def _new(book: Book, title: str, x: Axis, y: Axis, kind: str, subtype: str | None = None) -> Chart:
    """Return a chart without its series."""
    # add_chart returns None for a kind it does not know: there is none such here
    chart = cast("Chart", book.xlsx.add_chart({"type": kind, "subtype": subtype}))
    name = place(book, title, "Title", title)
    x = x._replace(title=place(book, title, "Horizontal axis", x.title))
    y = y._replace(title=place(book, title, "Vertical axis", y.title))
    chart.set_title({"name": name, "name_font": _font(12, INK, bold=True), "overlay": False})
    chart.set_x_axis(_axis(x, grid=False))
    chart.set_y_axis(_axis(y, grid=True))
    chart.set_legend({"position": "bottom", "font": _font(9, INK)})
    chart.set_chartarea({"border": {"color": GRID}, "fill": {"color": "#FFFFFF"}})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def _data(book: Book, title: str, series: Series) -> dict[str, Any]:
    name = place(book, title, "Series", series.name)
    return {"name": name, "categories": f"={series.x.far}", "values": f"={series.y.far}"}


def _stroke(series: Series) -> dict[str, Any]:
    if series.dashed:
        return {"color": series.colour, "width": 1.25, "dash_type": "dash"}
    return {"color": series.colour, "width": 2.25}


def _font(size: int, colour: str, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": colour, "bold": bold}


def _axis(axis: Axis, *, grid: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "name": axis.title,
        "name_font": _font(9, GREY),
        "num_font": _font(9, GREY),
        "num_format": axis.number,
        "label_position": "low",  # below the chart also where the data go below 0
        "line": {"color": MIST},
        "major_gridlines": {"visible": grid, "line": {"color": GRID, "width": 0.75}},
    }
    if axis.tick:
        options |= {"major_unit": axis.tick}
    if axis.first:
        options |= {"min": axis.first}
    return options
