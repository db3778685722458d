"""The Kalman hedge: a ratio that wanders, tracked as each pair of changes comes in."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import hedge_ratio, moments, regression

FEWEST = 4  # changes: two states, two variances

_LEAST, _MOST = -12.0, 4.0  # log10 of the ratio's variance a step over the noise's: where to look


class Track(NamedTuple):
    """The filtered ratio after each change, and the variances it was filtered with.

    Attributes
    ----------
    hedge_ratio, standard_error : arrays of shape (n,)
        From the changes up to each one; NaN where futures have not varied yet.
    state_variance, noise_variance : float
        Of the ratio's step from one change to the next, and of the spot change around the line.
    """

    hedge_ratio: FloatArray
    standard_error: FloatArray
    state_variance: float
    noise_variance: float


class _Filtered(NamedTuple):
    deviance: float  # minus twice the restricted log likelihood, up to a constant
    ratio: FloatArray
    spread: FloatArray  # variance of the ratio over the noise's
    noise_variance: float


def track(changes: JointChanges, signal: float | None = None) -> Track:
    """Filter dS(t) = c + h(t) dF(t) + e(t) with h(t) = h(t-1) + n(t).

    Both c and the first h are diffuse: nothing is assumed of them. The likelihood is the
    restricted (diffuse) one; the noise's variance is concentrated out of it.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second, at least 4; neighbours across a gap count as consecutive.
    signal : float, optional
        var(n) var(dF) / var(e); estimated when omitted, 0 keeps the ratio still: least squares.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than 4 changes or futures that do not vary; DOMAIN where the
        likelihood has no maximum.

    References
    ----------
    Durbin and Koopman, Time Series Analysis by State Space Methods, chapters 4, 5 and 7.
    """
    m = moments(changes)
    n = m.observations
    if n < FEWEST:
        raise HedgeError(
            Kind.UNDEFINED,
            f"spot and futures give {n} pairs of changes; at least {FEWEST} are needed.",
        )
    if m.spot_spot == 0:  # nothing to hedge, throughout
        still = np.full(n, hedge_ratio(changes))
        return Track(still, np.zeros(n), 0.0, 0.0)
    fit = regression(changes)
    spot, futures = changes.series
    # around the least-squares line and in units of it, nothing large has to cancel
    y = spot - fit.alpha - fit.hedge_ratio * futures
    x = futures / fit.sd_futures
    if fit.residual_sd == 0:  # an exact line: whatever the variances, the ratio is its slope
        still = np.full(n, fit.hedge_ratio)
        return Track(still, np.zeros(n), 0.0, 0.0)
    unit = fit.residual_sd
    y = y / unit
    if signal is None:
        signal = _likeliest(y, x)
    path = _filter(y, x, signal)
    if math.isnan(path.ratio[-1]):
        raise HedgeError(
            Kind.UNDEFINED,
            "the changes of futures hardly vary beside their mean; use changes that do.",
        )
    back = unit / fit.sd_futures
    return Track(
        fit.hedge_ratio + back * path.ratio,
        back * np.sqrt(path.noise_variance * path.spread),
        signal * path.noise_variance * back * back,
        path.noise_variance * unit * unit,
    )


def _likeliest(y: FloatArray, x: FloatArray) -> float:
    """Return the signal of greatest likelihood, 0 included."""
    from scipy.optimize import minimize_scalar

    def deviance(exponent: float) -> float:
        return _filter(y, x, 10.0**exponent).deviance

    # the likelihood may have two peaks: look everywhere first, then climb the highest
    seen = [(deviance(e), e) for e in np.linspace(_LEAST, _MOST, 17)]
    _, near = min(seen)
    if near == _MOST:
        raise HedgeError(
            Kind.DOMAIN,
            "the likelihood of spot given futures has no maximum: the ratio would follow every "
            "change exactly; use longer series.",
        )
    optimum = minimize_scalar(
        deviance,
        bounds=(near - 1, near + 1),
        method="bounded",
        options={"xatol": 1e-6},
    )
    if not optimum.success:
        raise HedgeError(Kind.DOMAIN, f"the fit of spot on futures stopped: {optimum.message}.")
    still = _filter(y, x, 0.0).deviance
    return 0.0 if still <= optimum.fun + 1e-9 else float(10.0**optimum.x)


def _filter(y: FloatArray, x: FloatArray, signal: float) -> _Filtered:
    """Run the information filter of (c, h) from no information, with noise variance 1.

    The information matrix [[cc, ch], [ch, hh]] and vector (vc, vh) start at 0: diffuse states need
    no special case. As the ratio takes a step, information about it fades by 1 + signal hh. Only
    hh depends on itself other than linearly; what fades along is one banded system, the rest sums.
    """
    from scipy.linalg import solve_banded

    hh = _information(x * x, signal)
    fading = 1 + signal * np.concatenate([[0.0], hh[:-1]])
    bands = np.stack([np.ones(x.size), np.append(-1 / fading[1:], 0.0)])
    ch, vh = solve_banded((1, 0), bands, np.stack([x, x * y], axis=1)).T
    lost_ch, lost_vh = (
        np.sqrt(signal / fading) * np.concatenate([[0.0], z[:-1]]) for z in (ch, vh)
    )
    cc = np.cumsum(1 - lost_ch * lost_ch)
    vc = np.cumsum(y - lost_ch * lost_vh)
    squares = float((y * y - lost_vh * lost_vh).sum())
    left = cc * hh - ch * ch
    seen = left > 1e-12 * cc * hh
    ratio, spread = (
        np.divide(z, left, out=np.full(x.size, math.nan), where=seen)
        for z in (cc * vh - ch * vc, cc)
    )
    if not seen[-1]:
        return _Filtered(math.inf, ratio, spread, math.nan)
    last = float(left[-1])
    level = float(hh[-1] * vc[-1] - ch[-1] * vh[-1]) / last
    rest = squares - level * float(vc[-1]) - float(ratio[-1] * vh[-1])
    freedom = x.size - 2
    deviance = math.inf
    if rest > 0:  # rounding alone is left where the ratio follows every change exactly
        deviance = float(np.log(fading).sum()) + math.log(last) + freedom * math.log(rest)
    return _Filtered(deviance, ratio, spread, rest / freedom)


def _information(squares: FloatArray, signal: float) -> FloatArray:
    """Return hh(t) = hh(t-1) / (1 + signal hh(t-1)) + x(t)^2: plain floats, one after another."""
    hh = 0.0
    information = []
    for square in squares.tolist():
        hh = hh / (1 + signal * hh) + square
        information.append(hh)
    return np.array(information)
