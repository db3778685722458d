"""Does an item move against its hedge: the regression of the tests, and what its slope is worth.

Two standard errors stand beside each other. That of ordinary least squares takes the changes of
different periods for unrelated; where they are not, it passes unrelated series in up to a quarter
of cases. The robust one allows for autocorrelation, changing variance and declared overlap: the
verdict rests on it.
"""

import math
from typing import NamedTuple

from xlhedge.core.changes import JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.line import ExactFit
from xlhedge.core.inference.slope import robust_slope
from xlhedge.core.minimum_variance import Regression, regression

PASS, FAIL, NOT_ASSESSED = "pass", "fail", "not assessed"
NO_ROUNDING = 1e-12  # figures this close are equal
OLS, ROBUST = "least squares", "robust (autocorrelation)"


class Fit(NamedTuple):
    """A regression, and the significance of its slope by two standard errors."""

    line: Regression
    p_value: float  # two-sided, of least squares; with one regressor also that of F
    robust_p_value: float | HedgeError  # two-sided
    robust_error: float | HedgeError
    autocorrelation: float | HedgeError
    overlap: int  # rows; 1 = the changes do not overlap

    def opposite(self, alpha: float) -> str:
        """Return the verdict on an item that moves against its hedge.

        "pass" where half the robust p-value, taken on the side of a slope below 0, is below
        alpha / 2; "not assessed" where there is no robust p-value.
        """
        if isinstance(self.robust_p_value, HedgeError):
            return NOT_ASSESSED
        half = self.robust_p_value / 2
        on_its_side = half if self.line.hedge_ratio < 0 else 1 - half
        return PASS if on_its_side < alpha / 2 else FAIL


def fit_line(pairs: JointChanges, names: tuple[str, str]) -> Fit:
    """Regress the first series on the second; messages call them by `names`.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than three periods or changes that do not vary; DOMAIN for numbers too
        large to be squared. What the robust error alone lacks stands in its place.
    """
    need_observations(pairs, names, 3)
    for name, x, noise in zip(names, pairs.series, pairs.noise, strict=True):
        centred = x - float(x.sum()) / x.size
        squares = float((centred * centred).sum())
        if not math.isfinite(squares):
            raise HedgeError(Kind.DOMAIN, f"{name} holds numbers too large to be squared.")
        if squares <= 4 * x.size * noise * noise:
            raise HedgeError(Kind.UNDEFINED, f"{name} are all equal; they need to vary.")
    line = regression(pairs)
    robust_p_value, robust_error = _robust(pairs, names)
    p_value: float = 0.0
    lagged: float | HedgeError = HedgeError(
        Kind.UNDEFINED, f"{names[1]} explain {names[0]} exactly: no residual is left."
    )
    if line.residual_sd > 0:
        from scipy.special import stdtr

        y, x = pairs.series
        residuals = y - line.alpha - line.hedge_ratio * x
        lagged = float((residuals[1:] * residuals[:-1]).sum()) / float(
            (residuals * residuals).sum()
        )
        t = abs(line.hedge_ratio / line.standard_error)
        p_value = 2 * float(stdtr(line.observations - 2, -t))
    return Fit(line, p_value, robust_p_value, robust_error, lagged, pairs.overlap)


def _robust(
    pairs: JointChanges, names: tuple[str, str]
) -> tuple[float | HedgeError, float | HedgeError]:
    """Return the slope's robust p-value and standard error, or why there are none."""
    try:
        slope = robust_slope(pairs, names)
    except ExactFit:
        return 0.0, 0.0  # no chance makes twelve changes or more lie on a line
    except HedgeError as refusal:
        return refusal, refusal
    return slope.p_value(), slope.standard_error


def need_observations(pairs: JointChanges, names: tuple[str, ...], fewest: int) -> None:
    """Raise UNDEFINED for fewer complete periods than `fewest`."""
    n = pairs.series[0].size
    if n < fewest:
        raise HedgeError(
            Kind.UNDEFINED,
            f"{' and '.join(names)} give {n} complete periods ({pairs.dropped} with a missing "
            f"number were dropped); at least {fewest} are needed.",
        )
