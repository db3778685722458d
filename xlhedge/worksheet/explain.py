"""Help: the sentence behind an error, and what changed since a workbook was made."""

import re
from collections.abc import Iterator

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import in_quotes, plain
from xlhedge.worksheet import rule_changes
from xlhedge.worksheet.catalogue import CATALOGUE, worksheet_function
from xlhedge.worksheet.cells import Anything, Text
from xlhedge.worksheet.errors import ExcelError

CHANGES_SINCE = "CHANGES SINCE"


@worksheet_function("Help")
def HEDGE_EXPLAIN(function: Text, *arguments: Anything) -> str:
    """Why a hedge function gives an error, or what changed since a version; else "ok".

    Parameters
    ----------
    function : text
        The function's name, in quotes: "MV_HEDGE_RATIO". Or "changes since".
    arguments : any values
        The function's own arguments, as they stand in the cell that shows the error. After
        "changes since": a version, "0.1.0", then cells that hold functions' names; all if omitted.

    Returns
    -------
    text
        The argument, the value and what would be accepted; "ok" when there is no error. After
        "changes since", a line for each default or rule that changed: what was, what is, what to
        do.

    Raises
    ------
    #VALUE!
        No function has that name; no version is named.

    Notes
    -----
    The cells after a version may have a second column, where each function stands, and a third,
    which of its arguments are filled: "1 2 4".

    References
    ----------
    None: this is the add-in's own.

    Examples
    --------
    >>> HEDGE_EXPLAIN("HEDGE_RATIO", 52005, 0)
    'position_value is 0; a value other than 0 is needed.'
    """
    name = _known(function)
    if name == CHANGES_SINCE:
        return _changes_since(*arguments)
    result = CATALOGUE[name](*arguments)
    cells = [cell for row in result for cell in row] if isinstance(result, list) else [result]
    return next((cell.message for cell in cells if isinstance(cell, ExcelError)), "ok")


def _known(function: object) -> str:
    """Return a function's name in its own letters."""
    name = str(function).strip().lstrip("=").upper()
    if name not in CATALOGUE and name != CHANGES_SINCE:
        raise HedgeError(Kind.TYPE, f"function is {in_quotes(str(function))}; {_nearest(name)}")
    return name


def _changes_since(version: object = None, *tables: object) -> str:
    if isinstance(version, list):
        version = version[0][0]
    if isinstance(version, ExcelError) or rule_changes.version_of(version) is None:
        raise HedgeError(
            Kind.TYPE, f'the version is {version}; one such as "{rule_changes.STAMP}" is needed.'
        )
    named = tables or ([[name] for change in rule_changes.CHANGES for name in change.functions],)
    return rule_changes.sentence_of(version, _uses(named))


def _uses(tables: tuple[object, ...]) -> Iterator[rule_changes.FunctionCall]:
    """Yield the calls that rows of function, place and filled arguments tell of."""
    for table in tables:
        for row in table if isinstance(table, list) else [[table]]:
            name, place, filled = [*row, None, None][:3]
            if name not in (None, ""):
                digits = plain(filled) if isinstance(filled, float) else str(filled)
                positions = frozenset(int(n) - 1 for n in re.findall(r"\d+", digits))
                known = None if filled in (None, "") else positions
                yield rule_changes.FunctionCall(_known(name), str(place or ""), known)


def _nearest(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, CATALOGUE, n=1)
    return f"did you mean {close[0]}?" if close else "the name of a hedge function is needed."
