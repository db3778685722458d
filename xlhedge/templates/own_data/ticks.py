"""Prices in fractions: grains in eighths of a cent (557'2), bonds in 32nds (110-16+)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData, excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

EIGHTHS, THIRTY_SECONDS = "eighths", "32nds"
QUOTES = (EIGHTHS, THIRTY_SECONDS)
_TICK = re.compile(r"([+-]?)(\d+)['\u2019^-](\d{1,3})(\+?)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}['\u2019]\d{3}")
_QUARTERS = {"": 0.0, "0": 0.0, "2": 0.25, "5": 0.5, "7": 0.75}  # the third digit of 110-162


def is_tick(text: str) -> bool:
    """Whether a text is a price in fractions: 8'387 is a number of four digits and none.

    >>> is_tick("557'2"), is_tick("110-16+"), is_tick("557.25"), is_tick("8'387")
    (True, True, False, False)
    """
    match = _TICK.fullmatch(text)
    if match and _THOUSANDS.fullmatch(text):
        return _fraction(match[3], THIRTY_SECONDS) is not None
    return match is not None


def fractions_of(label: str, key: str, texts: Sequence[tuple[int, str]], option: str | None) -> str:
    """Return which fractions a column is in: one digit is eighths, two or three are 32nds.

    Raises
    ------
    BadData
        The digits fit neither, or 110'165 may be 110165: then --quote tells.
    """
    parts = [(n, text, m[3] + m[4]) for n, text in texts if (m := _TICK.fullmatch(text))]
    fitting = [
        quote
        for quote in QUOTES
        if option in {quote, None} and all(_fraction(p, quote) is not None for _, _, p in parts)
    ]
    if len(fitting) == 1 and (
        option or not any(_THOUSANDS.fullmatch(text) for _, text, _ in parts)
    ):
        return fitting[0]
    thousands = next(((n, text) for n, text, _ in parts if _THOUSANDS.fullmatch(text)), None)
    if thousands and not option:
        number, text = thousands
        raise BadData(
            f"{label}, row {number}: the {key} {excerpt(text)} can be {text[:-4]}{text[-3:]} or "
            f"a price in 32nds; say --quote {key}=32nds, or write the number without the mark."
        )
    number, text, _ = next(
        ((n, t, p) for n, t, p in parts if option and _fraction(p, option) is None), parts[0]
    )
    raise BadData(
        f"{label}, row {number}: the {key} {excerpt(text)}, with the others of its column, fits "
        f"no fractions {f'in {option}' if option else 'of eighths (0 to 7) or 32nds (00 to 31)'}; "
        f"say --quote {key}=eighths or --quote {key}=32nds, or write decimals."
    )


def value(text: str, quote: str) -> float:
    """Return a price in fractions as a decimal number.

    >>> value("557'2", EIGHTHS), value("110-16+", THIRTY_SECONDS), value("110-162", THIRTY_SECONDS)
    (557.25, 110.515625, 110.5078125)
    """
    match = _TICK.fullmatch(text)
    fraction = _fraction(match[3] + match[4], quote) if match else None
    if match is None or fraction is None:
        raise ValueError(text)
    return (-1 if match[1] == "-" else 1) * (int(match[2]) + fraction)


def _fraction(digits: str, quote: str) -> float | None:
    """Return what stands behind the mark as a part of one; None where it is no such fraction."""
    bare = digits.rstrip("+")
    if quote == EIGHTHS:
        return int(bare) / 8 if len(digits) == 1 and int(bare) < 8 else None
    if len(bare) < 2 or int(bare[:2]) > 31:
        return None
    half = 0.5 if digits.endswith("+") else _QUARTERS.get(bare[2:])
    if half is None or (digits.endswith("+") and len(bare) > 2):
        return None
    return (int(bare[:2]) + half) / 32
