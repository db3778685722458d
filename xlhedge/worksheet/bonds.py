"""Rates: a bond's risk, and the cheapest to deliver."""

from xlhedge.core import bonds
from xlhedge.worksheet.arguments import Money, PairedSeries, PaymentFrequency, PaymentTerm
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, Series


@worksheet_function("Rates")
def BOND_RISK(
    face: Number,
    coupon_rate: Number,
    yield_rate: Number,
    years: PaymentTerm,
    frequency: PaymentFrequency = 2,
    money: Money = "money",
) -> list[list[object]]:
    """A bond's price, durations, DV01 and convexity from its yield, on a coupon date.

    Parameters
    ----------
    face : number
        Principal in money: + owned, - owed.
    coupon_rate : number
        Decimal a year, paid frequency times a year; 0 or more.
    yield_rate : number
        Yield to maturity, decimal a year, compounded frequency times a year; may be negative.

    Returns
    -------
    table
        price [money], macaulay duration [years], modified duration [years], dv01 [money], convexity
        [years^2]. DV01 is the gain as the yield falls by a basis point, with the sign of face.

    Raises
    ------
    #NUM!
        A negative coupon, or a yield at which no price is left.

    Notes
    -----
    The coupon of the day is paid: no accrued interest. Modified = Macaulay / (1 + yield /
    frequency); DV01 = price x modified / 10,000; convexity = (d2P / dy2) / P, the whole of it (some
    books print half). DV01_HEDGE_CONTRACTS takes this DV01, DURATION_HEDGE_CONTRACTS the modified
    duration.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, sections 4.10 and 4.11; Tuckman and Serrat, Fixed
    Income Securities, chapter 4.

    Examples
    --------
    >>> [round(value, 3) for _, value in BOND_RISK(100, 0.1, 0.123673, 3)[1:4]]
    [94.213, 2.653, 2.499]
    """
    risk = bonds.bond_risk(face, coupon_rate, yield_rate, years, frequency)
    return [
        ["figure", "value"],
        [f"price [{money}]", risk.price],
        ["macaulay duration [years]", risk.macaulay_duration],
        ["modified duration [years]", risk.modified_duration],
        [f"dv01 [{money}]", risk.dv01],
        ["convexity [years^2]", risk.convexity],
    ]


@worksheet_function("Rates")
def CHEAPEST_TO_DELIVER(
    prices: Series, conversion_factors: PairedSeries, futures_price: Number
) -> list[list[object]]:
    """What delivering each bond into a bond future costs, and which is cheapest to deliver.

    Parameters
    ----------
    prices : one row or column of numbers
        Quoted (clean) prices of the bonds, as futures_price is quoted, above 0.
    conversion_factors : one row or column of numbers
        The exchange's factor of each bond, above 0; as many cells as prices.
    futures_price : number
        The last settlement price; above 0. Write 93-08 as 93.25.

    Returns
    -------
    table
        A row a bond: bond (row of the ranges), price, invoice price (futures price x conversion
        factor), cost, status: "cheapest" or "dearer".

    Raises
    ------
    #DIV/0!
        No bond with two numbers.
    #NUM!
        A price or a factor that is not above 0.

    Notes
    -----
    Cost = price - futures price x conversion factor; accrued interest is paid and received alike.
    Bonds that cost the same are all cheapest. Carry to the day of delivery is not in it.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 6.2.

    Examples
    --------
    >>> CHEAPEST_TO_DELIVER([[100], [150]], [[1], [1.5]], 98)[1]
    [1.0, 100.0, 98.0, 2.0, 'cheapest']
    """
    deliverable = bonds.cheapest_to_deliver(prices, conversion_factors, futures_price)
    rows: list[list[object]] = [
        [*figures, "cheapest" if is_cheapest else "dearer"] for *figures, is_cheapest in deliverable
    ]
    return [["bond", "price", "invoice price", "cost", "status"], *rows]
