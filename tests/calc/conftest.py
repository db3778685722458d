"""A LibreOffice for the tests that need a real one, and workbooks full of calls."""

import io

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from xlhedge.worksheet import CATALOGUE, ExcelError

FORMULA_OF = {
    "#DIV/0!": "=1/0",
    "#N/A": "=NA()",
    "#NUM!": "=SQRT(-1)",
    "#VALUE!": '=1+"x"',
}


class CallBook:
    """A workbook in which catalogue functions are called, and what each call must give.

    Arguments lie in cells of the sheet Args; the calls stand one below the other in Out.
    """

    def __init__(self):
        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._args = self._book.add_worksheet("Args")
        self._out = self._book.add_worksheet("Out")
        self._row = 0
        self._out_row = 0
        self.calls = []  # label, row in Out, expected value

    def call(self, label, name, args):
        """Add a call with every argument in cells; the catalogue itself says what it gives."""
        places, column, height = [], 0, 1
        for value in args:
            if value is None:
                places.append("")
                continue
            rows = value if isinstance(value, list) else [[value]]
            place = (self._row, column, self._row + len(rows) - 1, column + len(rows[0]) - 1)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    self._write(self._row + r, column + c, cell)
            single = len(rows) == len(rows[0]) == 1
            reference = xl_rowcol_to_cell(*place[:2]) if single else xl_range_abs(*place)
            places.append(f"Args!{reference}")
            column += len(rows[0]) + 1
            height = max(height, len(rows))
        self._row += height + 1
        self.formula(label, f"={name}({','.join(places)})", CATALOGUE[name](*args))

    def formula(self, label, formula, expected):
        """Add a formula as it is."""
        if isinstance(expected, list):
            area = (self._out_row, 0, self._out_row + len(expected) - 1, len(expected[0]) - 1)
            self._out.write_dynamic_array_formula(*area, formula)
        else:
            self._out.write_formula(self._out_row, 0, formula)
        self.calls.append((label, self._out_row + 1, expected))
        self._out_row += len(expected) if isinstance(expected, list) else 1

    def _write(self, row, column, cell):
        if isinstance(cell, ExcelError):
            self._args.write_formula(row, column, FORMULA_OF[cell.code], None, cell.code)
        elif isinstance(cell, bool):
            self._args.write_boolean(row, column, cell)
        elif cell == "":
            self._args.write_formula(row, column, '=""', None, "")
        elif cell is not None:
            self._args.write(row, column, cell)

    def data(self):
        """Return the file."""
        self._book.close()
        return self._file.getvalue()


@pytest.fixture(scope="session")
def call_book():
    """The maker of such workbooks."""
    return CallBook
