"""Commodity: processing margins, their hedges, and crops whose size is not certain."""

from typing import NamedTuple

from xlhedge.core.contracts import futures_contracts
from xlhedge.core.gates import (
    need_divisor,
    need_keyword,
    need_not_negative,
    need_positive,
    need_share,
)
from xlhedge.core.keywords import SpreadUnit

GALLONS_A_BARREL = 42
CRUDE_CONTRACT = 1_000  # barrels
PRODUCT_CONTRACT = 42_000  # gallons
POUNDS_A_SHORT_TON = 2_000
CENTS_A_DOLLAR = 100
SOYBEAN_CONTRACT = 5_000  # bushels
MEAL_CONTRACT = 100  # short tons
OIL_CONTRACT = 60_000  # pounds


class SpreadLeg(NamedTuple):
    """One leg of a processor's hedge: what is exposed, and the futures that offset it."""

    leg: str
    unit: str
    exposure: float
    contract_size: float
    contracts: float


def crack_spread(
    crude_bbl: float,
    gasoline_gal: float,
    distillate_gal: float,
    crude_parts: float = 3.0,
    gasoline_parts: float = 2.0,
    distillate_parts: float = 1.0,
    per: str = SpreadUnit.BARREL,
) -> float:
    """Return the refining margin of a crack, 42 (g gasoline + d distillate) - c crude, in dollars.

    Parameters
    ----------
    crude_bbl : float
        USD a barrel.
    gasoline_gal, distillate_gal : float
        USD a gallon.
    crude_parts : float
        Barrels of crude in the package; above 0.
    gasoline_parts, distillate_parts : float
        Barrels of each product from it; 0 or more.
    per : {"bbl", "package", "gallon_package"}
        A barrel of crude (the package over `crude_parts`); the package of `crude_parts` barrels;
        the package over 42, as prices of gallons add up.

    Raises
    ------
    HedgeError
        DOMAIN for parts outside their domain; TYPE for another `per`.

    References
    ----------
    CME Group, Introduction to Crack Spreads; McMillan, Options as a Strategic Investment, chapter
    35.

    Examples
    --------
    >>> round(crack_spread(18, 0.60, 0.55, 2, 1, 1), 4)
    6.15
    """
    need_keyword("per", per, SpreadUnit)
    _need_parts(crude_parts, gasoline_parts, distillate_parts)
    products = gasoline_parts * gasoline_gal + distillate_parts * distillate_gal
    package = GALLONS_A_BARREL * products - crude_parts * crude_bbl
    if per == SpreadUnit.BARREL:
        return package / crude_parts
    if per == SpreadUnit.GALLON_PACKAGE:
        return package / GALLONS_A_BARREL
    return package


def crack_hedge_contracts(
    barrels: float,
    crude_parts: float = 3.0,
    gasoline_parts: float = 2.0,
    distillate_parts: float = 1.0,
) -> tuple[SpreadLeg, SpreadLeg, SpreadLeg]:
    """Return the futures that fix the margin on crude to be refined: buy crude, sell products.

    Parameters
    ----------
    barrels : float
        Crude to be refined: + owns the margin (will buy crude, sell products), - owes it.
    crude_parts, gasoline_parts, distillate_parts : float
        As in `crack_spread`.

    Returns
    -------
    tuple of SpreadLeg
        Crude, gasoline, distillate: signed exposures (+ will sell, - will buy) and contracts
        (negative = sell, positive = buy).

    Raises
    ------
    HedgeError
        DOMAIN for parts outside their domain.
    """
    _need_parts(crude_parts, gasoline_parts, distillate_parts)
    gasoline, distillate = (
        barrels * (parts / crude_parts) * GALLONS_A_BARREL
        for parts in (gasoline_parts, distillate_parts)
    )
    return (
        _leg("crude", "bbl", -barrels, CRUDE_CONTRACT),
        _leg("gasoline", "gal", gasoline, PRODUCT_CONTRACT),
        _leg("distillate", "gal", distillate, PRODUCT_CONTRACT),
    )


