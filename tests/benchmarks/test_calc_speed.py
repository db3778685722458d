"""Speed in Calc: 1,000 rolling hedge ratios of ours beside Calc's own SLOPE, in one run.

python -m pytest tests/benchmarks/test_calc_speed.py --benchmark-enable
"""

import random

import pytest
import xlsxwriter

from xlhedge.calc.functions import ArgumentKind, variant
from xlhedge.calc.office import Session

WINDOW = 250
METHODS = [variant("MV_HEDGE_RATIO", [kind] * 2) for kind in (ArgumentKind.RANGE, ArgumentKind.ANY)]
FORMULAS = {
    "SLOPE of Calc": "=SLOPE({spot},{futures})",
    "MV_HEDGE_RATIO": f"={METHODS[0].full_name}({{spot}},{{futures}})",
    "MV_HEDGE_RATIO, ranges passed as values": (f"={METHODS[1].full_name}({{spot}},{{futures}})"),
}


@pytest.fixture(scope="module")
def session(office):
    """One LibreOffice for the three."""
    with Session(METHODS, program=office) as started:
        yield started


@pytest.mark.parametrize("name", FORMULAS)
def test_rolling_windows_in_calc(benchmark, size, name, session, tmp_path):
    """A recalculation gives 1,000 numbers; how long it takes is measured, not judged."""
    path, cells = tmp_path / "rolling.xlsx", size(1_000, 50)
    prices = random.Random(1)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Prices")
        for row in range(cells + WINDOW):
            sheet.write_row(row, 0, [3 + prices.random(), 3 + prices.random()])
        for row in range(cells):
            first, last = row + 1, row + WINDOW
            formula = FORMULAS[name].format(spot=f"A{first}:A{last}", futures=f"B{first}:B{last}")
            sheet.write_formula(row, 3, formula)
    session.open(path)
    benchmark(session.calculate)
    kinds = [kind for _, _, kind, _, _ in session.values()["Prices"]]
    assert kinds == ["number"] * cells
