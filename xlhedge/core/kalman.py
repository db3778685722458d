"""The Kalman hedge: a ratio that wanders, tracked as each pair of changes comes in."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import regression

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
    ratio: list[float]
    spread: list[float]  # variance of the ratio over the noise's
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
        UNDEFINED for fewer than 4 changes or a series that does not vary; DOMAIN where the
        likelihood has no maximum.

    References
    ----------
    Durbin and Koopman, Time Series Analysis by State Space Methods, chapters 4, 5 and 7.
    """
    fit = regression(changes)
    n = fit.observations
    if n < FEWEST:
        raise HedgeError(
            Kind.UNDEFINED,
            f"spot and futures give {n} pairs of changes; at least {FEWEST} are needed.",
        )
    spot, futures = changes.series
    # around the least-squares line and in units of it, nothing large has to cancel
    y = (spot - fit.alpha - fit.hedge_ratio * futures).tolist()
    x = (futures / fit.sd_futures).tolist()
    if fit.residual_sd == 0:  # an exact line: whatever the variances, the ratio is its slope
        still = np.full(n, fit.hedge_ratio)
        return Track(still, np.zeros(n), 0.0, 0.0)
    unit = fit.residual_sd
    y = [value / unit for value in y]
    if signal is None:
        signal = _likeliest(y, x)
    found = _filter(y, x, signal)
    back = unit / fit.sd_futures
    return Track(
        fit.hedge_ratio + back * np.array(found.ratio),
        back * np.sqrt(found.noise_variance * np.array(found.spread)),
        signal * found.noise_variance * back * back,
        found.noise_variance * unit * unit,
    )


def _likeliest(y: list[float], x: list[float]) -> float:
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
    found = minimize_scalar(
        deviance,
        bounds=(near - 1, near + 1),
        method="bounded",
        options={"xatol": 1e-6},
    )
    if not found.success:
        raise HedgeError(Kind.DOMAIN, f"the fit of spot on futures stopped: {found.message}.")
    still = _filter(y, x, 0.0).deviance
    return 0.0 if still <= found.fun + 1e-9 else float(10.0**found.x)


def _filter(y: list[float], x: list[float], signal: float) -> _Filtered:
    """Run the information filter of (c, h) from no information, with noise variance 1.

    The information matrix [[cc, ch], [ch, hh]] and vector (c, h) start at 0: diffuse states need
    no special case. Plain floats: the recursion is not linear, and numpy is slower one by one.
    """
    cc = ch = hh = vc = vh = 0.0
    squares = logs = 0.0
    ratio: list[float] = []
    spread: list[float] = []
    for y_t, x_t in zip(y, x, strict=True):
        # the ratio takes a step: information about it fades
        fading = 1 + signal * hh
        cc -= signal * ch * ch / fading
        vc -= signal * ch * vh / fading
        squares -= signal * vh * vh / fading
        ch /= fading
        hh /= fading
        vh /= fading
        logs += math.log(fading)
        # the pair of changes comes in
        cc += 1
        ch += x_t
        hh += x_t * x_t
        vc += y_t
        vh += x_t * y_t
        squares += y_t * y_t
        left = cc * hh - ch * ch
        seen = left > 1e-12 * cc * hh
        ratio.append((cc * vh - ch * vc) / left if seen else math.nan)
        spread.append(cc / left if seen else math.nan)
    level = (hh * vc - ch * vh) / left
    rest = squares - level * vc - ratio[-1] * vh
    freedom = len(y) - 2
    deviance = math.inf
    if rest > 0:  # rounding alone is left where the ratio follows every change exactly
        deviance = logs + math.log(left) + freedom * math.log(rest)
    return _Filtered(deviance, ratio, spread, rest / freedom)