def crush_spread(
    soybeans_bu: float,
    meal_ton: float,
    oil_cents_lb: float,
    meal_yield: float = 44.0,
    oil_yield: float = 11.0,
) -> float:
    """Return the soybean crush, 0.022 meal + 0.11 oil - beans, in dollars a bushel.

    Parameters
    ----------
    soybeans_bu : float
        USD a bushel of 60 lb.
    meal_ton : float
        USD a short ton of 2,000 lb.
    oil_cents_lb : float
        US cents a pound.
    meal_yield, oil_yield : float
        Pounds of meal and of oil from a bushel; 0 or more. 44 and 11 are the exchange's.

    Raises
    ------
    HedgeError
        DOMAIN for a negative yield.

    References
    ----------
    CME Group, Soybean Crush Reference Guide.

    Examples
    --------
    >>> round(crush_spread(9.565, 297.20, 33.40), 4)
    0.6474
    """
    need_not_negative("meal_yield", meal_yield)
    need_not_negative("oil_yield", oil_yield)
    meal = meal_ton * meal_yield / POUNDS_A_SHORT_TON
    oil = oil_cents_lb * oil_yield / CENTS_A_DOLLAR
    return meal + oil - soybeans_bu


def crush_hedge_contracts(
    bushels: float,
    soybean_parts: float = 10.0,
    meal_parts: float = 11.0,
    oil_parts: float = 9.0,
) -> tuple[SpreadLeg, SpreadLeg, SpreadLeg]:
    """Return the futures that fix the margin on soybeans to be crushed.

    Parameters
    ----------
    bushels : float
        Soybeans to be crushed: + owns the margin (will buy beans, sell products), - owes it.
    soybean_parts : float
        Contracts of soybeans in the package; above 0.
    meal_parts, oil_parts : float
        Contracts of each product from it; 0 or more. 10, 11 and 9 are the exchange's board crush:
        9 of oil stand for the 9 1/6 that 11 pounds a bushel would give.

    Returns
    -------
    tuple of SpreadLeg
        Soybeans, meal, oil: signed exposures (+ will sell, - will buy) and contracts (negative =
        sell, positive = buy).

    Raises
    ------
    HedgeError
        DOMAIN for parts outside their domain.

    References
    ----------
    CME Group, Soybean Crush Reference Guide; CBOT rulebook chapters 11, 12 and 13.
    """
    need_positive("soybean_parts", soybean_parts)
    need_not_negative("meal_parts", meal_parts)
    need_not_negative("oil_parts", oil_parts)
    packages = bushels / SOYBEAN_CONTRACT / soybean_parts
    return (
        _leg("soybeans", "bu", -bushels, SOYBEAN_CONTRACT),
        _leg("meal", "short ton", packages * meal_parts * MEAL_CONTRACT, MEAL_CONTRACT),
        _leg("oil", "lb", packages * oil_parts * OIL_CONTRACT, OIL_CONTRACT),
    )


def yield_risk_hedge_ratio(
    correlation_price_yield: float, cv_yield: float, cv_price: float
) -> float:
    """Return the ratio that hedges an uncertain crop, 1 + rho cv_yield / cv_price.

    Parameters
    ----------
    correlation_price_yield : float
        Of the price with the yield, -1 to 1; below 0 small crops sell dear and less is hedged.
    cv_yield, cv_price : float
        Standard deviations over means; 0 or more, that of the price above 0.

    Returns
    -------
    float
        Futures sold as a share of the expected crop; below 0 = buy.

    Raises
    ------
    HedgeError
        DOMAIN for a correlation or a coefficient outside its domain; UNDEFINED for a price that
        does not vary.

    References
    ----------
    McKinnon (1967), Futures Markets, Buffer Stocks, and Income Stability for Primary Producers.

    Examples
    --------
    >>> round(yield_risk_hedge_ratio(-0.5, 0.3, 0.2), 4)
    0.25
    """
    need_share("correlation_price_yield", correlation_price_yield, -1)
    need_not_negative("cv_yield", cv_yield)
    need_divisor("cv_price", cv_price)
    return 1 + correlation_price_yield * cv_yield / cv_price


def _need_parts(crude: float, gasoline: float, distillate: float) -> None:
    need_positive("crude_parts", crude)
    need_not_negative("gasoline_parts", gasoline)
    need_not_negative("distillate_parts", distillate)


def _leg(name: str, unit: str, exposure: float, size: float) -> SpreadLeg:
    return SpreadLeg(name, unit, exposure, size, futures_contracts(exposure, size))
