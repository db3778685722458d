"""A workbook recomputed: the template, and 1,000 ratios beside the other Python engine.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
"""

import random

import formulas
import pytest
import xlsxwriter

from xlhedge.recalc import recalculate
from xlhedge.worksheet import MV_HEDGE_RATIO

WINDOW = 250


@pytest.fixture(scope="module")
def cells(size):
    """How many cells ask for a ratio."""
    return size(1_000, 50)


@pytest.fixture(scope="module")
def book(tmp_path_factory, cells):
    """A book of MV_HEDGE_RATIO cells on rolling ranges of 250 rows."""
    path = tmp_path_factory.mktemp("speed") / "ratios.xlsx"
    workbook = xlsxwriter.Workbook(path)
    data, ratios = workbook.add_worksheet("Data"), workbook.add_worksheet("Ratios")
    rng, spot, futures = random.Random(3), 90.0, 100.0
    for row in range(cells + WINDOW):
        move = rng.gauss(0, 1)
        spot, futures = spot + 0.8 * move + rng.gauss(0, 0.3), futures + move
        data.write_row(row, 0, [spot, futures])
    for row in range(1, cells + 1):
        last = row + WINDOW - 1
        ratios.write_formula(
            f"A{row}", f"=MV_HEDGE_RATIO(Data!$A${row}:$A${last},Data!$B${row}:$B${last})"
        )
    workbook.close()
    return path


def test_thousand_ratios_embedded_engine(benchmark, book, cells):
    """Ours, from file to values: at most a quarter of the opponent's time."""
    benchmark.group = "1,000 ratios of 250 rows"
    result = benchmark.pedantic(recalculate, (book,), rounds=3, warmup_rounds=1)
    assert result.formula_count == cells
    assert 0.5 < result.value("Ratios", f"A{cells}") < 1.1


def test_thousand_ratios_formulas_library(benchmark, book, cells):
    """The opponent, calling the same function."""
    benchmark.group = "1,000 ratios of 250 rows"
    formulas.get_functions()["MV_HEDGE_RATIO"] = lambda spot, futures: MV_HEDGE_RATIO(
        spot.value.tolist(), futures.value.tolist()
    )
    result = benchmark.pedantic(
        lambda: formulas.ExcelModel().loads(str(book)).finish().calculate(), rounds=1
    )
    ours = recalculate(book).value("Ratios", f"A{cells}")
    assert result[f"'[ratios.xlsx]RATIOS'!A{cells}"].value[0, 0] == pytest.approx(ours, rel=1e-9)


def test_template(benchmark, root):
    """The template from file to values: at most a second of process time after imports."""
    benchmark.group = "template"
    book = root / "workbooks" / "hedging-template.xlsx"
    benchmark.pedantic(recalculate, (book,), rounds=5, warmup_rounds=1)
