"""Stress and health: what the hedge does when things go wrong, and what could make them."""

import numpy as np

from xlhedge.core import health, stress
from xlhedge.worksheet.arguments import (
    ContractSize,
    CostPerContract,
    Exposure,
    Futures,
    Money,
    SpotPrices,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, OptionalNumber, OptionalValues, Values


@worksheet_function("Stress and health")
def STRESS_HEDGE(
    exposure: Exposure,
    spot_price: Number,
    futures_price: Number,
    contracts: Number,
    contract_size: ContractSize,
    spot_shocks: Values,
    futures_shocks: OptionalValues = None,
    correlations: OptionalValues = None,
    volatility_ratio: Number = 1,
    cost_per_contract: CostPerContract = 0,
    money: Money = "money",
) -> list[list[object]]:
    """Profit and loss with and without the hedge for every spot shock x futures shock.

    Parameters
    ----------
    spot_price : number
        Spot price before the shock, per unit; above 0.
    futures_price : number
        Futures price before the shock, per unit; above 0.
    contracts : number
        Signed position held through the shock: negative = sold, positive = bought.
    spot_shocks : range of numbers
        Relative changes of the spot price as decimals: -0.2 = down 20 %; blanks are left out.
    futures_shocks : range of numbers
        Relative changes of the futures price, each met with each spot shock; blanks are left out.
    correlations : range of numbers
        Instead of futures shocks: the futures shock is then correlation x volatility ratio x spot
        shock. Neither given: 1, futures move as spot does.
    volatility_ratio : number
        Futures volatility over spot volatility, used with correlations; 0 or more, 1 by default.

    Returns
    -------
    table
        One row a pair of shocks: spot shock, futures shock, pnl unhedged, pnl futures, pnl hedged,
        shortfall [money]: the loss left with the hedge, 0 where there is none.

    Raises
    ------
    #DIV/0!
        No number among the shocks.
    #NUM!
        A price that is not above 0, a volatility ratio below 0, a correlation outside -1 to 1.
    #VALUE!
        futures_shocks and correlations are both given.

    Notes
    -----
    pnl unhedged = exposure x spot price x spot shock; pnl futures = contracts x size x futures
    price x futures shock - abs(contracts) x cost. With correlations the futures shock is the
    expected one given the spot shock, not a worst case; give futures shocks for that.

    References
    ----------
    BCBS, Principles for sound stress testing practices and supervision (2009), for the method;
    conditional mean of two correlated normal changes for the correlation stress.

    Examples
    --------
    >>> STRESS_HEDGE(100, 50, 50, -1, 100, [[-0.2]], None, [[1], [0.5]])[2]
    [-0.2, -0.1, -1000.0, 500.0, -500.0, 500.0]
    """
    scenarios = stress.stress_hedge(
        exposure,
        spot_price,
        futures_price,
        contracts,
        contract_size,
        spot_shocks[~np.isnan(spot_shocks)],
        None if futures_shocks is None else futures_shocks[~np.isnan(futures_shocks)],
        None if correlations is None else correlations[~np.isnan(correlations)],
        volatility_ratio,
        cost_per_contract,
    )
    return [
        [
            "spot shock",
            "futures shock",
            f"pnl unhedged [{money}]",
            f"pnl futures [{money}]",
            f"pnl hedged [{money}]",
            f"shortfall [{money}]",
        ],
        *map(list, zip(*(column.tolist() for column in scenarios), strict=True)),
    ]


@worksheet_function("Stress and health")
def HEDGE_HEALTH(
    spot: SpotPrices,
    futures: Futures,
    exposure: Exposure,
    contract_size: ContractSize,
    open_interest: OptionalNumber = None,
    credit_limit: OptionalNumber = None,
    position_limit: OptionalNumber = None,
) -> list[list[object]]:
    """The seven limitations of a hedge ratio as a scorecard: figure, value, pass / watch / fail.

    Parameters
    ----------
    exposure : number
        Signed quantity: + own or will sell, - owe or will buy; not 0.
    open_interest : number
        Contracts open in the market; above 0. Omitted: liquidity is not assessed.
    credit_limit : number
        The most notional the counterparty or broker grants, in money; above 0. Omitted:
        counterparty is not assessed.
    position_limit : number
        The most contracts that may be held; above 0. Omitted: over-hedging is judged by cover
        alone.

    Returns
    -------
    table
        One row a limitation: limitation, figure, value, watch from, fail from, status ("pass",
        "watch", "fail" or "not assessed").

    Raises
    ------
    #DIV/0!
        Fewer than eight pairs of changes, an exposure of 0, or a series that does not vary over
        each half.
    #NUM!
        An open interest or a limit that is not above 0.

    Notes
    -----
    For the minimum-variance hedge of price changes in whole lots. The bounds (beyond the first:
    watch, beyond the second: fail) are practice, not a standard. Basis risk, the worse of: r
    squared 0.8, 0.5; from 12 changes on, the robust p-value of no relationship 0.05, 0.1.
    Correlation, the worse of: shift between the halves 0.1, 0.25; from 30 changes on,
    CORREL_BREAK_TEST's sup-f over its critical value at 5 %: 1, 1.4. Liquidity: contracts over open
    interest 5 %, 10 %. Cost: mean loss of the futures a change over the sd removed 0.05, 0.1. Over-
    hedging: quantity in futures over exposure 1.02, 1.25; contracts over limit 0.8, 1.
    Counterparty: notional over limit 0.8, 1. Data quality, the worst of: robust z of a change
    (distance from the median over 1.4826 MAD) 6, 10; share of changes alike 0.25, 0.5; share of
    rows dropped 2 %, 10 %. Nothing is removed from the data.

    References
    ----------
    Ederington (1979) for effectiveness; Hampel (1974) for the median absolute deviation.

    Examples
    --------
    >>> HEDGE_HEALTH([[3, 4, 6, 5, 7, 6, 8, 7, 9]], [[3, 5, 6, 5, 8, 6, 8, 8, 9]], 100, 50, 900)[3]
    ['liquidity', 'contracts / open interest', 0.0011111111111111111, 0.05, 0.1, 'pass']
    """
    findings = health.hedge_health(
        spot, futures, exposure, contract_size, open_interest, credit_limit, position_limit
    )
    table: list[list[object]] = [
        ["limitation", "figure", "value", "watch from", "fail from", "status"]
    ]
    for finding in findings:
        value = "not given" if finding.value is None else finding.value
        table.append([finding.limitation, finding.figure, value, *finding.bounds, finding.status])
    return table
