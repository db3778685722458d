"""The catalogue as xlwings UDFs: the one module that xlwings serves, on Windows, Lite and Server.

A function is made when it is first asked for, whether by name or by listing the module. Nothing
is decided here. A host's way of writing an error cell is turned into an `ExcelError` on
the way in and back on the way out; what a cell means is settled in `worksheet`.
"""

import contextlib
import functools
import inspect
import os
import sys
import threading
from collections.abc import Callable
from itertools import chain

from xlhedge.worksheet import blank_cells
from xlhedge.worksheet.catalogue import CATALOGUE, WorksheetFunction
from xlhedge.worksheet.errors import CODES, ERRORS, SCODES, VALUE, ExcelError
from xlhedge.worksheet.packed import is_packed, unpacked
from xlhedge.xlwings_imports import converted_libraries_unseen

_ON_SERVER = os.environ.get("XLWINGS_ON_SERVER") == "true"  # what xlwings itself asks
_IN_LITE = sys.platform == "emscripten"

try:
    # not in Lite: what else a workbook has there may want them
    with converted_libraries_unseen() if _ON_SERVER and not _IN_LITE else contextlib.nullcontext():
        from xlwings import arg, func, ret
        from xlwings.conversion import Converter
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "Excel is served by xlwings, which is not installed here; run pip install xlwings.",
        name=missing.name,
    ) from missing

ERROR_TAG = "\x1fxlhedge error\x1f"  # before an error's code: the VBA wrapper answers with CVErr

_ON_COM = sys.platform == "win32" and not _ON_SERVER
_CODE_OF_SCODE = {error.scode: error.code for error in ERRORS if error.scode is not None}
_PLAIN = {float, bool, type(None)} | (
    {int} if _ON_SERVER else set()
)  # an int of COM may be an error
_BASIC = (float, int, str, bool)
_ROW_TYPES = {list, tuple}
_OFFICE_ERROR_TYPES = {error.code: error.office for error in ERRORS if error.office}
_BLANK_CELLS = blank_cells.BlankCells()  # of Lite, where all cells are of one Excel
_ERROR_VALUES = (1, 4)  # the runtime from which Office.js has error values
_ERROR_OBJECTS = (1, 2)  # and CustomFunctions.Error, as Office 2021 to 2024 know it; none before
_CODE_OF_OFFICE = {kind: code for code, kind in _OFFICE_ERROR_TYPES.items()}


def _cell_in(cell: object) -> object:
    """Return a cell as `worksheet` knows it: errors as ExcelError, blanks as None."""
    if type(cell) is int and not _ON_SERVER and cell in SCODES:
        return ExcelError(_CODE_OF_SCODE.get(cell, VALUE))
    if isinstance(cell, dict):
        cell = _office_value(cell)
    if _ON_SERVER and (cell == "" or type(cell).__name__ == "JsNull"):
        return None
    return cell


def _office_value(cell: dict[str, object]) -> object:
    """Return what Office.js wraps: an error, or a value with its format or its card."""
    value = cell.get("basicValue")
    if "Error" in (cell.get("type"), cell.get("basicType")) or not isinstance(value, _BASIC):
        known = isinstance(value, str) and value in CODES
        return ExcelError(
            str(value) if known else _CODE_OF_OFFICE.get(str(cell.get("errorType")), VALUE)
        )
    return value


def _value_in(value: object) -> object:
    if not isinstance(value, list | tuple):
        return _cell_in(value)
    if is_packed(value):
        return unpacked(*value)
    if not (value and isinstance(value[0], list | tuple)):
        rows = [value]
    elif _ROW_TYPES.issuperset(map(type, value)):
        rows = list(value)
    else:
        rows = [row if isinstance(row, list | tuple) else [row] for row in value]
    if _PLAIN.issuperset(map(type, chain.from_iterable(rows))):
        return rows
    return [[_cell_in(cell) for cell in row] for row in rows]


def _com_cell(cell: object) -> object:
    return ERROR_TAG + cell.code if isinstance(cell, ExcelError) else cell


def _com_value(value: object) -> object:
    """Return a result as the VBA wrapper takes it: errors tagged."""
    if isinstance(value, list):
        return [[_com_cell(cell) for cell in row] for row in value]
    return _com_cell(value)


