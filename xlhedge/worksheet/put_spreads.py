"""Put spreads and three-ways: a floor made cheaper by giving up what lies far below it."""

from typing import Annotated

from xlhedge.core import put_spreads
from xlhedge.worksheet.arguments import Fees
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Number
from xlhedge.worksheet.errors import NUM

FuturesClose = Annotated[float, NUMBER.with_help("Futures price at expiry, per unit.")]
ActualBasis = Annotated[float, NUMBER.with_help("Spot less futures then, per unit.")]
PutStrike = Annotated[float, NUMBER.with_help("Strike of the put bought, per unit.")]
SoldPutStrike = Annotated[
    float,
    NUMBER.with_help(
        "Strike of the put sold, per unit; at or below put_strike. 0: none is sold.",
        (NUM, "A sold put above the put bought."),
    ),
]
NetPremium = Annotated[
    float,
    NUMBER.with_help("Paid for all the options together, per unit; negative = received."),
]


@worksheet_function("Collars")
def PUT_SPREAD_NET_PRICE(
    futures_close: FuturesClose,
    actual_basis: ActualBasis,
    put_strike: PutStrike,
    sold_put_strike: SoldPutStrike,
    net_premium: NetPremium,
    cost: Fees = 0,
) -> float:
    """The price a seller gets with a put spread: a floor that falls away below the put sold.

    Returns
    -------
    number
        Price per unit.

    Notes
    -----
    Futures + basis + max(put strike - futures, 0) - max(sold put strike - futures, 0) - net
    premium - cost. Below the sold put the price falls with the futures again.

    References
    ----------
    Bevers, Amosson, Waller and Dhuyvetter, Using a Bear Put Spread, Texas AgriLife Extension E-487.

    Examples
    --------
    >>> round(PUT_SPREAD_NET_PRICE(1.9, -0.1, 2.3, 2, 0.12), 4)
    1.98
    """
    return put_spreads.put_spread_net_price(
        futures_close, actual_basis, put_strike, sold_put_strike, net_premium, cost
    )


@worksheet_function("Collars")
def THREE_WAY_NET_PRICE(
    futures_close: FuturesClose,
    actual_basis: ActualBasis,
    sold_put_strike: SoldPutStrike,
    put_strike: PutStrike,
    call_strike: Number,
    net_premium: NetPremium,
    cost: Fees = 0,
) -> float:
    """The price a seller gets with a three-way: a put spread, paid for by selling a call.

    Parameters
    ----------
    call_strike : number
        Strike of the call sold, per unit; at or above put_strike.

    Returns
    -------
    number
        Price per unit.

    Raises
    ------
    #NUM!
        A put above the call sold.

    Notes
    -----
    Futures kept between put and call strike, less max(sold put strike - futures, 0), + basis - net
    premium - cost. Without the put sold it is COLLAR_NET_PRICE.

    References
    ----------
    Three-way collars as producers report them: Plains Exploration and Production, Form 10-K 2011,
    note on derivatives.

    Examples
    --------
    >>> THREE_WAY_NET_PRICE(60, 0, 80, 100, 120, 0)
    80.0
    """
    return put_spreads.three_way_net_price(
        futures_close, actual_basis, sold_put_strike, put_strike, call_strike, net_premium, cost
    )
