"""The confidence interval of a hedge ratio, by its exact critical value or by redrawn errors."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level
from xlhedge.core.inference.autocorrelation import ar_filter
from xlhedge.core.inference.line import fewest_changes, line
from xlhedge.core.inference.scores import Scores
from xlhedge.core.inference.slope import RobustSlope, estimate
from xlhedge.core.inference.wild import Signs, innovations
from xlhedge.core.wording import plain

_DRAWS, _DRAWS_OF_MANY = 4_999, 999
_MANY = 5_000  # changes


class RatioInterval(NamedTuple):
    """The interval that holds the true ratio with a given confidence, and the estimate behind."""

    estimate: RobustSlope
    low: float
    high: float


def hac_interval(changes: JointChanges, level: float = 0.95) -> RatioInterval:
    """Return the interval by exact critical values; see `robust_slope` for what it promises.

    Raises
    ------
    HedgeError
        DOMAIN for a level that is not above 0 and below 1; else as `robust_slope`.
    """
    need_level("level", level)
    names = ("spot", "futures")
    fit = estimate(line(changes, names, fewest_changes(changes.overlap)), changes.overlap, names)
    return RatioInterval(fit, *fit.interval(level))


def bootstrap_interval(changes: JointChanges, level: float = 0.95) -> RatioInterval:
    """Return the interval by a wild bootstrap of t: the same error, redrawn critical values.

    Each of 4,999 draws (999 from 5,000 changes on) gives the residuals' innovations random signs,
    and has the t that a slope of 0 would have had. The critical value is the level's quantile of
    abs(t), and not below Student's; where overlap is declared, not below the exact one, which
    knows its shape.

    Raises
    ------
    HedgeError
        DOMAIN for a level that is not above 0 and below 1, or that the draws cannot tell from 1;
        else as `robust_slope`.

    References
    ----------
    Goncalves and Kilian (2004), Bootstrapping Autoregressions with Conditional Heteroskedasticity
    of Unknown Form; Hansen (2000) for regressors that stay as they are.
    """
    from scipy import special

    need_level("level", level)
    names = ("spot", "futures")
    fit = line(changes, names, fewest_changes(changes.overlap))
    draws = _DRAWS if fit.size < _MANY else _DRAWS_OF_MANY
    if (1 - level) * (draws + 1) < 1:
        raise HedgeError(
            Kind.DOMAIN,
            f"level is {plain(level)}; {plain(draws)} redrawn histories tell levels up to "
            f'{plain(1 - 1 / (draws + 1))}. method="hac" has any level.',
        )
    robust = estimate(fit, changes.overlap, names)
    t = _redrawn(Scores.of(fit), robust.autocorrelation, draws)
    if changes.overlap > 1:
        least = robust.critical_value(level)
    else:
        least = float(special.stdtrit(robust.degrees, (1 + level) / 2))
    reach = max(float(np.quantile(t, level)), least) * robust.standard_error
    return RatioInterval(robust, robust.slope - reach, robust.slope + reach)


def _redrawn(scores: Scores, rho: float, draws: int) -> FloatArray:
    """Return abs(t) of each draw. The filter is moved from the errors, n a draw, onto W."""
    left = innovations(scores.fit, rho)
    sums = np.zeros((draws, scores.degrees + 1))
    last = np.zeros(scores.degrees + 1)
    signs = Signs()
    for start, stop in reversed(list(scores.blocks())):
        rows = scores.rows(start, stop)[::-1]
        filtered = ar_filter(rho, rows, before=last)
        last = filtered[-1].copy()
        filtered *= left[start:stop][::-1, None]
        sums += signs.draw(draws, stop - start) @ filtered
    spread = np.sqrt((sums[:, 1:] ** 2).sum(axis=1) / scores.degrees)
    return np.asarray(np.abs(sums[:, 0]) / np.maximum(spread, np.finfo(float).tiny))
