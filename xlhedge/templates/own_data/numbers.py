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
ABSENT = ("", "na", "n/a", "#n/a", "nan", "null", ".")  # texts that mean: no price
ACCEPTED = "a number such as 1234.5 is expected, or nothing"
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_POINT = re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:,\d{{3}})+)?(?:\.\d*)?{_EXPONENT}")
_COMMA = re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:\.\d{{3}})+)?(?:,\d*)?{_EXPONENT}")
_DIGIT = re.compile(r"\d")


def read_prices(
    label: str, columns: Mapping[str, Sequence[tuple[int, object]]]
) -> tuple[dict[str, list[float | None]], str | None]:
    """Return the numbers of each column, and a remark where commas were read as decimal ones.

    All columns of a file share one way to write decimals: it is the comma only where a text can
    be read in no other way, and no text speaks against it.
    """
    texts = [
        (number, cell.strip())
        for cells in columns.values()
        for number, cell in cells
        if isinstance(cell, str) and cell.strip().lower() not in ABSENT
    ]
    comma, remark = _decimal_comma(label, texts)
    return {
        key: [_one(label, key, number, cell, comma=comma) for number, cell in cells]
        for key, cells in columns.items()
    }, remark


def _decimal_comma(label: str, texts: Sequence[tuple[int, str]]) -> tuple[bool, str | None]:
    for number, text in texts:
        if not (_reads(_POINT, text) or _reads(_COMMA, text)):
            raise BadData(f"{label}, row {number}: {quoted(text)} is no price; {ACCEPTED}.")
    only_comma = next(((n, t) for n, t in texts if not _reads(_POINT, t)), None)
    only_point = next(((n, t) for n, t in texts if not _reads(_COMMA, t)), None)
    if only_comma is None:
        doubtful = next(((n, t) for n, t in texts if "," in t and "." not in t), None)
        if doubtful is not None and not any("," in t and "." in t for _, t in texts):
            raise BadData(
                f"{label}, row {doubtful[0]}: {quoted(doubtful[1])} can be "
                f"{doubtful[1].replace(',', '')} or {doubtful[1].replace(',', '.')}, and no other "
                "row tells; write decimals with a point and thousands without a mark."
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


def _reads(pattern: re.Pattern[str], text: str) -> bool:
    return bool(_DIGIT.search(text) and pattern.fullmatch(text))


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
