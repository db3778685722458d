"""The workbooks as the tests read them, committed and with own data: whole, and part by part."""

import datetime as dt
import itertools
import random
import re
import tomllib
import warnings
import zipfile
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import own_data, shelf
from xlhedge.templates.own_data.currencies import Money, read_currencies
from xlhedge.worksheet import CATALOGUE

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
COFFEE = Path(__file__).parent / "coffee-roaster.toml"  # a book that nobody ships
FRONT_MATTER = ("About", "Chart texts", "Checks", "Contracts")

TEXT = re.compile(r'"[^"]*"')
SHEET = r"(?:'[^']+'|[A-Za-z_]\w*)!"
REFERENCE = re.compile(rf"({SHEET})?(\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?)(?![\w(])")
HEDGE = re.compile(rf"\b(?:{'|'.join(CATALOGUE)})\(")
WORD = re.compile(r"[A-Za-z_]\w*")
# a text that takes the word of an input: ="Price ["&price_unit&"]"
_PIECE = r'(?:"(?:[^"]|"")*"|[a-z]+(?:_[a-z]+)*)'
LABEL = re.compile(rf'(?=.*")={_PIECE}(?:&{_PIECE})*')


class Formula(NamedTuple):
    """One formula: where it stands, what it says and which cells its result fills."""

    sheet: str
    row: int
    column: int
    text: str
    filled: str

    @property
    def place(self):
        """The address with the sheet."""
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"

    @property
    def bare(self):
        """The formula without its texts."""
        return TEXT.sub('""', self.text)

    @property
    def is_hedge(self):
        """Whether a hedge function is in it."""
        return HEDGE.search(self.bare) is not None

    @property
    def r1c1(self):
        """The formula with its references counted from its own cell."""

        def relative(match):
            sheet, area = match.groups()
            return (sheet or "") + ":".join(self._offset(cell) for cell in area.split(":"))

        return REFERENCE.sub(relative, self.bare)

    def _offset(self, cell):
        fixed_column, letters, fixed_row, digits = re.fullmatch(
            r"(\$?)([A-Z]+)(\$?)(\d+)", cell
        ).groups()
        column = openpyxl.utils.column_index_from_string(letters)
        row = f"R{digits}" if fixed_row else f"R[{int(digits) - self.row}]"
        return row + (f"C{column}" if fixed_column else f"C[{column - self.column}]")


class Reading:
    """A workbook read once for all tests."""

    def __init__(self, path):
        self.path = path
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl names what it does not keep
            self.formulas_book = openpyxl.load_workbook(path)
            self.values_book = openpyxl.load_workbook(path, data_only=True)
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    def xml(self, prefix):
        """Parse every part whose name starts with `prefix`."""
        return [
            ET.fromstring(content)  # noqa: S314 - our own files
            for name, content in self.parts.items()
            if name.startswith(prefix)
        ]

    @property
    def sheets(self):
        """The worksheets, with formulas."""
        return self.formulas_book.worksheets

    @property
    def content_sheets(self):
        """The worksheets between About and Checks."""
        return [s for s in self.sheets if s.title not in FRONT_MATTER]

    @cached_property
    def formulas(self):
        """Every formula of the book, but for the labels that take the word of an input."""
        return [f for f in self._all_formulas if not LABEL.fullmatch(f.text)]

    @cached_property
    def labels(self):
        """The labels that are formulas, since they take the word of an input."""
        return [f for f in self._all_formulas if LABEL.fullmatch(f.text)]

    @cached_property
    def verdicts(self):
        """(sheet, row, column) of every cell that a conditional format judges by its word."""
        return {
            (sheet.title, row, column)
            for sheet in self.sheets
            for judged in sheet.conditional_formatting
            if any("pass" in (rule.text or "") for rule in judged.rules)
            for area in judged.sqref.ranges
            for row, column in area.cells
        }

    @cached_property
    def _all_formulas(self):
        found = []
        for sheet in self.sheets:
            for row in sheet.iter_rows():
                for cell in row:
                    value = cell.value
                    if isinstance(value, ArrayFormula):
                        text, filled = value.text, value.ref
                    elif isinstance(value, str) and value.startswith("="):
                        text, filled = value, cell.coordinate
                    else:
                        continue
                    found.append(Formula(sheet.title, cell.row, cell.column, text, filled))
        return found

    @cached_property
    def filled(self):
        """(sheet, row, column) of every cell a formula fills -> the formula."""
        places = {}
        for formula in self.formulas:
            left, top, right, bottom = range_boundaries(formula.filled)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    places[formula.sheet, row, column] = formula
        return places

    @cached_property
    def inputs(self):
        """(sheet, cell) of every cell that the protection leaves open."""
        return [
            (sheet, cell)
            for sheet in self.sheets
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        ]

    @cached_property
    def validations(self):
        """(sheet, row, column) of every cell whose input is validated -> the validation."""
        return {
            (sheet.title, row, column): validation
            for sheet in self.sheets
            for validation in reversed(sheet.data_validations.dataValidation)
            for area in validation.sqref.ranges
            for row, column in area.cells
        }

    @cached_property
    def names(self):
        """Defined names of cells -> (sheet, address without dollars)."""
        found = {}
        for name, defined in self.formulas_book.defined_names.items():
            sheet, _, area = defined.attr_text.rpartition("!")
            found[name] = (sheet.strip("'"), area.replace("$", ""))
        return found

    def areas(self, formula):
        """Sheet, first column and row, last column and row of all that a formula reads."""
        bare = formula.bare
        areas = [
            ((sheet or formula.sheet + "!")[:-1].strip("'"), area.replace("$", ""))
            for sheet, area in REFERENCE.findall(bare)
        ]
        areas += [self.names[word] for word in WORD.findall(bare) if word in self.names]
        return [(sheet, *range_boundaries(area)) for sheet, area in areas]

    @staticmethod
    def cells_of(area):
        """Return (sheet, row, column) of every cell of an area."""
        sheet, left, top, right, bottom = area
        return itertools.product((sheet,), range(top, bottom + 1), range(left, right + 1))

    def precedents(self, formula):
        """(sheet, row, column) of every cell a formula reads, by address or by name."""
        return itertools.chain.from_iterable(map(self.cells_of, self.areas(formula)))

    def value(self, sheet, row, column):
        """Return the value that the file holds for a cell."""
        return self.values_book[sheet].cell(row, column).value

    def named_value(self, name):
        """Return the value that the file holds for a named cell."""
        sheet, area = self.names[name]
        return self.values_book[sheet][area].value


