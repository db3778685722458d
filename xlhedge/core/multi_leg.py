"""The minimum-variance hedge with several legs: one ratio a hedge, estimated together.

Columns are made orthogonal one after another (Gram-Schmidt, twice over, which is as accurate as
Householder's way) with plain numpy sums: a leg that the legs before it already explain shows up by
name, and the last digit is the same everywhere.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_variation
from xlhedge.core.keywords import Changes
from xlhedge.core.wording import plain

_COLLINEAR = 1e-7  # what the other legs leave of a leg, as a share of it, below which it is theirs
_INVOLVED = 1e-6  # a leg's share in a dependency below which it has no part in it

_Side = TypeVar("_Side", float, FloatArray)


class Leg(NamedTuple):
    """One leg of the hedge; a figure that does not exist is the reason why."""

    hedge_ratio: float
    standard_error: float
    p_value: float | HedgeError


class MultiLegHedge(NamedTuple):
    """Spot changes regressed on the changes of several hedges."""

    legs: tuple[Leg, ...]
    observations: int
    dropped: int
    alpha: float
    r_squared: float
    residual_sd: float


def multi_hedge(
    spot: FloatArray,
    hedges: FloatArray,
    changes: str = Changes.PRICE,
    step: int = 1,
    ridge: float = 0.0,
) -> MultiLegHedge:
    """Return the ratios that together leave the least variance, dS = alpha + sum(h_j dF_j) + e.

    Parameters
    ----------
    spot : array of shape (n,)
        Prices of what is hedged, oldest first, or changes; NaN marks a missing cell.
    hedges : array of shape (n, k)
        The same of what hedges, one column a leg.
    changes : {"price", "return", "log", "given"}
        See `joint_changes`.
    step : int
        Observations per change.
    ridge : float
        What is added to each leg's variance, as a share of it: (C + ridge diag(C)) h = c. 0 is
        least squares.

    Returns
    -------
    MultiLegHedge
        Standard errors, p-values (of h_j = 0, two-sided) and residual_sd use n - k - 1 degrees of
        freedom. With a ridge the trace of the hat matrix stands for k, errors leave out the bias,
        and there is no p-value.

    Raises
    ------
    HedgeError
        As `joint_changes`; UNDEFINED for fewer than k + 2 changes or a series that does not vary;
        DOMAIN for collinear legs or a negative ridge.

    References
    ----------
    Anderson and Danthine (1981), Cross Hedging; Hoerl and Kennard (1970).
    """
    need_not_negative("ridge", ridge)
    count = hedges.shape[1]
    names = ["spot", *(f"leg {j + 1} of hedges" for j in range(count))]
    taken = joint_changes([spot, *hedges.T], changes, step, names)
    n = taken.series[0].size
    if n < count + 2:
        raise HedgeError(
            Kind.UNDEFINED,
            f"spot and hedges give {n} complete rows of changes ({taken.dropped} rows with a "
            f"missing number were dropped); {count} legs need at least {count + 2}.",
        )
    means = [float(x.sum()) / n for x in taken.series]
    y, *legs = (x - mean for x, mean in zip(taken.series, means, strict=True))
    squares = [_varying(x, taken.noise[j], names[j]) for j, x in enumerate((y, *legs))]
    ratios, loads, used = _solution(y, legs, [ridge * square for square in squares[1:]], taken)
    residuals = y - sum(h * x for h, x in zip(ratios, legs, strict=True))
    left = float((residuals * residuals).sum())
    noise = taken.noise[0] + sum(abs(h) * e for h, e in zip(ratios, taken.noise[1:], strict=True))
    left = 0.0 if left <= 4 * n * noise * noise else left
    freedom = n - 1 - used
    residual_sd = math.sqrt(left / freedom)
    errors = [residual_sd * math.sqrt(float((m * m).sum())) for m in loads]
    return MultiLegHedge(
        tuple(
            Leg(h, error, _p_value(h, error, freedom, ridge))
            for h, error in zip(ratios, errors, strict=True)
        ),
        n,
        taken.dropped,
        means[0] - sum(h * mean for h, mean in zip(ratios, means[1:], strict=True)),
        1 - left / squares[0],
        residual_sd,
    )


def _solution(
    y: FloatArray, legs: list[FloatArray], ridges: list[float], taken: JointChanges
) -> tuple[list[float], list[FloatArray], float]:
    """Return the ratios h, what they are of spot (h_j = sum(loads_j x dS)), the freedom used."""
    n = y.size
    # a ridge is k more observations, each of one leg alone, at which spot stood still
    padded = [np.append(x, np.zeros(len(legs))) for x in legs]
    for j, ridge in enumerate(ridges):
        padded[j][n + j] = math.sqrt(ridge)
    basis, triangle = _orthogonal(padded, taken)
    directions = [q[:n] for q in basis]
    ratios = _back(triangle, [float((q * y).sum()) for q in directions])
    loads = _back(triangle, directions)
    used = float(len(legs)) if not any(ridges) else sum(float((q * q).sum()) for q in directions)
    return ratios, loads, used


def _varying(centred: FloatArray, noise: float, name: str) -> float:
    squares = float((centred * centred).sum())
    if not math.isfinite(squares):
        raise HedgeError(Kind.DOMAIN, f"{name} holds numbers too large to be squared.")
    need_variation(name, squares > 4 * centred.size * noise * noise)
    return squares


def _orthogonal(
    columns: Sequence[FloatArray], taken: JointChanges
) -> tuple[list[FloatArray], FloatArray]:
    """Return orthonormal columns Q and the upper triangle R of columns = Q R."""
    count = len(columns)
    lengths = [math.sqrt(float((x * x).sum())) for x in columns]
    basis: list[FloatArray] = []
    triangle = np.zeros((count, count))
    for j, column in enumerate(columns):
        rest = column.copy()
        for _ in range(2):
            for i, q in enumerate(basis):
                share = float((q * rest).sum())
                rest -= share * q
                triangle[i, j] += share
        length = math.sqrt(float((rest * rest).sum()))
        shares = _back(triangle[:j, :j], triangle[:j, j].tolist())
        noise = taken.noise[j + 1] + sum(abs(b) * taken.noise[i + 1] for i, b in enumerate(shares))
        if length <= max(_COLLINEAR * lengths[j], math.sqrt(taken.series[0].size) * 2 * noise):
            involved = [
                str(i + 1)
                for i, b in enumerate(shares)
                if abs(b) * lengths[i] > _INVOLVED * lengths[j]
            ]
            raise HedgeError(
                Kind.DOMAIN,
                f"legs {', '.join(involved)} and {j + 1} of hedges are collinear: their changes "
                "move as one; leave one of them out, or give a ridge above 0 (0.01, say).",
            )
        triangle[j, j] = length
        basis.append(rest / length)
    return basis, triangle


def _back(triangle: FloatArray, right: Sequence[_Side]) -> list[_Side]:
    """Solve triangle x = right from the last row up; each of `right` a number or a row."""
    solved = list(right)
    for j in reversed(range(len(solved))):
        for i in range(j + 1, len(solved)):
            solved[j] = solved[j] - float(triangle[j, i]) * solved[i]
        solved[j] = solved[j] / float(triangle[j, j])
    return solved


def _p_value(ratio: float, error: float, freedom: float, ridge: float) -> float | HedgeError:
    if ridge > 0:
        return HedgeError(
            Kind.DOMAIN,
            f"ridge is {plain(ridge)}: a shrunken ratio is biased and has no t-test; use ridge 0.",
        )
    if error == 0:
        return HedgeError(
            Kind.UNDEFINED, "hedges explain spot exactly: no residual is left to test against."
        )
    from scipy.special import stdtr

    return 2 * float(stdtr(freedom, -abs(ratio / error)))
