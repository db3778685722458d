"""Futures over time: a hedge rolled from month to month, and the cash that margins ask for."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_pair, need_positive
from xlhedge.core.wording import plain

_SAME = 1e-9  # a balance this close to maintenance, as a share of the initial margin, is on it


class MarginAccount(NamedTuple):
    """One row a day of settlement; money for the whole position.

    Attributes
    ----------
    day : array of shape (n,)
        Counted from 0, the day of the trade; a day without a price is left out.
    variation_margin : array of shape (n,)
        Gain (+) or loss (-) since the settlement before.
    margin_balance : array of shape (n,)
        After variation margin, before a call is met.
    margin_call : array of shape (n,)
        What restores the initial margin once the balance is below maintenance; 0 otherwise.
    cumulative_funding : array of shape (n,)
        Paid in so far: the initial margin and all calls.
    """

    day: FloatArray
    price: FloatArray
    variation_margin: FloatArray
    margin_balance: FloatArray
    margin_call: FloatArray
    cumulative_funding: FloatArray

    @property
    def peak_funding(self) -> float:
        """The most that was paid in."""
        return float(self.cumulative_funding.max())


def stack_roll_price(entry_prices: FloatArray, exit_prices: FloatArray, spot_close: float) -> float:
    """Return the price a seller achieves with a short hedge that is rolled forward.

    Parameters
    ----------
    entry_prices, exit_prices : arrays of shape (n,)
        Where each contract in turn was sold and bought back; n of at least 1.
    spot_close : float
        Spot price when the last one is closed.

    Returns
    -------
    float
        S + sum(entry - exit), per unit.

    Raises
    ------
    HedgeError
        UNDEFINED for no pair of prices.

    References
    ----------
    Hull, section 3.6, table 3.5.

    Examples
    --------
    >>> round(
    ...     stack_roll_price(np.array([88.2, 87.0, 86.3]), np.array([87.4, 86.5, 85.9]), 86), 9
    ... )
    87.7
    """
    need_pair("entry_prices", "exit_prices", entry_prices)
    return spot_close + float((entry_prices - exit_prices).sum())


def margin_cashflow(
    contracts: float,
    contract_size: float,
    prices: FloatArray,
    initial_margin: float,
    maintenance_margin: float,
) -> MarginAccount:
    """Return the margin account of a futures position, settlement by settlement.

    A balance above the initial margin stays in the account, as in Hull's table 2.1.

    Parameters
    ----------
    contracts : float
        Signed: negative = sold, positive = bought.
    contract_size : float
        Quantity, or money a point, a contract; above 0.
    prices : array of shape (n,)
        The price traded at, then each settlement price. NaN is a day without settlement: the next
        variation margin covers it.
    initial_margin, maintenance_margin : float
        Money a contract, 0 or more; maintenance not above initial.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than two prices; DOMAIN for a size or margins outside their domain.

    References
    ----------
    Hull, section 2.4, table 2.1.
    """
    need_positive("contract_size", contract_size)
    need_not_negative("maintenance_margin", maintenance_margin)
    if initial_margin < maintenance_margin:
        raise HedgeError(
            Kind.DOMAIN,
            f"initial_margin is {plain(initial_margin)}; at least the maintenance_margin of "
            f"{plain(maintenance_margin)} is needed.",
        )
    days = np.flatnonzero(~np.isnan(prices))
    if days.size < 2:
        raise HedgeError(
            Kind.UNDEFINED,
            f"prices holds {days.size} numbers; the price traded at and one settlement are needed.",
        )
    settled = prices[days]
    size = contracts * contract_size
    initial, maintenance = abs(contracts) * initial_margin, abs(contracts) * maintenance_margin
    gains = size * (settled - settled[0])  # since the trade, so that no rounding builds up
    return MarginAccount(
        (days - days[0]).astype(np.float64),
        settled,
        size * np.diff(settled, prepend=settled[0]),
        *_kept_filled(gains.tolist(), initial, maintenance),
    )


def _kept_filled(
    gains: list[float], initial: float, maintenance: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return an account's balances, calls and what was paid in: below maintenance it is filled."""
    balances, calls, funding = [], [], []
    paid_in = initial
    for gain in gains:
        balance = paid_in + gain
        below = balance < maintenance - _SAME * initial
        call = initial - balance if below else 0.0
        paid_in += call
        balances.append(balance)
        calls.append(call)
        funding.append(paid_in)
    return np.array(balances), np.array(calls), np.array(funding)
