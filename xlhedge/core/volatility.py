"""Volatility and correlation from a history of prices."""

import math

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_positive


def price_volatility(
    prices: FloatArray, changes: str = "log", periods_per_year: float = 252, step: int = 1
) -> float:
    """Return a year's standard deviation of changes, sd(u) * sqrt(periods_per_year / step).

    Parameters
    ----------
    prices : array of shape (n,)
        Prices, oldest first, or changes where `changes` is "given"; NaN marks a missing cell.
    changes : {"log", "return", "price", "given"}
        See `joint_changes`; from prices it is in the prices' unit, else a decimal.
    periods_per_year : float
        Rows a year: 252 of trading days, 52 of weeks, 12 of months.
    step : int
        Observations per change.

    Returns
    -------
    float
        With n - 1 in the variance, as STDEV.S has it.

    Raises
    ------
    HedgeError
        As `joint_changes`; DOMAIN for a `periods_per_year` of 0 or less; UNDEFINED for fewer than
        two changes.

    Notes
    -----
    Hull, Options, Futures and Other Derivatives, section 15.4: changes that follow each other are
    taken to be independent, so that variances add up over the year.

    Examples
    --------
    >>> round(price_volatility(np.array([20.0, 20.1, 19.9, 20.0, 20.5])), 3)
    0.226
    """
    need_positive("periods_per_year", periods_per_year)
    taken = joint_changes([prices], changes, step, ["prices"])
    _need_changes(taken, 1)
    sd = float(np.std(taken.series[0], ddof=1))
    return sd * math.sqrt(periods_per_year / step)


def change_correlations(prices: FloatArray, changes: str = "log", step: int = 1) -> FloatArray:
    """Return the correlation matrix of the columns' changes.

    Parameters
    ----------
    prices : array of shape (n, k)
        Prices, oldest first, one column a series; NaN marks a missing cell.
    changes : {"log", "return", "price", "given"}
        See `joint_changes`.
    step : int
        Observations per change.

    Returns
    -------
    array of shape (k, k)
        Symmetric, with ones on its diagonal; a row with a gap is dropped from all columns, so
        that the matrix has no negative eigenvalue.

    Raises
    ------
    HedgeError
        As `joint_changes`; UNDEFINED for fewer than two changes or a column that does not vary.

    Examples
    --------
    >>> prices = np.array([[1.0, 2.0], [2.0, 4.0], [4.0, 5.0], [5.0, 7.0]])
    >>> change_correlations(prices, "price").round(2)
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    names = [f"column {j}" for j in range(1, prices.shape[1] + 1)]
    taken = joint_changes(list(prices.T), changes, step, names)
    count = taken.series[0].size
    _need_changes(taken, len(names))
    centred = []
    for name, series, noise in zip(names, taken.series, taken.noise, strict=True):
        # a first term taken off keeps the digits of changes that are nearly alike
        around = series - series[0]
        around -= around.sum() / count
        length = math.sqrt(float((around * around).sum()))
        if length <= noise * math.sqrt(count):
            raise HedgeError(
                Kind.UNDEFINED,
                f"{name} of prices does not vary; a correlation needs changes that do.",
            )
        centred.append(around / length)
    k = len(names)
    matrix = np.eye(k)
    for i in range(k):
        for j in range(i):
            product = float((centred[i] * centred[j]).sum())
            matrix[i, j] = matrix[j, i] = min(max(product, -1.0), 1.0)
    return matrix


def without_spare(prices: FloatArray) -> FloatArray:
    """Return prices without the columns at the right end that hold no number at all.

    Parameters
    ----------
    prices : array of shape (n, k)
        NaN marks a missing cell.

    Returns
    -------
    array of shape (n, j)
        At least one column.

    Examples
    --------
    >>> without_spare(np.array([[1.0, np.nan, 2.0, np.nan]]))
    array([[ 1., nan,  2.]])
    """
    filled = np.flatnonzero(~np.isnan(prices).all(axis=0))
    return prices[:, : int(filled[-1]) + 1 if filled.size else 1]


def _need_changes(taken: JointChanges, columns: int) -> None:
    count = taken.series[0].size
    if count < 2:
        where = "prices has" if columns == 1 else "the columns of prices have together"
        raise HedgeError(
            Kind.UNDEFINED, f"{where} {count} changes; a standard deviation needs 2 or more."
        )
