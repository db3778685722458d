"""The Data check sheet: what in a price history wants a look before a ratio is believed.

All of it is formulas, so prices that are pasted in later are looked at as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import at_least, between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.history import History

NAME = "Data check"
FINDING_TITLE, TOTAL = "Finding", "Findings in all"
THRESHOLD = 10  # robust standard deviations: prices have fat tails, slips of a digit go further
GAP, CALM = 1.5, 5  # a weekend with holidays on both sides is no gap in daily prices
ROW_COUNT, DAYS, UNDATED, MISSING = range(4)
TITLES = ("Sheet row", "Days since", "Without date", "Prices missing")
FINDING, COUNT, FIRST, DATE, MEANING = range(LABEL, LABEL + 5)


class Watched(NamedTuple):
    """Where a history and the workings beside it stand."""

    day: Cell
    prices: tuple[Cell, ...]
    labels: tuple[str, ...]
    row: Cell
    days: Cell
    undated: Cell
    missing: Cell


class Finding(NamedTuple):
    """One line of the table: what is counted, how many, and where the first one stands."""

    label: str
    number: str
    first: str
    meaning: str
    dated: bool = True


def write_workings(
    sheet: Sheet, top: int, col: int, day: Cell, prices: Sequence[Cell], labels: Sequence[str]
) -> Watched:
    """Write what each row is worth, beside the prices: `top` is the row of the headers."""
    sheet.headers(top, col, TITLES, ("right",) * 4)
    rows = range(day.row, day.last_row + 1)
    left, right = prices[0].col, prices[-1].col

    def line(row: int) -> tuple[str, str, str, str]:
        date, before = sheet.cell(row, day.col), sheet.cell(row - 1, day.col, row)
        values, whole = sheet.cell(row, left, row, right), sheet.cell(row, day.col, row, right)
        return (
            f"=ROW({date})",
            f'=IF(COUNT({before})=ROWS({before}),{date}-{before.at(0, 0)},"")',
            f"=IF(COUNT({date})=0,SIGN(COUNTA({values})),0)",
            f"=IF(COUNTA({whole})=0,-1,COLUMNS({values})-COUNT({values}))",
        )

    lines = [line(row) for row in rows]
    columns = [
        sheet.formula_column(
            col + i,
            rows[0] + (i == DAYS),  # the first row has none before it
            [texts[i] for texts in (lines[1:] if i == DAYS else lines)],
            "whole",
        )
        for i in range(4)
    ]
    return Watched(day, tuple(prices), tuple(labels), *columns)


def write_changes(
    sheet: Sheet, watched: Watched, col: int, prices: Sequence[Cell], numbers: Sequence[str]
) -> list[Cell]:
    """Write the changes of each price from row to row, side by side from a column on.

    There is none beside a gap, as the functions take it.
    """
    rows = range(watched.day.row + 1, watched.day.last_row + 1)

    def change(price: Cell, row: int) -> str:
        now, before = sheet.cell(row, price.col), sheet.cell(row - 1, price.col)
        return f'=IF({complete(sheet, watched, row)},{now}-{before},"")'

    return [
        sheet.formula_column(col + i, rows[0], [change(price, row) for row in rows], number)
        for i, (price, number) in enumerate(zip(prices, numbers, strict=True))
    ]


def complete(sheet: Sheet, watched: Watched, row: int) -> str:
    """Return the condition that neither this row nor the one before lacks a price."""
    missing = sheet.cell(row - 1, watched.missing.col, row)
    return f"SUMSQ(${missing.near.replace(':', ':$')})=0"


def write(book: Book, history: History, watched: Watched, changes: Sequence[Cell]) -> Cell:
    """Write the sheet, enter its checks, and return the number of the last row that is whole."""
    sheet = Sheet(
        book,
        NAME,
        "Data check: what in the prices wants a look",
        "It looks at whatever prices stand in the book: these, and those you paste in later.",
        (40, 19, 19, 19, 56),
        pages_tall=1,
    )
    _origin(sheet, history)
    threshold, gap, calm = _limits(sheet)
    used, last, whole, spacing = _dates(sheet, watched, gap, calm)
    bounds = _bounds(sheet, watched, changes, threshold)
    blocks = {
        "dates in order, none twice, no gap": _of_dates(watched, spacing),
        "no row half empty, none blank between": _of_rows(watched, used, last),
    } | {
        f"{label}: prices above 0, no change far off": _of_prices(watched, i, changes[i], bounds[i])
        for i, label in enumerate(watched.labels)
    }
    _table(sheet, watched, blocks)
    return whole


class Found(NamedTuple):
    """One finding as computed: its row on the page, its label, how many, the first one's row."""

    at: int
    label: str
    number: int
    first: int


