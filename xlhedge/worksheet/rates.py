"""Rates: bond futures and swaps that take interest-rate risk to a target."""

from typing import Annotated

from xlhedge.core import keywords, rates, swaps
from xlhedge.worksheet.arguments import PaymentFrequency, PaymentTerm, Rounding, ZeroRates
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Matrix, Number, Series, choice


@worksheet_function("Rates")
def DURATION_HEDGE_CONTRACTS(
    portfolio_value: Number,
    portfolio_duration: Number,
    contract_value: Number,
    ctd_duration: Number,
    target_duration: Number = 0,
    rounding: Rounding = 0,
) -> float:
    """Bond futures that take a duration to a target, (target - D) V / (contract value x ctd D).

    Parameters
    ----------
    portfolio_value : number
        Signed market value: + bonds owned, - debt owed. At the hedge's maturity, in practice
        today's.
    portfolio_duration : number
        Years.
    contract_value : number
        Futures price in money a contract (93-02 on 100,000 is 93,062.50); above 0.
    ctd_duration : number
        Duration of the cheapest-to-deliver bond at the hedge's maturity, years; above 0.
    target_duration : number
        The duration wanted, years; 0 (default) hedges all of it.

    Returns
    -------
    number
        Signed contracts: negative = sell, positive = buy.

    Raises
    ------
    #DIV/0!
        A contract value or a cheapest-to-deliver duration of 0.
    #NUM!
        A negative one.

    Notes
    -----
    Parallel shifts of the yield curve only. With modified durations the change in yield is the
    bonds' own; Macaulay durations serve where yields are continuously compounded.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 6.4.

    Examples
    --------
    >>> round(DURATION_HEDGE_CONTRACTS(10000000, 6.8, 93062.5, 9.2), 2)
    -79.42
    """
    return rates.duration_hedge_contracts(
        portfolio_value, portfolio_duration, contract_value, ctd_duration, target_duration, rounding
    )


@worksheet_function("Rates")
def DV01_HEDGE_CONTRACTS(
    portfolio_dv01: Number,
    ctd_dv01: Number,
    conversion_factor: Number = 1,
    target_dv01: Number = 0,
    rounding: Rounding = 0,
) -> float:
    """Bond futures that take a DV01 to a target, (target - DV01) x conversion factor / ctd DV01.

    Parameters
    ----------
    portfolio_dv01 : number
        Money gained when the bonds' yields to maturity fall by one basis point: + for bonds owned,
        - for debt owed.
    ctd_dv01 : number
        The same, of the cheapest-to-deliver bond's own yield, in the size of one contract bought;
        above 0.
    conversion_factor : number
        Of the cheapest-to-deliver bond; above 0. 1 (default) where ctd_dv01 is already the
        contract's own.
    target_dv01 : number
        The DV01 wanted, of the same yields and sign; 0 (default) hedges all of it.

    Returns
    -------
    number
        Signed contracts: negative = sell, positive = buy.

    Raises
    ------
    #DIV/0!
        A ctd_dv01 of 0.
    #NUM!
        A negative ctd_dv01, or a conversion factor that is not above 0.

    Notes
    -----
    Both DV01s are of the same rate: the bonds' own yields, or one curve's parallel shift. The
    yields are taken to move by as much.

    References
    ----------
    Burghardt and Belton, The Treasury Bond Basis: futures DV01 = cheapest-to-deliver DV01 /
    conversion factor.

    Examples
    --------
    >>> round(DV01_HEDGE_CONTRACTS(45000, 78.5, 0.8215), 2)
    -470.92
    """
    return rates.dv01_hedge_contracts(
        portfolio_dv01, ctd_dv01, conversion_factor, target_dv01, rounding
    )


