"""The part that runs in LibreOffice's own Python: it opens, computes, reads and prints a book.

Started by `office.Session` with the name of the pipe. Takes one request a line on its standard
input and gives one answer a line on its standard output, both JSON.
"""

from __future__ import annotations

import json
import re
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_NEVER_RUN_MACROS, _NEVER_UPDATE_LINKS = 0, 0
_FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_CONTENT = 1 | 2 | 4 | _FORMULA_CELLS  # with numbers, dates and texts
_ERROR, _VALUE = 4, 1  # com.sun.star.sheet.FormulaResult
_LOGICAL = 1024  # com.sun.star.util.NumberFormat.LOGICAL
_TEXT = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_OURS = "ORG.XLHEDGE.CALC.ADDIN."  # what our functions' names begin with in a formula
_UNKNOWN = re.compile(r"(?<![\w.])[a-z_][a-z0-9_.]*\(")  # functions that are known are in capitals


def _property(name: str, value: object) -> Any:
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def _connect(pipe: str) -> Any:
    """Return LibreOffice's desktop; who started us ends us if it never comes up."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.05)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )


class Driver:
    """One LibreOffice and the one book that is open in it."""

    def __init__(self, pipe: str) -> None:
        self.desktop = _connect(pipe)
        self.document: Any = None

    def open(self, path: str) -> None:
        """Open a book without running or fetching anything that it mentions."""
        self.close()
        self.document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path),
            "_blank",
            0,
            (
                _property("Hidden", value=True),
                _property("MacroExecutionMode", _NEVER_RUN_MACROS),
                _property("UpdateDocMode", _NEVER_UPDATE_LINKS),
            ),
        )
        if self.document is None or not hasattr(self.document, "Sheets"):
            self.document = None
            raise ValueError("LibreOffice cannot open it as a spreadsheet")

    def calculate(self) -> None:
        """Compute every formula; a plain recalculation would keep what the file had stored."""
        self.document.calculateAll()

    def spread(self, anchors: list[list[Any]]) -> list[list[int] | None]:
        """Give array formulas the size of their results, as Excel's dynamic arrays have it.

        Return rows and columns of each, None where other cells stand in its way.
        """
        sizes: list[list[int] | None] = []
        for _ in range(len(anchors) + 1):  # one array may decide the size of the next
            before = sizes
            sizes = [self._spread(*anchor) for anchor in anchors]
            if sizes == before:
                break
            self.calculate()
        return sizes

    def _spread(self, sheet: str, row: int, column: int) -> list[int] | None:
        cells = self._sheet(sheet)
        first = cells.getCellByPosition(column, row)
        # Not the range's own text: that has commas, which setArrayFormula does not understand.
        formula = first.getFormula()[1:-1]
        cursor = cells.createCursorByRange(first)
        cursor.collapseToCurrentArray()
        had = cursor.getRangeAddress()
        if cells.isProtected():
            cells.unprotect("")
        cursor.setArrayFormula("")
        anchor = cells.getCellRangeByPosition(column, row, column, row)
        size = []
        for measure in ("ROWS", "COLUMNS"):
            anchor.setArrayFormula(f"={measure}({formula[1:]})")
            single = anchor.getCellByPosition(0, 0)
            size.append(1 if single.getError() else max(int(single.getValue()), 1))
            anchor.setArrayFormula("")
        last_row, last_column = row + size[0] - 1, column + size[1] - 1
        target = cells.getCellRangeByPosition(column, row, last_column, last_row)
        if target.queryContentCells(_CONTENT).getRangeAddresses():
            _range(cells, had).setArrayFormula(formula)
            return None
        target.setArrayFormula(_with_findable_texts(formula))
        return size

    def values(self) -> dict[str, list[list[Any]]]:
        """Return row, column, kind, value and unknown function of every formula cell."""
        sheets = self.document.Sheets
        found = (sheets.getByIndex(i) for i in range(sheets.Count))
        return {sheet.Name: self._values_of(sheet) for sheet in found}

    def _values_of(self, sheet: Any) -> list[list[Any]]:
        cells: dict[tuple[int, int], list[Any]] = {}
        for area in sheet.queryContentCells(_FORMULA_CELLS).getRangeAddresses():
            here = _range(sheet, area)
            formulas = here.getFormulaArray()
            for i, row in enumerate(here.getDataArray()):
                for j, value in enumerate(row):
                    r, c = area.StartRow + i, area.StartColumn + j
                    kind = "text" if isinstance(value, str) else "number"
                    unknown = _UNKNOWN.search(_TEXT.sub("", formulas[i][j]))
                    cells[r, c] = [r, c, kind, value, unknown[0][:-1] if unknown else ""]
        for r, c in _positions(sheet, _ERROR):
            cells[r, c][2:4] = ["error", sheet.getCellByPosition(c, r).getError()]
        formats = self.document.NumberFormats
        for r, c in _positions(sheet, _VALUE):
            if cells[r, c][3] in {0.0, 1.0}:
                key = sheet.getCellByPosition(c, r).NumberFormat
                if formats.getByKey(key).Type & _LOGICAL:
                    cells[r, c][2] = "logical"
        return list(cells.values())

    def sheets(self) -> list[str]:
        """Return the names of the visible sheets, in order."""
        return [name for name in self.document.Sheets.ElementNames if self._sheet(name).IsVisible]

    def _sheet(self, name: str) -> Any:
        return self.document.Sheets.getByName(name)

    def print_sheet(self, sheet: str, path: str) -> None:
        """Print one sheet to a PDF file, by hiding all others for the moment."""
        if self.document.isProtected():
            self.document.unprotect("")
        only = uno.Any(
            "[]com.sun.star.beans.PropertyValue", (_property("Selection", self._sheet(sheet)),)
        )
        self.document.storeToURL(
            uno.systemPathToFileUrl(path),
            (_property("FilterName", "calc_pdf_Export"), _property("FilterData", only)),
        )

    def close(self) -> None:
        """Close the book without saving it."""
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def end(self) -> None:
        """End LibreOffice."""
        self.close()
        self.desktop.terminate()


def _is_one_call(text: str) -> bool:
    """Whether the bracket that a text opens first is closed by its last character."""
    bare = _TEXT.sub("", text)
    depth = 0
    for place, character in enumerate(bare):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == ")" and depth == 0:
            return place == len(bare) - 1
    return False


def _with_findable_texts(formula: str) -> str:
    """Return a call of ours as an array formula whose texts other formulas recognise.

    LibreOffice compares texts in ranges by their place in its pool of strings, where it does not
    enter those that come in an add-in's table: = and COUNTIF then never find them. & does.
    """
    call = formula[1:]
    if not call.upper().startswith(_OURS) or not _is_one_call(call):
        return formula
    return f'=IF(ISTEXT({call});{call}&"";{call})'


def _range(sheet: Any, area: Any) -> Any:
    return sheet.getCellRangeByPosition(
        area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
    )


def _positions(sheet: Any, results: int) -> Any:
    for area in sheet.queryFormulaCells(results).getRangeAddresses():
        for r in range(area.StartRow, area.EndRow + 1):
            for c in range(area.StartColumn, area.EndColumn + 1):
                yield r, c


def main() -> None:
    """Serve requests until the input ends."""
    driver = Driver(sys.argv[1])
    print(json.dumps({"done": "ready"}), flush=True)  # noqa: T201 - the way to answer
    for line in sys.stdin:
        verb, arguments = json.loads(line)
        try:
            answer = {"done": getattr(driver, verb)(*arguments)}
        except Exception as trouble:  # noqa: BLE001 - told to who asked
            answer = {"failed": f"{type(trouble).__name__}: {trouble}"}
        print(json.dumps(answer), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
