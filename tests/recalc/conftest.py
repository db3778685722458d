"""Books for the tests of the recalc room, built with XlsxWriter."""

import importlib.util
import json
import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate
from xlhedge.worksheet.errors import ExcelError

HERE = Path(__file__).parent
# The sheet D that conformance cases read; K stays blank.
DATA = {
    "A": [1.5, 2.5, -3.5, 4.5, 5.5, 7.0],
    "B": [2.0, 4.0, 6.0, 8.0, 10.0, 13.0],
    "C": [5.0, "5", True, None, "x", -2.0],
    "D": ["apple", "banana", "apricot", "cherry", "a*x", "Apple"],
    "E": [45658.0 + 10 * i for i in range(6)],
    "F": ["=1/0", "=NA()", 3.0],
    "G": [-1000.0, 300.0, 420.0, 500.0, 100.0],
    "H": [45658.0, 45748.0, 45848.0, 45948.0, 46038.0],
    # the orchard of Microsoft's pages on the database functions: criteria, then the table
    "M": [
        "Tree",
        '="=Apple"',
        '="=Pear"',
        "Tree",
        "Apple",
        "Pear",
        "Cherry",
        "Apple",
        "Pear",
        "Apple",
    ],
    "N": ["Height", ">10", None, "Height", 18.0, 12.0, 13.0, 14.0, 9.0, 8.0],
    "O": ["Age", None, None, "Age", 20.0, 12.0, 14.0, 15.0, 8.0, 9.0],
    "P": ["Yield", None, None, "Yield", 14.0, 10.0, 9.0, 10.0, 8.0, 6.0],
    "Q": ["Profit", None, None, "Profit", 105.0, 96.0, 105.0, 75.0, 76.8, 45.0],
    "R": ["Height", "<16"],
}
STEP = 10  # rows between cases, so that spills have room


@pytest.fixture(scope="session")
def same_value():
    """Whether two cell values agree to nine digits."""

    def same(got, expected):
        if isinstance(got, float) and isinstance(expected, float):
            return math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12)
        return type(got) is type(expected) and got == expected

    return same


@pytest.fixture
def up_to_date(parts_of, with_part):
    """Take the mark out of a book that its values are out of date."""
    part = "xl/workbook.xml"

    def marked(data):
        text = parts_of(data)[part].decode()
        return with_part(data, part, text.replace(' fullCalcOnLoad="1"', ""))

    return marked


@pytest.fixture(scope="session")
def tables():
    """The conformance tables: topic -> cases."""
    found = {}
    for path in sorted((HERE / "conformance").glob("*_cases.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[path.stem.removesuffix("_cases")] = module.CASES
    return found


@pytest.fixture(scope="session")
def conformance_book(book_of):
    """Put formulas into a book beside the data, each with room below and to the right."""

    def make(formulas):
        data = {f"{c}{r}": v for c, column in DATA.items() for r, v in enumerate(column, start=1)}
        return book_of({"D": data, "T": {f"A{1 + STEP * i}": f for i, f in enumerate(formulas)}})

    return make


@pytest.fixture(scope="session")
def compute(conformance_book):
    """Compute formulas beside the conformance data: each one's value, rows, or "refused"."""

    def run(formulas):
        result = recalculate(conformance_book(formulas), functions={}, partial=True)
        refused = {refusal.cell for refusal in result.refusals}
        values = result.values["T"]
        found = []
        for i in range(len(formulas)):
            top = 1 + STEP * i
            if f"A{top}" in refused:
                found.append("refused")
                continue
            rows = [
                [values[r, c] for c in range(1, 40) if (r, c) in values]
                for r in range(top, top + STEP)
                if (r, 1) in values
            ]
            found.append(rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0])
        return found

    return run


class LabError(Exception):
    """An Excel error in the lab's functions."""


def _number(value):
    while isinstance(value, list):
        if len(value) != 1:
            raise LabError("#VALUE!")
        value = value[0]
    if isinstance(value, ExcelError):
        raise LabError(value.code)
    if value is None:
        return 0.0
    try:
        return float(value)
    except ValueError:
        raise LabError("#VALUE!") from None


def _flat(value):
    cells = [cell for row in value for cell in row] if isinstance(value, list) else [value]
    for cell in cells:
        if isinstance(cell, ExcelError):
            raise LabError(cell.code)
    return cells


def _moments(spot, futures):
    spot, futures = _flat(spot), _flat(futures)
    if len(spot) != len(futures):
        raise LabError("#N/A")
    pairs = [
        (s, f)
        for s, f in zip(spot, futures, strict=True)
        if isinstance(s, float) and isinstance(f, float)
    ]
    if len(pairs) < 2:
        raise LabError("#DIV/0!")
    n = len(pairs)
    mean_s, mean_f = (math.fsum(column) / n for column in zip(*pairs, strict=True))
    covariance = math.fsum((s - mean_s) * (f - mean_f) for s, f in pairs)
    return (
        n,
        covariance,
        math.fsum((s - mean_s) ** 2 for s, _ in pairs),
        math.fsum((f - mean_f) ** 2 for _, f in pairs),
    )


def _divided(a, b):
    if b == 0:
        raise LabError("#DIV/0!")
    return a / b


def _ratio(spot, futures):
    _, covariance, _, variance = _moments(spot, futures)
    return _divided(covariance, variance)


def _contracts(ratio, value, price, multiplier, mode="nearest"):
    number = _divided(_number(ratio) * _number(value), _number(price) * _number(multiplier))
    nearest = math.copysign(math.floor(abs(number) + 0.5), number)
    return {"nearest": nearest, "up": float(math.ceil(number)), "none": number}[mode or "nearest"]


def _table(spot, futures, windows):
    rows = []
    for window in map(int, _flat(windows)):
        n, covariance, var_s, var_f = _moments(spot[-window:], futures[-window:])
        rows.append(
            [
                float(window),
                covariance / var_f,
                covariance / math.sqrt(var_s * var_f),
                math.sqrt(var_s / (n - 1)),
                math.sqrt(var_f / (n - 1)),
            ]
        )
    return rows


def _adjusted(betas):
    rows = betas if isinstance(betas, list) else [[betas]]
    return [[0.67 * _number(cell) + 0.33 for cell in row] for row in rows]


def _fail():
    raise RuntimeError("boom")


def _as_cells(body):
    def call(*args):
        try:
            return body(*args)
        except LabError as error:
            return ExcelError(str(error))
        except Exception as fault:  # noqa: BLE001 - as a host would
            return ExcelError("#VALUE!", str(fault))

    return call


@pytest.fixture(scope="session")
def lab_functions():
    """The functions of the lab's two suites, which are not the catalogue's."""
    bodies = {
        "HEDGE_RATIO": lambda hedge, position: _divided(_number(hedge), _number(position)),
        "MV_HEDGE_RATIO": _ratio,
        "FUTURES_CONTRACTS": _contracts,
        "HEDGE_TABLE": _table,
        "BETA_ADJ": _adjusted,
        "HEDGE_LABEL": lambda ratio: f"hedged {_number(ratio):.1%}",
        "FAIL_ALWAYS": _fail,
    }
    return {name: _as_cells(body) for name, body in bodies.items()}


@pytest.fixture(scope="session")
def suite():
    """One of the lab's suites: the file and the known answers."""

    def load(name):
        answers = {"book": "expected.json", "edge": "expected_edge.json"}[name]
        expected = json.loads((HERE / "data" / answers).read_text("utf-8"))
        return HERE / "data" / f"{name}.xlsx", expected["scored"] + expected["bulk"]

    return load
