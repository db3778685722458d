"""Commodity: processing margins, their hedges, and crops whose size is not certain."""

from typing import Annotated

from xlhedge.core import commodity, keywords
from xlhedge.core.contracts import round_contracts
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Number, choice
from xlhedge.worksheet.errors import NUM

_PARTS = (NUM, "Parts outside their domain.")

CrudeParts = Annotated[
    float, NUMBER.with_help("Barrels of crude in the package; above 0, 3 by default.", _PARTS)
]
GasolineParts = Annotated[
    float, NUMBER.with_help("Barrels of gasoline from it; 0 or more, 2 by default.", _PARTS)
]
DistillateParts = Annotated[
    float, NUMBER.with_help("Barrels of distillate from it; 0 or more, 1 by default.", _PARTS)
]


@worksheet_function("Commodity")
def CRACK_SPREAD(
    crude_bbl: Number,
    gasoline_gal: Number,
    distillate_gal: Number,
    crude_parts: CrudeParts = 3,
    gasoline_parts: GasolineParts = 2,
    distillate_parts: DistillateParts = 1,
    per: Annotated[str, choice(keywords.SpreadUnit)] = "bbl",
) -> float:
    """The refining margin of a crack spread: 42 x (gasoline + distillate) less crude, in dollars.

    Parameters
    ----------
    crude_bbl : number
        Crude oil, USD a barrel.
    gasoline_gal : number
        Gasoline, USD a gallon.
    distillate_gal : number
        Heating oil or diesel, USD a gallon.
    per : text
        "bbl" (default): USD a barrel of crude; "package": USD for crude_parts barrels;
        "gallon_package": the package over 42, USD for crude_parts gallons.

    Returns
    -------
    number
        USD, for the quantity that per says; negative = refining loses.

    Notes
    -----
    Package = 42 (g gasoline + d distillate) - c crude. Sources differ in what they divide it by:
    compare spreads of one per only. Prices may be negative.

    References
    ----------
    CME Group, Introduction to Crack Spreads; McMillan, Options as a Strategic Investment, chapter
    35.

    Examples
    --------
    >>> round(CRACK_SPREAD(18, 0.6, 0.55, 2, 1, 1), 4)
    6.15
    """
    return commodity.crack_spread(
        crude_bbl, gasoline_gal, distillate_gal, crude_parts, gasoline_parts, distillate_parts, per
    )


@worksheet_function("Commodity")
def CRACK_HEDGE_CONTRACTS(
    barrels: Number,
    crude_parts: CrudeParts = 3,
    gasoline_parts: GasolineParts = 2,
    distillate_parts: DistillateParts = 1,
) -> list[list[object]]:
    """Futures that fix the refining margin on crude to be run: buy crude, sell the products.

    Parameters
    ----------
    barrels : number
        Crude to be refined: + will buy it and sell products (owns the margin), - the opposite.

    Returns
    -------
    table
        One row a leg (crude, gasoline, distillate): unit, exposure (+ will sell, - will buy),
        contract size, contracts exact and to the nearest (negative = sell, positive = buy).

    Notes
    -----
    Contracts of 1,000 barrels of crude and 42,000 gallons of a product.

    References
    ----------
    CME Group, Introduction to Crack Spreads; NYMEX rulebook chapters 200, 191 and 150 (contract
    sizes).

    Examples
    --------
    >>> CRACK_HEDGE_CONTRACTS(30000)[2]
    ['gasoline', 'gal', 840000.0, 42000.0, -20.0, -20.0]
    """
    return _table(
        commodity.crack_hedge_contracts(barrels, crude_parts, gasoline_parts, distillate_parts)
    )


