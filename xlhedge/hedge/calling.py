"""A worksheet function as a Python function: plain signature, arguments joined, errors raised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.hedge.frames import join_frames
from xlhedge.hedge.results import Figure, Result, Table
from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.errors import ERRORS, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.catalogue import WorksheetFunction

_KIND_OF = {error.code: error.kinds[0] for error in ERRORS if error.kinds}


def python_function(name: str) -> Callable[..., Figure | Table]:
    """Return the Python function of a worksheet function.

    Parameters
    ----------
    name : str
        As a cell calls it: ``MV_HEDGE_RATIO``.

    Examples
    --------
    >>> python_function("HEDGE_RATIO")(8000, 10000)
    Figure(0.8)
    """
    entry = CATALOGUE[name]
    signature = entry.signature

    def call(*args: object, **kwargs: object) -> Figure | Table:
        return _answer(entry, _bound(entry, args, kwargs))

    call.__name__ = call.__qualname__ = name.lower()
    call.__doc__ = _help(entry)
    call.__module__ = "xlhedge.hedge"
    call.__signature__ = signature  # type: ignore[attr-defined]  # what help() and editors show
    return call


def _help(entry: WorksheetFunction) -> str:
    """Return the worksheet function's help in Python's words: exceptions, small letters."""
    text = entry.help.replace(f"{entry.name}(", f"{entry.name.lower()}(")
    for code in _KIND_OF:
        text = re.sub(rf"(?m)^( *){re.escape(code)}$", rf"\1HedgeError ({code} in a cell)", text)
    return text


def _bound(
    entry: WorksheetFunction, args: tuple[object, ...], kwargs: dict[str, object]
) -> dict[str, object]:
    """Return the arguments by name, or say as Python does what is wrong with them."""
    name, known = entry.name.lower(), entry.signature.parameters
    for word in kwargs:
        if word not in known:
            raise TypeError(f"{name}() has no argument {word!r}; there are {', '.join(known)}.")
    try:
        return entry.signature.bind(*args, **kwargs).arguments
    except TypeError as error:
        raise TypeError(f"{name}(): {error}; its arguments are {', '.join(known)}.") from None


def _answer(entry: WorksheetFunction, values: dict[str, object]) -> Figure | Table:
    rest = next((argument.name for argument in entry.arguments if argument.repeats), None)
    repeated: Any = values.pop(rest, ()) if rest else ()
    ranges = [argument.name for argument in entry.arguments if argument.reader.is_range]
    cells, dates, remarks = join_frames(values, [name for name in ranges if name in values])
    ordered = [
        cells.get(argument.name, argument.default)
        for argument in entry.arguments
        if not argument.repeats
    ]
    cell = entry(*ordered, *repeated)
    if isinstance(cell, ExcelError):
        raise HedgeError(_KIND_OF.get(cell.code, Kind.TYPE), cell.message)
    about = Result(entry.name.lower(), entry.summary, tuple(remarks), cells, dates)
    if isinstance(cell, list):
        return Table(about, tuple(map(str, cell[0])), tuple(map(tuple, cell[1:])))
    return Figure(about, cell)
