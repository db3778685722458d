"""Portfolios: what a hedge of one asset does to the whole, and hedges in whole lots only."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlhedge.core.changes import FloatArray
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_none_negative, need_ratio, need_some
from xlhedge.core.whole_lots import best_lots
from xlhedge.core.wording import plain

_EPS = float(np.finfo(np.float64).eps)
_ASYMMETRY = 1e-9  # of two standard deviations: what printing and retyping a matrix leaves


class MicroHedge(NamedTuple):
    """Portfolio risk without and with the hedge of one asset."""

    before: float
    after: float
    reduction: float


class WholeLots(NamedTuple):
    """The best basket of whole contracts, and what it leaves."""

    contracts: tuple[float, ...]
    before: float
    after: float
    fractional: float
    reduction: float
    cost: float
    proven: bool


def need_covariance(covariance: FloatArray, things: str, count: int) -> None:
    """Raise unless a matrix is a covariance of `count` things.

    Parameters
    ----------
    covariance : array of shape (count, count)
        NaN marks a missing cell.
    things : str
        What has one row and column each, for the message.

    Raises
    ------
    HedgeError
        MISMATCH for another shape; TYPE for a missing cell; DOMAIN unless symmetric, with no
        variance below 0, and positive semidefinite.
    """
    rows, columns = covariance.shape
    if (rows, columns) != (count, count):
        raise HedgeError(
            Kind.MISMATCH,
            f"covariance is {plain(rows)} x {plain(columns)} cells; {count} x {count} are needed, "
            f"a row and a column for each of {things}.",
        )
    for i, j in np.argwhere(np.isnan(covariance)):
        raise HedgeError(
            Kind.TYPE, f"covariance has no number in row {i + 1}, column {j + 1}; one is needed."
        )
    variances = np.diag(covariance)
    if variances.size and variances.min() < 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"covariance has a variance of {plain(variances.min())} on its diagonal; 0 or more is "
            "needed.",
        )
    sd = np.sqrt(variances)
    apart = np.abs(covariance - covariance.T) > _ASYMMETRY * np.outer(sd, sd)
    for i, j in np.argwhere(apart):
        raise HedgeError(
            Kind.DOMAIN,
            f"covariance is not symmetric: row {i + 1}, column {j + 1} holds "
            f"{plain(covariance[i, j])}, and row {j + 1}, column {i + 1} "
            f"{plain(covariance[j, i])}.",
        )
    units = np.where(sd > 0, sd, 1.0)
    lowest = float(np.linalg.eigvalsh(covariance / np.outer(units, units)).min())
    if lowest < -_ASYMMETRY * count:
        raise HedgeError(
            Kind.DOMAIN,
            "covariance is not positive semidefinite (lowest eigenvalue of its correlations "
            f"{plain(lowest)}): some portfolio would have a variance below 0.",
        )


def portfolio_sd(positions: FloatArray, covariance: FloatArray) -> float:
    """Return sqrt(x' C x); a variance that rounding alone explains is 0."""
    terms = np.outer(positions, positions) * covariance
    variance = float(terms.sum())
    if not math.isfinite(variance):
        raise HedgeError(Kind.DOMAIN, "covariance times positions gives numbers too large to add.")
    noise = 4 * positions.size * _EPS * float(np.abs(terms).sum())
    return math.sqrt(variance) if variance > noise else 0.0


def micro_hedge_risk(
    weights: FloatArray, covariance: FloatArray, asset: int, hedge_ratio: float = 1.0
) -> MicroHedge:
    """Return portfolio risk before and after one asset is hedged: its weight x (1 - h).

    Parameters
    ----------
    weights : array of shape (n,)
        Signed weights or money; NaN marks a missing cell: that asset is left out.
    covariance : array of shape (n, n)
        Of the assets' returns (with money weights, risk is in money).
    asset : int
        Which asset is hedged, from 1, with a hedge that moves as the asset does.
    hedge_ratio : float
        1 takes all of the asset's risk away, 0 none.

    Raises
    ------
    HedgeError
        MISMATCH, TYPE or DOMAIN as `need_covariance`; DOMAIN for an asset that is not there;
        UNDEFINED for a portfolio without risk; DOMAIN for a ratio that is a percentage (80).

    Examples
    --------
    >>> micro_hedge_risk(np.array([0.5, 0.5]), np.array([[0.04, 0.0], [0.0, 0.04]]), 1).after
    0.1
    """
    need_ratio("hedge_ratio", hedge_ratio)
    kept = ~np.isnan(weights)
    if not 1 <= asset <= weights.size:
        raise HedgeError(
            Kind.DOMAIN, f"asset is {plain(asset)}; weights has {weights.size}, counted from 1."
        )
    if not kept[asset - 1]:
        raise HedgeError(
            Kind.DOMAIN, f"asset is {plain(asset)}, for which weights has no number; one is needed."
        )
    if covariance.shape == (weights.size, weights.size):
        covariance = covariance[np.ix_(kept, kept)]
        need_covariance(covariance, "weights", int(kept.sum()))
    else:
        need_covariance(covariance, "weights", weights.size)
    hedged = weights.copy()
    hedged[asset - 1] *= 1 - hedge_ratio
    before = portfolio_sd(weights[kept], covariance)
    if before == 0:
        raise HedgeError(
            Kind.UNDEFINED, "weights and covariance give a portfolio without risk; some is needed."
        )
    after = portfolio_sd(hedged[kept], covariance)
    return MicroHedge(before, after, 1 - after / before)


def integer_hedge(
    exposures: FloatArray,
    contract_sizes: FloatArray,
    covariance: FloatArray,
    cost_per_contract: FloatArray | None = None,
) -> WholeLots:
    """Return the basket of whole contracts that leaves the least risk.

    Parameters
    ----------
    exposures : array of shape (m,)
        Signed quantity a risk factor: + own or will receive. NaN: left out with its row.
    contract_sizes : array of shape (k,)
        Quantity a contract of each hedge instrument; above 0. NaN: not available.
    covariance : array of shape (m + k, m + k) or, where k = m, (m, m)
        Of price changes a unit over the hedge's life: exposures first, then instruments; or of
        the factors alone, contract j then moving as factor j does.
    cost_per_contract : array of shape (k,) or (1,), optional
        Money a contract, 0 or more; one number stands for all. 0 when omitted.

    Returns
    -------
    WholeLots
        Signed contracts that minimise sd + total cost, both in money; equal baskets: the fewest
        contracts. See `best_lots`. `fractional` is the sd that fractions of a lot would leave;
        `proven` whether the search saw all that could be better.

    Raises
    ------
    HedgeError
        As `need_covariance`; DOMAIN for a size or a cost outside its domain; UNDEFINED
        for no exposure, no instrument, or one of them without risk.
    """
    market = _market(exposures, contract_sizes, covariance, cost_per_contract)
    held, sizes, covariance = market.held, market.sizes, market.covariance
    before = _risk_to_hedge(market)
    # variance = (N, 1)' gram (N, 1): instruments by the lot, then the exposures as one
    lots = np.zeros((held.size + sizes.size, sizes.size + 1))
    lots[held.size :, :-1] = np.diag(sizes)
    lots[: held.size, -1] = held
    gram = np.array([[_product(a, covariance, b) for b in lots.T] for a in lots.T])
    if not (np.isfinite(gram).all() and np.diag(gram).min() > 0):
        raise HedgeError(
            Kind.DOMAIN, "contract_sizes and covariance hold numbers too large or too small."
        )
    basket = best_lots(gram, market.costs)
    contracts = np.zeros(contract_sizes.size)
    contracts[market.usable] = basket.contracts
    after = portfolio_sd(np.concatenate((held, sizes * contracts[market.usable])), covariance)
    return WholeLots(
        tuple(contracts.tolist()),
        before,
        after,
        basket.fractional,
        1 - after / before,
        float((np.abs(contracts[market.usable]) * market.costs).sum()),
        basket.proven,
    )


class _Market(NamedTuple):
    """What is held and what may be traded, without the rows that hold no number."""

    held: FloatArray
    sizes: FloatArray
    costs: FloatArray
    covariance: FloatArray
    usable: NDArray[np.bool_]  # which of the instruments given may be traded


def _market(
    exposures: FloatArray,
    contract_sizes: FloatArray,
    covariance: FloatArray,
    cost_per_contract: FloatArray | None,
) -> _Market:
    """Return the factors and instruments that have numbers, with their covariance."""
    count, legs = exposures.size, contract_sizes.size
    cost = _costs(cost_per_contract, legs)
    usable = ~(np.isnan(contract_sizes) | np.isnan(cost))
    if usable.any() and contract_sizes[usable].min() <= 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"contract_sizes holds {plain(contract_sizes[usable].min())}; sizes above 0 are "
            "needed.",
        )
    need_none_negative("cost_per_contract", cost[usable])
    if count == legs and covariance.shape == (count, count):
        covariance = np.tile(covariance, (2, 2))
    kept = np.concatenate((~np.isnan(exposures), usable))
    counted = "exposures, then contract_sizes"
    if covariance.shape != (kept.size, kept.size):
        need_covariance(covariance, counted, kept.size)
    covariance = covariance[np.ix_(kept, kept)]
    held, sizes = exposures[kept[:count]], contract_sizes[usable]
    need_some("exposures", held)
    need_some("contract_sizes", sizes)
    need_covariance(covariance, counted, int(kept.sum()))
    return _Market(held, sizes, cost[usable], (covariance + covariance.T) / 2, usable)


