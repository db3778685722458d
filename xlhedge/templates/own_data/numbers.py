"""Prices: numbers, and texts of numbers with a decimal point or an evident decimal comma."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData, quoted
from xlhedge.templates.own_data.table import is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST = 1e15  # the digits that Excel keeps
ABSENT = (  # texts that mean: no price
    *("", "na", "n/a", "#n/a", "#n/a n/a", "#nv", "#n/d", "nan", "none", "null", "<na>"),
    *(".", "-", "--", "\N{EN DASH}", "\N{EM DASH}"),
)
ACCEPTED = "a number such as 1234.5 is expected, or nothing"
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_POINT = re.compile(rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:,\d{{3}})+)?(?:\.\d*)?{_EXPONENT}")
_COMMA = re.compile(rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:\.\d{{3}})+)?(?:,\d*)?{_EXPONENT}")
_PATTERNS = {True: _COMMA, False: _POINT}  # by whether the comma stands before decimals
_DIGIT = re.compile(r"\d")
_UNMARKED = re.compile(r"[+-]?\d{4,}")  # where thousands have a mark, it would have one


def read_prices(
    label: str,
    columns: Mapping[str, Sequence[tuple[int, object]]],
    *,
    commas: bool = False,
    told: bool | None = None,
) -> tuple[dict[str, list[float | None]], list[str]]:
    """Return the numbers of each column, and remarks on how texts were read.

    All columns of a file share one way to write decimals: it is the comma only where a text can
    be read in no other way, and no text speaks against it.

    Parameters
    ----------
    label : str
        The file, for messages.
    columns : mapping
        For each column row numbers and cells.
    commas : bool
        Whether commas separate the file's cells: nobody then writes thousands with points.
    told : bool, optional
        Whether the comma stands before decimals; None where nobody said so.

    Raises
    ------
    BadData
        A cell is no price, or a text such as 1,234 that can be two.
    """
    cells = [(n, cell.strip()) for c in columns.values() for n, cell in c if isinstance(cell, str)]
    texts = [(number, text) for number, text in cells if text.lower() not in ABSENT]
    comma, remark = _decimal_comma(label, texts, commas=commas, told=told)
    prices = {
        key: [_one(label, key, number, cell, comma=comma) for number, cell in given]
        for key, given in columns.items()
    }
    absent = [(n, text) for n, text in cells if text and text.lower() in ABSENT]
    return prices, [remark for remark in (remark, _of_absent(absent)) if remark]


def _of_absent(cells: Sequence[tuple[int, str]]) -> str | None:
    """Say which texts were taken for no price: a dash may have been meant as 0."""
    if not cells:
        return None
    words = ", ".join(map(quoted, sorted({text for _, text in cells})))
    number = min(number for number, _ in cells)
    return f"No price is what {words} is taken for: {len(cells):,} of them, first in row {number}."


def _decimal_comma(
    label: str, texts: Sequence[tuple[int, str]], *, commas: bool, told: bool | None
) -> tuple[bool, str | None]:
    for number, text in texts:
        if not any(_reads(text, comma=comma) for comma in _PATTERNS if told in (comma, None)):
            raise BadData(f"{label}, row {number}: {quoted(text)} is no price; {_accepted(told)}.")
    if told is not None:
        return told, None
    only_comma = next(((n, t) for n, t in texts if not _reads(t, comma=False)), None)
    only_point = next(((n, t) for n, t in texts if not _reads(t, comma=True)), None)
    if only_comma is None:
        doubtful = next(((n, t) for n, t in texts if "," in t and "." not in t), None)
        if doubtful is None and not only_point and not commas:
            unmarked = any(_UNMARKED.fullmatch(text) for _, text in texts)
            doubtful = next(((n, t) for n, t in texts if "." in t and not unmarked), None)
        if doubtful is not None and not any("," in t and "." in t for _, t in texts):
            bare, point = doubtful[1].replace(",", "."), re.sub("[.,]", "", doubtful[1])
            raise BadData(
                f"{label}, row {doubtful[0]}: {quoted(doubtful[1])} can be {point} or {bare}, and "
                "no other row tells; say --decimal-point or --decimal-comma."
            )
        return False, None
    dotted = next(((n, t) for n, t in texts if "." in t and "," not in t), None)
    against = only_point or dotted
    if against is not None:
        raise BadData(
            f"{label}: {quoted(only_comma[1])} (row {only_comma[0]}) has a decimal comma, "
            f"{quoted(against[1])} (row {against[0]}) reads as a decimal point; write all prices "
            "the same way."
        )
    return True, (
        f"Commas are read as decimal commas: row {only_comma[0]}, {only_comma[1]}, can be "
        "nothing else."
    )


def _accepted(told: bool | None) -> str:
    if told is None:
        return ACCEPTED
    return f"with --decimal-{'comma' if told else 'point'} {_EXAMPLES[told]} is, or nothing"


_EXAMPLES = {True: "1234,5 or 1.234,5", False: "1234.5 or 1,234.5"}


def _reads(text: str, *, comma: bool) -> bool:
    return bool(_DIGIT.search(text) and _PATTERNS[comma].fullmatch(text))


def _one(label: str, key: str, number: int, cell: object, *, comma: bool) -> float | None:
    if is_blank(cell) or (isinstance(cell, str) and cell.strip().lower() in ABSENT):
        return None
    if isinstance(cell, str):
        text = cell.strip()
        text = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
        value = float(text)
    elif isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise BadData(f"{label}, row {number}: {key} is {quoted(cell)}; {ACCEPTED}.")
    else:
        value = float(cell)
        if math.isnan(value):
            return None
    if not abs(value) < LARGEST:
        raise BadData(
            f"{label}, row {number}: {key} is {quoted(cell)}; prices lie within {LARGEST:g}."
        )
    return value
