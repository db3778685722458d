"""The part that runs inside LibreOffice: it opens, computes, reads and prints a book.

Loaded there by `relay.py`, since a call from another process takes as long as hundreds from here.
Takes requests and gives answers as JSON.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import Any, NamedTuple

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.task import XJob

NAME = "org.xlhedge.calc.Driver"

_NEVER_RUN_MACROS, _NEVER_UPDATE_LINKS = 0, 0
_FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_CONTENT = 1 | 2 | 4 | _FORMULA_CELLS  # with numbers, dates and texts
_ERROR, _VALUE = 4, 1  # com.sun.star.sheet.FormulaResult
_FOOTER_POINTS = 8
_NAMES_SHEET = "xlhedgeSeries"
_COVER_STYLE = "xlhedge cover"
_PAGE_FORMAT = (
    *("IsLandscape", "Width", "Height", "TopMargin", "BottomMargin", "LeftMargin", "RightMargin"),
    *("HeaderIsOn", "ScaleToPagesX", "ScaleToPagesY"),
)
_WIDER, _SPARE = 3, 4096  # cells that are read for nothing, to ask once for several areas
_COLUMN = 2**21  # more than a sheet has rows: rows and columns in one number
_LOGICAL = 1024  # com.sun.star.util.NumberFormat.LOGICAL
_TEXT = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_OURS = "ORG.XLHEDGE.CALC.ADDIN."  # what our functions' names begin with in a formula
_UNKNOWN = re.compile(r"(?<![\w.])[a-z_][a-z0-9_.]*\(")  # functions that are known are in capitals


def _property(name: str, value: object) -> Any:
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


class Driver(unohelper.Base, XJob):
    """One LibreOffice and the one book that is open in it."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = self._service("com.sun.star.frame.Desktop")
        self.document: Any = None
        self.unprotected: set[str] = set()  # the sheets into which arrays may be written
        self.by_name: dict[str, Any] = {}  # the sheets that have been asked for
        self.formats: dict[int, tuple[int, bool]] = {}  # type, and whether it is a standard one

    def execute(self, arguments: Any) -> str:
        """Do what the only argument's value asks for, for XJob."""
        verb, details = json.loads(arguments[0].Value)
        try:
            answer = {"done": getattr(self, verb)(*details)}
        except Exception as error:  # noqa: BLE001 - the client shows it
            answer = {"failed": f"{type(error).__name__}: {error}"}
        return json.dumps(answer)

    def _service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def version(self) -> str:
        """Return LibreOffice's version, such as 7.4.7.2."""
        where = _property("nodepath", "/org.openoffice.Setup/Product")
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", (where,)
        )
        return str(product.ooSetupVersionAboutBox)

    def open(self, path: str) -> None:
        """Open a book without running or fetching anything that it mentions."""
        self.close()
        self.document = self._load(path)

    def _load(self, path: str) -> Any:
        document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path),
            "_blank",
            0,
            (
                _property("Hidden", value=True),
                _property("MacroExecutionMode", _NEVER_RUN_MACROS),
                _property("UpdateDocMode", _NEVER_UPDATE_LINKS),
            ),
        )
        if document is None or not hasattr(document, "Sheets"):
            raise ValueError("LibreOffice cannot open it as a spreadsheet")
        return document

    def calculate(self) -> None:
        """Compute every formula; a plain recalculation would keep what the file had stored."""
        self.document.calculateAll()

    def spread(self, anchors: list[list[Any]]) -> list[list[int] | None]:
        """Give array formulas the size of their results, as Excel's dynamic arrays have it.

        Return rows and columns of each, None where other cells stand in its way.
        """
        sizes: list[list[int] | None] = []
        for _ in range(len(anchors) + 1):  # one array may decide the size of the next
            spreads = [self._spread(*anchor) for anchor in anchors]
            sizes = [size for size, _ in spreads]
            if all(size in (None, had) for size, had in spreads):
                break
            self.calculate()
        return sizes

    def _spread(self, sheet: str, row: int, column: int) -> tuple[list[int] | None, list[int]]:
        """Return an array's size, and the one that it had."""
        # Every object that LibreOffice hands over costs several calls: few are asked for.
        cells = self._sheet(sheet)
        first = cells.getCellByPosition(column, row)
        # Not the range's own text: that has commas, which setArrayFormula does not understand.
        formula = first.getFormula()[1:-1]
        cursor = cells.createCursorByRange(first)
        cursor.collapseToCurrentArray()
        had = _box(cursor.getRangeAddress())
        had_size = [had.EndRow - had.StartRow + 1, had.EndColumn - had.StartColumn + 1]
        if sheet not in self.unprotected:
            cells.unprotect("")
            self.unprotected.add(sheet)
        cursor.setArrayFormula("")
        first.setArrayFormula(f"=ROWS({formula[1:]})+{_COLUMN}*COLUMNS({formula[1:]})")
        measured = 0 if first.getError() else int(first.getValue())
        columns, rows = divmod(measured, _COLUMN)
        size = [max(rows, 1), max(columns, 1)]
        target = first
        if size != [1, 1]:
            target = cells.getCellRangeByPosition(
                column, row, column + size[1] - 1, row + size[0] - 1
            )
            first.setArrayFormula("")
            if target.queryContentCells(_CONTENT).getRangeAddresses():
                _range(cells, had).setArrayFormula(formula)
                return None, had_size
        target.setArrayFormula(_with_findable_texts(formula))
        return size, had_size

    def values(self) -> dict[str, list[list[Any]]]:
        """Return row, column, kind, value and unknown function of every formula cell."""
        sheets = self.document.Sheets
        all_sheets = (sheets.getByIndex(i) for i in range(sheets.Count))
        return {sheet.Name: self._values_of(sheet) for sheet in all_sheets}

    def _values_of(self, sheet: Any) -> list[list[Any]]:
        cells: dict[tuple[int, int], list[Any]] = {}
        for box, areas in _together(sheet.queryContentCells(_FORMULA_CELLS).getRangeAddresses()):
            here = _range(sheet, box)
            formulas, data = here.getFormulaArray(), here.getDataArray()
            for r, c in chain.from_iterable(map(_places, areas)):
                value = data[r - box.StartRow][c - box.StartColumn]
                formula = formulas[r - box.StartRow][c - box.StartColumn]
                kind = "text" if isinstance(value, str) else "number"
                unknown = _UNKNOWN.search(_TEXT.sub("", formula))
                cells[r, c] = [r, c, kind, value, unknown[0][:-1] if unknown else ""]
        for r, c in _positions(sheet, _ERROR):
            cells[r, c][2:4] = ["error", sheet.getCellByPosition(c, r).getError()]
        for area in sheet.queryFormulaCells(_VALUE).getRangeAddresses():
            for place in self._logical(sheet, area, cells):
                cells[place][2] = "logical"
        return list(cells.values())

    def _logical(self, sheet: Any, area: Any, cells: dict[tuple[int, int], list[Any]]) -> Any:
        """Yield the cells of an area whose 0 or 1 is shown as a truth value."""
        numbers = [place for place in _places(area) if cells[place][3] in {0.0, 1.0}]
        if not numbers:
            return
        key = _range(sheet, area).NumberFormat
        if key is None:  # not one format: each half is asked
            for half in _halves(area):
                yield from self._logical(sheet, half, cells)
        elif self._may_be_logical(key):  # a cell's own format goes by what its formula gives
            for r, c in numbers:
                if self._format(sheet.getCellByPosition(c, r).NumberFormat)[0] & _LOGICAL:
                    yield r, c

    def _may_be_logical(self, key: int) -> bool:
        kind, is_standard = self._format(key)
        return is_standard or bool(kind & _LOGICAL)

    def _format(self, key: int) -> tuple[int, bool]:
        """Return a number format's type, and whether it is a standard one."""
        if key not in self.formats:
            entry = self.document.NumberFormats.getByKey(key)
            self.formats[key] = entry.Type, entry.StandardFormat
        return self.formats[key]

    def sheets(self) -> list[str]:
        """Return the names of the visible sheets, in order."""
        return [name for name in self.document.Sheets.ElementNames if self._sheet(name).IsVisible]

    def _sheet(self, name: str) -> Any:
        if name not in self.by_name:
            self.by_name[name] = self.document.Sheets.getByName(name)
        return self.by_name[name]

    def print_sheet(self, sheet: str, path: str) -> None:
        """Print one sheet to a PDF file."""
        self._name_series()
        only = uno.Any(
            "[]com.sun.star.beans.PropertyValue", (_property("Selection", self._sheet(sheet)),)
        )
        self.document.storeToURL(
            uno.systemPathToFileUrl(path),
            (_property("FilterName", "calc_pdf_Export"), _property("FilterData", only)),
        )

    def add_cover(self, path: str) -> None:
        """Put the first sheet of another book before all sheets of the open one, unsaved."""
        self._name_series()
        other = self._load(path)
        there = other.Sheets.getByIndex(0)
        self.document.Sheets.importSheet(other, there.Name, 0)
        # A sheet comes with the formats of its cells but not with that of its pages.
        source = other.StyleFamilies.getByName("PageStyles").getByName(there.PageStyle)
        style = self.document.createInstance("com.sun.star.style.PageStyle")
        self.document.StyleFamilies.getByName("PageStyles").insertByName(_COVER_STYLE, style)
        for name in _PAGE_FORMAT:
            setattr(style, name, getattr(source, name))
        self._sheet(there.Name).PageStyle = _COVER_STYLE
        other.close(True)

    def _name_series(self) -> None:
        """Have charts show the names of series that the file holds as texts, not as cells.

        LibreOffice keeps such a name and draws "Column C" all the same; from a cell it takes it.
        """
        sheets = self.document.Sheets
        if self.document.isProtected():
            self.document.unprotect("")
        labels = [label for name in sheets.ElementNames for label in _labels(self._sheet(name))]
        texts = [label for label in labels if _TEXT.fullmatch(label[2])]
        if not texts or sheets.hasByName(_NAMES_SHEET):
            return
        sheets.insertNewByName(_NAMES_SHEET, sheets.Count)
        names = self._sheet(_NAMES_SHEET)
        names.IsVisible = False
        for row, (provider, series, text) in enumerate(texts):
            names.getCellByPosition(0, row).setString(text[1:-1])
            label = provider.createDataSequenceByRangeRepresentation(
                f"${_NAMES_SHEET}.$A${row + 1}"
            )
            label.Role = "label"
            series.setLabel(label)

    def hide_rows(self, sheet: str, runs: list[list[int]]) -> list[list[int]]:
        """Take rows of a sheet out of the print, but for those beside a chart; say which."""
        it = self._sheet(sheet)
        shapes = [it.DrawPage.getByIndex(i) for i in range(it.DrawPage.Count)]
        drawn = [(s.Position.Y, s.Position.Y + s.Size.Height) for s in shapes]
        hidden = []
        for top, bottom in runs:
            first = top  # below the last chart that stands beside some of the rows
            for row in range(top, bottom + 1):
                y = it.getCellByPosition(0, row - 1).Position.Y
                if any(start <= y < end for start, end in drawn):
                    first = row + 1
            if first <= bottom:
                it.getCellRangeByPosition(0, first - 1, 0, bottom - 1).Rows.IsVisible = False
                hidden.append([first, bottom])
        return hidden

    def print_book(self, path: str, footer: str) -> None:
        """Print all visible sheets to one PDF file, page numbers and a text in their footers."""
        styles = self.document.StyleFamilies.getByName("PageStyles")
        for name in dict.fromkeys(self._sheet(sheet).PageStyle for sheet in self.sheets()):
            self._set_footer(styles.getByName(name), footer)
        self.document.storeToURL(
            uno.systemPathToFileUrl(path), (_property("FilterName", "calc_pdf_Export"),)
        )

    def _set_footer(self, style: Any, left: str) -> None:
        style.FirstPageNumber = 0  # goes on from the sheet before
        style.FooterIsOn = style.FooterIsShared = style.FirstPageFooterIsShared = True
        content = style.RightPageFooterContent
        self._write_footer(content.LeftText, left)
        self._write_footer(content.CenterText, ("SheetName",))
        self._write_footer(content.RightText, "Page ", ("PageNumber",), " of ", ("PageCount",))
        style.RightPageFooterContent = content

    def _write_footer(self, text: Any, *parts: str | tuple[str]) -> None:
        """Write texts and fields; a field is its name in brackets of its own."""
        text.String = ""
        cursor = text.createTextCursor()
        for part in parts:
            cursor.gotoEnd(False)
            cursor.CharHeight = _FOOTER_POINTS
            if isinstance(part, str):
                text.insertString(cursor, part, False)
            else:
                field = self.document.createInstance(f"com.sun.star.text.TextField.{part[0]}")
                text.insertTextContent(cursor, field, False)

    def close(self) -> None:
        """Close the book without saving it."""
        self.unprotected.clear()
        self.by_name.clear()  # before the book goes to which they belong
        self.formats.clear()
        if self.document is not None:
            self.document.close(True)
            self.document = None


