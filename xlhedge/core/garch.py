"""The conditional hedge: GARCH(1,1) margins joined by a constant or a dynamic correlation."""

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword, need_variation
from xlhedge.core.keywords import CorrelationModel
from xlhedge.core.libraries import library
from xlhedge.core.minimum_variance import moments

FEWEST = 20  # changes; an estimate that holds out of sample wants hundreds

_PERSISTENCE = 0.9999  # the most that a + b may be: at 1 the correlation has no mean to return to
_STARTS = ((0.03, 0.95), (0.05, 0.85), (0.1, 0.6))  # (a, b) of slow, usual and quick correlations


class Margin(NamedTuple):
    """A GARCH(1,1) fit of one series: h(t+1) = omega + alpha e(t)^2 + beta h(t).

    Attributes
    ----------
    scale : float
        The series' deviation, the unit of `mean` and (squared) of `omega` and `next_variance`.
    residuals : array of shape (n,)
        Standardised: the change less its mean, over its conditional deviation.
    next_variance : float
        The variance forecast for the change after the last.
    """

    scale: float
    mean: float
    omega: float
    alpha: float
    beta: float
    residuals: FloatArray
    next_variance: float

    def follow(self, changes: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return deviations forecast for later changes, one more than these, and their residuals.

        The parameters are held: only the recursion goes on.
        """
        surprise = changes / self.scale - self.mean
        news = self.omega + self.alpha * surprise * surprise
        sd = np.sqrt(_memory(news[None], self.beta, np.array([[self.next_variance]]))[0])
        return self.scale * sd, surprise / sd[:-1]


class GarchFit(NamedTuple):
    """Margins and the correlation that joins them, and where the recursions stand at the end.

    Attributes
    ----------
    a, b : float
        The correlation's news and memory; both 0 for the constant one.
    mean, memory : arrays of shape (3, 1)
        Of z1 z1, z2 z2 and z1 z2: the mean, and the g with which Q = mean + a g goes on.
    """

    spot: Margin
    futures: Margin
    a: float
    b: float
    mean: FloatArray
    memory: FloatArray


class ConditionalHedge(NamedTuple):
    """The forecast for the change after the last one.

    Attributes
    ----------
    hedge_ratio : float
        correlation x sd_spot / sd_futures.
    a, b : float
        The correlation's news and memory; both 0 for the constant one.
    """

    hedge_ratio: float
    correlation: float
    sd_spot: float
    sd_futures: float
    a: float
    b: float


def forecast(changes: JointChanges, model: str = CorrelationModel.DYNAMIC) -> ConditionalHedge:
    """Return the hedge ratio one step ahead of GARCH(1,1) margins.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second, at least 20; neighbours across a gap count as consecutive.
    model : {"dcc", "ccc"}
        Engle's dynamic conditional correlation (1,1), or Bollerslev's constant one.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than 20 changes or a series that does not vary; DOMAIN where a fit
        does not converge, or for changes that are perfectly correlated ("dcc").

    References
    ----------
    Bollerslev (1990), Modelling the Coherence in Short-Run Nominal Exchange Rates; Engle (2002),
    Dynamic Conditional Correlation; Kroner and Sultan (1993) for the hedge ratio.
    """
    fitted = fit(changes, model)
    nothing = np.empty(0)
    correlation, sd_spot, sd_futures = (
        float(x[0]) for x in forecasts(fitted, JointChanges((nothing, nothing), (0.0, 0.0), 0))
    )
    ratio = correlation * sd_spot / sd_futures
    return ConditionalHedge(ratio, correlation, sd_spot, sd_futures, fitted.a, fitted.b)


def fit(changes: JointChanges, model: str = CorrelationModel.DYNAMIC) -> GarchFit:
    """Fit both margins and their correlation; arguments and errors are those of `forecast`."""
    need_keyword("model", model, CorrelationModel)
    sums = moments(changes, least=FEWEST)
    for name, squares in (("spot", sums.spot_spot), ("futures", sums.futures_futures)):
        need_variation(name, squares > 0)
    spot = fit_margin(changes.series[0], "spot")
    futures = fit_margin(changes.series[1], "futures")
    z = np.stack([spot.residuals, futures.residuals])
    a, b = (0.0, 0.0) if model == CorrelationModel.CONSTANT else fit_correlation(z)
    products = _products(z)
    mean = products.mean(axis=1, keepdims=True)
    return GarchFit(spot, futures, a, b, mean, _memory(products - mean, b)[:, -1:])


def forecasts(fit: GarchFit, later: JointChanges) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return correlation, sd of spot and sd of futures, each forecast one step ahead.

    The first element is for the change after those of the fit, the next ones for the changes
    after each of `later`, which the recursions take in one by one with parameters held.

    Returns
    -------
    three arrays of shape (n + 1,)
    """
    (sd_spot, z_spot), (sd_futures, z_futures) = (
        margin.follow(x) for margin, x in zip((fit.spot, fit.futures), later.series, strict=True)
    )
    news = _products(np.stack([z_spot, z_futures])) - fit.mean
    memory = _memory(news, fit.b, fit.memory)
    return _correlation(fit.mean + fit.a * memory), sd_spot, sd_futures


def fit_margin(changes: FloatArray, name: str) -> Margin:
    """Fit a GARCH(1,1) with a constant mean and normal errors, by the `arch` library.

    Changes are scaled to a deviation of 1 for the fit, and the forecast is scaled back.
    """
    scale = float(changes.std())
    scaled = changes / scale
    model = _constant_mean_garch(scaled)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they warn of is in the flag, or not finite
        try:
            done = model.fit(disp="off", show_warning=False)
        except (ValueError, ArithmeticError, np.linalg.LinAlgError) as reason:
            raise _no_convergence(name, str(reason)) from reason
    if done.convergence_flag:
        raise _no_convergence(name, f"the optimiser stopped with code {done.convergence_flag}")
    mean, omega, alpha, beta = (float(p) for p in done.params)
    sd = np.asarray(done.conditional_volatility)
    residuals = (scaled - mean) / sd
    last = float(sd[-1])
    variance = omega + alpha * (float(scaled[-1]) - mean) ** 2 + beta * last * last
    if not (np.isfinite(residuals).all() and 0 < variance < math.inf):
        raise _no_convergence(name, "its variance is not finite and above 0")
    return Margin(scale, mean, omega, alpha, beta, residuals, variance)


def _constant_mean_garch(scaled: FloatArray) -> Any:
    arch = library("arch.univariate")
    return arch.ConstantMean(scaled, volatility=arch.GARCH(p=1, q=1), rescale=False)


def _no_convergence(name: str, reason: str) -> HedgeError:
    return HedgeError(Kind.DOMAIN, f"GARCH of {name} did not converge: {reason.rstrip('.')}.")


def correlations(z: FloatArray, a: float, b: float) -> FloatArray:
    """Return the conditional correlations of standardised residuals, the next one included.

    Q(t+1) = (1 - a - b) Qbar + a z(t) z(t)' + b Q(t), from Q(1) = Qbar, the mean of z z'.

    Parameters
    ----------
    z : array of shape (2, n)
    a, b : float
        News and memory: 0 or more, a + b below 1. Both 0: the constant correlation.

    Returns
    -------
    array of shape (n + 1,)
        The last element is the forecast for the change after the last.
    """
    products = _products(z)
    mean = products.mean(axis=1, keepdims=True)
    return _correlation(mean + a * _memory(products - mean, b))


def _correlation(q: FloatArray) -> FloatArray:
    correlation: FloatArray = q[2] / np.sqrt(q[0] * q[1])
    return correlation


def fit_correlation(z: FloatArray) -> tuple[float, float]:
    """Return the a and b of DCC(1,1) by quasi maximum likelihood, given the margins.

    Raises
    ------
    HedgeError
        DOMAIN for residuals that are perfectly correlated, or where no start converges.
    """
    from scipy.optimize import LinearConstraint, minimize

    products = _products(z)
    mean = products.mean(axis=1, keepdims=True)
    if mean[0, 0] * mean[1, 0] - mean[2, 0] ** 2 <= 1e-10 * mean[0, 0] * mean[1, 0]:
        raise HedgeError(
            Kind.DOMAIN,
            "spot and futures changes are perfectly correlated, there is no correlation to model; "
            'use model="ccc" or MV_HEDGE_RATIO.',
        )
    with np.errstate(all="ignore"):  # a step that is not finite is one the optimiser takes back
        runs = [
            minimize(
                _minus_likelihood,
                np.array(start),
                args=(products, mean),
                jac=True,
                method="SLSQP",
                bounds=[(0, _PERSISTENCE)] * 2,
                constraints=LinearConstraint([[1, 1]], ub=_PERSISTENCE),
                options={"ftol": 1e-12, "maxiter": 200},
            )
            for start in _STARTS
        ]
    converged = [run for run in runs if run.success and math.isfinite(run.fun)]
    if not converged:
        raise HedgeError(
            Kind.DOMAIN,
            f"the correlation of spot and futures did not converge: {runs[0].message}.",
        )
    best = min(converged, key=lambda run: float(run.fun))
    a, b = (float(p) for p in best.x)
    return a, b


def _products(z: FloatArray) -> FloatArray:
    """Return z1 z1, z2 z2 and z1 z2 a row."""
    return np.stack([z[0] * z[0], z[1] * z[1], z[0] * z[1]])


def _memory(news: FloatArray, b: float, start: FloatArray | None = None) -> FloatArray:
    """Return g with g(t+1) = b g(t) + news(t): a linear filter of each row, one element more.

    g(1) is `start`, a column, or 0.
    """
    from scipy.signal import lfilter

    padded = np.concatenate([news, np.zeros((len(news), 1))], axis=1)
    first = np.zeros((len(news), 1)) if start is None else start
    filtered, _ = lfilter([0.0, 1.0], [1.0, -b], padded, axis=1, zi=first)
    return np.asarray(filtered)


def _minus_likelihood(
    p: FloatArray, products: FloatArray, mean: FloatArray
) -> tuple[float, FloatArray]:
    """Return minus the mean log likelihood of the correlation's part, and its gradient."""
    a, b = float(p[0]), float(p[1])
    g = _memory(products - mean, b)
    by_b = a * _memory(g[:, :-1], b)[:, :-1]  # dQ/db; dQ/da is g itself
    g = g[:, :-1]
    q11, q22, q12 = mean + a * g
    z11, z22, z12 = products
    r = q12 / np.sqrt(q11 * q22)
    free = 1 - r * r
    value = float((np.log(free) + (z11 + z22 - 2 * r * z12) / free).mean()) / 2
    by_r = -r / free + (r * (z11 + z22) - z12 * (1 + r * r)) / (free * free)
    gradient = [
        float((by_r * (dq[2] / np.sqrt(q11 * q22) - r / 2 * (dq[0] / q11 + dq[1] / q22))).mean())
        for dq in (g, by_b)
    ]
    return value, np.array(gradient)
