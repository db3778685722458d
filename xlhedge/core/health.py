"""The limitations of a hedge ratio, each with the figure that shows how much it matters here.

The bounds between pass, watch and fail are practice, chosen here and named here; no standard sets
them.
"""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes, rows_used
from xlhedge.core.contracts import futures_contracts, round_contracts
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_nonzero, need_positive
from xlhedge.core.inference.breaks import break_test
from xlhedge.core.inference.halves import Halves, correlation_of_halves
from xlhedge.core.inference.line import ExactFit
from xlhedge.core.inference.slope import robust_slope
from xlhedge.core.minimum_variance import Moments, moments

_FEWEST = 8
_TO_SIGMA = 1.4826  # a normal deviation over its median absolute deviation


class Bounds(NamedTuple):
    """Up to `watch` a figure passes, up to `fail` it is watched; beyond, it fails.

    With `watch` above `fail`, high figures are the good ones.
    """

    watch: float
    fail: float

    def status(self, figure: float) -> str:
        """Return "pass", "watch" or "fail".

        Examples
        --------
        >>> Bounds(0.8, 0.5).status(0.9), Bounds(0.1, 0.25).status(0.3)
        ('pass', 'fail')
        """
        high_is_good = self.watch > self.fail
        if figure >= self.watch if high_is_good else figure <= self.watch:
            return "pass"
        return "watch" if (figure >= self.fail if high_is_good else figure <= self.fail) else "fail"


EFFECTIVENESS = Bounds(0.8, 0.5)
SLOPE_P_VALUE = Bounds(0.05, 0.1)
CORRELATION_SHIFT = Bounds(0.1, 0.25)
BREAK = Bounds(1.0, 1.4)  # the second is about where 1 % is critical instead of 5 %
SHARE_OF_OPEN_INTEREST = Bounds(0.05, 0.1)
FORGONE_GAIN = Bounds(0.05, 0.1)
COVER = Bounds(1.02, 1.25)
SHARE_OF_LIMIT = Bounds(0.8, 1.0)
ROBUST_Z = Bounds(6.0, 10.0)
SHARE_DROPPED = Bounds(0.02, 0.1)
SHARE_UNCHANGED = Bounds(0.25, 0.5)

_SEVERITY = ("pass", "watch", "fail")


class Limitation(NamedTuple):
    """One limitation: the figure behind it and what it amounts to."""

    limitation: str
    figure: str
    value: float | None  # None where the argument or the changes it needs were not given
    bounds: Bounds

    @property
    def status(self) -> str:
        """What the figure amounts to: "pass", "watch", "fail" or "not assessed"."""
        return "not assessed" if self.value is None else self.bounds.status(self.value)


def hedge_health(
    spot: FloatArray,
    futures: FloatArray,
    exposure: float,
    contract_size: float,
    open_interest: float | None = None,
    credit_limit: float | None = None,
    position_limit: float | None = None,
) -> list[Limitation]:
    """Return the seven limitations of a minimum-variance hedge as findings.

    Parameters
    ----------
    spot, futures : arrays of shape (n,)
        Prices, oldest first; NaN marks a missing cell.
    exposure : float
        Signed quantity; not 0.
    contract_size : float
        Quantity a contract; above 0.
    open_interest, credit_limit, position_limit : float, optional
        Contracts open in the market; the most notional a counterparty grants, in money; the most
        contracts that may be held. Above 0.

    Returns
    -------
    list of Limitation
        Basis risk, correlation, liquidity, cost, over-hedging, counterparty, data quality. Where
        a limitation has several figures, the first of the worst.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than eight changes, an exposure of 0, or series (or a half of them)
        that do not vary; DOMAIN for a size, an open interest or a limit that is not above 0.
    """
    need_positive("contract_size", contract_size)
    need_nonzero("exposure", exposure)
    for name, limit in (
        ("open_interest", open_interest),
        ("credit_limit", credit_limit),
        ("position_limit", position_limit),
    ):
        if limit is not None:
            need_positive(name, limit)
    changes = joint_changes([spot, futures])
    m = moments(changes, least=_FEWEST)
    halves = correlation_of_halves(changes)
    ratio = m.spot_futures / m.futures_futures
    lots = abs(round_contracts(futures_contracts(exposure, contract_size, ratio), 1))
    last_price = float(futures[~(np.isnan(spot) | np.isnan(futures))][-1])
    cover = lots * contract_size / abs(exposure)
    of_market, of_limit = _over(lots, open_interest), _over(lots, position_limit)
    of_credit = _over(lots * contract_size * abs(last_price), credit_limit)
    return [
        _worst(
            Limitation("basis risk", "effectiveness", _r_squared(m), EFFECTIVENESS),
            Limitation(
                "basis risk", "p-value of no relationship", _p_value(changes), SLOPE_P_VALUE
            ),
        ),
        _worst(
            _correlation(halves),
            Limitation("correlation", "break: sup-f / critical value", _broken(changes), BREAK),
        ),
        Limitation("liquidity", "contracts / open interest", of_market, SHARE_OF_OPEN_INTEREST),
        Limitation("cost", "gain forgone / risk removed", _forgone(m, exposure), FORGONE_GAIN),
        _worst(
            Limitation("over-hedging", "cover in whole lots", cover, COVER),
            Limitation("over-hedging", "contracts / position limit", of_limit, SHARE_OF_LIMIT),
        ),
        Limitation("counterparty", "notional / credit limit", of_credit, SHARE_OF_LIMIT),
        _data_quality(changes, spot, futures),
    ]


