"""How the errors of a line hang together from row to row: an AR(1), or a declared overlap."""

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.inference.line import Line

LOWEST, HIGHEST = -0.9, 0.97


def error_autocorrelation(fit: Line, overlap: int = 1) -> float:
    """Return the lag-one autocorrelation of a line's errors, without the bias of its residuals.

    The residuals' own r1 is too small, the more so the more the regressor is autocorrelated too.
    The answer is the rho of an AR(1) whose errors, seen through this line, have r1 on average.

    Parameters
    ----------
    fit : Line
        Its residuals and its basis count.
    overlap : int
        Rows by which changes overlap. Above 1 nothing is estimated: errors that overlap by k rows
        have 1 - 1/k.

    Returns
    -------
    float
        -0.9 to 0.97.

    References
    ----------
    Ratio of expectations of quadratic forms: Durbin and Watson (1950) have the same matrices.
    """
    if overlap > 1:
        return 1 - 1 / overlap
    from scipy import optimize

    e, q = fit.residuals, fit.basis
    n = e.size
    observed = float((e[1:] * e[:-1]).sum()) / float((e * e).sum())
    lagged = np.zeros_like(q)  # half the sum of the neighbours of each row
    lagged[1:] += q[:-1] / 2
    lagged[:-1] += q[1:] / 2

    def excess(rho: float) -> float:
        correlated = ar_matrix_times(rho, q)
        lag_one = (
            (n - 1) * rho
            - 2 * float((lagged * correlated).sum())
            + float(((q.T @ lagged) * (q.T @ correlated).T).sum())
        )
        return lag_one / (n - float((q * correlated).sum())) - observed

    if excess(HIGHEST) <= 0:
        return HIGHEST
    if excess(LOWEST) >= 0:
        return LOWEST
    return float(optimize.brentq(excess, LOWEST, HIGHEST, xtol=1e-6))


def ar_filter(
    rho: float, values: FloatArray, axis: int = 0, before: FloatArray | float = 0.0
) -> FloatArray:
    """Return v_t = rho v_{t-1} + values_t along an axis; `before` is the v before the first.

    It solves a matrix of two diagonals: all of scipy.signal takes far longer to load.
    """
    from scipy.linalg import lapack

    rows = np.array(np.moveaxis(values, axis, 0), dtype=float, order="F")
    if rows.size == 0:
        return rows
    rows[0] += rho * before
    diagonals = np.empty((2, len(rows)), order="F")
    diagonals[0], diagonals[1] = 1.0, -rho
    filtered, _ = lapack.dtbtrs(diagonals, rows.reshape(len(rows), -1), uplo="L", diag="U")
    return np.moveaxis(filtered.reshape(rows.shape), 0, axis)


def ar_matrix_times(rho: float, values: FloatArray) -> FloatArray:
    """Return S v for S_ij = rho^|i - j|, by filtering forward and backward."""
    return ar_filter(rho, values) + ar_filter(rho, values[::-1])[::-1] - values