def _risk_to_hedge(market: _Market) -> float:
    """Return the sd of what is held; refuse none, and an instrument that does not move."""
    held, covariance = market.held, market.covariance
    open_position = np.concatenate((held, np.zeros(market.sizes.size)))
    before = portfolio_sd(open_position, covariance)
    if before == 0:
        raise HedgeError(
            Kind.UNDEFINED, "exposures and covariance give no risk to hedge; some is needed."
        )
    still = np.flatnonzero(np.diag(covariance)[held.size :] == 0)
    if still.size:
        raise HedgeError(
            Kind.UNDEFINED,
            f"contract_sizes: instrument {np.flatnonzero(market.usable)[still[0]] + 1} has a "
            "variance of 0 in covariance; a hedge has to move.",
        )
    return before


def _costs(cost_per_contract: FloatArray | None, legs: int) -> FloatArray:
    if cost_per_contract is None:
        return np.zeros(legs)
    if cost_per_contract.size == 1:
        return np.repeat(cost_per_contract, legs)
    if cost_per_contract.size != legs:
        raise HedgeError(
            Kind.MISMATCH,
            f"cost_per_contract has {cost_per_contract.size} cells and contract_sizes has {legs}; "
            "one number, or as many, are needed.",
        )
    return cost_per_contract


def _product(a: FloatArray, covariance: FloatArray, b: FloatArray) -> float:
    return float((np.outer(a, b) * covariance).sum())
