"""The catalogue as xlwings UDFs: the one module that xlwings serves, on Windows, Lite and Server.

A function is made when it is first asked for, whether by name or by listing the module. Nothing
is decided here. A host's way of writing an error cell is turned into an `ExcelError` on
the way in and back on the way out; what a cell means is settled in `worksheet`.
"""

import inspect
import os
import sys
from collections.abc import Callable

from xlwings import arg, func, ret

from xlhedge.worksheet.catalogue import CATALOGUE, WorksheetFunction
from xlhedge.worksheet.errors import ExcelError

ERROR_TAG = "\x1fxlhedge error\x1f"  # before an error's code: the VBA wrapper answers with CVErr

GAP = -(2.0**1023)  # a blank in a range that the VBA wrapper packs as an array of Double

_ON_SERVER = os.environ.get("XLWINGS_ON_SERVER") == "true"  # what xlwings itself asks
_ON_COM = sys.platform == "win32" and not _ON_SERVER
_SCODES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
_ERROR_SCODES = range(-0x7FF60000, -0x7FF50000)  # 0x800A0000 and what follows: all of CVErr
_PLAIN = {float, bool, type(None)}


def _cell_in(cell: object) -> object:
    """Return a cell as `worksheet` knows it: errors as ExcelError, blanks as None."""
    if type(cell) is int and not _ON_SERVER and cell in _ERROR_SCODES:
        return ExcelError(_SCODES.get(cell, "#VALUE!"))
    if isinstance(cell, dict):  # Office.js: an error, or a number with its format
        value = cell.get("basicValue")
        return ExcelError(str(value)) if cell.get("type") == "Error" else value
    if _ON_SERVER and (cell == "" or type(cell).__name__ == "JsNull"):
        return None
    return cell


def _value_in(value: object) -> object:
    if not isinstance(value, list | tuple):
        return _cell_in(value)
    rows = [row if isinstance(row, list | tuple) else [row] for row in value]
    if not (value and isinstance(value[0], list | tuple)):
        rows = [list(value)]
    if all(_PLAIN.issuperset(map(type, row)) for row in rows):
        if any(GAP in row for row in rows):
            return [[None if cell == GAP else cell for cell in row] for row in rows]
        return rows
    return [[_cell_in(cell) for cell in row] for row in rows]


def _cell_out(cell: object) -> object:
    """Return a cell as the host writes it: Server and Lite know error codes, COM gets a tag."""
    if isinstance(cell, ExcelError):
        return cell.code if _ON_SERVER else ERROR_TAG + cell.code
    return cell


def _value_out(value: object) -> object:
    if isinstance(value, list):
        return [[_cell_out(cell) for cell in row] for row in value]
    return _cell_out(value)


def _udf(entry: WorksheetFunction) -> Callable[..., object]:
    """Return a catalogue entry as the plain function that xlwings wants to decorate."""

    def udf(*cells: object) -> object:
        answer = _value_out(entry(*map(_value_in, cells)))
        # xlwings' COM server asks a raw answer for its length; a 1 x 1 block arrives as one value
        return [[answer]] if _ON_COM and not isinstance(answer, list) else answer

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
    udf = udf if _ON_SERVER else ret("raw")(udf)
    return func(category=f"Hedge: {entry.category}")(udf)


__all__ = sorted(CATALOGUE)  # noqa: PLE0605 - names of functions


def __getattr__(name: str) -> Callable[..., object]:
    if name not in CATALOGUE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    udf = globals()[name] = _udf(CATALOGUE[name])
    return udf


def __dir__() -> list[str]:
    return __all__
