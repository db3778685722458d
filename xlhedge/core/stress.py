"""Stress: what a futures position leaves of a loss when spot and futures move as one fears."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_positive, need_ratio, need_shares, need_some


class Stress(NamedTuple):
    """One column a figure, one row a scenario; futures scenarios run fastest."""

    spot_shock: FloatArray
    futures_shock: FloatArray
    pnl_unhedged: FloatArray
    pnl_futures: FloatArray
    pnl_hedged: FloatArray
    shortfall: FloatArray


def stress_hedge(
    exposure: float,
    spot_price: float,
    futures_price: float,
    contracts: float,
    contract_size: float,
    spot_shocks: FloatArray,
    futures_shocks: FloatArray | None = None,
    correlations: FloatArray | None = None,
    volatility_ratio: float = 1.0,
    cost_per_contract: float = 0.0,
) -> Stress:
    """Return profit and loss, unhedged and hedged, for every pair of shocks.

    Parameters
    ----------
    exposure : float
        Signed quantity: + own or will sell, - owe or will buy.
    spot_price, futures_price : float
        Prices before the shock; above 0.
    contracts : float
        Signed position held through it.
    contract_size : float
        Quantity a contract; above 0.
    spot_shocks : array of shape (s,)
        Relative changes of the spot price: -0.2 = down 20 %. Below -1 the price is negative.
    futures_shocks : array of shape (f,), optional
        Relative changes of the futures price, each met with each spot shock.
    correlations : array of shape (c,), optional
        Instead of futures shocks: the futures shock that is expected with each spot shock is
        correlation x volatility_ratio x spot shock. Neither given: 1, futures move as spot does.
    volatility_ratio : float
        Futures volatility over spot volatility; 0 or more.
    cost_per_contract : float
        Money a contract for the round trip; 0 or more.

    Returns
    -------
    Stress
        `shortfall` is the loss that is left with the hedge, max(0, -pnl_hedged).

    Raises
    ------
    HedgeError
        UNDEFINED for no shock; DOMAIN for a price, size, cost, ratio or correlation outside its
        domain, or a shock that is a percentage (-20); TYPE when futures shocks and correlations
        are both given.

    Examples
    --------
    >>> stress_hedge(100, 50, 50, -1, 100, np.array([-0.2]), np.array([-0.16])).pnl_hedged
    array([-200.])
    """
    need_positive("spot_price", spot_price)
    need_positive("futures_price", futures_price)
    need_positive("contract_size", contract_size)
    need_not_negative("volatility_ratio", volatility_ratio)
    need_not_negative("cost_per_contract", cost_per_contract)
    if futures_shocks is not None and correlations is not None:
        raise HedgeError(
            Kind.TYPE, "futures_shocks and correlations are both given; give one of the two."
        )
    _need_some("spot_shocks", spot_shocks)
    if futures_shocks is not None:
        _need_some("futures_shocks", futures_shocks)
        spot, futures = _every_pair(spot_shocks, futures_shocks)
    else:
        stressed = np.ones(1) if correlations is None else correlations
        _need_some("correlations", stressed)
        need_shares("correlations", stressed.tolist(), -1)
        spot, correlation = _every_pair(spot_shocks, stressed)
        futures = correlation * volatility_ratio * spot
    unhedged = exposure * spot_price * spot
    pnl = contracts * contract_size * futures_price * futures - abs(contracts) * cost_per_contract
    hedged = unhedged + pnl
    return Stress(spot, futures, unhedged, pnl, hedged, np.maximum(0.0, -hedged))


def _every_pair(outer: FloatArray, inner: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.repeat(outer, inner.size), np.tile(inner, outer.size)


def _need_some(name: str, shocks: FloatArray) -> None:
    need_some(name, shocks)
    for shock in shocks.tolist():
        need_ratio(name, shock)