@worksheet_function("Rates")
def KEY_RATE_HEDGE(exposure_dv01s: Series, hedge_dv01s: Matrix) -> list[list[object]]:
    """Units of each hedge that offset the DV01 at every key rate, and what they leave.

    Parameters
    ----------
    exposure_dv01s : one row or column of numbers
        Money gained when that key rate alone falls by one basis point: + for bonds owned, - for
        debt owed. Key rates are par or zero rates, the same as in hedge_dv01s.
    hedge_dv01s : block of numbers
        The same of one unit of each hedge, bought: a row for each key rate, a column for each
        hedge. Write 0, not a blank, where there is none.

    Returns
    -------
    table
        key rates, dropped, hedge 1, 2, ... [units] (negative = sell), and the residual at key rate
        1, 2, ... [dv01], of the same rates and sign.

    Raises
    ------
    #N/A
        Another number of rows than of exposure cells.
    #DIV/0!
        No key rate full of numbers.
    #NUM!
        More hedges than key rates, hedges that are combinations of each other (collinear), or one
        without a DV01.

    Notes
    -----
    As many hedges as key rates: solved exactly. Fewer: least squares, the smallest sum of squared
    residual DV01, every key rate weighing the same. A key rate with a blank is dropped, its
    exposure with it.

    References
    ----------
    Ho (1992), Key Rate Durations; Tuckman and Serrat, Fixed Income Securities, chapter 5.

    Examples
    --------
    >>> round(KEY_RATE_HEDGE([[100], [50]], [[10, 2], [0, 5]])[3][1], 4)
    -8.0
    """
    import numpy as np

    if hedge_dv01s.shape == (1, exposure_dv01s.size):
        hedge_dv01s = hedge_dv01s.T  # one hedge, its key rates in a row as the exposure's may be
    gaps = np.isnan(hedge_dv01s).any(axis=1)
    if gaps.size == exposure_dv01s.size:
        gaps |= np.isnan(exposure_dv01s)
        exposure_dv01s, hedge_dv01s = exposure_dv01s[~gaps], hedge_dv01s[~gaps]
    hedge = rates.key_rate_hedge(exposure_dv01s, hedge_dv01s)
    kept = np.flatnonzero(~gaps).tolist()
    return [
        ["figure", "value"],
        ["key rates", len(kept)],
        ["dropped", int(gaps.sum())],
        *([f"hedge {i + 1} [units]", units] for i, units in enumerate(hedge.units.tolist())),
        *(
            [f"residual {rate + 1} [dv01]", residual]
            for rate, residual in zip(kept, hedge.residuals.tolist(), strict=True)
        ),
    ]


@worksheet_function("Rates")
def SWAP_HEDGE_NOTIONAL(
    exposure_dv01: Number,
    fixed_rate: Number,
    years: PaymentTerm,
    discount_rates: ZeroRates,
    frequency: PaymentFrequency = 1,
    bump: Annotated[str, choice(keywords.Bump)] = "zero",
) -> float:
    """Swap notional that offsets a DV01, -DV01 / swap DV01: negative = pay fixed, + = receive.

    Parameters
    ----------
    exposure_dv01 : number
        Money gained when the rates that bump names fall by one basis point: + for bonds owned, -
        for debt owed.
    fixed_rate : number
        Of the swap, decimal a year, paid frequency times a year.
    discount_rates : one row or column of numbers
        Zero rates, whatever the bump: continuously compounded decimals a year, one for each
        payment in order; one cell alone is a flat curve.
    bump : text
        What falls by one basis point: "zero" (default) all zero rates alike, "par" all par swap
        rates alike, the curve taken from them anew, or "yield" the swap's own, as a bond's.

    Returns
    -------
    number
        Signed notional in the currency of exposure_dv01.

    Raises
    ------
    #DIV/0!
        A swap without a DV01.
    #NUM!
        Rates that leave no positive DV01.

    Notes
    -----
    One curve for all, the floating leg at par on a reset date: 1 of receive-fixed notional gains
    what its fixed leg with principal does. "zero": 0.0001 sum(t x payment x e^(-r t)). "par": where
    fixed_rate is the par rate, 0.0001 x the annuity. "yield": 0.0001 x price x modified duration,
    compounded frequency times a year. Use the bump that exposure_dv01 was measured with.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 7: a swap as the difference of two bonds;
    Tuckman and Serrat, Fixed Income Securities, chapters 4 and 5.

    Examples
    --------
    >>> round(SWAP_HEDGE_NOTIONAL(45000, 0.05, 3, [[0.04], [0.045], [0.05]]))
    -157858030
    """
    return swaps.swap_hedge_notional(
        exposure_dv01, fixed_rate, years, discount_rates, frequency, bump
    )


@worksheet_function("Rates")
def SWAP_VALUE(
    notional: Number,
    fixed_rate: Number,
    years: PaymentTerm,
    discount_rates: ZeroRates,
    frequency: PaymentFrequency = 1,
) -> float:
    """Value of an interest rate swap on a reset date: fixed leg less floating leg at par.

    Parameters
    ----------
    notional : number
        Signed: + fixed received, - fixed paid.
    fixed_rate : number
        Of the swap, decimal a year, paid frequency times a year.

    Returns
    -------
    number
        Money in the currency of notional: + gain, - loss. 0 where fixed_rate is the par rate.

    Raises
    ------
    #NUM!
        Rates that make no number.

    Notes
    -----
    notional x (sum(fixed_rate / frequency x e^(-r t)) + e^(-r T) - 1), one curve for discounting
    and for the floating leg, the fixed payment of the day paid. Between two payments the value has
    accrued interest that is not in this figure.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 7: a swap as the difference of two bonds.

    Examples
    --------
    >>> round(SWAP_VALUE(100, 0.06, 2, [[0.05], [0.058], [0.064], [0.068]], 2), 2)
    -1.61
    """
    return swaps.swap_value(notional, fixed_rate, years, discount_rates, frequency)
