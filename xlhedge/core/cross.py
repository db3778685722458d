"""The cross hedge: sizing a position in one market from its statistics against another."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, joint_changes
from xlhedge.core.contracts import futures_contracts, round_contracts
from xlhedge.core.keywords import Changes
from xlhedge.core.minimum_variance import regression


class CrossHedge(NamedTuple):
    """A minimum-variance hedge sized for an exposure."""

    hedge_ratio: float
    contracts_exact: float
    contracts_rounded: float
    effectiveness: float
    residual_sd: float


def cross_hedge(
    spot: FloatArray,
    futures: FloatArray,
    exposure: float,
    contract_size: float,
    changes: str = Changes.PRICE,
    rounding: int = 1,
) -> CrossHedge:
    """Size a minimum-variance hedge of an exposure in one thing with futures on another.

    A ratio of returns or logs is not one of prices: contracts are then multiplied by the last
    complete row's S/F (h_price = h_return x S/F), and the residual by its spot price.

    Parameters
    ----------
    spot, futures : arrays of shape (n,)
        Prices, oldest first, or changes where `changes` is "given"; NaN marks a missing cell.
    exposure : float
        Signed quantity.
    contract_size : float
        Quantity a contract; above 0.
    changes : {"price", "return", "log", "given"}
        See `joint_changes`; given changes are taken for price changes.
    rounding : {0, 1, 2, 3}
        See `round_contracts`.

    Returns
    -------
    CrossHedge
        `residual_sd` is the standard deviation of the regression's residual (n - 2) times the
        exposure: money for one change.

    Raises
    ------
    HedgeError
        As `joint_changes`, `regression` and `futures_contracts`.
    """
    fit = regression(joint_changes([spot, futures], changes))
    spot_price = futures_price = None
    level = 1.0
    if changes in {Changes.RETURN, Changes.LOG}:
        last = np.flatnonzero(~(np.isnan(spot) | np.isnan(futures)))[-1]
        spot_price, futures_price = float(spot[last]), float(futures[last])
        level = spot_price
    exact = futures_contracts(exposure, contract_size, fit.hedge_ratio, spot_price, futures_price)
    return CrossHedge(
        fit.hedge_ratio,
        exact,
        round_contracts(exact, rounding),
        fit.r_squared,
        abs(exposure) * level * fit.residual_sd,
    )
