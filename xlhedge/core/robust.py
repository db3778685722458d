"""The robust hedge: a regression in which a few wrong prices count for little."""

import numpy as np

from xlhedge.core.changes import JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_positive
from xlhedge.core.minimum_variance import hedge_ratio, moments, regression
from xlhedge.core.sliding import Sample
from xlhedge.core.wording import plain

NORMAL_MAD = 0.6744897501960817  # the median absolute deviation of a standard normal

_ROUNDS = 500
_TOLERANCE = 1e-12


def huber_hedge_ratio(
    changes: JointChanges, k: float = 1.345, sample: Sample | None = None
) -> float:
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
    sample : Sample, optional
        The changes with how much of each is rounding; `changes.noise` when omitted.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than three changes or futures that do not vary; DOMAIN for a k that
        is not above 0, no convergence, or weights that leave futures without variation.

    Notes
    -----
    Spot that does not vary has 0. Where more than half of the changes lie on one line the scale
    shrinks to 0, and the slope goes to that line's.

    References
    ----------
    Huber (1964); Huber and Ronchetti, Robust Statistics, sections 7.3 to 7.8.
    """
    need_positive("k", k)
    if moments(changes, least=3).spot_spot == 0:
        return hedge_ratio(changes)  # 0, and the error where futures stand still too
    spot, futures = changes.series
    fit = regression(changes)
    if fit.residual_sd == 0:
        return fit.hedge_ratio
    noise_s, noise_f = changes.noise[:2]
    if sample is not None:  # the usual change's: one price far out says nothing of the others
        noise_s, noise_f = float(np.median(sample.rounding_y)), float(np.median(sample.rounding_x))
    centre_s, centre_f = float(np.median(spot)), float(np.median(futures))  # a mean may be far out
    s, f = spot - centre_s, futures - centre_f
    slope, level = fit.hedge_ratio, fit.alpha + fit.hedge_ratio * centre_f - centre_s
    for _ in range(_ROUNDS):
        size = np.abs(s - level - slope * f)
        scale = float(np.median(size)) / NORMAL_MAD
        if scale <= 2 * (noise_s + abs(slope) * noise_f):
            return slope
        bound = k * scale
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
        if abs(slope - before) <= _TOLERANCE * (abs(slope) + scale / fit.sd_futures):
            return slope
    raise HedgeError(
        Kind.DOMAIN,
        f"the robust line of spot on futures did not settle in {_ROUNDS} rounds; another k "
        f"than {plain(k)} may.",
    )