def findings(page: Mapping[tuple[int, int], object]) -> list[Found]:
    """Return what was found, from the page's values by row and column counted from 1."""
    top = next(row for (row, column), value in page.items() if value == FINDING_TITLE)
    found = []
    row = top + 1
    while (label := page[row, FINDING + 1]) != TOTAL:
        count, first = page.get((row, COUNT + 1)), page.get((row, FIRST + 1))
        if isinstance(count, float) and isinstance(first, float) and count:
            found.append(Found(row, str(label), int(count), int(first)))
        row += 1
    return found


def ref(cell: Cell) -> str:
    """Return how another sheet's formula refers to a cell: by its name, else by its address."""
    return cell.name or cell.far


def _origin(sheet: Sheet, history: History) -> None:
    sheet.section("1  Where the prices come from")
    origin = history.origin
    lines = [("Source", f"File {history.file}" if origin else "Simulated (fixed seed), no market")]
    for label, header, unit in origin.headers if origin else ():
        lines.append((label, f"Column {header}, taken as {unit}"))
    for label, words in lines:
        sheet.worksheet.write_string(sheet.row, LABEL, label, sheet.book.styles("label"))
        sheet.worksheet.write_string(sheet.row, VALUE, words, sheet.book.styles("label"))
        sheet.row += 1


def _limits(sheet: Sheet) -> tuple[Cell, Cell, Cell]:
    sheet.section("2  Inputs: when a row is reported")
    return (
        sheet.input(
            "A change is far off beyond",
            THRESHOLD,
            "robust sd",
            "From the median; 3.5 is the textbook's, too near for prices.",
            at_least(1),
            number="cents",
        ),
        sheet.input(
            "A break in the dates is a gap beyond",
            GAP,
            "x the median",
            "Times the median number of days between two dates ...",
            between(1, 1000),
            number="cents",
        ),
        sheet.input(
            "... and beyond",
            CALM,
            "days",
            "... and longer than a weekend with holidays.",
            at_least(0),
            number="whole",
        ),
    )


def _dates(sheet: Sheet, watched: Watched, gap: Cell, calm: Cell) -> tuple[Cell, ...]:
    sheet.section("3  What is measured")
    add = sheet.result
    row, missing, days = (ref(c) for c in (watched.row, watched.missing, watched.days))
    used = add("Rows in use", f'=COUNTIF({missing},">=0")', "rows", "", number="whole")
    last = add(
        "The last of them",
        f'=_xlfn.MAXIFS({row},{missing},">=0")',
        "sheet row",
        "Spare rows below it are none of it.",
        number="whole",
    )
    whole = add(
        "The last with every price",
        f"=_xlfn.MAXIFS({row},{missing},0)",
        "sheet row",
        "Spare rows and half-filled ones are none.",
        number="whole",
    )
    median = add("Median break", f"=MEDIAN({days})", "days", "Between two dates.", number="whole")
    longest = add(
        "Longest break that is no gap",
        f"=MAX({gap}*{median},{calm})",
        "days",
        "By the two inputs.",
        number="cents",
    )
    sheet.row += 1
    return used, last, whole, longest


def _bounds(
    sheet: Sheet, watched: Watched, changes: Sequence[Cell], threshold: Cell
) -> list[tuple[Cell, Cell]]:
    """Write the measures of each series in a column of its own; return its lowest and highest."""
    labels = ("Changes from row to row", *watched.labels)
    sheet.headers(sheet.row, LABEL, labels, ("left", *("right",) * len(watched.labels)))
    rows = (
        "Median change",
        "Median distance from it",
        "Mean distance from the mean",
        "Robust standard deviation",
        "Lowest change not far off",
        "Highest change not far off",
    )
    first = sheet.row + 1
    for i, label in enumerate(rows):
        sheet.worksheet.write(first + i, LABEL, label, sheet.book.styles("label"))
    bounds = []
    for i, series in enumerate(changes):
        at = [sheet.cell(first + r, VALUE + i) for r in range(len(rows))]
        middle, distance, mean, robust = at[:4]
        fixed, given = threshold.fixed, ref(series)
        both = sheet.cell(distance.row, distance.col, mean.row)
        # half of a normal distribution lies within its point of 3/4 from the median; a history
        # that mostly stands still has no such distance but rounding, and takes the mean one
        quarter, half_pi = "1-1/(1+1)/(1+1)", "ASIN(1)"
        texts = (
            f"=MEDIAN({given})",
            f"=MEDIAN(IF(ISNUMBER({given}),ABS({given}-{middle})))",
            f"=AVEDEV({given})",
            f"=IF(SUMSQ({both})>SUMSQ({mean}),{distance}/NORMSINV({quarter}),{mean}*SQRT({half_pi}))",
            f"={middle}-{fixed}*{robust}",
            f"={middle}+{fixed}*{robust}",
        )
        for r, text in enumerate(texts):
            sheet.book.write_formula(
                sheet.worksheet, at[r], text, number="check", array=r == at.index(distance)
            )
        bounds.append((at[-2], at[-1]))
    sheet.row = first + len(rows)
    return bounds


