"""A price history on its way into a book: its rows, and what can be said of them."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import statistics
from dataclasses import dataclass
from typing import NamedTuple

from xlhedge.templates.labels import NO_LABELS, Labels

LONGEST_NAME = 40  # characters of a file's name: what a title has room for
DAY_0 = dt.date(1899, 12, 30)  # of Excel's day numbers
FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel's day numbers are off by one
YEAR = 365.25  # days
DAYS_OF_A_TICK = ((60, 7), (400, 56), (1500, YEAR / 4), (5000, YEAR))  # by the days drawn


class Origin(NamedTuple):
    """Where own data come from: the file's bare name, and for each label its header and unit."""

    file: str
    headers: tuple[tuple[str, str, str], ...]


class Rhythm(NamedTuple):
    """How often there is a price, and how many of them a year or two bring."""

    noun: str
    adjective: str
    spare: int

    @property
    def end(self) -> str:
        """The header of the dates."""
        return "Day" if self.noun == "day" else f"{self.noun.capitalize()}'s end"


WEEKLY = Rhythm("week", "weekly", 104)
_RHYTHMS = (
    (5, Rhythm("day", "daily", 260)),
    (11, WEEKLY),
    (20, Rhythm("fortnight", "two-weekly", 52)),
    (46, Rhythm("month", "monthly", 36)),
    (137, Rhythm("quarter", "quarterly", 20)),
    (549, Rhythm("year", "yearly", 20)),
)
_IRREGULAR = Rhythm("period", "periodic", 20)


@dataclass(frozen=True)
class History:
    """Rows of a date and prices in the order of the layout; `origin` is None for sample data."""

    rows: tuple[tuple[dt.date | float | None, ...], ...]
    origin: Origin | None = None
    labels: Labels = NO_LABELS
    absent: tuple[str, ...] = ()  # the legs of the layout that own prices lack

    @functools.cached_property
    def days(self) -> list[dt.date]:
        """The dates that are there."""
        return [row[0] for row in self.rows if isinstance(row[0], dt.date)]

    @functools.cached_property
    def rhythm(self) -> Rhythm:
        """How often there is a price, by the median number of days between two."""
        days = self.days
        spacing = statistics.median((b - a).days for a, b in itertools.pairwise(days))
        return next((rhythm for limit, rhythm in _RHYTHMS if spacing <= limit), _IRREGULAR)

    @property
    def lines(self) -> list[tuple[dt.date | float | None, ...]]:
        """The rows, and below them the spare ones that stand in the book for what comes."""
        return [*self.rows, *[(None,) * len(self.rows[0])] * self.rhythm.spare]

    @property
    def tick(self) -> float:
        """How many days the dates below a chart stand apart."""
        span = (max(self.days) - min(self.days)).days
        few = next((days for longest, days in DAYS_OF_A_TICK if span <= longest), None)
        return few or YEAR * (span // 5000 + 1)

    @property
    def first_tick(self) -> float | None:
        """Where a chart of many years begins, as a day number; a shorter one finds it by itself.

        An axis whose data span a sixth of their height begins at 0 in Excel: in 1900.
        """
        if self.tick <= YEAR:
            return None
        return (min(self.days) - DAY_0).days // self.tick * self.tick

    @property
    def tick_unit(self) -> str:
        """What those dates name: a day or a month."""
        return "day" if self.tick < YEAR / 4 else "month"

    @property
    def tick_format(self) -> str:
        """How those dates are written."""
        return "yyyy-mm-dd" if self.tick_unit == "day" else "yyyy-mm"

    @property
    def file(self) -> str:
        """The file's name, shortened in its middle where it is long; empty for sample data."""
        name = self.origin.file if self.origin else ""
        if len(name) <= LONGEST_NAME:
            return name
        half = (LONGEST_NAME - 3) // 2
        return f"{name[:half]}...{name[-half:]}"

    def title(self, of_sample: str, of_own: str) -> str:
        """Return a chart's title with what the prices are."""
        return f"{of_own} ({self.file})" if self.origin else f"{of_sample} (simulated)"

    @property
    def subtitle(self) -> str:
        """What stands below the title of the sheet of prices."""
        hint = "oldest first, into the blank rows below the last."
        if self.origin:
            return f"From {self.file}, to {self.days[-1]:%Y-%m-%d}. New ones {hint}"
        return f"Simulated, no market's prices. Put your own in, {hint}"

    @property
    def kind(self) -> str:
        """What the prices are, in brackets."""
        return f"({self.file})" if self.origin else "(simulated)"

    def about(self, sample: str) -> str:
        """Return what About says of the data: of the sample, or of the file instead."""
        if not self.origin:
            return sample
        last = f"{len(self.rows):,} rows to {self.days[-1]:%Y-%m-%d}"
        return f"Prices from {self.file}, {last}; the other figures are the sample's until changed."