def _r_squared(m: Moments) -> float:
    return min(1.0, m.spot_futures**2 / m.spot_spot / m.futures_futures)  # Cauchy-Schwarz


def _p_value(changes: JointChanges) -> float | None:
    """Return the robust p-value of the slope; None where it asks for more changes."""
    try:
        return robust_slope(changes).p_value()
    except ExactFit:
        return 0.0
    except HedgeError:
        return None


def _broken(changes: JointChanges) -> float | None:
    """Return the break test's statistic over its critical value; None where it cannot be told."""
    try:
        test = break_test(changes)
    except HedgeError:
        return None
    return test.sup_f / test.critical_value


def _correlation(halves: Halves) -> Limitation:
    shift = abs(halves.first - halves.second)
    return Limitation("correlation", "shift between the halves", shift, CORRELATION_SHIFT)


def _over(amount: float, limit: float | None) -> float | None:
    return None if limit is None else amount / limit


def _forgone(m: Moments, exposure: float) -> float:
    """Return the mean loss of the futures leg over the fall in standard deviation it buys."""
    n = m.observations
    drift = m.spot_futures / m.futures_futures * m.mean_futures * math.copysign(1.0, exposure)
    removed = math.sqrt(m.spot_spot / n) * (1 - math.sqrt(1 - _r_squared(m)))
    if removed == 0:
        raise HedgeError(
            Kind.UNDEFINED, "spot and futures are not correlated; the hedge removes no risk."
        )
    return drift / removed


def _data_quality(changes: JointChanges, spot: FloatArray, futures: FloatArray) -> Limitation:
    findings = []
    for name, prices, noise in zip(
        ("spot", "futures"), (spot, futures), changes.noise, strict=True
    ):
        z, row, unchanged = _outlier(prices, noise)
        findings += [
            Limitation("data quality", f"robust z of {name} change in row {row}", z, ROBUST_Z),
            Limitation("data quality", f"share of {name} unchanged", unchanged, SHARE_UNCHANGED),
        ]
    dropped = changes.dropped / rows_used((spot, futures))
    findings.append(Limitation("data quality", "share of rows dropped", dropped, SHARE_DROPPED))
    return _worst(*findings)


def _outlier(prices: FloatArray, noise: float) -> tuple[float | None, int, float]:
    """Return the largest robust z of the changes, its row from 1, and the share that are alike.

    No z where more than half of the changes are alike: their median deviation is then 0.
    """
    steps = np.diff(prices)  # NaN beside a missing cell
    distance = np.abs(steps - np.nanmedian(steps))
    unchanged = float((distance[~np.isnan(distance)] <= 2 * noise).mean())
    spread = _TO_SIGMA * float(np.nanmedian(distance))
    worst = int(np.nanargmax(distance))
    z = float(distance[worst]) / spread if unchanged < 0.5 else None
    return z, worst + 2, unchanged


def _worst(*findings: Limitation) -> Limitation:
    assessed = [f for f in findings if f.value is not None]
    return max(assessed, key=lambda f: _SEVERITY.index(f.status))
