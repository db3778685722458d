"""Dates: the years between two of them."""

from typing import Annotated

from xlhedge.core import days, keywords
from xlhedge.worksheet.arguments import Date
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import choice


@worksheet_function("Rates")
def DAY_COUNT_FRACTION(
    start_date: Date,
    end_date: Date,
    convention: Annotated[str, choice(keywords.DayCount)] = "act/360",
) -> float:
    """Years from one date to a later one by a day count convention: what `years` elsewhere takes.

    Parameters
    ----------
    convention : text
        "act/360" (default; dollar and euro money markets), "act/365" (sterling), "act/act",
        "30/360" (US: dollar bonds and swaps) or "30e/360" (Eurobonds).

    Returns
    -------
    number
        Years, 0 for the same day. The first day counts, the last does not.

    Raises
    ------
    #NUM!
        An end_date before start_date.

    Notes
    -----
    act/360 and act/365: days / 360 and / 365. act/act: days in leap years / 366 + other days / 365.
    30/360 and 30e/360: (360 years + 30 months + days) / 360, a 31st of start_date being the 30th; a
    31st of end_date too, in 30/360 only where start_date is a 30th or 31st. The end of February is
    no exception in either; YEARFRAC(, , 0) makes it a 30th, and its basis 1 is not this act/act.

    References
    ----------
    2006 ISDA Definitions, section 4.16 (b), (d), (e), (f) and (g).

    Examples
    --------
    >>> DAY_COUNT_FRACTION(45322, 45502)
    0.5
    >>> DAY_COUNT_FRACTION(45322, 45382, "30/360") * 360
    60.0
    """
    return days.day_count_fraction(start_date, end_date, convention)
