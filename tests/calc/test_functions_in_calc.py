"""The catalogue computed by a real Calc: every example, and the conventions table again."""

import copy
import itertools
import math
import re

import pytest

from xlhedge import worksheet
from xlhedge.calc import values
from xlhedge.calc.functions import installed_methods
from xlhedge.calc.office import Session
from xlhedge.calc.rewrite import rewrite
from xlhedge.recalc.opinions.libreoffice_engine import recalculate_in_libreoffice
from xlhedge.worksheet import CATALOGUE, ExcelError

ERRORS = itertools.cycle(["#DIV/0!", "#N/A", "#NUM!", "#VALUE!"])
HOLES = [None, "n/a", "", True]


def examples(book):
    """Every example, with its arguments in cells and with its arguments in the formula."""
    for name, entry in sorted(CATALOGUE.items()):
        book.call(f"{name} from cells", name, entry.example)
        blanks = any(None in row for a in entry.example if isinstance(a, list) for row in a)
        if not blanks:  # Excel's {} has no blanks
            book.formula(f"{name} typed", entry.example_formula, entry(*entry.example))


def with_argument(entry, position, value):
    """Return the example's arguments with one replaced."""
    args = [*copy.deepcopy(entry.example), *[None] * (position + 1 - len(entry.example))]
    args[position] = value
    return args


def conventions(book):
    """The situations of the conventions table, in every argument of every function."""
    for name, entry in sorted(CATALOGUE.items()):
        if name == "HEDGE_EXPLAIN":
            continue
        for i, argument in enumerate(entry.arguments):
            value = entry.example[i] if i < len(entry.example) else None
            spoilt_values = [[[None]], ExcelError(next(ERRORS))]
            if not argument.reader.is_range:
                spoilt_values += ["no such word", True]
            elif isinstance(value, list):
                spoilt_values.append(value[:-1] or [[None]])
                for row, cell in [(0, hole) for hole in HOLES] + [(-1, ExcelError(next(ERRORS)))]:
                    holed = copy.deepcopy(value)
                    holed[row][-1] = cell
                    spoilt_values.append(holed)
            for n, spoilt in enumerate(spoilt_values):
                book.call(
                    f"{name}, {argument.name}, case {n}", name, with_argument(entry, i, spoilt)
                )


BOOKS = {"examples": examples, "conventions": conventions}


@pytest.fixture(scope="module")
def books(call_book):
    """The workbooks of this module, filled: name -> calls and file."""
    filled = {}
    for name, fill in BOOKS.items():
        book = call_book()
        fill(book)
        filled[name] = (book.calls, book.data())
    return filled


@pytest.fixture(scope="module")
def session(office, books):
    """One LibreOffice for all of them, with the methods that their calls need."""
    methods = {m for _, data in books.values() for m in rewrite(data).methods}
    with Session([*installed_methods(), *methods], program=office) as started:
        yield started


def disagreement(found, expected):
    """Return whether a cell of Calc is not what the catalogue gives."""
    if isinstance(expected, bool | float) and isinstance(found, bool | float):
        return not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
    return found != expected


@pytest.mark.parametrize("name", BOOKS)
def test_calc_gives_what_the_catalogue_gives(name, books, session):
    """Each cell of each call in Calc holds the catalogue's own value, to 1e-9 relative.

    Errors are the same errors; a table has the catalogue's size.
    """
    calls, data = books[name]
    assert len(calls) > len(CATALOGUE)
    result = recalculate_in_libreoffice(data, session=session)
    assert result.refusals == []
    cells = result.values["Out"]
    wrong = []
    for label, first, expected in calls:
        rows = expected if isinstance(expected, list) else [[expected]]
        wrong += [
            (label, r, c, cells.get((first + r, 1 + c)), cell)
            for r, row in enumerate(rows)
            for c, cell in enumerate(row)
            if disagreement(cells.get((first + r, 1 + c)), cell)
        ]
    assert not wrong, f"{len(wrong)} cells differ, first {wrong[:5]}"
    assert len(cells) == sum(sum(map(len, e)) if isinstance(e, list) else 1 for _, _, e in calls)


INSTALLED = {  # what stands in cells A1:B4 is written below; a formula and what it must give
    "=MV_HEDGE_RATIO(A1:A4,B1:B4)": worksheet.MV_HEDGE_RATIO(
        [[3.0], [3.1], [None], [3.2]], [[3.4], [3.5], [3.6], [True]]
    ),
    "=MV_HEDGE_RATIO(A1:A4,B1:B5)": ExcelError("#N/A"),
    "=MV_HEDGE_RATIO(A1:A4,C1:C4)": ExcelError("#N/A"),  # an error inside a range
    "=HEDGE_RATIO(52005,60000)": 0.86675,
    "=HEDGE_RATIO(1,0)": ExcelError("#DIV/0!"),
    "=HEDGE_RATIO(C2,1)": ExcelError("#N/A"),
    "=HEDGE_STATUS(0.9)": "partly hedged",
    "=FUTURES_CONTRACTS(20000,5000,0.9,,,,,1)": -4.0,
    '=HEDGE_EXPLAIN("HEDGE_RATIO",52005,0)': worksheet.HEDGE_EXPLAIN("HEDGE_RATIO", 52005.0, 0.0),
    '=HEDGE_EXPLAIN("PORTFOLIO_HEDGE_RATIO",A1:A2,B1:B3)': worksheet.HEDGE_EXPLAIN(
        "PORTFOLIO_HEDGE_RATIO", [[3.0], [3.1]], [[3.4], [3.5], [3.6]]
    ),
    "=HEDGE_RATIO(HEDGE_RATIO(1,2),HEDGE_RATIO(1,4))": 2.0,
}


def test_the_installed_functions(session, tmp_path):
    """As a person has them: ranges keep blanks, TRUE and errors; arguments may be left out.

    The full names stand here because that is what LibreOffice 7.4 resolves in a file.
    """
    import xlsxwriter

    path = tmp_path / "installed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet")
        for place, value in {
            "A1": 3.0,
            "A2": 3.1,
            "A4": 3.2,
            "B1": 3.4,
            "B2": 3.5,
            "B3": 3.6,
        }.items():
            sheet.write(place, value)
        sheet.write_boolean("B4", True)
        sheet.write_column("C1", [3.4, None, 3.6, 3.7])
        sheet.write_formula("C2", "=NA()")
        for row, formula in enumerate(INSTALLED):
            full = formula
            for method in sorted(installed_methods(), key=lambda m: -len(m.function)):
                full = re.sub(rf"(?<![\w.\"]){method.function}\(", f"{method.full_name}(", full)
            sheet.write_formula(row, 5, full)
    session.open(path)
    session.calculate()
    found = {row: rest for row, column, *rest in session.values()["Sheet"] if column == 5}
    for row, (formula, expected) in enumerate(INSTALLED.items()):
        kind, value, unknown = found[row]
        assert not unknown, formula
        got = ExcelError(values.error_code(value)) if kind == "error" else value
        assert not disagreement(got, expected), (formula, got, expected)
