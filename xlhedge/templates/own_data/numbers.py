"""Prices: numbers, and texts of numbers with a decimal point or an evident decimal comma."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data import ticks
from xlhedge.templates.own_data.errors import TWO_UNITS, BadData, excerpt
from xlhedge.templates.own_data.number_marks import (
    MINUS_BEHIND,
    PARENTHESES,
    Number,
    strip_marks,
)
from xlhedge.templates.own_data.table import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LARGEST = 1e15  # the digits that Excel keeps
ACCEPTED = "a number such as 1234.5 is expected, or nothing"
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_LAKHS = r"[1-9]\d?(?:,\d\d)+,\d{3}"  # 1,62,190.50: as India groups
_POINT = re.compile(rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:,\d{{3}})+|{_LAKHS})?(?:\.\d*)?{_EXPONENT}")
_COMMA = re.compile(rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:\.\d{{3}})+)?(?:,\d*)?{_EXPONENT}")
_PATTERNS = {True: _COMMA, False: _POINT}  # by whether the comma stands before decimals
_DIGIT = re.compile(r"\d")
_UNMARKED = re.compile(r"[+-]?\d{4,}")  # where thousands have a mark, it would have one
_SCALED = re.compile(r"(.*\d)\s?[%KMBkmb]")  # 3,86M and -0,53% tell which mark is the decimal one
_EXAMPLES = {True: "1234,5 or 1.234,5", False: "1234.5 or 1,234.5"}

Cells = list[tuple[int, object]]


class NumberOptions(NamedTuple):
    """What the reader says of a file's numbers."""

    decimal_comma: bool | None = None  # None where nobody said so
    quotes: Mapping[str, str] = {}  # a column's fractions: eighths or 32nds