def _labels(sheet: Any) -> Any:
    """Yield data provider, series and its name's source for every series in a sheet's charts."""
    for name in sheet.Charts.ElementNames:
        chart = sheet.Charts.getByName(name).EmbeddedObject
        for system in chart.getFirstDiagram().getCoordinateSystems():
            for kind in system.getChartTypes():
                for series in (s for d in kind.getDataSeries() for s in d.getDataSequences()):
                    if series.getLabel() is not None:
                        source = series.getLabel().getSourceRangeRepresentation()
                        yield chart.getDataProvider(), series, source


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


class _Box(NamedTuple):
    """A rectangle, named as LibreOffice names its own: those cannot be copied by Python."""

    StartRow: int
    StartColumn: int
    EndRow: int
    EndColumn: int


def _box(area: Any) -> _Box:
    return _Box(area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)


def _together(areas: Any) -> Any:
    """Yield boxes around areas that lie close together, with these: a box is asked for at once."""
    box, inside, count = None, [], 0
    for area in areas:
        wider = _around(box or _box(area), area)
        if box and _size(wider) > _WIDER * (count + _size(area)) + _SPARE:
            yield box, inside
            wider, inside, count = _box(area), [], 0
        box, count = wider, count + _size(area)
        inside.append(area)
    if box:
        yield box, inside


