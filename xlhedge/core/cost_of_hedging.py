"""The cost of a hedge in OCI: time values, forward elements, basis spreads (IFRS 9, 6.5.15-16)."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.effectiveness import lower_of
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword, need_same_count
from xlhedge.core.keywords import HedgedItem
from xlhedge.core.wording import plain

_ENDS = 2  # designation, and the end of one period


class CostPeriod(NamedTuple):
    """A period's movements, + gain, and the balance that they leave; `period` counts from 1."""

    period: int
    change: float  # of the actual time value
    to_oci: float
    to_pnl: float  # what does not relate to the hedged item
    amortisation: float  # from OCI to profit or loss
    oci_balance: float


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
    missing = np.isnan(time_values) | np.isnan(aligned)
    if missing[0]:
        raise HedgeError(
            Kind.UNDEFINED,
            "time_values and aligned_values hold no number in their first cell; the values on "
            "designation are needed there.",
        )
    kept = np.flatnonzero(~missing)
    if kept.size < _ENDS:
        raise HedgeError(
            Kind.UNDEFINED,
            "time_values holds no number after the one on designation; the end of one period is "
            "needed.",
        )
    actual_start, aligned_start = float(time_values[0]), float(aligned[0])
    if actual_start * aligned_start < 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"time_values starts with {plain(actual_start)} and aligned_values with "
            f"{plain(aligned_start)}; values of one sign are needed.",
        )
    related = min(actual_start, aligned_start, key=abs)
    cost = -related if kind == HedgedItem.TIME_PERIOD else 0.0
    is_dearer = abs(actual_start) > abs(aligned_start)
    periods: list[CostPeriod] = []
    change_before = oci_before = amortised_before = 0.0
    for row in kept[1:].tolist():
        change = float(time_values[row]) - actual_start
        of_aligned = float(aligned[row]) - aligned_start
        oci = of_aligned if is_dearer else lower_of(change, of_aligned)
        amortised = cost * (row / (time_values.size - 1))
        periods.append(
            CostPeriod(
                row,
                change - change_before,
                oci - oci_before,
                (change - oci) - (change_before - oci_before),
                amortised - amortised_before,
                oci - amortised,
            )
        )
        change_before, oci_before, amortised_before = change, oci, amortised
    return periods
