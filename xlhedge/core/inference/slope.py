"""A slope whose error allows for changing variance and for what changes in a row have in common."""

import math
from dataclasses import dataclass, field

from xlhedge.core.changes import JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level
from xlhedge.core.inference.autocorrelation import error_autocorrelation
from xlhedge.core.inference.gaussian_t import GaussianT
from xlhedge.core.inference.line import Line, fewest_changes, line
from xlhedge.core.inference.scores import Scores, ar_covariance, overlap_covariance

__all__ = ["RobustSlope", "estimate", "fewest_changes", "robust_slope"]

_NOTHING = 1e-12  # an error so small a share of its least-squares one is rounding


@dataclass(frozen=True)
class RobustSlope:
    """The slope of one series of changes on another, and how sure one can be of it.

    Attributes
    ----------
    slope : float
        Least squares: units of the first series for a unit of the second.
    standard_error : float
        From `degrees` cosine-weighted sums of the scores; above 0.
    degrees : int
        Degrees of freedom of that error.
    autocorrelation : float
        Of the errors, lag one, without the residuals' bias; 1 - 1/k for a declared overlap of k.
    observations, overlap : int
        Changes, and rows by which they overlap; 1 = they do not.
    effective_observations : float
        How many changes with errors free of autocorrelation would tell as much of the slope.
    """

    slope: float
    standard_error: float
    degrees: int
    autocorrelation: float
    observations: int
    overlap: int
    effective_observations: float
    _law: GaussianT = field(repr=False)

    def p_value(self, slope: float = 0.0) -> float:
        """Return the two-sided p-value of a slope.

        The larger of Student's t with `degrees` and of the exact chance of so large a t when the
        errors are Gaussian with this autocorrelation (or overlap) and the regressor is as it is.
        For one side take half of it where the estimate lies on that side.

        Examples
        --------
        >>> import numpy as np
        >>> changes = np.array([0.1, 0.4, -0.3, 0.2, -0.5, 0.3, 0.1, -0.2, 0.4, -0.1, -0.4, 0.2])
        >>> given = JointChanges((0.5 * changes + changes**2, changes), (0.0, 0.0), 0)
        >>> round(robust_slope(given).p_value(), 3)
        0.032
        """
        return self._chance_of(abs(self.slope - slope) / self.standard_error)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the ends of the interval of all slopes whose p-value is 1 - level or more.

        Raises
        ------
        HedgeError
            DOMAIN for a level that is not above 0 and below 1.
        """
        reach = self.critical_value(level) * self.standard_error
        return self.slope - reach, self.slope + reach

    def critical_value(self, level: float) -> float:
        """Return the t whose chance is 1 - level.

        Raises
        ------
        HedgeError
            DOMAIN for a level that is not above 0 and below 1.
        """
        from scipy import optimize, special

        need_level("level", level)
        student = -float(special.stdtrit(self.degrees, (1 - level) / 2))
        if self._law.tail(student) <= 1 - level:
            return student
        high = max(2 * student, 1.0)  # Student's is 0 for a level that is next to nothing
        while self._law.tail(high) > 1 - level:
            high *= 2
        return float(optimize.brentq(lambda t: self._law.tail(t) - (1 - level), student, high))

    def _chance_of(self, t: float) -> float:
        from scipy import special

        student = 2 * float(special.stdtr(self.degrees, -t))
        return min(max(student, self._law.tail(t)), 1.0)


def robust_slope(
    changes: JointChanges, names: tuple[str, str] = ("spot", "futures")
) -> RobustSlope:
    """Return the slope of the first series on the second with its robust error.

    Parameters
    ----------
    changes : JointChanges
        What is explained first, what explains it second; `overlap` counts.
    names : tuple of str
        What messages call the two.

    Returns
    -------
    RobustSlope
        Its interval at 95 % held the slope in 92 to 97 % of simulated samples of 12 changes or
        more: autocorrelation up to 0.8, changing variance, fat tails, declared overlap. Undeclared
        overlap of 12 rows in 30 changes or fewer: 89 to 91 %. Long memory: about 90 %.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than twelve changes or four times the overlap, a series that does not
        vary, one change that decides the slope alone, or an exact fit; DOMAIN for units so far
        apart that the slope is no number.

    References
    ----------
    Lazarus, Lewis, Stock and Watson (2018) for the error; MacKinnon and White (1985) for weighing
    residuals by leverage; Mueller and Watson (2022) and Poetscher and Preinerstorfer (2018) for
    critical values that fit the regressor; Craig (1991) for the integral. The combination is
    xlhedge's own; tests/simulations measures it.
    """
    return estimate(line(changes, names, fewest_changes(changes.overlap)), changes.overlap, names)


def estimate(fit: Line, overlap: int, names: tuple[str, str]) -> RobustSlope:
    """Return the robust slope of a line; see `robust_slope`."""
    scores = Scores.of(fit)
    n = fit.size
    error = float((scores.sums() ** 2).sum() * n / scores.degrees) ** 0.5
    if error <= _NOTHING * float((fit.residuals**2).sum() * fit.squares) ** 0.5:
        raise HedgeError(
            Kind.UNDEFINED,
            f"what {names[1]} leaves of {names[0]} stands only in rows that do not count for the "
            "slope; no error can be told from them.",
        )
    rho = error_autocorrelation(fit, overlap)
    covariance = ar_covariance(scores, rho) if overlap == 1 else overlap_covariance(scores, overlap)
    slope, standard_error = map(fit.in_units_of_y, (fit.slope, error / fit.squares))
    if not (math.isfinite(slope) and 0 < standard_error < math.inf):
        raise HedgeError(
            Kind.DOMAIN,
            f"{names[0]} and {names[1]} are in units too far apart: their ratio is no number that "
            "a cell can hold.",
        )
    return RobustSlope(
        slope=slope,
        standard_error=standard_error,
        degrees=scores.degrees,
        autocorrelation=rho,
        observations=n,
        overlap=overlap,
        effective_observations=n * fit.squares / float(covariance[0, 0]),
        _law=GaussianT.of(covariance),
    )
