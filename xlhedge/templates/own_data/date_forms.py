"""One text, and what of a date it says: a day, a day in an open order, a month, a quarter."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from xlhedge.templates.own_data.months import is_beside, month_of

DAY, OPEN, MONTH, QUARTER, WEEK, YEAR = "day", "open", "month", "quarter", "week", "year"
YEARS = range(1900, 2101)
FIRST_SHORT = 1969  # two digits are the years from here on, as POSIX has it
_CLOCK = re.compile(
    r"(?P<rest>.*?\d.*?)(?:T|\s+|,\s*)(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?"
    r"|(?<=T\d\d)\d{4})\s*(?P<half>[ap]\.?m\.?)?\s*(?:Z|[A-Z]{2,5}|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.]) ?(\d{1,2})\2 ?(\d{1,2})\.?|(\d{2})(\d{2}))")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ]) ?(\d{1,2})\2 ?'?(\d{4}|\d{2})\.?")
_MONTH_LAST = re.compile(r"(\d{4})(?:[-/]|M)(\d{1,2})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/](\d{4})")
_PART = re.compile(r"(?:(\d{4})[- ]?([QW])(\d{1,2})|([Q])(\d)[- /]?(\d{4}))", re.IGNORECASE)
_EASTERN = str.maketrans({"\u5e74": "-", "\u6708": "-", "\u65e5": ""})  # year, month, day
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s\-./,'º°]*")


class Reading(NamedTuple):
    """What a text says: numbers by kind, and the hour if there is a time.

    day: year, month, day. open: first, second, year. month, quarter, week: year and number.
    """

    kind: str
    parts: tuple[int, ...]
    hour: float | None = None
    short: bool = False  # whether the year has two digits

    def date(self) -> dt.date:
        """Return the day, or the last one of a month, a quarter or a year; of a week its Friday.

        Raises
        ------
        ValueError
            There is no such day, or its order is open.
        """
        if self.kind == DAY:
            return dt.date(*self.parts)
        year, number = (*self.parts, 1)[:2]
        if self.kind == WEEK:
            return dt.date.fromisocalendar(year, number, 5)
        months = {MONTH: 1, QUARTER: 3, YEAR: 12}[self.kind]
        last = number * months
        if not 1 <= last <= 12:
            raise ValueError(f"{self.kind} must be in 1..{12 // months}")
        return dt.date(year + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1)


def full_year(year: int) -> int:
    """Return a year of two digits with its century.

    >>> full_year(24), full_year(70)
    (2024, 1970)
    """
    return FIRST_SHORT + (year - FIRST_SHORT) % 100


def read_date_text(text: str) -> Reading | None:
    """Return what a text says of a date, None where it says none.

    >>> read_date_text("Tue Jan 2, 2024").date()
    datetime.date(2024, 1, 2)
    >>> read_date_text("03/04/25").kind
    'open'
    """
    text = " ".join(text.translate(_EASTERN).split())
    hour = None
    if clock := _CLOCK.fullmatch(text):
        hour = _hour(clock)
        text = clock["rest"].rstrip(" ,")
    matches = _of_numbers(text) or _of_words(text)
    return matches._replace(hour=hour) if matches else None


def _hour(clock: re.Match[str]) -> float:
    hour = int(clock["hour"]) + int(clock["minute"] or 0) / 60
    if clock["half"]:
        hour = hour % 12 + 12 * (clock["half"][0] in "pP")
    return hour


def _of_numbers(text: str) -> Reading | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])
        if match[3] or (year in YEARS and month <= 12):
            return Reading(DAY, (year, month, day))
    elif match := _YEAR_LAST.fullmatch(text):
        short = len(match[4]) < 4
        year = full_year(int(match[4])) if short else int(match[4])
        return Reading(OPEN, (int(match[1]), int(match[3]), year), short=short)
    elif (match := _MONTH_LAST.fullmatch(text)) and int(match[1]) in YEARS:
        return Reading(MONTH, (int(match[1]), int(match[2])))
    elif (match := _MONTH_FIRST.fullmatch(text)) and int(match[2]) in YEARS:
        return Reading(MONTH, (int(match[2]), int(match[1])))
    elif match := _PART.fullmatch(text):
        which, letter, number = match.group(1, 2, 3) if match[1] else match.group(6, 4, 5)
        return Reading(QUARTER if letter in "qQ" else WEEK, (int(which), int(number)))
    return None


def _of_words(text: str) -> Reading | None:  # noqa: PLR0911 - one for each way to be no date
    """Read a date whose month is a word: 2. Jan. 2024, 02-Jan-24, January 2, 2024, Jan-2024."""
    tokens = _TOKEN.findall(text)
    if not 1 < len(tokens) < 8 or not _BETWEEN.fullmatch(_TOKEN.sub("", text)):
        return None
    numbers = [token for token in tokens if token.isdigit()]
    words = [token for token in tokens if not token.isdigit()]
    months = [month for word in words if (month := month_of(word))]
    beside = [word for word in words if not month_of(word)]
    if len(months) > 1 and is_beside(words[0]):  # mar. is Tuesday in Spanish, and March
        months, beside = months[1:], [words[0]]
    if not all(map(is_beside, beside)):
        return None
    if not months and len(numbers) >= 3:
        return _of_numbers(text[text.index(numbers[0]) :])
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    if any(len(number) not in {1, 2, 4} for number in numbers):
        return None
    if len(numbers) == 1:
        short = len(numbers[0]) < 4
        year = full_year(int(numbers[0])) if short else int(numbers[0])
        return Reading(MONTH, (year, months[0]), short=short)
    first, last = sorted(numbers, key=len) if len(numbers[0]) == 4 else numbers
    short = len(last) < 4
    year = full_year(int(last)) if short else int(last)
    return Reading(DAY, (year, months[0], int(first)), short=short)
