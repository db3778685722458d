"""Help: the sentence behind an error."""

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.worksheet.catalogue import CATALOGUE, worksheet_function
from xlhedge.worksheet.cells import Anything, Text
from xlhedge.worksheet.errors import ExcelError


@worksheet_function
def HEDGE_EXPLAIN(function: Text, *arguments: Anything) -> str:
    """Why a hedge function gives an error, in a sentence, or "ok".

    Parameters
    ----------
    function : text
        The function's name, in quotes: "MV_HEDGE_RATIO".
    arguments : any values
        The function's own arguments, as they stand in the cell that shows the error.

    Returns
    -------
    text
        The argument, the value and what would be accepted; "ok" when there is no error.

    Raises
    ------
    #VALUE!
        No function has that name.

    References
    ----------
    None: this is the add-in's own.

    Examples
    --------
    >>> HEDGE_EXPLAIN("HEDGE_RATIO", 52005, 0)
    'position_value is 0; a value other than 0 is needed.'
    """
    name = function.strip().lstrip("=").upper()
    if name not in CATALOGUE:
        raise HedgeError(Kind.TYPE, f'function is "{function}"; {_nearest(name)}')
    result = CATALOGUE[name](*arguments)
    cells = [cell for row in result for cell in row] if isinstance(result, list) else [result]
    return next((cell.message for cell in cells if isinstance(cell, ExcelError)), "ok")


def _nearest(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, CATALOGUE, n=1)
    return f"did you mean {close[0]}?" if close else "the name of a hedge function is needed."
