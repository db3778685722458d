"""The checks of single arguments: one check, one meaning, one sentence.

A share, a level and a bound on a ratio are decimals everywhere. Where one is typed as a percentage
in whole numbers (80 for 80 %), the sentence says which decimal it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import in_quotes, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sized
    from enum import StrEnum

_PERCENT_OF_ONE = 1.5  # where 1 is the most there is, from here on it is a percentage
_PERCENT_OF_MORE = 10.0  # a ratio may pass 1, as 1.25 does; from here on it is a percentage


def need_positive(name: str, value: float) -> None:
    """Raise DOMAIN unless a size, price or multiplier is above 0."""
    if not value > 0:
        raise HedgeError(Kind.DOMAIN, f"{name} is {plain(value)}; a number above 0 is needed.")


def need_not_negative(name: str, value: float) -> None:
    """Raise DOMAIN when a cost, a term or a tolerance is below 0."""
    if not value >= 0:
        raise HedgeError(Kind.DOMAIN, f"{name} is {plain(value)}; 0 or more is needed.")


def need_divisor(name: str, value: float) -> None:
    """Raise unless what is divided by is above 0: UNDEFINED for 0, DOMAIN below."""
    if value == 0:
        raise HedgeError(Kind.UNDEFINED, f"{name} is 0; a number above 0 is needed.")
    need_positive(name, value)


def need_nonzero(name: str, value: float) -> None:
    """Raise UNDEFINED for 0 where a signed number is divided by, or has to be there at all."""
    if value == 0:
        raise HedgeError(Kind.UNDEFINED, f"{name} is 0; a value other than 0 is needed.")


def need_some(name: str, numbers: Sized) -> None:
    """Raise UNDEFINED for a range in which no number is left."""
    if not len(numbers):
        raise HedgeError(Kind.UNDEFINED, f"{name} holds no number; at least one is needed.")


def need_pair(name: str, other_name: str, pairs: Sized) -> None:
    """Raise UNDEFINED for two ranges of which no line has two numbers."""
    if not len(pairs):
        raise HedgeError(
            Kind.UNDEFINED, f"{name} and {other_name} hold no pair of numbers; one is needed."
        )


def need_none_negative(name: str, values: Iterable[float]) -> None:
    """Raise DOMAIN when a number of a range is below 0; NaN is a missing cell."""
    for value in values:
        if value < 0:
            raise HedgeError(Kind.DOMAIN, f"{name} holds {plain(value)}; 0 or more is needed.")


def need_variation(name: str, varies: bool) -> None:
    """Raise UNDEFINED for changes of a series that rounding alone tells apart."""
    if not varies:
        raise HedgeError(Kind.UNDEFINED, f"the changes of {name} are all equal; they need to vary.")


def need_share(name: str, value: float, low: float = 0.0, high: float = 1.0) -> None:
    """Raise DOMAIN unless a share lies from `low` to `high`, both included.

    Examples
    --------
    >>> need_share("min_r2", 80)
    Traceback (most recent call last):
    xlhedge.core.errors.HedgeError: min_r2 is 80; 0 to 1 is needed (0.8 is 80 %).
    """
    if not low <= value <= high:
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} is {plain(value)}; {plain(low)} to {plain(high)} is needed{_decimal(value)}.",
        )


def need_shares(name: str, values: Iterable[float], low: float = 0.0, high: float = 1.0) -> None:
    """Raise DOMAIN unless each number of a range is a share as above; NaN is a missing cell."""
    for value in values:
        if value < low or value > high:
            raise HedgeError(
                Kind.DOMAIN,
                f"{name} holds {plain(value)}; {plain(low)} to {plain(high)} is "
                f"needed{_decimal(value)}.",
            )


def need_level(name: str, value: float, low: float = 0.0, high: float = 1.0) -> None:
    """Raise DOMAIN unless a level lies between `low` and `high`, neither included.

    Examples
    --------
    >>> need_level("level", 95)
    Traceback (most recent call last):
    xlhedge.core.errors.HedgeError: level is 95; above 0 and below 1 is needed (0.95 is 95 %).
    """
    if not low < value < high:
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} is {plain(value)}; above {plain(low)} and below {plain(high)} is "
            f"needed{_decimal(value)}.",
        )


def need_ratio(name: str, value: float) -> None:
    """Raise DOMAIN for a hedge ratio, or a bound on one, that is a whole-number percentage.

    For ratios of one unit only: futures in another unit than spot have ratios of any size.

    Examples
    --------
    >>> need_ratio("high", 125)
    Traceback (most recent call last):
    xlhedge.core.errors.HedgeError: high is 125; a decimal is needed (1.25 is 125 %).
    """
    if not abs(value) < _PERCENT_OF_MORE:
        raise HedgeError(
            Kind.DOMAIN, f"{name} is {plain(value)}; a decimal is needed{_decimal(value)}."
        )


def need_distance(name: str, value: float, ratio: float) -> None:
    """Raise DOMAIN for a distance from a ratio that is below 0 or a whole-number percentage.

    Ratios of another unit may be 40, and 10 a distance from them: never further than the ratio is.
    """
    need_not_negative(name, value)
    if value > abs(ratio):
        need_ratio(name, value)


def need_band(low_name: str, low: float, high_name: str, high: float) -> None:
    """Raise DOMAIN unless two bounds on a ratio are decimals and the lower one comes first."""
    need_ratio(low_name, low)
    need_ratio(high_name, high)
    if low > high:
        raise HedgeError(
            Kind.DOMAIN,
            f"{low_name} is {plain(low)} and {high_name} {plain(high)}; the lower one comes first.",
        )


def need_same_count(name: str, count: int, other_name: str, other_count: int) -> None:
    """Raise MISMATCH for ranges that should pair up and do not."""
    if count != other_count:
        raise HedgeError(
            Kind.MISMATCH,
            f"{name} has {plain(count)} cells and {other_name} has {plain(other_count)}; "
            "they need the same number.",
        )


def need_keyword(name: str, word: str, words: type[StrEnum]) -> None:
    """Raise TYPE unless a keyword is one of a closed list.

    Examples
    --------
    >>> from xlhedge.core.keywords import Side
    >>> need_keyword("side", "long", Side)
    Traceback (most recent call last):
    xlhedge.core.errors.HedgeError: side is "long"; "sell" or "buy" is needed.
    """
    if word not in [*words]:  # a class of words itself is not asked before Python 3.12
        raise HedgeError(
            Kind.TYPE, f"{name} is {in_quotes(word)}; {alternatives(words)} is needed."
        )


def alternatives(words: Iterable[str]) -> str:
    """Return keywords as a sentence offers them: "sell" or "buy"."""
    return " or ".join(f'"{word}"' for word in words)


def _decimal(value: float) -> str:
    """Return which decimal a whole-number percentage is, in brackets; "" for another number."""
    if not _PERCENT_OF_ONE <= abs(value) <= 10_000:
        return ""
    return f" ({plain(value / 100)} is {plain(value)} %)"
