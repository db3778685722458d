"""Processes that changes of spot and futures are simulated from, and their names in the tables."""

import numpy as np
from scipy import signal

RATIO = 0.9  # of all processes without a break
_BURN_IN = 200


def autoregressive(random, n, rho):
    """Return an AR(1) of variance 1 that has been going on for a while."""
    noise = random.standard_normal(n + _BURN_IN) * np.sqrt(1 - rho * rho)
    return signal.lfilter([1], [1, -rho], noise)[_BURN_IN:]


def garch(random, n):
    """Return a GARCH(1,1) with daily markets' persistence and variance 1."""
    shocks = random.standard_normal(n + _BURN_IN)
    values = np.empty(n + _BURN_IN)
    variance = 1.0
    for i, shock in enumerate(shocks):
        values[i] = np.sqrt(variance) * shock
        variance = 0.05 + 0.1 * values[i] ** 2 + 0.85 * variance
    return values[_BURN_IN:]


def overlapping(random, n, rows):
    """Return sums over so many rows, from every row, of variance 1."""
    total = np.cumsum(random.standard_normal(n + rows))
    return (total[rows:] - total[:-rows]) / np.sqrt(rows)


def long_memory(random, n, d=0.4):
    """Return fractionally integrated noise of variance about 1."""
    lags = np.arange(1, 300)
    weights = np.concatenate(([1.0], np.cumprod((lags - 1 + d) / lags)))
    noise = random.standard_normal(n + weights.size - 1)
    return np.convolve(noise, weights, "valid") / np.sqrt((weights**2).sum())


def _independent(random, n):
    return random.standard_normal(n), 0.5 * random.standard_normal(n)


def _heteroskedastic(random, n):
    futures = random.standard_normal(n)
    return futures, 0.5 * np.abs(futures) * random.standard_normal(n)


def _fat_tailed(random, n):
    futures = random.standard_t(4, n)
    return futures, 0.5 * np.sqrt(0.2 + 0.8 * futures**2) * random.standard_t(4, n)


def _clustered(random, n):
    futures = garch(random, n)
    own = 0.35 * np.abs(futures) * random.standard_normal(n)
    return futures, own + 0.2 * random.standard_normal(n)


def _asynchronous(random, n):
    return random.standard_normal(n), 0.3 * np.diff(random.standard_normal(n + 1))


def _both(make, *parameters):
    """Return a process whose futures and errors are made alike."""
    return lambda random, n: (make(random, n, *parameters), 0.5 * make(random, n, *parameters))


PROCESSES = {
    "iid": _independent,
    "ar .5": _both(autoregressive, 0.5),
    "ar .8": _both(autoregressive, 0.8),
    "het": _heteroskedastic,
    "t4": _fat_tailed,
    "garch": _clustered,
    "asyn": _asynchronous,
    "ovl 3": _both(overlapping, 3),
    "ovl 12": _both(overlapping, 12),
}
LONG_MEMORY = _both(long_memory)


def changes_of(process, random, n, ratio=RATIO):
    """Return spot and futures changes; `ratio` may be one for each change."""
    futures, error = process(random, n)
    return ratio * futures + error, futures


def left_by_hedges(random, n, *, clustered=False, better=0.0):
    """Return what naive and five other hedges leave: all as far off, three of them wandering.

    All ratios are off by 0.1 in mean square; the five models by a share `better` less.
    """
    futures = garch(random, n) if clustered else random.standard_normal(n)
    basis = 0.3 * random.standard_normal(n)
    off = [
        np.full(n, -0.1),
        -0.09 + 0.0436 * autoregressive(random, n, 0.98),
        -0.08 + 0.06 * autoregressive(random, n, 0.94),
        -0.095 + 0.0312 * autoregressive(random, n, 0.95),
        -0.06 + 0.08 * autoregressive(random, n, 0.9),
    ]
    models = [basis + (1 - better) * x * futures for x in off]
    return np.column_stack([basis + 0.1 * futures, *models])