def _around(box: _Box, area: Any) -> _Box:
    return _Box(
        min(box.StartRow, area.StartRow),
        min(box.StartColumn, area.StartColumn),
        max(box.EndRow, area.EndRow),
        max(box.EndColumn, area.EndColumn),
    )


def _size(area: Any) -> int:
    rows, columns = area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1
    return int(rows * columns)


def _halves(area: Any) -> tuple[_Box, _Box]:
    """Return an area in two parts, cut across its longer side."""
    box = _box(area)
    rows, columns = box.EndRow - box.StartRow, box.EndColumn - box.StartColumn
    if rows >= columns:
        middle = box.StartRow + rows // 2
        return box._replace(EndRow=middle), box._replace(StartRow=middle + 1)
    middle = box.StartColumn + columns // 2
    return box._replace(EndColumn=middle), box._replace(StartColumn=middle + 1)


def _positions(sheet: Any, results: int) -> Any:
    for area in sheet.queryFormulaCells(results).getRangeAddresses():
        yield from _places(area)


def _places(area: Any) -> Any:
    """Yield row and column of each cell of an area."""
    for r in range(area.StartRow, area.EndRow + 1):
        for c in range(area.StartColumn, area.EndColumn + 1):
            yield r, c


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - UNO looks for this name
g_ImplementationHelper.addImplementation(Driver, NAME, ())
