# The functions as a type checker sees them. Made by `.ci/build` from the modules.
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from numpy.typing import NDArray

from xlhedge.worksheet.catalogue import CATALOGUE as CATALOGUE
from xlhedge.worksheet.cells import Cell
from xlhedge.worksheet.errors import ExcelError as ExcelError

_One: TypeAlias = float | str | bool | date | ExcelError | None
_Range: TypeAlias = _One | Sequence[_One] | Sequence[Sequence[_One]] | NDArray[Any]

def AVERAGE_PRICE_OPTION(
    forward_price: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    averaging_years: _One = None,
    average_so_far: _One = None,
    share_fixed: _One = 0,
    kind: _One = "call",
) -> Cell: ...
def BETA_HEDGE_CONTRACTS(
    portfolio_value: _One,
    beta: _One,
    futures_price: _One,
    multiplier: _One,
    target_beta: _One = 0,
    rounding: _One = 0,
) -> Cell: ...
def BOND_RISK(
    face: _One,
    coupon_rate: _One,
    yield_rate: _One,
    years: _One,
    frequency: _One = 2,
    money: _One = "money",
) -> Cell: ...
def CHANGE_CORRELATIONS(
    prices: _Range,
    changes: _One = "log",
    step: _One = 1,
) -> Cell: ...
def CHEAPEST_TO_DELIVER(
    prices: _Range,
    conversion_factors: _Range,
    futures_price: _One,
) -> Cell: ...
def CIP_BASIS(
    spot: _One,
    forward: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    compounding: _One = "simple",
) -> Cell: ...
def COLLAR_CEILING(
    call_strike: _One,
    put_premium: _One,
    call_premium: _One,
    expected_basis: _One = 0,
    cost: _One = 0,
    side: _One = "sell",
) -> Cell: ...
def COLLAR_FLOOR(
    put_strike: _One,
    put_premium: _One,
    call_premium: _One,
    expected_basis: _One = 0,
    cost: _One = 0,
    side: _One = "sell",
) -> Cell: ...
def COLLAR_NET_PRICE(
    futures_close: _One,
    actual_basis: _One,
    put_strike: _One,
    call_strike: _One,
    put_premium: _One,
    call_premium: _One,
    cost: _One = 0,
    side: _One = "sell",
) -> Cell: ...
def CORREL_BREAK_TEST(
    spot: _Range,
    futures: _Range,
    alpha: _One = 0.05,
    trim: _One = 0.15,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Cell: ...
def COST_OF_HEDGING(
    time_values: _Range,
    aligned_values: _Range = None,
    kind: _One = "time_period",
    money: _One = "money",
) -> Cell: ...
def COST_PROTECTION_FRONTIER(
    spot: _Range,
    futures: _Range,
    cost_per_unit: _One,
    ratios: _Range = None,
    changes: _One = "price",
) -> Cell: ...
def CRACK_HEDGE_CONTRACTS(
    barrels: _One,
    crude_parts: _One = 3,
    gasoline_parts: _One = 2,
    distillate_parts: _One = 1,
) -> Cell: ...
def CRACK_SPREAD(
    crude_bbl: _One,
    gasoline_gal: _One,
    distillate_gal: _One,
    crude_parts: _One = 3,
    gasoline_parts: _One = 2,
    distillate_parts: _One = 1,
    per: _One = "bbl",
) -> Cell: ...
def CROSS_HEDGE(
    spot: _Range,
    futures: _Range,
    exposure: _One,
    contract_size: _One,
    changes: _One = "price",
    rounding: _One = 1,
    money: _One = "money",
) -> Cell: ...
def CRUSH_HEDGE_CONTRACTS(
    bushels: _One,
    soybean_parts: _One = 10,
    meal_parts: _One = 11,
    oil_parts: _One = 9,
) -> Cell: ...
def CRUSH_SPREAD(
    soybeans_bu: _One,
    meal_ton: _One,
    oil_cents_lb: _One,
    meal_yield: _One = 44,
    oil_yield: _One = 11,
) -> Cell: ...
def CVAR_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    level: _One = 0.95,
) -> Cell: ...
def DAY_COUNT_FRACTION(
    start_date: _One,
    end_date: _One,
    convention: _One = "act/360",
) -> Cell: ...
def DELTA_HEDGE(
    option_units: _One,
    delta: _One,
) -> Cell: ...
def DELTA_HEDGE_FUTURES(
    asset_units: _One,
    rate: _One,
    income_yield: _One,
    years: _One,
) -> Cell: ...
def DOLLAR_OFFSET(
    hedge_change: _One,
    item_change: _One,
) -> Cell: ...
def DOLLAR_OFFSET_TEST(
    hedge_changes: _Range,
    item_changes: _Range,
    low: _One = 0.8,
    high: _One = 1.25,
    noise_floor: _One = 0,
    cumulative: _One = True,
    money: _One = "money",
) -> Cell: ...
def DURATION_HEDGE_CONTRACTS(
    portfolio_value: _One,
    portfolio_duration: _One,
    contract_value: _One,
    ctd_duration: _One,
    target_duration: _One = 0,
    rounding: _One = 0,
) -> Cell: ...
def DV01_HEDGE_CONTRACTS(
    portfolio_dv01: _One,
    ctd_dv01: _One,
    conversion_factor: _One = 1,
    target_dv01: _One = 0,
    rounding: _One = 0,
) -> Cell: ...
def ECM_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    lags: _One = 1,
) -> Cell: ...
def EFFECTIVE_PRICE(
    spot_close: _One,
    futures_open: _One,
    futures_close: _One,
    hedge_ratio: _One = 1,
) -> Cell: ...
def EQUITIZE_CASH_CONTRACTS(
    cash: _One,
    rate: _One,
    years: _One,
    futures_price: _One,
    multiplier: _One,
    rounding: _One = 0,
) -> Cell: ...
def EWMA_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    decay: _One = 0.94,
    changes: _One = "price",
) -> Cell: ...
def EXPECTED_PRICE(
    futures_price: _One,
    expected_basis: _One,
    cost: _One = 0,
    side: _One = "sell",
) -> Cell: ...
def EXPOSURE_AT_RISK(
    exposures: _Range,
    volatilities: _Range,
    correlations: _Range,
    years: _One = 1,
    level: _One = 0.95,
) -> Cell: ...
def FORWARD_POINTS(
    spot: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    pip: _One = 0.0001,
    compounding: _One = "simple",
) -> Cell: ...
def FORWARD_PRICE(
    spot: _One,
    rate: _One,
    years: _One,
    income_yield: _One = 0,
    income_pv: _One = 0,
    storage: _One = 0,
    compounding: _One = "continuous",
) -> Cell: ...
def FORWARD_VALUE(
    units: _One,
    delivery_price: _One,
    forward_price: _One,
    rate: _One,
    years: _One,
) -> Cell: ...
def FUTURES_CONTRACTS(
    exposure: _One,
    contract_size: _One,
    hedge_ratio: _One = 1,
    spot_price: _One = None,
    futures_price: _One = None,
    rate: _One = 0,
    years: _One = 0,
    rounding: _One = 0,
) -> Cell: ...
def FUTURES_LOCK_IN_PRICE(
    spot_open: _One,
    futures_open: _One,
    years_to_close: _One,
    years_to_expiry: _One,
    cost: _One = 0,
    side: _One = "sell",
) -> Cell: ...
def FUTURES_PNL(
    contracts: _One,
    contract_size: _One,
    open_price: _One,
    close_price: _One,
    cost_per_contract: _One = 0,
) -> Cell: ...
def FX_FORWARD_QUOTE(
    spot_bid: _One,
    spot_offer: _One,
    quote_lend: _One,
    quote_borrow: _One,
    base_lend: _One,
    base_borrow: _One,
    years: _One,
    compounding: _One = "simple",
) -> Cell: ...
def FX_FORWARD_RATE(
    spot: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    compounding: _One = "simple",
) -> Cell: ...
def FX_FORWARD_VALUE(
    amount: _One,
    forward_rate: _One,
    spot: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    compounding: _One = "simple",
) -> Cell: ...
def FX_HEDGE_COMPARE(
    amount: _One,
    spot: _One,
    forward: _One,
    strike: _One,
    premium: _One,
    rate_domestic: _One,
    rate_foreign: _One,
    spot_scenarios: _Range,
    years: _One = 1,
    compounding: _One = "simple",
    money: _One = "money",
) -> Cell: ...
def FX_OPTION_HEDGE(
    amount: _One,
    strike: _One,
    premium: _One,
    spot_close: _One,
    rate_domestic: _One = 0,
    years: _One = 1,
) -> Cell: ...
def GARCH_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    model: _One = "dcc",
    changes: _One = "price",
) -> Cell: ...
def GREEK_HEDGE(
    portfolio_greeks: _Range,
    option_greeks: _Range,
) -> Cell: ...
def HEDGE_BACKTEST(
    spot: _Range,
    futures: _Range,
    mode: _One = "static",
    window: _One = 60,
    cost_per_trade: _One = 0,
    band: _One = 0,
    changes: _One = "price",
) -> Cell: ...
def HEDGE_COST(
    contracts: _One,
    fee: _One,
    half_spread: _One,
    margin: _One = 0,
    rate: _One = 0,
    years: _One = 0,
    rolls: _One = 0,
) -> Cell: ...
def HEDGE_EFFECTIVENESS(
    spot: _Range,
    futures: _Range,
    hedge_ratio: _One = None,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Cell: ...
def HEDGE_EXPLAIN(
    function: _One,
    *arguments: _Range,
) -> Cell: ...
def HEDGE_HEALTH(
    spot: _Range,
    futures: _Range,
    exposure: _One,
    contract_size: _One,
    open_interest: _One = None,
    credit_limit: _One = None,
    position_limit: _One = None,
) -> Cell: ...
def HEDGE_MEMO(
    item_changes: _Range,
    hedge_changes: _Range,
    standard: _One = "ifrs9",
    period: _One = "",
    item: _One = "",
    hedge: _One = "",
    designated_ratio: _One = 1,
    actual_ratio: _One = 1,
    credit_changes: _Range = None,
    limits: _Range = None,
    overlap: _One = False,
) -> Cell: ...
def HEDGE_MODEL_CONTEST(
    spot: _Range,
    futures: _Range,
    burn_in: _One = 250,
    cost: _One = 0,
    naive_ratio: _One = None,
) -> Cell: ...
def HEDGE_OUTCOME(
    quantity: _One,
    spot_open: _One,
    futures_open: _One,
    contracts: _One,
    contract_size: _One,
    price_scenarios: _Range,
    closing_basis: _One = None,
    cost_per_contract: _One = 0,
) -> Cell: ...
def HEDGE_POLICY_CHECK(
    hedge_ratios: _Range,
    tenors: _Range,
    policy_table: _Range,
) -> Cell: ...
def HEDGE_PROFILE(
    hedge_ratio: _One,
) -> Cell: ...
def HEDGE_RATIO(
    hedge_value: _One,
    position_value: _One,
) -> Cell: ...
def HEDGE_RATIO_CI(
    spot: _Range,
    futures: _Range,
    method: _One = "hac",
    level: _One = 0.95,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Cell: ...
def HEDGE_REGRESSION_TEST(
    item_changes: _Range,
    hedge_changes: _Range,
    min_r2: _One = 0.8,
    slope_low: _One = -1.25,
    slope_high: _One = -0.8,
    alpha: _One = 0.05,
    overlap: _One = False,
    direction: _One = "item on hedge",
    money: _One = "money",
) -> Cell: ...
def HEDGE_STATS(
    spot: _Range,
    futures: _Range,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Cell: ...
def HEDGE_STATUS(
    hedge_ratio: _One,
    tolerance: _One = 0.02,
) -> Cell: ...
def HISTORY_AT_RISK(
    exposures: _Range,
    prices: _Range,
    horizon: _One = 1,
    level: _One = 0.95,
    changes: _One = "return",
) -> Cell: ...
def HORIZON_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    steps: _Range = None,
    changes: _One = "price",
) -> Cell: ...
def HYPOTHETICAL_DERIVATIVE_TEST(
    hedge_changes: _Range,
    hypothetical_changes: _Range,
    low: _One = 0.8,
    high: _One = 1.25,
    min_r2: _One = 0.8,
    overlap: _One = False,
    direction: _One = "item on hedge",
    money: _One = "money",
) -> Cell: ...
def HYPOTHETICAL_FORWARD_VALUES(
    amount: _One,
    inception_rate: _One,
    spots: _Range,
    rates_quote: _Range,
    rates_base: _Range,
    years_left: _Range,
    compounding: _One = "simple",
    money: _One = "money",
) -> Cell: ...
def IFRS9_ASSESSMENT(
    item_changes: _Range,
    hedge_changes: _Range,
    designated_ratio: _One,
    actual_ratio: _One,
    credit_changes: _Range = None,
    alpha: _One = 0.05,
    credit_limit: _One = 0.5,
    tolerance: _One = 0.02,
    overlap: _One = False,
) -> Cell: ...
def IMPLIED_VOLATILITY(
    option_price: _One,
    spot: _One,
    strike: _One,
    rate: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "call",
) -> Cell: ...
def INTEGER_HEDGE(
    exposures: _Range,
    contract_sizes: _Range,
    covariance: _Range,
    cost_per_contract: _Range = None,
    money: _One = "money",
) -> Cell: ...
def KALMAN_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    changes: _One = "price",
    step: _One = 1,
) -> Cell: ...
def KEY_RATE_HEDGE(
    exposure_dv01s: _Range,
    hedge_dv01s: _Range,
) -> Cell: ...
def LAYERED_HEDGE(
    exposures: _Range,
    schedule: _Range,
) -> Cell: ...
def LPM_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    target: _One = 0,
    order: _One = 2,
) -> Cell: ...
def MACRO_HEDGE_CONTRACTS(
    values: _Range,
    betas: _Range,
    futures_price: _One,
    multiplier: _One,
    target_beta: _One = 0,
    rounding: _One = 0,
) -> Cell: ...
def MARGIN_CASHFLOW(
    contracts: _One,
    contract_size: _One,
    prices: _Range,
    initial_margin: _One,
    maintenance_margin: _One,
    money: _One = "money",
) -> Cell: ...
def MICRO_HEDGE_RISK(
    weights: _Range,
    covariance: _Range,
    asset: _One,
    hedge_ratio: _One = 1,
) -> Cell: ...
def MONEY_MARKET_HEDGE(
    amount: _One,
    spot: _One,
    rate_domestic: _One,
    rate_foreign: _One,
    years: _One = 1,
    compounding: _One = "simple",
) -> Cell: ...
def MULTI_HEDGE_RATIO(
    spot: _Range,
    hedges: _Range,
    changes: _One = "price",
    step: _One = 1,
    ridge: _One = 0,
) -> Cell: ...
def MV_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Cell: ...
def MV_HEDGE_RATIO_STATS(
    correlation: _One,
    sd_spot: _One,
    sd_futures: _One,
) -> Cell: ...
def NO_TRADE_BAND(
    cost: _One,
    gamma: _One,
    spot: _One,
    risk_aversion: _One,
) -> Cell: ...
def OCI_SPLIT(
    hedge_cumulative: _Range,
    hypothetical_cumulative: _Range,
    money: _One = "money",
) -> Cell: ...
def OPTION_GREEKS(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "call",
) -> Cell: ...
def OPTION_PRICE(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "call",
) -> Cell: ...
def PARTICIPATING_FORWARD(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "put",
) -> Cell: ...
def PORTFOLIO_HEDGE_RATIO(
    values: _Range,
    hedged_share: _Range,
) -> Cell: ...
def PRICE_VOLATILITY(
    prices: _Range,
    changes: _One = "log",
    periods_per_year: _One = 252,
    step: _One = 1,
) -> Cell: ...
def PUT_HEDGE_CONTRACTS(
    portfolio_value: _One,
    index_level: _One,
    multiplier: _One = 100,
    beta: _One = 1,
    delta: _One = None,
) -> Cell: ...
def PUT_HEDGE_STRIKE(
    portfolio_value: _One,
    floor_value: _One,
    index_level: _One,
    beta: _One,
    risk_free_period: _One,
    yield_period: _One,
) -> Cell: ...
def PUT_PAYOFF(
    contracts: _One,
    strike: _One,
    index_close: _One,
    multiplier: _One,
    premium: _One = 0,
) -> Cell: ...
def PUT_SPREAD_NET_PRICE(
    futures_close: _One,
    actual_basis: _One,
    put_strike: _One,
    sold_put_strike: _One,
    net_premium: _One,
    cost: _One = 0,
) -> Cell: ...
def QUANTILE_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    quantile: _One = 0.5,
) -> Cell: ...
def REBALANCE_CONTRACTS(
    exposure: _One,
    contract_size: _One,
    target_ratio: _One,
    current_contracts: _One,
    band: _One = 0,
    rounding: _One = 1,
) -> Cell: ...
def ROBUST_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    k: _One = 1.345,
    changes: _One = "price",
    step: _One = 1,
) -> Cell: ...
def ROLLING_HEDGE_RATIO(
    spot: _Range,
    futures: _Range,
    window: _One,
    changes: _One = "price",
    step: _One = 1,
) -> Cell: ...
def STACK_ROLL_PRICE(
    entry_prices: _Range,
    exit_prices: _Range,
    spot_close: _One,
) -> Cell: ...
def STRESS_HEDGE(
    exposure: _One,
    spot_price: _One,
    futures_price: _One,
    contracts: _One,
    contract_size: _One,
    spot_shocks: _Range,
    futures_shocks: _Range = None,
    correlations: _Range = None,
    volatility_ratio: _One = 1,
    cost_per_contract: _One = 0,
    money: _One = "money",
) -> Cell: ...
def STRIP_HEDGE_CONTRACTS(
    exposures: _Range,
    contract_size: _One,
    hedge_ratios: _Range = 1,
    rounding: _One = 1,
    carry: _One = True,
) -> Cell: ...
def SWAP_HEDGE_NOTIONAL(
    exposure_dv01: _One,
    fixed_rate: _One,
    years: _One,
    discount_rates: _Range,
    frequency: _One = 1,
    bump: _One = "zero",
) -> Cell: ...
def SWAP_VALUE(
    notional: _One,
    fixed_rate: _One,
    years: _One,
    discount_rates: _Range,
    frequency: _One = 1,
) -> Cell: ...
def THREE_WAY_NET_PRICE(
    futures_close: _One,
    actual_basis: _One,
    sold_put_strike: _One,
    put_strike: _One,
    call_strike: _One,
    net_premium: _One,
    cost: _One = 0,
) -> Cell: ...
def UNHEDGED_EXPOSURE(
    hedge_value: _One,
    position_value: _One,
    as_percent: _One = False,
) -> Cell: ...
def UTILITY_HEDGE_RATIO(
    correlation: _One,
    sd_spot: _One,
    sd_futures: _One,
    expected_futures_change: _One,
    risk_aversion: _One,
    cost: _One = 0,
) -> Cell: ...
def YIELD_RISK_HEDGE_RATIO(
    correlation_price_yield: _One,
    cv_yield: _One,
    cv_price: _One,
) -> Cell: ...
def ZERO_COST_COLLAR(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "put",
    sold_volatility: _One = None,
) -> Cell: ...
