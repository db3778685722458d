"""Hedge ratios that move: over a rolling window, over several horizons, with fading memory."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_positive, need_same_count, need_share
from xlhedge.core.keywords import Changes
from xlhedge.core.minimum_variance import moments, regression
from xlhedge.core.sliding import Sample, r_squared, slopes, windows
from xlhedge.core.wording import plain

STEPS = (1, 5, 21)  # a day, a week and a month of daily prices

_EPS = float(np.finfo(np.float64).eps)


class Rolling(NamedTuple):
    """One element a window, oldest first; NaN where there is no value.

    Attributes
    ----------
    row : array
        The row, counted from 1, on which the window ends.
    hedge_ratio : array
        cov(dS, dF) / var(dF) in the window; NaN where futures do not vary.
    r_squared : array
        The squared correlation in the window; NaN where either series does not vary.
    """

    row: FloatArray
    hedge_ratio: FloatArray
    r_squared: FloatArray


class Horizon(NamedTuple):
    """The minimum-variance hedge over one horizon."""

    step: int
    observations: int
    hedge_ratio: float
    standard_error: float
    r_squared: float


def rolling_hedge_ratio(spot: FloatArray, futures: FloatArray, window: int) -> FloatArray:
    """Return the minimum-variance ratio of the last `window` price changes, at every price.

    Equals pandas' ``ds.rolling(window).cov(df) / df.rolling(window).var()`` with ``ds`` and
    ``df`` the first differences: the same length, the same places without a value.

    Parameters
    ----------
    spot, futures : arrays of shape (n,)
        Prices, oldest first. NaN leaves all windows that touch it without a value.
    window : int
        Price changes a window; 2 or more.

    Returns
    -------
    array of shape (n,)
        NaN in the first `window` elements (`window` changes need one price more), and where
        futures do not vary.

    Raises
    ------
    HedgeError
        MISMATCH for unequal lengths; DOMAIN for a window below 2; UNDEFINED for fewer changes
        than one window.
    """
    need_same_count("spot", spot.size, "futures", futures.size)
    _need_window(window, spot.size - 1)
    ratios = np.full(spot.size, np.nan)
    rounding_y, rounding_x = (
        _EPS * np.maximum(np.abs(x[1:]), np.abs(x[:-1])) for x in (spot, futures)
    )
    sample = Sample(np.diff(spot), np.diff(futures), rounding_y, rounding_x)
    ratios[window:] = slopes(windows(sample, window))
    return ratios


def rolling(
    spot: FloatArray, futures: FloatArray, window: int, changes: str = Changes.PRICE, step: int = 1
) -> Rolling:
    """Return ratio and r squared of each window of changes that were observed together.

    Parameters
    ----------
    spot, futures : arrays of shape (n,)
        Prices, oldest first, or changes where `changes` is "given"; NaN marks a missing cell.
    window : int
        Changes a window, 2 or more; windows reach across missing rows, changes do not.
    changes : {"price", "return", "log", "given"}
        See `joint_changes`.
    step : int
        Rows a change.

    Raises
    ------
    HedgeError
        As `joint_changes`; UNDEFINED for fewer changes than one window, or futures that vary in
        none.
    """
    pairs = joint_changes([spot, futures], changes, step)
    moments(pairs)
    _need_window(window, pairs.series[0].size)
    rows = end_rows(spot, futures, changes, step)
    in_each = windows(sample_of(pairs, spot, futures, changes, step), window)
    ratio = slopes(in_each)
    if np.isnan(ratio).all():
        raise HedgeError(
            Kind.UNDEFINED,
            "the changes of futures are all equal in every window; they need to vary.",
        )
    return Rolling(rows[window - 1 :], ratio, r_squared(in_each))


def sample_of(
    pairs: JointChanges, spot: FloatArray, futures: FloatArray, changes: str, step: int = 1
) -> Sample:
    """Return changes with how much of each may be rounding, where `noise` is the largest.

    Windows and medians need it one by one: a price far out says nothing of the digits of others.

    Parameters
    ----------
    pairs : JointChanges
        At least one change.
    spot, futures : arrays of shape (n,)
        The prices, or given changes, that `pairs` was made from.
    """
    y, x = pairs.series
    if changes == Changes.GIVEN:
        rounding = [_EPS * np.abs(z) for z in (y, x)]
    elif changes == Changes.PRICE:
        ends = end_rows(spot, futures, changes, step).astype(np.intp) - 1
        rounding = [
            _EPS * np.maximum(np.abs(z[ends]), np.abs(z[ends - min(step, z.size)]))
            for z in (spot, futures)
        ]
    else:
        rounding = [2 * _EPS * (1 + np.abs(z)) for z in (y, x)]
    return Sample(y, x, rounding[0], rounding[1])


def end_rows(spot: FloatArray, futures: FloatArray, changes: str, step: int) -> FloatArray:
    """Return the row, counted from 1, on which each change of `joint_changes` ends."""
    rows = np.arange(1.0, spot.size + 1)
    rows[np.isnan(spot) | np.isnan(futures)] = np.nan
    if changes == Changes.GIVEN:
        rows_of_changes: FloatArray = rows[~np.isnan(rows)]
        return rows_of_changes
    # steps as joint_changes takes them: end^2 - start^2 = step x (2 end - step)
    (squares,) = joint_changes([rows * rows], Changes.PRICE, step).series
    ends: FloatArray = (squares / step + step) / 2
    return ends


def horizon(
    spot: FloatArray, futures: FloatArray, step: int, changes: str = Changes.PRICE
) -> Horizon:
    """Return the minimum-variance hedge of changes over `step` rows.

    Raises
    ------
    HedgeError
        As `joint_changes` and `regression`.

    References
    ----------
    Chen, Lee and Shrestha (2004), An Empirical Analysis of the Relationship between the Hedge
    Ratio and Hedging Horizon; Hull, section 3.4 (the change is taken over the hedge's life).
    """
    fit = regression(joint_changes([spot, futures], changes, step))
    return Horizon(step, fit.observations, fit.hedge_ratio, fit.standard_error, fit.r_squared)


def ewma_hedge_ratio(
    changes: JointChanges, decay: float = 0.94, rounding: FloatArray | None = None
) -> float:
    """Return the last of `ewma_hedge_ratios`.

    Raises
    ------
    HedgeError
        DOMAIN for a decay outside its domain; UNDEFINED for fewer than two changes, or futures
        without any change.
    """
    moments(changes)
    last = float(ewma_hedge_ratios(changes, decay, rounding)[-1])
    if np.isnan(last):
        raise HedgeError(Kind.UNDEFINED, "the changes of futures are all 0; they need to vary.")
    return last


def ewma_hedge_ratios(
    changes: JointChanges, decay: float = 0.94, rounding: FloatArray | None = None
) -> FloatArray:
    """Return cov / var after each change, weights (1 - decay) decay^age and means 0: RiskMetrics'.

    The recursion is c(t) = decay c(t-1) + dS dF started from nothing; what the weights lack to a
    sum of 1 cancels in the ratio.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; the last pair weighs most.
    decay : float
        Above 0, at most 1 (equal weights).
    rounding : array of shape (n,), optional
        How much of each futures change is rounding (`sample_of`); `changes.noise` when omitted.

    Returns
    -------
    array of shape (n,)
        NaN where futures have not changed yet.

    Raises
    ------
    HedgeError
        DOMAIN for a decay outside its domain.

    References
    ----------
    J.P. Morgan and Reuters (1996), RiskMetrics Technical Document, section 5.2.
    """
    need_positive("decay", decay)
    need_share("decay", decay)
    spot, futures = changes.series
    noise = 2 * (np.full(spot.size, changes.noise[1]) if rounding is None else rounding)
    products, squares, least = (
        _remembered(x, decay) for x in (spot * futures, futures * futures, noise * noise)
    )
    ratios = np.full(spot.size, np.nan)
    np.divide(products, squares, out=ratios, where=squares > least)
    return ratios


def _remembered(x: FloatArray, decay: float) -> FloatArray:
    """Return m(t) = decay m(t-1) + x(t): plain floats, as scipy's filters take a second to load."""
    memory = 0.0
    sums = []
    for value in x.tolist():
        memory = decay * memory + value
        sums.append(memory)
    return np.array(sums)


def _need_window(window: int, changes: int) -> None:
    if window < 2:
        raise HedgeError(Kind.DOMAIN, f"window is {plain(window)}; 2 or more is needed.")
    if changes < window:
        raise HedgeError(
            Kind.UNDEFINED,
            f"spot and futures give {plain(max(changes, 0))} pairs of changes; "
            f"a window of {plain(window)} needs at least as many.",
        )