@worksheet_function("Commodity")
def CRUSH_SPREAD(
    soybeans_bu: Number,
    meal_ton: Number,
    oil_cents_lb: Number,
    meal_yield: Number = 44,
    oil_yield: Number = 11,
) -> float:
    """The soybean crush in dollars a bushel: 0.022 x meal + 0.11 x oil - soybeans.

    Parameters
    ----------
    soybeans_bu : number
        Soybeans, USD a bushel of 60 lb (futures are quoted in cents: 956.5 is 9.565).
    meal_ton : number
        Soybean meal, USD a short ton of 2,000 lb.
    oil_cents_lb : number
        Soybean oil, US cents a pound.
    meal_yield : number
        Pounds of meal from a bushel; 0 or more. 44 by default: 44 / 2,000 = 0.022.
    oil_yield : number
        Pounds of oil from a bushel; 0 or more. 11 by default: 11 lb x 0.01 USD a cent = 0.11.

    Returns
    -------
    number
        USD a bushel; negative = crushing loses.

    Raises
    ------
    #NUM!
        A negative yield.

    References
    ----------
    CME Group, Soybean Crush: settlement of Soybean Crush futures, with the example below.

    Examples
    --------
    >>> round(CRUSH_SPREAD(9.565, 297.2, 33.4), 4)
    0.6474
    """
    return commodity.crush_spread(soybeans_bu, meal_ton, oil_cents_lb, meal_yield, oil_yield)


@worksheet_function("Commodity")
def CRUSH_HEDGE_CONTRACTS(
    bushels: Number,
    soybean_parts: Number = 10,
    meal_parts: Number = 11,
    oil_parts: Number = 9,
) -> list[list[object]]:
    """Futures that fix the margin on soybeans to be crushed: buy beans, sell meal and oil.

    Parameters
    ----------
    bushels : number
        Soybeans to be crushed: + will buy them and sell products (owns the margin), - the opposite.
    soybean_parts : number
        Contracts of soybeans in the package; above 0, 10 by default.
    meal_parts : number
        Contracts of meal from it; 0 or more, 11 by default.
    oil_parts : number
        Contracts of oil from it; 0 or more, 9 by default. 9.1667 = 11 lb of oil from a bushel.

    Returns
    -------
    table
        One row a leg (soybeans, meal, oil): unit, exposure (+ will sell, - will buy), contract
        size, contracts exact and to the nearest (negative = sell, positive = buy).

    Raises
    ------
    #NUM!
        Parts outside their domain.

    Notes
    -----
    Contracts of 5,000 bushels of soybeans, 100 short tons of meal and 60,000 pounds of oil. 10, 11
    and 9 are the exchange's board crush of 50,000 bushels.

    References
    ----------
    CME Group, Soybean Crush Reference Guide; CBOT rulebook chapters 11, 12 and 13 (contract sizes).

    Examples
    --------
    >>> CRUSH_HEDGE_CONTRACTS(50000)[2]
    ['meal', 'short ton', 1100.0, 100.0, -11.0, -11.0]
    """
    return _table(commodity.crush_hedge_contracts(bushels, soybean_parts, meal_parts, oil_parts))


@worksheet_function("Commodity")
def YIELD_RISK_HEDGE_RATIO(
    correlation_price_yield: Number, cv_yield: Number, cv_price: Number
) -> float:
    """The hedge ratio of a crop whose size is not certain: 1 + rho x cv yield / cv price.

    Parameters
    ----------
    correlation_price_yield : number
        Correlation of price with yield, -1 to 1; below 0 where small crops sell dear: a natural
        hedge.
    cv_yield : number
        Standard deviation of the yield over its mean; 0 or more.
    cv_price : number
        Standard deviation of the price over its mean; above 0.

    Returns
    -------
    number
        Futures to sell as a share of the expected crop; below 0 = buy, above 1 = sell more than
        the crop.

    Raises
    ------
    #NUM!
        A correlation outside -1 to 1, or a negative coefficient.
    #DIV/0!
        cv_price is 0.

    Notes
    -----
    Minimum variance of revenue, without basis risk, for price and yield jointly normal.

    References
    ----------
    McKinnon (1967), Futures Markets, Buffer Stocks, and Income Stability for Primary Producers,
    Journal of Political Economy 75.

    Examples
    --------
    >>> round(YIELD_RISK_HEDGE_RATIO(-0.5, 0.3, 0.2), 4)
    0.25
    """
    return commodity.yield_risk_hedge_ratio(correlation_price_yield, cv_yield, cv_price)


def _table(legs: tuple[commodity.SpreadLeg, ...]) -> list[list[object]]:
    return [
        ["leg", "unit", "exposure", "contract size", "contracts exact", "contracts nearest"],
        *([*leg, round_contracts(leg.contracts, 1)] for leg in legs),
    ]
