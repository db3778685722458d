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
FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel's day numbers are off by one
DAYS_OF_A_TICK = ((60, 7, "days"), (400, 1, "months"), (1500, 3, "months"), (5000, 12, "months"))


class Origin(NamedTuple):
    """Where own data come from: the file's bare name, and for each label its header and unit."""

    file: str
    headers: tuple[tuple[str, str, str], ...]


class Rhythm(NamedTuple):
    """How often there is a price."""

    noun: str
    adjective: str

    @property
    def end(self) -> str:
        """The header of the dates."""
        return "Day" if self.noun == "day" else f"{self.noun.capitalize()}'s end"


WEEKLY = Rhythm("week", "weekly")
_RHYTHMS = (
    (5, Rhythm("day", "daily")),
    (11, WEEKLY),
    (20, Rhythm("fortnight", "two-weekly")),
    (46, Rhythm("month", "monthly")),
    (137, Rhythm("quarter", "quarterly")),
    (549, Rhythm("year", "yearly")),
)
_IRREGULAR = Rhythm("period", "periodic")


@dataclass(frozen=True)
class History:
    """Rows of a date and prices in the order of the layout; `origin` is None for sample data."""

    rows: tuple[tuple[dt.date | float | None, ...], ...]
    origin: Origin | None = None
    labels: Labels = NO_LABELS

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
    def tick(self) -> tuple[int, str]:
        """How far apart the dates below a chart stand: a number, and days or months."""
        span = (max(self.days) - min(self.days)).days
        for longest, number, unit in DAYS_OF_A_TICK:
            if span <= longest:
                return number, unit
        return 12 * (span // 5000 + 1), "months"

    @property
    def tick_unit(self) -> str:
        """What those dates name: a day or a month."""
        return "day" if self.tick[1] == "days" else "month"

    @property
    def tick_format(self) -> str:
        """How those dates are written."""
        return "yyyy-mm-dd" if self.tick[1] == "days" else "yyyy-mm"

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
        hint = "oldest first; leave spare rows blank."
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
