"""A workbook's formulas as Excel stores those that call xlwings Lite's functions."""

from __future__ import annotations

import html
import re
from xml.sax.saxutils import escape

from xlhedge.worksheet import CATALOGUE

PREFIX = "_xldudf_"  # of a custom function that no manifest gives a namespace

_HAS_FORMULAS = re.compile(r"xl/(?:workbook|worksheets/[^/]+|tables/[^/]+)\.xml")
_FORMULA = re.compile(
    r"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula"
    r"|totalsRowFormula)(?:\s[^>]*)?>)([^<]*)(?=</)"
)
_OURS = re.compile(rf"(?<![\w.])(?:{'|'.join(CATALOGUE)})\(", re.IGNORECASE)


def with_lite_names(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return a workbook's parts with the calls of our functions renamed, wherever they stand.

    Cells, tables, defined names, data validations and conditional formats; every other byte and
    every stored value stays.
    """
    return {
        name: _FORMULA.sub(_renamed, content.decode()).encode()
        if _HAS_FORMULAS.fullmatch(name)
        else content
        for name, content in parts.items()
    }


def _renamed(element: re.Match[str]) -> str:
    if not _OURS.search(element[2]):
        return element[0]
    return element[1] + escape(lite_formula(html.unescape(element[2])))


def lite_formula(formula: str) -> str:
    """Return a formula, without its ``=``, that calls our functions by the names of xlwings Lite.

    Raises
    ------
    ValueError
        It cannot be taken apart.

    Examples
    --------
    >>> lite_formula('HEDGE_RATIO(A1,2)&" of HEDGE_RATIO("')
    '_xldudf_HEDGE_RATIO(A1,2)&" of HEDGE_RATIO("'
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer(f"={formula}").items
    except TokenizerError as trouble:
        raise ValueError(f"The formula ={formula} cannot be taken apart ({trouble}).") from trouble
    if "".join(token.value for token in tokens) != formula:
        raise ValueError(f"The formula ={formula} cannot be taken apart without loss.")
    return "".join(
        PREFIX + token.value.upper()
        if (token.type, token.subtype) == (Token.FUNC, Token.OPEN)
        and token.value[:-1].upper() in CATALOGUE
        else token.value
        for token in tokens
    )
