"""The cost of a hedge in OCI: time values, forward elements, basis spreads (IFRS 9, 6.5.15-16)."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.effectiveness import lower_of
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword, need_same_count
from xlhedge.core.keywords import HedgedItem
from xlhedge.core.wording import plain


class CostPeriod(NamedTuple):
    """A period's movements, + gain, and the balance that they leave; `period` counts from 1."""

    period: int
    change: float  # of the actual time value
    to_oci: float
    to_pnl: float  # what does not relate to the hedged item
    amortisation: float  # from OCI to profit or loss
    oci_balance: float
    amortised_share: float  # of what was there on designation, so far


def cost_of_hedging(
    time_values: FloatArray,
    aligned_values: FloatArray | None = None,
    kind: str = HedgedItem.TIME_PERIOD,
) -> list[CostPeriod]:
    """Return what of a time value stands in OCI, and what of it is amortised, period by period.

    Parameters
    ----------
    time_values : array of shape (n,)
        Fair values of what is not designated: an option's time value, a forward element or a
        currency basis spread; + asset. On designation, then at the end of each period of the hedge,
        the periods equally long; NaN stands for a period to come, or one that is passed over.
    aligned_values : array of shape (n,), optional
        The same of the instrument whose critical terms match the hedged item; None: `time_values`.
    kind : {"time_period", "transaction"}
        Whether the item is protected over time, or is one transaction, whose booking takes the
        balance with it.

    Returns
    -------
    list of CostPeriod
        One for each period with numbers. Time-period related: what relates to the item on
        designation, the lesser of both values, is amortised in equal parts over all n - 1 periods.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED without a value on designation or any later one;
        DOMAIN for values on designation of opposite signs; TYPE for an unknown kind.

    References
    ----------
    IFRS 9, paragraphs 6.5.15, 6.5.16 and B6.5.29-B6.5.39.

    Examples
    --------
    >>> [(p.amortisation, p.oci_balance) for p in cost_of_hedging(np.array([20.0, 13.0, 0.0]))]
    [(-10.0, 3.0), (-10.0, 0.0)]
    """
    need_keyword("kind", kind, HedgedItem)
    aligned = time_values if aligned_values is None else aligned_values
    need_same_count("time_values", time_values.size, "aligned_values", aligned.size)
    rows = _rows(time_values, aligned)
    actual_start, aligned_start = float(time_values[0]), float(aligned[0])
    related = min(actual_start, aligned_start, key=abs)
    is_amortised = kind == HedgedItem.TIME_PERIOD
    is_dearer = abs(actual_start) > abs(aligned_start)
    periods: list[CostPeriod] = []
    change_before = oci_before = amortised_before = 0.0
    for row in rows:
        change = float(time_values[row]) - actual_start
        of_aligned = float(aligned[row]) - aligned_start
        oci = of_aligned if is_dearer else lower_of(change, of_aligned)
        share = row / (time_values.size - 1) if is_amortised else 0.0
        amortised = -related * share
        periods.append(
            CostPeriod(
                row,
                change - change_before,
                oci - oci_before,
                (change - oci) - (change_before - oci_before),
                amortised - amortised_before,
                oci - amortised,
                share,
            )
        )
        change_before, oci_before, amortised_before = change, oci, amortised
    return periods


def _rows(time_values: FloatArray, aligned_values: FloatArray) -> list[int]:
    """Return the rows of periods with numbers; raise where there is nothing to start from."""
    missing = np.isnan(time_values) | np.isnan(aligned_values)
    if missing[0]:
        raise HedgeError(
            Kind.UNDEFINED,
            "time_values and aligned_values hold no number in their first cell; the values on "
            "designation are needed there.",
        )
    rows: list[int] = np.flatnonzero(~missing)[1:].tolist()
    if not rows:
        raise HedgeError(
            Kind.UNDEFINED,
            "time_values holds no number after the one on designation; the end of one period is "
            "needed.",
        )
    if time_values[0] * aligned_values[0] < 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"time_values starts with {plain(time_values[0])} and aligned_values with "
            f"{plain(aligned_values[0])}; values of one sign are needed.",
        )
    return rows
