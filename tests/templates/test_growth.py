"""Books filled to their last row: every row counts, and below the last one nothing can be typed."""

import datetime as dt
import itertools
import math
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.templates import checks

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
CODES = ("EUR", "GBP", "JPY", "CAD", "AUD", "CHF", "SEK", "NOK", "MXN", "SGD", "NZD", "PLN")
MONTHS = 24
COLUMNS = "CDEFGHIJKLMN"


def computed(name, inputs):
    """Return a book with other inputs."""
    return recalculate(WORKBOOKS / f"{name}.xlsx", inputs=inputs)


def failing(book):
    """Return the checks that fail."""
    return checks.failing(book.cells(checks.NAME))


def figures(book, sheet):
    """Return the figures of a page by their labels."""
    cells = book.cells(sheet)
    return {v: cells.get((row, 3)) for (row, column), v in cells.items() if column == 2}


def month_end(months):
    """Return the last day of a month so many months after November 2026."""
    year, month = divmod(2026 * 12 + 11 + months, 12)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def full_treasury():
    """Return inputs for twelve currencies and 24 months, with a deal in each of 80 rows."""
    inputs = {"risk_from": "own", "Interest!B27": 3, "Interest!C27": 0.036}
    inputs |= {f"Rates!{column}6": None for column in "CDEF"}  # a history of other spot rates
    for i, code in enumerate(CODES):
        inputs |= {f"Inputs!B{12 + i}": code, f"Inputs!C{12 + i}": 1 + i / 10}
        inputs |= {f"Risk!C{10 + i}": 0.1} | {
            f"Risk!{COLUMNS[1 + k]}{10 + i}": 0.3 for k in range(i)
        }
        column = "DEFGHIJKLMNO"[i]
        inputs |= {f"Interest!{column}{row}": 0.02 + i / 1000 for row in range(22, 28)}
        for month in range(MONTHS):
            inputs[f"Cash flows!{COLUMNS[i]}{9 + month}"] = 100
            inputs[f"Cash flows!{COLUMNS[i]}{36 + month}"] = -20
    for month in range(MONTHS):
        inputs |= {f"Inputs!B{28 + month}": 1 + month, f"Inputs!C{28 + month}": 0.5}
    pairs = itertools.islice(itertools.product(range(1, MONTHS + 1), range(12)), 80)
    for row, (month, i) in enumerate(pairs, 7):
        deal = (f"F{row}", CODES[i], "sell", 30, 1 + i / 10, month_end(month))
        inputs |= {f"Forwards!{c}{row}": v for c, v in zip("BCDEFG", deal, strict=True)}
    return inputs


def test_twelve_currencies_and_24_months_need_no_new_row():
    """Every currency, month and deal is in the totals, and every check passes."""
    full = computed("treasury-fx", full_treasury())
    assert failing(full) == []
    spots = np.array([1 + i / 10 for i in range(12)])
    exposures = figures(full, "Exposures")
    assert math.isclose(exposures["Open before hedges, all months"], 80 * MONTHS * spots.sum())
    sold = sum(30 * spots[i] for i in itertools.islice(itertools.cycle(range(12)), 80))
    assert math.isclose(exposures["Covered by forwards"], sold)
    values = [full.value("Forwards", f"T{row}") for row in range(7, 87)]
    assert all(isinstance(value, float) for value in values)
    risk = figures(full, "Exposure at risk")["At risk, no hedge"]
    matrix = np.full((12, 12), 0.3) + 0.7 * np.eye(12)
    open_now = 80 * MONTHS * spots * 0.1
    assert math.isclose(risk, 1.6448536269514722 * 0.5 * math.sqrt(open_now @ matrix @ open_now))


def test_twelve_holdings_are_all_hedged():
    """Values, betas and every pair of twelve holdings are in the contracts and the volatility."""
    inputs = {}
    for i in range(12):
        row = (f"Shares {i}", 100000 * (1 + i), 0.8 + i / 10, 0.2 + i / 100)
        inputs |= {f"Holdings!{c}{7 + i}": v for c, v in zip("BCDE", row, strict=True)}
        inputs |= {f"Holdings!{'FGHIJKLMNOP'[k]}{7 + i}": 0.4 for k in range(i)}
    full = computed("portfolio-hedge", inputs | {"asset": 12})
    assert failing(full) == []
    values = np.array([100000.0 * (1 + i) for i in range(12)])
    betas, sds = (np.array([a + i * b for i in range(12)]) for a, b in ((0.8, 0.1), (0.2, 0.01)))
    exact = full.names["contracts_exact"].value
    assert math.isclose(exact, -(values @ betas) / (1010 * 250))
    covariance = (np.full((12, 12), 0.4) + 0.6 * np.eye(12)) * np.outer(sds, sds)
    weights = values / values.sum()
    shown = figures(full, "Holdings")["Volatility of the portfolio"]
    assert math.isclose(shown, math.sqrt(weights @ covariance @ weights))


def test_a_ten_year_swap_paid_quarterly():
    """Forty payments are discounted one by one, and each check passes."""
    full = computed("rates-hedge", {"swap_years": 10, "frequency": 4})
    assert failing(full) == []
    times = [full.value("Payments", f"B{row}") for row in range(13, 53)]
    assert times == [quarter / 4 for quarter in range(1, 41)]
    assert full.value("Payments", "B53") in {"", None}


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("treasury-fx", ("codes", "tenors", "policy", "terms", "forward_codes", "rate_codes")),
        ("portfolio-hedge", ("values", "betas", "unit_prices")),
        ("rates-hedge", ("bond_face", "curve_years", "key_exposure")),
    ],
)
def test_below_the_last_row_nothing_can_be_typed(name, tables):
    """The cell under each list is locked, or a list of its own."""
    path = WORKBOOKS / f"{name}.xlsx"
    book = openpyxl.load_workbook(path)
    for table in tables:
        sheet, _, area = book.defined_names[table].attr_text.rpartition("!")
        last = area.replace("$", "").partition(":")[2]
        column, row = openpyxl.utils.cell.coordinate_from_string(last)
        below = f"{sheet.strip(chr(39))}!{column}{row + 1}"
        with pytest.raises(BadBook, match="locked on a protected sheet"):
            recalculate(path, inputs={below: 1})
