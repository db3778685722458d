"""A workbook's formulas as Excel stores those that call xlwings Lite's functions."""

from __future__ import annotations

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.tokens import is_whole, tokens
from xlhedge.worksheet import CATALOGUE

PREFIX = "_xldudf_"  # of a custom function that no manifest gives a namespace


def lite_formula(formula: str) -> str:
    """Return a formula, without its ``=``, that calls our functions by the names of xlwings Lite.

    Raises
    ------
    BadBook
        It cannot be taken apart.

    Examples
    --------
    >>> lite_formula('HEDGE_RATIO(A1,2)&" of HEDGE_RATIO("')
    '_xldudf_HEDGE_RATIO(A1,2)&" of HEDGE_RATIO("'
    """
    pieces = tokens(formula)
    ours = [token.function in CATALOGUE and not token.prefix for token in pieces]
    if not any(ours):
        return formula
    if not is_whole(pieces):
        raise BadBook(
            f"The formula ={formula} cannot be taken apart: a quote or bracket in it is not "
            "closed; correct it in Excel."
        )
    return "".join(
        f"{PREFIX}{token.text.upper()}" if is_ours else token.text
        for token, is_ours in zip(pieces, ours, strict=True)
    )
