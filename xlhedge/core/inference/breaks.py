"""Whether the hedge ratio changed, at a date that nobody named."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, part
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_share
from xlhedge.core.inference.autocorrelation import ar_filter, error_autocorrelation
from xlhedge.core.inference.halves import correlation_of_halves, fisher_z
from xlhedge.core.inference.line import ROWS_IN_AN_OVERLAP, Line, line
from xlhedge.core.inference.wild import Signs, innovations, portions
from xlhedge.core.minimum_variance import hedge_ratio

FEWEST = 30
DRAWS = 999
_STILL = 1e-9  # a share of the information so small that no ratio can be told from it


class BreakTest(NamedTuple):
    """Whether there is a date at which the ratio changed, and how alike the halves correlate.

    `fisher_z` and `fisher_p_value` are NaN where a half is perfectly correlated.
    """

    observations: int
    sup_f: float
    critical_value: float
    p_value: float
    changes_before: int
    ratio_before: float
    ratio_after: float
    correlation_first_half: float
    correlation_second_half: float
    fisher_z: float
    fisher_p_value: float


def break_test(changes: JointChanges, alpha: float = 0.05, trim: float = 0.15) -> BreakTest:
    """Test whether the hedge ratio changed at an unknown date, and compare the halves' correlation.

    The statistic is the largest F of two ratios against one, over all dates that leave a share
    `trim` of the changes on either side. What it comes to when nothing broke is redrawn 999 times:
    the regressor as it is, the residuals' innovations with random signs, filtered back.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least thirty changes, and four times the overlap.
    alpha : float
        Level of the critical value, 0.001 to 0.5.
    trim : float
        Share left out at either end, 0.05 to 0.45.

    Returns
    -------
    BreakTest
        A p-value of `alpha` or less goes with a statistic above the critical value. At 5 % it
        calls 4 to 7 % of steady simulated samples broken, from 60 changes on.

    Raises
    ------
    HedgeError
        DOMAIN for `alpha` or `trim` outside their domain; UNDEFINED for too few changes, series
        that do not vary (over a half too), or a perfect fit.

    References
    ----------
    Andrews (1993) for the largest statistic over all dates; Hansen (2000), Testing for Structural
    Change in Conditional Models, for the bootstrap with regressors as they are; Goncalves and
    Kilian (2004) for signs on innovations.
    """
    need_share("alpha", alpha, 0.001, 0.5)
    need_share("trim", trim, 0.05, 0.45)
    fewest = max(FEWEST, ROWS_IN_AN_OVERLAP * changes.overlap)
    fit = line(changes, ("spot", "futures"), fewest)
    n = fit.size
    halves = correlation_of_halves(changes)
    dates = _Dates(fit, trim)
    statistics = dates.f_statistics(fit.residuals[None, :])[0]
    sup_f, before = float(statistics.max()), int(dates.before[statistics.argmax()])
    redrawn = np.sort(_redrawn(fit, dates, error_autocorrelation(fit, changes.overlap)))
    as_large = DRAWS - int(np.searchsorted(redrawn, sup_f))
    z = fisher_z(halves.first, n // 2, halves.second, n - n // 2)
    return BreakTest(
        observations=n,
        sup_f=sup_f,
        critical_value=float(redrawn[-int(alpha * (DRAWS + 1) + 1e-9)]),
        p_value=(1 + as_large) / (1 + DRAWS),
        changes_before=before,
        ratio_before=hedge_ratio(part(changes, 0, before)),
        ratio_after=hedge_ratio(part(changes, before, n)),
        correlation_first_half=halves.first,
        correlation_second_half=halves.second,
        fisher_z=z,
        fisher_p_value=math.erfc(abs(z) / math.sqrt(2)),
    )


class _Dates:
    """The dates at which a break is looked for, and the F statistic at each of them.

    With x centred, the regressor "x up to the date" is, beside the constant and x, as long as
    `left`; its product with residuals is a running sum. So a date costs a few operations.
    """

    def __init__(self, fit: Line, trim: float) -> None:
        n = fit.size
        before = np.arange(math.ceil(trim * n), math.floor((1 - trim) * n) + 1)
        squares = np.cumsum(fit.x * fit.x)[before - 1]
        left = squares - np.cumsum(fit.x)[before - 1] ** 2 / n - squares * squares / fit.squares
        known = left > _STILL * fit.squares
        if not known.any():
            raise HedgeError(
                Kind.UNDEFINED,
                "futures hardly vary between the trimmed ends; no date can be tested.",
            )
        self._fit = fit
        self._left = left[known]
        self.before = before[known]

    def f_statistics(self, errors: FloatArray) -> FloatArray:
        """Return F at each date for rows of errors that are free of the constant and of x."""
        explained = np.cumsum(errors * self._fit.x, axis=1)[:, self.before - 1]
        explained *= explained
        explained /= self._left
        total = (errors * errors).sum(axis=1, keepdims=True)
        rest = np.maximum(total - explained, self._fit.size * np.finfo(float).eps * total)
        return np.asarray(explained / rest * (self._fit.size - 3))


def _redrawn(fit: Line, dates: _Dates, rho: float) -> FloatArray:
    """Return the largest F of each draw in which nothing breaks."""
    left = innovations(fit, rho)
    signs = Signs()
    largest = []
    for draws in portions(DRAWS, fit.size):
        errors = ar_filter(rho, signs.draw(draws, fit.size) * left, axis=1)
        errors -= (errors @ fit.basis) @ fit.basis.T
        largest.append(dates.f_statistics(errors).max(axis=1))
    return np.concatenate(largest)