def _of_dates(watched: Watched, longest: Cell) -> tuple[Finding, ...]:
    row, days = watched.row, ref(watched.days)
    later = row.column(0).far  # breaks begin at the second row

    def one(label: str, condition: str, meaning: str) -> Finding:
        return Finding(
            label,
            f"=COUNTIF({days},{condition})",
            f"=_xlfn.MINIFS({later},{days},{condition})",
            meaning,
        )

    return (
        one("Dates earlier than the one above", '"<0"', "Prices are taken oldest first."),
        one("Dates the same as the one above", "0", "Both rows are used: take one out."),
        one("Gaps in the dates", f'">"&{longest}', "One change then spans several."),
        Finding(
            "Rows with a price and no date",
            f"=SUM({ref(watched.undated)})",
            f"=_xlfn.MINIFS({ref(row)},{ref(watched.undated)},1)",
            "The price is used: its date is unknown, or is text.",
            dated=False,
        ),
    )


def _of_rows(watched: Watched, used: Cell, last: Cell) -> tuple[Finding, ...]:
    row, missing = ref(watched.row), ref(watched.missing)
    return (
        Finding(
            "Rows with a price missing",
            f'=COUNTIF({missing},">0")',
            f'=_xlfn.MINIFS({row},{missing},">0")',
            "Blank or text: the functions leave out the row and both changes.",
        ),
        Finding(
            "Blank rows between the prices",
            f"={last}-MIN({row})+1-{used}",
            f"=IF({{count}}>0,_xlfn.MINIFS({row},{missing},-1),0)",
            "No change is taken across one.",
            dated=False,
        ),
    )


def _of_prices(
    watched: Watched, series: int, changes: Cell, bounds: tuple[Cell, Cell]
) -> tuple[Finding, ...]:
    label, price = watched.labels[series], watched.prices[series]
    later = watched.row.column(0).far  # changes begin at the second row
    tests = [f'"{sign}"&{bound}' for sign, bound in zip("<>", bounds, strict=True)]
    return (
        Finding(
            f"{label}: prices of 0 or below",
            f'=COUNTIF({ref(price)},"<=0")',
            f'=_xlfn.MINIFS({watched.row.far},{ref(price)},"<=0")',
            "It happens, oil in April 2020: logs and returns then fail.",
        ),
        *(
            Finding(
                f"{label}: {way} far off",
                f"=COUNTIF({ref(changes)},{test})",
                f"=_xlfn.MINIFS({later},{ref(changes)},{test})",
                "A slip of a digit, a roll to another month, or the market.",
            )
            for way, test in zip(("falls", "rises"), tests, strict=True)
        ),
    )


def _table(sheet: Sheet, watched: Watched, blocks: Mapping[str, Sequence[Finding]]) -> None:
    """Write the findings; each block of them is one check, whose text is its key."""
    sheet.section("4  Findings")
    sheet.headers(
        sheet.row,
        LABEL,
        (FINDING_TITLE, "How many [rows]", "First one [sheet row]", "Its date", "What it means"),
        ("left", "right", "right", "right", "indent"),
    )
    sheet.row += 1
    top = sheet.row
    dates = watched.day.from_top().far
    for text, findings in blocks.items():
        first = sheet.row
        for finding in findings:
            _line(sheet, finding, dates)
        counts = sheet.cell(first, COUNT, sheet.row - 1)
        sheet.book.check(
            f"{NAME}: {text}",
            f"SUM({counts.far})",
            "0",
            unit="findings",
            tolerance=0,
            note="Looked at, and right as they are? Enter their number as the tolerance.",
        )
    total = sheet.result(
        TOTAL,
        f"=SUM({sheet.cell(top, COUNT, sheet.row - 1)})",
        "rows",
        "Held on Checks, with a tolerance for what you have looked at.",
        number="whole",
        answer=True,
    )
    sheet.headline("Findings", total, "whole")


def _line(sheet: Sheet, finding: Finding, dates: str) -> None:
    ws, row, book = sheet.worksheet, sheet.row, sheet.book
    count, first = sheet.cell(row, COUNT), sheet.cell(row, FIRST)
    ws.write(row, FINDING, finding.label, book.styles("label"))
    ws.write(row, MEANING, finding.meaning, book.styles("unit"))
    book.write_formula(ws, count, finding.number, number="whole")
    book.write_formula(ws, first, finding.first.format(count=count), number="row")
    if finding.dated:
        text = f'=IF({first}>0,INDEX({dates},{first}),"")'
        book.write_formula(ws, sheet.cell(row, DATE), text, number="date", align="right")
    sheet.row += 1