def read_prices(
    label: str,
    columns: Mapping[str, Sequence[tuple[int, object]]],
    *,
    commas: bool = False,
    option: NumberOptions = NumberOptions(),  # noqa: B008 - a tuple of constants
    witnesses: Iterable[object] = (),
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
        Whether bare commas separate the file's cells: nobody then writes thousands with points.
    option : NumberOptions, optional
        What the reader says of them.
    witnesses : iterable
        Cells of the file's other columns: 3,86M or -0,53% tell what a comma is.

    Raises
    ------
    BadData
        A cell is no price, or a text such as 1,234 that can be two.
    """
    texts = {key: _texts(label, key, cells) for key, cells in columns.items()}
    quotes = {
        key: ticks.fractions_of(label, key, _plain(matches), option.quotes.get(key))
        for key, matches in texts.items()
        if any(ticks.is_tick(number.text) for _, number in matches)
    }
    decimals = [
        (n, number.text)
        for matches in texts.values()
        for n, number in matches
        if not ticks.is_tick(number.text)
    ]
    comma, remark = _decimal_comma(
        label, sorted(decimals), _witnesses(witnesses), commas=commas, option=option.decimal_comma
    )
    prices = {
        key: [_one(label, key, n, cell, quotes.get(key), comma=comma) for n, cell in cells]
        for key, cells in columns.items()
    }
    remarks = [remark, *_of_absent(columns), *_of_marks(texts), *_of_quotes(texts, quotes)]
    return prices, [remark for remark in remarks if remark]


def _plain(texts: Sequence[tuple[int, Number]]) -> list[tuple[int, str]]:
    return [(n, number.text) for n, number in texts]


def _texts(label: str, key: str, cells: Sequence[tuple[int, object]]) -> list[tuple[int, Number]]:
    """Return the texts of a column that are to be numbers, without what stands around them."""
    matches = []
    for row, cell in cells:
        if not isinstance(cell, str) or is_absent(cell):
            continue
        if "%" in cell:
            raise BadData(
                f"{label}, row {row}: the {key} {excerpt(cell)} is a percentage, and a ratio is "
                "of prices. Turn rates into prices (100 less the rate, as rate futures are quoted, "
                "or a bond's price), or take the signs away to hedge percentage points."
            )
        matches.append((row, strip_marks(cell)))
    currencies = {number.currency: row for row, number in matches[::-1] if number.currency}
    if len(currencies) > 1:
        (one, first), (other, second) = list(currencies.items())[:-3:-1]
        raise BadData(
            f"{label}: the {key} is in {one} (row {first}) and in {other} (row {second}); bring "
            "the prices into one currency."
        )
    return matches


def _witnesses(cells: Iterable[object]) -> list[str]:
    texts = (
        cell.strip() for cell in cells if isinstance(cell, str) and ("," in cell or "." in cell)
    )
    bare = (m[1] if (m := _SCALED.fullmatch(text)) else text for text in texts)
    return [number for text in bare if _DIGIT.search(number := strip_marks(text).text)]


def is_absent(cell: object) -> bool:
    """Whether a cell means: no price. A text without a digit does, such as an error or holiday."""
    if isinstance(cell, str):
        return cell.startswith("#") or not _DIGIT.search(cell)
    return is_blank(cell) or cell != cell  # noqa: PLR0124 - only NaN differs from itself


def _of_absent(columns: Mapping[str, Sequence[tuple[int, object]]]) -> list[str]:
    """Say which texts were taken for no price: a dash may have been meant as 0."""
    cells = [
        (number, cell.strip())
        for cells_of in columns.values()
        for number, cell in cells_of
        if isinstance(cell, str) and cell.strip() and is_absent(cell)
    ]
    if not cells:
        return []
    words = ", ".join(map(excerpt, sorted({text for _, text in cells})))
    number = min(number for number, _ in cells)
    return [
        f"No price is what {words} is taken for: {len(cells):,} of them, first in row {number}."
    ]


def _of_marks(texts: Mapping[str, Sequence[tuple[int, Number]]]) -> list[str]:
    numbers = sorted((n, number) for column in texts.values() for n, number in column)
    sentences: dict[str, list[int]] = {}
    marks = {key: number.currency for key, column in texts.items() for _, number in column}
    words = " and the ".join(f"{key} is in {mark}" for key, mark in marks.items())
    several = [f"The {words}: {TWO_UNITS}"] if len({*marks.values()} - {""}) > 1 else []
    for row, number in numbers:
        if number.currency:
            words = f"The mark {number.currency} is taken off (--unit puts it on the pages)"
            sentences.setdefault(words, []).append(row)
        for other in number.others:
            signs = other in {PARENTHESES, MINUS_BEHIND}
            words = (
                f"Numbers with {other} are read as negative"
                if signs
                else f"The {other} is taken off"
            )
            sentences.setdefault(words, []).append(row)
    return several + [
        f"{words}: {len(rows):,} {'cells' if len(rows) > 1 else 'cell'}, first in row {rows[0]}."
        for words, rows in sentences.items()
    ]


def _of_quotes(
    texts: Mapping[str, Sequence[tuple[int, Number]]], quotes: Mapping[str, str]
) -> list[str]:
    remarks = []
    for key, quote in quotes.items():
        n, text = next((n, m.text) for n, m in texts[key] if ticks.is_tick(m.text))
        value = ticks.value(text, quote)
        remarks.append(f"The {key} is read in {quote}: row {n}, {text}, is {value:.15g}.")
    return remarks


def _decimal_comma(
    label: str,
    texts: Sequence[tuple[int, str]],
    witnesses: Sequence[str],
    *,
    commas: bool,
    option: bool | None,
) -> tuple[bool, str | None]:
    for number, text in texts:
        if not any(_reads(text, comma=comma) for comma in _PATTERNS if option in (comma, None)):
            raise BadData(
                f"{label}, row {number}: {excerpt(text)} is no price; {_accepted(option)}."
            )
    if option is not None:
        return option, None
    only_comma = next(((n, t) for n, t in texts if not _reads(t, comma=False)), None)
    only_point = next(((n, t) for n, t in texts if not _reads(t, comma=True)), None)
    if only_comma is None:
        return _doubtful(label, texts, witnesses, point=only_point is not None, commas=commas)
    dotted = next(((n, t) for n, t in texts if "." in t and "," not in t), None)
    against = only_point or (dotted if not _grouped(texts) else None)
    if against is not None:
        raise BadData(
            f"{label}: {excerpt(only_comma[1])} (row {only_comma[0]}) has a decimal comma, "
            f"{excerpt(against[1])} (row {against[0]}) reads as a decimal point; write all "
            "prices the same way."
        )
    return True, (
        f"Commas are read as decimal commas: row {only_comma[0]}, {only_comma[1]}, can be "
        "nothing else."
    )


def _grouped(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether a text has both marks, so that its points stand between thousands."""
    return any("," in text and "." in text for _, text in texts)


def _doubtful(
    label: str,
    texts: Sequence[tuple[int, str]],
    witnesses: Sequence[str],
    *,
    point: bool,
    commas: bool,
) -> tuple[bool, str | None]:
    """Decide on texts that read with a decimal point, and perhaps with a comma: 1.234, 1,234.

    A thousandth or a thousandfold is never guessed: the rest of the file decides, or the reader.
    """
    doubtful = next(((n, t) for n, t in texts if "," in t and "." not in t), None)
    if doubtful is None and not point and not commas:
        unmarked = any(_UNMARKED.fullmatch(text) for _, text in texts)
        doubtful = next(((n, t) for n, t in texts if "." in t and not unmarked), None)
    if doubtful is None or _grouped(texts):
        return False, None
    comma = next((t for t in witnesses if not _reads(t, comma=False) and _reads(t, comma=True)), "")
    dot = next((t for t in witnesses if not _reads(t, comma=True) and _reads(t, comma=False)), "")
    number, text = doubtful
    bare, whole = text.replace(",", "."), re.sub("[.,]", "", text)
    if bool(comma) == bool(dot):
        raise BadData(
            f"{label}, row {number}: {excerpt(text)} can be {whole} or {bare}, and "
            "no other row tells; say --decimal-point or --decimal-comma."
        )
    value = whole if bool(comma) == ("." in text) else bare
    return bool(comma), (
        f"{'Commas' if comma else 'Points'} are read as decimal marks, as in {comma or dot} of "
        f"another column: row {number}, {text}, is {value}."
    )


def _accepted(option: bool | None) -> str:
    if option is None:
        return ACCEPTED
    return f"with --decimal-{'comma' if option else 'point'} {_EXAMPLES[option]} is, or nothing"


def _reads(text: str, *, comma: bool) -> bool:
    return bool(_DIGIT.search(text) and _PATTERNS[comma].fullmatch(text))


def could_be_number(cell: object) -> bool:
    """Whether a cell may be a price in some way of writing one."""
    if isinstance(cell, str):
        text = strip_marks(cell).text
        return ticks.is_tick(text) or any(_reads(text, comma=comma) for comma in _PATTERNS)
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def _one(
    label: str, key: str, number: int, cell: object, quote: str | None, *, comma: bool
) -> float | None:
    if is_absent(cell):
        return None
    if isinstance(cell, str):
        text = strip_marks(cell).text
        if quote and ticks.is_tick(text):
            return ticks.value(text, quote)
        text = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
        value = float(text)
    elif isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise BadData(f"{label}, row {number}: {key} is {excerpt(cell)}; {ACCEPTED}.")
    else:
        value = float(cell)
    if not abs(value) < LARGEST:
        raise BadData(
            f"{label}, row {number}: {key} is {excerpt(cell)}; prices lie within {LARGEST:g}."
        )
    return value
