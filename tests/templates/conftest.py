"""The committed workbooks as the tests read them: by openpyxl, and part by part."""

import re
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

from xlhedge.worksheet import CATALOGUE

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
FRONT_MATTER = ("About", "Checks")

TEXT = re.compile(r'"[^"]*"')
SHEET = r"(?:'[^']+'|[A-Za-z_]\w*)!"
REFERENCE = re.compile(rf"({SHEET})?(\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?)(?![\w(])")
WORD = re.compile(r"[A-Za-z_]\w*")


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
        return any(re.search(rf"\b{name}\(", self.bare) for name in CATALOGUE)

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
        """Every formula of the book."""
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
    def names(self):
        """Defined names of cells -> (sheet, address without dollars)."""
        found = {}
        for name, defined in self.formulas_book.defined_names.items():
            sheet, _, area = defined.attr_text.rpartition("!")
            found[name] = (sheet.strip("'"), area.replace("$", ""))
        return found

    def precedents(self, formula):
        """(sheet, row, column) of every cell a formula reads, by address or by name."""
        bare = formula.bare
        areas = [
            ((sheet or formula.sheet + "!")[:-1].strip("'"), area.replace("$", ""))
            for sheet, area in REFERENCE.findall(bare)
        ]
        areas += [self.names[word] for word in WORD.findall(bare) if word in self.names]
        for sheet, area in areas:
            left, top, right, bottom = range_boundaries(area)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield sheet, row, column

    def value(self, sheet, row, column):
        """Return the value that the file holds for a cell."""
        return self.values_book[sheet].cell(row, column).value

    def named_value(self, name):
        """Return the value that the file holds for a named cell."""
        sheet, area = self.names[name]
        return self.values_book[sheet][area].value


@pytest.fixture(
    scope="module",
    params=sorted(WORKBOOKS.glob("*.xlsx")),
    ids=lambda path: path.stem,
)
def book(request):
    """Each of the committed workbooks in turn."""
    return Reading(request.param)