class OfficeResult(Converter):
    """A result as Office.js takes it: rows, with errors as its error values.

    xlwings' own way asks pandas about every cell, and takes a text for an error.
    """

    base_type = "raw"  # type: ignore[assignment]  # xlwings says None and means a name

    @classmethod
    def write_value(cls, value: object, options: dict[str, str]) -> list[list[object]]:
        """Return the rows of a result."""
        rows = value if isinstance(value, list) else [[value]]
        if set(_BASIC).issuperset(map(type, chain.from_iterable(rows))):
            return rows
        runtime = tuple(map(int, options["runtime"].split(".")))
        return [[_office_cell(cell, runtime) for cell in row] for row in rows]


def _office_cell(cell: object, runtime: tuple[int, ...]) -> object:
    if not isinstance(cell, ExcelError):
        return "" if cell is None else cell
    code = cell.code if cell.code in _OFFICE_ERROR_TYPES else VALUE
    error = {"type": "Error", "errorType": _OFFICE_ERROR_TYPES[code]}
    if runtime >= _ERROR_VALUES:
        return error
    if runtime >= _ERROR_OBJECTS:  # as Office.js itself writes CustomFunctions.Error(code)
        return error | {
            "valueType": "CustomFunctionError",
            "code": code,
            "basicValue": code,
            "basicType": "Error",
        }
    return code


def _udf(entry: WorksheetFunction) -> Callable[..., object]:
    """Return a catalogue entry as the plain function that xlwings wants to decorate."""
    in_order = entry.arguments

    def compute(*cells: object) -> object:
        values = [_value_in(cell) for cell in cells]
        if (refusal := _BLANK_CELLS.refusal(values)) is not None:
            return refusal
        if _ON_SERVER:  # where a range of one cell has become that cell
            for i, value in enumerate(values):
                argument = in_order[min(i, len(in_order) - 1)]
                has_value = value is not None or argument.required or argument.repeats
                if argument.reader.is_range and has_value and not isinstance(value, list):
                    values[i] = [[value]]
        return entry(*values)

    def for_com(*cells: object) -> object:
        answer = _com_value(compute(*cells))
        # xlwings' COM server asks a raw answer for its length; a 1 x 1 block arrives as one value
        return [[answer]] if _ON_COM and not isinstance(answer, list) else answer

    udf: Callable[..., object] = compute if _ON_SERVER else for_com
    udf.__name__ = udf.__qualname__ = entry.name
    udf.__doc__ = entry.summary
    udf.__annotations__ = {}  # xlwings reads converters in them: `object` means an object handle
    udf.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # how inspect lets one say it
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.VAR_POSITIONAL
                if argument.repeats
                else inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if argument.required or argument.repeats else None,
            )
            for argument in entry.arguments
        ]
    )
    for argument in entry.arguments:
        udf = arg(argument.name, "raw", doc=argument.help)(udf)
    udf = ret(OfficeResult if _ON_SERVER else "raw")(udf)
    # pure functions: the front of Lite and Server may keep an answer for the same question
    return func(category=f"Hedge: {entry.category}", cache=True)(udf)


@functools.cache
def _settle_on_com() -> None:
    """Make later calls quick, once the first has come.

    xlwings would look at this file before each call, which takes longer than most of them, and
    after an upgrade half of a running program would be new. All topics are imported aside.
    """
    from xlwings.udfs import udf_modules  # Windows alone has it

    udf_modules.get(__name__, {})["filetime"] = None
    threading.Thread(target=lambda: [*map(__getattr__, CATALOGUE)], daemon=True).start()


def _blank_check() -> Callable[..., object]:
    """Return the function that Office.js's hosts alone need."""

    def check(cells: object) -> object:
        return _BLANK_CELLS.check(_value_in(cells))

    check.__name__ = check.__qualname__ = blank_cells.NAME
    check.__doc__ = blank_cells.SUMMARY
    check.__annotations__ = {}
    udf = ret(OfficeResult)(arg("cells", "raw", doc=blank_cells.CELLS_HELP)(check))
    return func(category="Hedge: Workbook")(udf)


__all__ = sorted([*CATALOGUE, *([blank_cells.NAME] if _ON_SERVER else [])])  # noqa: PLE0605 - names


def __getattr__(name: str) -> Callable[..., object]:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _ON_COM:
        _settle_on_com()
    entry = CATALOGUE.get(name)
    udf = globals()[name] = _udf(entry) if entry else _blank_check()
    return udf


def __dir__() -> list[str]:
    return __all__
