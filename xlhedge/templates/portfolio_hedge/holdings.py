"""The Holdings sheet: values, betas, volatilities, correlations, and the risk they make."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.page import LABEL
from xlhedge.templates.portfolio_hedge.inputs import LINES
from xlhedge.templates.rules import any_number, at_least, between, text_up_to

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

WEIGHT, MATRIX = LABEL + 1, LABEL + 4
BETAS = (1.2, 1.4, 1.6, 1.8)  # 1.5 on average, as the published portfolio
EACH, VOLATILITY, CORRELATION = 1262500, 0.2, 0.5  # four equal holdings make 5,050,000
NAMES = ("Shares A", "Shares B", "Shares C", "Shares D")


class Held(NamedTuple):
    """Where the holdings stand."""

    names: Cell
    values: Cell
    betas: Cell
    volatilities: Cell
    correlations: Cell
    weights: Cell
    covariance: Cell
    with_all: Cell
    variance: Cell
    volatility: Cell
    labels: Cell
    total: Cell


def write(book: Book) -> Held:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Holdings",
        "Holdings",
        "Value, beta, volatility and correlation of each. Spare lines stay blank.",
        (24, 14, 14, 14, *(12,) * (LINES + 1)),
        landscape=True,
        pages_tall=1,
    )
    names, values, betas, volatilities, correlations = _inputs(sheet)
    sheet.section("2  Workings: weights and the covariance of returns")
    total = sheet.result(
        "Portfolio", f"=SUM({values})", "USD", "All holdings.", "portfolio", "money"
    )
    held = names, values, betas, volatilities, correlations
    cells: list[Cell] = [*held, *_workings(sheet, held, total), total]
    return Held(*cells)


def _inputs(sheet: Sheet) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    sheet.section("1  Inputs: four equal holdings, together the portfolio of Hull's section 3.5")
    spare = (None,) * (4 + LINES)
    lines = [
        (
            name,
            EACH,
            beta,
            VOLATILITY,
            *(1 if i == j else CORRELATION for j in range(len(NAMES))),
            *(None,) * (LINES - len(NAMES)),
        )
        for i, (name, beta) in enumerate(zip(NAMES, BETAS, strict=True))
    ]
    names, values, betas, volatilities, *columns = sheet.input_table(
        (
            Field("Holding", "name", "general", text_up_to(40), "One line a holding."),
            Field("Value", "USD", "money", any_number(), "+ owned, - sold short.", "values"),
            Field("Beta", "to the index", "cents", any_number(), "To the index hedged with.",
                  "betas"),
            Field("Volatility", "a year", "percent1", at_least(0), "Of its returns."),
            *(
                Field(
                    f"With {i + 1}", "correlation", "cents", between(-1, 1),
                    f"With the holding in line {i + 1}; 1 with itself; the same both ways.",
                )
                for i in range(LINES)
            ),
        ),
        [*lines, *[spare] * (LINES - len(lines))],
    )  # fmt: skip
    block = sheet.cell(columns[0].row, columns[0].col, columns[0].last_row, columns[-1].last_col)
    return names, values, betas, volatilities, block


def _workings(
    sheet: Sheet, held: tuple[Cell, Cell, Cell, Cell, Cell], total: Cell
) -> tuple[Cell, ...]:
    names, values, _, volatilities, correlations = held
    rows = range(LINES)
    write = functools.partial(sheet.book.write_formula, sheet.worksheet)
    sheet.worksheet.write(sheet.row, LABEL, "Weights, side by side", sheet.book.styles("label"))
    for j in rows:
        place = sheet.cell(sheet.row, MATRIX + j)
        write(place, f"={values.at(j, 0)}/{total.fixed}", number="percent1")
    row = sheet.cell(sheet.row, MATRIX, last_col=MATRIX + LINES - 1)
    top = sheet.row + 2
    sheet.headers(
        top,
        LABEL,
        ("Holding", "Weight [share]", "", "", *(f"With {j + 1}" for j in rows), "With all"),
        ("left", *("right",) * (4 + LINES)),
    )
    first = top + 1
    labels = [f'=IF(ISBLANK({cell}),"",{cell})' for cell in (names.at(i, 0) for i in rows)]
    sheet.formula_column(LABEL, first, labels, "general")
    links = [f"={row.at(0, i)}" for i in rows]
    weights = sheet.formula_column(WEIGHT, first, links, "percent1")
    for j in rows:
        own = volatilities.at(j, 0).fixed
        formulas = [f"={correlations.at(i, j)}*{volatilities.at(i, 0)}*{own}" for i in rows]
        sheet.formula_column(MATRIX + j, first, formulas, "rate")
    covariance = sheet.cell(first, MATRIX, first + LINES - 1, MATRIX + LINES - 1)
    lines = [sheet.cell(first + i, MATRIX, last_col=MATRIX + LINES - 1) for i in rows]
    with_all = sheet.formula_column(
        MATRIX + LINES, first, [f"=SUMPRODUCT({row.fixed},{line})" for line in lines], "rate"
    )
    sheet.row = first + LINES + 1
    define = sheet.book.define
    weights = define(weights, "weights", "input", "share", "Weight of each holding")
    variance = sheet.result(
        "Variance",
        f"=SUMPRODUCT({weights},{with_all})",
        "a year",
        "Weights x covariance with all.",
        number="rate",
    )
    volatility = sheet.result(
        "Volatility of the portfolio",
        f"=SQRT({variance})",
        "a year",
        "Sample: 15.8 %, four equal holdings of 20 % and correlations of 0.5.",
        number="percent1",
        answer=True,
    )
    return (
        weights,
        define(covariance, "covariance", "input", "a year", "Covariance of the returns"),
        with_all,
        variance,
        volatility,
        sheet.cell(first, LABEL, first + LINES - 1),
    )
