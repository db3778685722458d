"""The correlation before and after the middle of a sample, and Fisher's comparison of the two."""

import math
from typing import NamedTuple

from xlhedge.core.changes import JointChanges, part
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import moments

_PERFECT = 1 - 1e-14


class Halves(NamedTuple):
    """The correlation of spot and futures changes in the first and the second half of a sample."""

    first: float
    second: float


def fisher_z(first: float, n_first: int, second: float, n_second: int) -> float:
    """Return Fisher's z of the difference between two independent correlations.

    NaN where a correlation is 1 or -1, but for rounding: its transform is infinite.

    References
    ----------
    Fisher (1921), On the "probable error" of a coefficient of correlation.

    Examples
    --------
    >>> round(fisher_z(0.9, 53, 0.8, 53), 3)
    1.868
    """
    if max(abs(first), abs(second)) > _PERFECT:
        return math.nan
    error = math.sqrt(1 / (n_first - 3) + 1 / (n_second - 3))
    return (math.atanh(first) - math.atanh(second)) / error


def correlation_of_halves(changes: JointChanges) -> Halves:
    """Return the correlation in the first and the second half; the second has the odd change.

    Raises
    ------
    HedgeError
        UNDEFINED where a series does not vary over a half.
    """
    n = changes.series[0].size
    first, second = moments(part(changes, 0, n // 2)), moments(part(changes, n // 2, n))
    for which, m in (("first", first), ("second", second)):
        if not (m.spot_spot and m.futures_futures):
            name = "futures" if m.spot_spot else "spot"
            raise HedgeError(
                Kind.UNDEFINED, f"{name} does not vary over the {which} half; it needs to."
            )
    return Halves(
        *(
            m.spot_futures / math.sqrt(m.spot_spot) / math.sqrt(m.futures_futures)
            for m in (first, second)
        )
    )
