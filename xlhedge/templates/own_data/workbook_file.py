"""A sheet of another workbook, by the values that Excel left in it."""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.sheet_formulas import may_hold_formula_or_error
from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.table import NoSavedValue, RawTable, SourceSheet, is_blank, too_long
from xlhedge.templates.own_data.text_file import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

OPENPYXL = (".xlsx", ".xlsm")  # their formulas can be looked at
UNSEEN = "Values alone are read from {}: whether its formulas were up to date cannot be checked."


def read_sheets(label: str, path: Path, suffix: str) -> list[SourceSheet]:
    """Return the visible sheets in order, each read when its rows are asked for, then the others.

    Books of values alone go through calamine, which is quick; where a formula may lack its value
    or a cell hold an error, openpyxl reads.
    """
    if suffix in OPENPYXL and _needs_openpyxl(path):
        return _with_openpyxl(label, path)
    return _with_calamine(label, path, suffix)


def _needs_openpyxl(path: Path) -> bool:
    """Whether a cell may hold a formula or an error, which only openpyxl tells apart."""
    try:
        package = Package(path)
        sheets = [sheet.part for sheet in package.sheets() if sheet.kind == "worksheet"]
        return any(may_hold_formula_or_error(package.plain(part)) for part in sheets)
    except BadBook:
        return False


def _with_calamine(label: str, path: Path, suffix: str) -> list[SourceSheet]:
    try:
        import python_calamine
    except ImportError as missing:
        raise BadData(
            f"{label} is a workbook; reading one takes python-calamine: run python -m pip install "
            "python-calamine, or save the sheet as CSV UTF-8."
        ) from missing
    try:
        with path.open("rb") as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise BadData(
            f"{label} is encrypted with a password; save it in Excel without one."
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise BadData(f"{label} cannot be read as a workbook ({error}).") from error
    remarks = () if suffix in OPENPYXL else (UNSEEN.format(suffix),)

    def read(name: str) -> RawTable:
        try:
            rows = book.get_sheet_by_name(name).to_python(
                skip_empty_area=False, nrows=MOST_ROWS + 100
            )
        except (python_calamine.CalamineError, ValueError) as error:
            raise BadData(f"{label}, sheet {name} cannot be read ({error}).") from error
        return _table(label, name, rows, remarks)

    visible = python_calamine.SheetVisibleEnum.Visible
    kind = python_calamine.SheetTypeEnum.WorkSheet
    return [
        SourceSheet(one.name, one.visible == visible, read)
        for one in book.sheets_metadata
        if one.typ == kind
    ]


def _with_openpyxl(label: str, path: Path) -> list[SourceSheet]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names what it does not keep: nothing is written back
        try:
            values = openpyxl.load_workbook(path, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(path, read_only=True)
        except Exception as error:  # a damaged part raises whatever its reader meets
            raise BadData(f"{label} cannot be read as a workbook ({error}).") from error
    if not values.sheetnames:
        raise BadData(
            f"{label} is saved as Strict Open XML, of which formulas are not read here; save it in "
            "Excel as Excel Workbook (.xlsx), or the sheet as CSV UTF-8."
        )

    def read(name: str) -> RawTable:
        try:
            rows = list(itertools.islice(_cells(values[name], formulas[name]), MOST_ROWS + 100))
        except Exception as error:  # as above: the sheet is only parsed here
            raise BadData(f"{label}, sheet {name} cannot be read ({error}).") from error
        return _table(label, name, rows, ())

    return [SourceSheet(one.title, one.sheet_state == "visible", read) for one in values.worksheets]


def _cells(values: Any, formulas: Any) -> Iterator[list[object]]:
    """Yield rows of values; where a formula has none, not even an empty text, that is told."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a book says of its width may be a thousand columns too many
    for row, written in zip(values.iter_rows(), formulas.iter_rows(), strict=False):
        yield [
            NoSavedValue()
            if cell.value is None and cell.data_type == "n" and formula.data_type == "f"
            else cell.value
            for cell, formula in itertools.zip_longest(row, written, fillvalue=cell_of_nothing)
        ]


class _Nothing:
    """A cell beyond the end of a row."""

    value, data_type = None, "n"


cell_of_nothing = _Nothing()


def _table(
    label: str, name: str, rows: Sequence[Sequence[object]], remarks: tuple[str, ...]
) -> RawTable:
    if len(rows) > MOST_ROWS:
        raise too_long(f"{label}, sheet {name}", MOST_ROWS)
    filled = [(n, row) for n, row in enumerate(rows, 1) if not all(map(is_blank, row))]
    return RawTable(f"{label}, sheet {name}", filled, remarks=remarks)


def sheet_of(label: str, sheets: Sequence[SourceSheet], name: str) -> SourceSheet:
    """Return the sheet of a name, whatever its case."""
    for sheet in sheets:
        if sheet.name.casefold() == name.casefold():
            return sheet
    names = ", ".join(sheet.name for sheet in sheets)
    raise BadData(f"{label} has no sheet {excerpt(name)}; it has {names}.")
