"""Words in dates: the months and the days of the week, in English and in five languages more."""

from __future__ import annotations

import functools
from typing import Literal

LANGUAGES = ("de", "fr", "es", "it", "pt")
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN = frozenset(  # 2nd of January, 2 de enero
    ("st", "nd", "rd", "th", "er", "de", "of", "the", "den", "le", "del")
)


def month_of(word: str) -> int | None:
    """Return the number of a month by its name or the short of it; None for another word.

    >>> month_of("Jan"), month_of("sept"), month_of("total")
    (1, 9, None)
    """
    known = _english_months().get(word.casefold())
    return known or _other_languages()[0].get(word.casefold())


def is_beside(word: str) -> bool:
    """Whether a word may stand beside a month: a day of the week, or what joins the numbers."""
    low = word.casefold()
    if low in _BETWEEN or any(day.startswith(low) and len(low) > 1 for day in _WEEKDAYS):
        return True
    return low in _other_languages()[1]


@functools.cache
def _english_months() -> dict[str, int]:
    known = {name: number for number, name in enumerate(_ENGLISH, 1)}
    return {name[:3]: number for name, number in known.items()} | known | {"sept": 9}


@functools.cache
def _other_languages() -> tuple[dict[str, int], frozenset[str]]:
    """Return months and days as Babel spells them; none without Babel, the sentence is English."""
    try:
        from babel.dates import get_day_names, get_month_names
    except ImportError:
        return {}, frozenset()
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    contexts: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
    styles = [(width, context) for width in widths for context in contexts]
    months: dict[str, int] = {}
    days: set[str] = set()
    for language in LANGUAGES:
        for width, context in styles:
            for number, name in get_month_names(width, context, language).items():
                months[name.casefold().rstrip(".")] = number
                months.setdefault(name.casefold()[:3], number)  # Sep for Sept.
            days |= {
                name.casefold().rstrip(".")
                for name in get_day_names(width, context, language).values()
            }
    del months["jui"]  # juin or juillet
    return months | {"mrz": 3}, frozenset(days)
