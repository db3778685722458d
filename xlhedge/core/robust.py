"""The robust hedge: a regression in which a few wrong prices count for little."""

import numpy as np

from xlhedge.core.changes import JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_positive
from xlhedge.core.minimum_variance import regression

NORMAL_MAD = 0.6744897501960817  # the median absolute deviation of a standard normal

_ROUNDS = 500
_TOLERANCE = 1e-12


def huber_hedge_ratio(changes: JointChanges, k: float = 1.345) -> float:
    """Return the slope of Huber's M-estimate of dS = c + h dF + e.

    Iteratively reweighted least squares from the least-squares line: weights
    min(1, k scale / abs(e)), scale = median(abs(e)) / 0.6745, renewed each round.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least three.
    k : float
        Deviations at which a residual starts to count for less; above 0. 1.345 keeps 95 %
        efficiency where errors are normal.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than three changes or a series that does not vary; DOMAIN for a k that
        is not above 0, no convergence, or weights that leave futures without variation.

    Notes
    -----
    Where more than half of the changes lie on one line the scale shrinks to 0, and the slope goes
    to that line's.

    References
    ----------
    Huber (1964); Huber and Ronchetti, Robust Statistics, sections 7.3 to 7.8.
    """
    need_positive("k", k)
    spot, futures = changes.series
    fit = regression(changes)
    if fit.residual_sd == 0:
        return fit.hedge_ratio
    s, f = spot - spot.mean(), futures - futures.mean()
    slope, level = fit.hedge_ratio, 0.0
    noise = changes.noise[0] + abs(slope) * changes.noise[1]
    tiny = _TOLERANCE * fit.sd_spot / fit.sd_futures
    for _ in range(_ROUNDS):
        size = np.abs(s - level - slope * f)
        bound = k * float(np.median(size)) / NORMAL_MAD
        if bound <= 2 * k * noise:
            return slope
        weight = bound / np.maximum(size, bound)
        total = float(weight.sum())
        mean_s = float((weight * s).sum()) / total
        mean_f = float((weight * f).sum()) / total
        squares = float((weight * (f - mean_f) ** 2).sum())
        if not squares > 0:
            raise HedgeError(
                Kind.DOMAIN, "all changes of futures but a few outliers are equal; no line fits."
            )
        before = slope
        slope = float((weight * (f - mean_f) * (s - mean_s)).sum()) / squares
        level = mean_s - slope * mean_f
        if abs(slope - before) <= tiny:
            return slope
    raise HedgeError(
        Kind.DOMAIN,
        f"the robust line of spot on futures did not settle in {_ROUNDS} rounds; another k "
        f"than {k:g} may.",
    )