def own_rows(name, rows, first=dt.date(2004, 1, 5)):
    """Return days without weekends and prices for a template, in mils, none as the one before."""
    draw = random.Random(11)
    day, price, lines = first, 70000, []
    for i in range(rows):
        price += draw.randint(-600, 600) + (70000 - price) // 200
        # odd and even in turn: an item that does not move has no dollar offset
        spot = (price * 80 // 100 + draw.randint(-250, 250)) // 2 * 2 + i % 2
        values = [spot / 1000, price / 1000, (price * 85 // 100 + draw.randint(-250, 250)) / 1000]
        lines.append((day, *values[: 3 if name == "commodity-cross-hedge" else 2]))
        day += dt.timedelta(days=3 if day.weekday() == 4 else 1)
    return lines


def as_csv(lines, header=("Date", "Spot", "Futures", "Second")):
    """Return lines as the text of a CSV file."""
    texts = [header[: len(lines[0])], *lines]
    return "".join(",".join(map(str, line)) + "\n" for line in texts)


def own_rates(folder, rows):
    """Return so many rates of two currencies, as read from a file in the ECB's layout."""
    lines = [
        f"{day},{1 + (spot - 56) / 200:.4f},{60 + futures:.2f},"
        for day, spot, futures in own_rows("treasury-fx", rows)
    ]
    layout = shelf.layout(templates.description_text("treasury-fx"), "treasury-fx")

    data = folder / "eurofxref-hist.csv"
    data.write_text("\n".join(["Date,USD,JPY,", *lines[::-1]]) + "\n", encoding="utf-8")
    wanted = own_data.DataRequest((own_data.Source(data),))
    return read_currencies(wanted, layout, Money("EUR")).history


def not_the_samples(name):
    """Return other figures for the inputs that hold the sample's until the reader's come."""
    sheets = tomllib.loads(templates.description_text(name))["sheet"]
    figures = {b.get("name"): b.get("value") for sheet in sheets for b in sheet["blocks"]}
    return {waits: 2 * figures[waits] for waits in templates.layouts()[name].waits}


@pytest.fixture(scope="session")
def own_book(tmp_path_factory):
    """Return a template computed with own data of so many rows, as a file."""

    def build(name, rows):
        folder = tmp_path_factory.mktemp("own")
        path = folder / f"{name}.xlsx"
        if name == "treasury-fx":
            fresh = templates.build(name, own_rates(folder, rows))
            path.write_bytes(recalculate(fresh).to_bytes())
            return path
        data = folder / "prices.csv"
        data.write_text(as_csv(own_rows(name, rows)), encoding="utf-8")
        read = own_data.read(
            own_data.DataRequest((own_data.Source(data),)), templates.layouts()[name]
        )
        fresh = templates.build(name, read.history)
        path.write_bytes(recalculate(fresh, inputs=not_the_samples(name)).to_bytes())
        return path

    return build


OWN = (
    ("hedging-template", 30),
    ("hedging-template", 250),
    ("hedging-template", 5000),
    ("commodity-cross-hedge", 61),
    ("commodity-cross-hedge", 700),
    ("portfolio-hedge", 250),
    ("hedge-effectiveness", 250),
    ("treasury-fx", 250),
)


@pytest.fixture(
    scope="module",
    params=[*sorted(WORKBOOKS.glob("*.xlsx")), COFFEE, *OWN],
    ids=lambda what: what.stem if isinstance(what, Path) else f"{what[0]}-own-{what[1]}",
)
def book(request, own_book, tmp_path_factory):
    """Each of the committed workbooks in turn, a desk's own, then books with own data."""
    if request.param == COFFEE:
        path = tmp_path_factory.mktemp("desk") / "coffee-roaster.xlsx"
        built = shelf.build(COFFEE.read_text(encoding="utf-8"), COFFEE.name)
        path.write_bytes(recalculate(built).to_bytes())
        return Reading(path)
    if isinstance(request.param, Path):
        return Reading(request.param)
    return Reading(own_book(*request.param))
