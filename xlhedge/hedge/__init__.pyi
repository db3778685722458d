# The functions as a type checker sees them. Made by `.ci/build` from the catalogue.
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from numpy.typing import NDArray

from xlhedge.core.errors import HedgeError as HedgeError
from xlhedge.hedge.results import Figure as Figure
from xlhedge.hedge.results import Table as Table

_One: TypeAlias = float | str | bool | date | None
# numbers, rows of numbers, an array, or a Series or DataFrame of pandas or polars
_Range: TypeAlias = _One | Sequence[_One] | Sequence[Sequence[_One]] | NDArray[Any] | Any

def average_price_option(
    forward_price: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    averaging_years: _One = None,
    average_so_far: _One = None,
    share_fixed: _One = 0,
    kind: _One = "call",
) -> Figure: ...
def beta_hedge_contracts(
    portfolio_value: _One,
    beta: _One,
    futures_price: _One,
    multiplier: _One,
    target_beta: _One = 0,
    rounding: _One = 0,
) -> Figure: ...
def bond_risk(
    face: _One,
    coupon_rate: _One,
    yield_rate: _One,
    years: _One,
    frequency: _One = 2,
    money: _One = "money",
) -> Table: ...
def change_correlations(
    prices: _Range,
    changes: _One = "log",
    step: _One = 1,
) -> Table: ...
def cheapest_to_deliver(
    prices: _Range,
    conversion_factors: _Range,
    futures_price: _One,
) -> Table: ...
def cip_basis(
    spot: _One,
    forward: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    compounding: _One = "simple",
) -> Figure: ...
def collar_ceiling(
    call_strike: _One,
    put_premium: _One,
    call_premium: _One,
    expected_basis: _One = 0,
    cost: _One = 0,
    side: _One = "sell",
) -> Figure: ...
def collar_floor(
    put_strike: _One,
    put_premium: _One,
    call_premium: _One,
    expected_basis: _One = 0,
    cost: _One = 0,
    side: _One = "sell",
) -> Figure: ...
def collar_net_price(
    futures_close: _One,
    actual_basis: _One,
    put_strike: _One,
    call_strike: _One,
    put_premium: _One,
    call_premium: _One,
    cost: _One = 0,
    side: _One = "sell",
) -> Figure: ...
def correl_break_test(
    spot: _Range,
    futures: _Range,
    alpha: _One = 0.05,
    trim: _One = 0.15,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Table: ...
def cost_of_hedging(
    time_values: _Range,
    aligned_values: _Range = None,
    kind: _One = "time_period",
    money: _One = "money",
) -> Table: ...
def cost_protection_frontier(
    spot: _Range,
    futures: _Range,
    cost_per_unit: _One,
    ratios: _Range = None,
    changes: _One = "price",
) -> Table: ...
def crack_hedge_contracts(
    barrels: _One,
    crude_parts: _One = 3,
    gasoline_parts: _One = 2,
    distillate_parts: _One = 1,
) -> Table: ...
def crack_spread(
    crude_bbl: _One,
    gasoline_gal: _One,
    distillate_gal: _One,
    crude_parts: _One = 3,
    gasoline_parts: _One = 2,
    distillate_parts: _One = 1,
    per: _One = "bbl",
) -> Figure: ...
def cross_hedge(
    spot: _Range,
    futures: _Range,
    exposure: _One,
    contract_size: _One,
    changes: _One = "price",
    rounding: _One = 1,
    money: _One = "money",
) -> Table: ...
def crush_hedge_contracts(
    bushels: _One,
    soybean_parts: _One = 10,
    meal_parts: _One = 11,
    oil_parts: _One = 9,
) -> Table: ...
def crush_spread(
    soybeans_bu: _One,
    meal_ton: _One,
    oil_cents_lb: _One,
    meal_yield: _One = 44,
    oil_yield: _One = 11,
) -> Figure: ...
def cvar_hedge_ratio(
    spot: _Range,
    futures: _Range,
    level: _One = 0.95,
) -> Figure: ...
def day_count_fraction(
    start_date: _One,
    end_date: _One,
    convention: _One = "act/360",
) -> Figure: ...
def delta_hedge(
    option_units: _One,
    delta: _One,
) -> Figure: ...
def delta_hedge_futures(
    asset_units: _One,
    rate: _One,
    income_yield: _One,
    years: _One,
) -> Figure: ...
def dollar_offset(
    hedge_change: _One,
    item_change: _One,
) -> Figure: ...
def dollar_offset_test(
    hedge_changes: _Range,
    item_changes: _Range,
    low: _One = 0.8,
    high: _One = 1.25,
    noise_floor: _One = 0,
    cumulative: _One = True,
    money: _One = "money",
) -> Table: ...
def duration_hedge_contracts(
    portfolio_value: _One,
    portfolio_duration: _One,
    contract_value: _One,
    ctd_duration: _One,
    target_duration: _One = 0,
    rounding: _One = 0,
) -> Figure: ...
def dv01_hedge_contracts(
    portfolio_dv01: _One,
    ctd_dv01: _One,
    conversion_factor: _One = 1,
    target_dv01: _One = 0,
    rounding: _One = 0,
) -> Figure: ...
def ecm_hedge_ratio(
    spot: _Range,
    futures: _Range,
    lags: _One = 1,
) -> Figure: ...
def effective_price(
    spot_close: _One,
    futures_open: _One,
    futures_close: _One,
    hedge_ratio: _One = 1,
) -> Figure: ...
def equitize_cash_contracts(
    cash: _One,
    rate: _One,
    years: _One,
    futures_price: _One,
    multiplier: _One,
    rounding: _One = 0,
) -> Figure: ...
def ewma_hedge_ratio(
    spot: _Range,
    futures: _Range,
    decay: _One = 0.94,
    changes: _One = "price",
) -> Figure: ...
def expected_price(
    futures_price: _One,
    expected_basis: _One,
    cost: _One = 0,
    side: _One = "sell",
) -> Figure: ...
def exposure_at_risk(
    exposures: _Range,
    volatilities: _Range,
    correlations: _Range,
    years: _One = 1,
    level: _One = 0.95,
) -> Figure: ...
def forward_points(
    spot: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    pip: _One = 0.0001,
    compounding: _One = "simple",
) -> Figure: ...
def forward_price(
    spot: _One,
    rate: _One,
    years: _One,
    income_yield: _One = 0,
    income_pv: _One = 0,
    storage: _One = 0,
    compounding: _One = "continuous",
) -> Figure: ...
def forward_value(
    units: _One,
    delivery_price: _One,
    forward_price: _One,
    rate: _One,
    years: _One,
) -> Figure: ...
def futures_contracts(
    exposure: _One,
    contract_size: _One,
    hedge_ratio: _One = 1,
    spot_price: _One = None,
    futures_price: _One = None,
    rate: _One = 0,
    years: _One = 0,
    rounding: _One = 0,
) -> Figure: ...
def futures_lock_in_price(
    spot_open: _One,
    futures_open: _One,
    years_to_close: _One,
    years_to_expiry: _One,
    cost: _One = 0,
    side: _One = "sell",
) -> Figure: ...
def futures_pnl(
    contracts: _One,
    contract_size: _One,
    open_price: _One,
    close_price: _One,
    cost_per_contract: _One = 0,
) -> Figure: ...
def fx_forward_quote(
    spot_bid: _One,
    spot_offer: _One,
    quote_lend: _One,
    quote_borrow: _One,
    base_lend: _One,
    base_borrow: _One,
    years: _One,
    compounding: _One = "simple",
) -> Table: ...
def fx_forward_rate(
    spot: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    compounding: _One = "simple",
) -> Figure: ...
def fx_forward_value(
    amount: _One,
    forward_rate: _One,
    spot: _One,
    rate_quote: _One,
    rate_base: _One,
    years: _One,
    compounding: _One = "simple",
) -> Figure: ...
def fx_hedge_compare(
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
) -> Table: ...
def fx_option_hedge(
    amount: _One,
    strike: _One,
    premium: _One,
    spot_close: _One,
    rate_domestic: _One = 0,
    years: _One = 1,
) -> Figure: ...
def garch_hedge_ratio(
    spot: _Range,
    futures: _Range,
    model: _One = "dcc",
    changes: _One = "price",
) -> Figure: ...
def greek_hedge(
    portfolio_greeks: _Range,
    option_greeks: _Range,
) -> Table: ...
def hedge_backtest(
    spot: _Range,
    futures: _Range,
    mode: _One = "static",
    window: _One = 60,
    cost_per_trade: _One = 0,
    band: _One = 0,
    changes: _One = "price",
) -> Table: ...
def hedge_cost(
    contracts: _One,
    fee: _One,
    half_spread: _One,
    margin: _One = 0,
    rate: _One = 0,
    years: _One = 0,
    rolls: _One = 0,
) -> Figure: ...
def hedge_effectiveness(
    spot: _Range,
    futures: _Range,
    hedge_ratio: _One = None,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Figure: ...
def hedge_explain(
    function: _One,
    *arguments: _Range,
) -> Figure: ...
def hedge_health(
    spot: _Range,
    futures: _Range,
    exposure: _One,
    contract_size: _One,
    open_interest: _One = None,
    credit_limit: _One = None,
    position_limit: _One = None,
) -> Table: ...
def hedge_memo(
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
) -> Figure: ...
def hedge_model_contest(
    spot: _Range,
    futures: _Range,
    burn_in: _One = 250,
    cost: _One = 0,
    naive_ratio: _One = None,
) -> Table: ...
def hedge_outcome(
    quantity: _One,
    spot_open: _One,
    futures_open: _One,
    contracts: _One,
    contract_size: _One,
    price_scenarios: _Range,
    closing_basis: _One = None,
    cost_per_contract: _One = 0,
) -> Table: ...
def hedge_policy_check(
    hedge_ratios: _Range,
    tenors: _Range,
    policy_table: _Range,
) -> Table: ...
def hedge_profile(
    hedge_ratio: _One,
) -> Figure: ...
def hedge_ratio(
    hedge_value: _One,
    position_value: _One,
) -> Figure: ...
def hedge_ratio_ci(
    spot: _Range,
    futures: _Range,
    method: _One = "hac",
    level: _One = 0.95,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Table: ...
def hedge_regression_test(
    item_changes: _Range,
    hedge_changes: _Range,
    min_r2: _One = 0.8,
    slope_low: _One = -1.25,
    slope_high: _One = -0.8,
    alpha: _One = 0.05,
    overlap: _One = False,
    direction: _One = "item on hedge",
    money: _One = "money",
) -> Table: ...
def hedge_stats(
    spot: _Range,
    futures: _Range,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Table: ...
def hedge_status(
    hedge_ratio: _One,
    tolerance: _One = 0.02,
) -> Figure: ...
def history_at_risk(
    exposures: _Range,
    prices: _Range,
    horizon: _One = 1,
    level: _One = 0.95,
    changes: _One = "return",
) -> Table: ...
def horizon_hedge_ratio(
    spot: _Range,
    futures: _Range,
    steps: _Range = None,
    changes: _One = "price",
) -> Table: ...
def hypothetical_derivative_test(
    hedge_changes: _Range,
    hypothetical_changes: _Range,
    low: _One = 0.8,
    high: _One = 1.25,
    min_r2: _One = 0.8,
    overlap: _One = False,
    direction: _One = "item on hedge",
    money: _One = "money",
) -> Table: ...
def hypothetical_forward_values(
    amount: _One,
    inception_rate: _One,
    spots: _Range,
    rates_quote: _Range,
    rates_base: _Range,
    years_left: _Range,
    compounding: _One = "simple",
    money: _One = "money",
) -> Table: ...
def ifrs9_assessment(
    item_changes: _Range,
    hedge_changes: _Range,
    designated_ratio: _One,
    actual_ratio: _One,
    credit_changes: _Range = None,
    alpha: _One = 0.05,
    credit_limit: _One = 0.5,
    tolerance: _One = 0.02,
    overlap: _One = False,
) -> Table: ...
def implied_volatility(
    option_price: _One,
    spot: _One,
    strike: _One,
    rate: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "call",
) -> Figure: ...
def integer_hedge(
    exposures: _Range,
    contract_sizes: _Range,
    covariance: _Range,
    cost_per_contract: _Range = None,
    money: _One = "money",
) -> Table: ...
def kalman_hedge_ratio(
    spot: _Range,
    futures: _Range,
    changes: _One = "price",
    step: _One = 1,
) -> Table: ...
def key_rate_hedge(
    exposure_dv01s: _Range,
    hedge_dv01s: _Range,
) -> Table: ...
def layered_hedge(
    exposures: _Range,
    schedule: _Range,
) -> Table: ...
def lpm_hedge_ratio(
    spot: _Range,
    futures: _Range,
    target: _One = 0,
    order: _One = 2,
) -> Figure: ...
def macro_hedge_contracts(
    values: _Range,
    betas: _Range,
    futures_price: _One,
    multiplier: _One,
    target_beta: _One = 0,
    rounding: _One = 0,
) -> Figure: ...
def margin_cashflow(
    contracts: _One,
    contract_size: _One,
    prices: _Range,
    initial_margin: _One,
    maintenance_margin: _One,
    money: _One = "money",
) -> Table: ...
def micro_hedge_risk(
    weights: _Range,
    covariance: _Range,
    asset: _One,
    hedge_ratio: _One = 1,
) -> Table: ...
def money_market_hedge(
    amount: _One,
    spot: _One,
    rate_domestic: _One,
    rate_foreign: _One,
    years: _One = 1,
    compounding: _One = "simple",
) -> Figure: ...
def multi_hedge_ratio(
    spot: _Range,
    hedges: _Range,
    changes: _One = "price",
    step: _One = 1,
    ridge: _One = 0,
) -> Table: ...
def mv_hedge_ratio(
    spot: _Range,
    futures: _Range,
    changes: _One = "price",
    step: _One = 1,
    overlap: _One = False,
) -> Figure: ...
def mv_hedge_ratio_stats(
    correlation: _One,
    sd_spot: _One,
    sd_futures: _One,
) -> Figure: ...
def no_trade_band(
    cost: _One,
    gamma: _One,
    spot: _One,
    risk_aversion: _One,
) -> Figure: ...
def oci_split(
    hedge_cumulative: _Range,
    hypothetical_cumulative: _Range,
    money: _One = "money",
) -> Table: ...
def option_greeks(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "call",
) -> Table: ...
def option_price(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "call",
) -> Figure: ...
def participating_forward(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "put",
) -> Figure: ...
def portfolio_hedge_ratio(
    values: _Range,
    hedged_share: _Range,
) -> Figure: ...
def price_volatility(
    prices: _Range,
    changes: _One = "log",
    periods_per_year: _One = 252,
    step: _One = 1,
) -> Figure: ...
def put_hedge_contracts(
    portfolio_value: _One,
    index_level: _One,
    multiplier: _One = 100,
    beta: _One = 1,
    delta: _One = None,
) -> Figure: ...
def put_hedge_strike(
    portfolio_value: _One,
    floor_value: _One,
    index_level: _One,
    beta: _One,
    risk_free_period: _One,
    yield_period: _One,
) -> Figure: ...
def put_payoff(
    contracts: _One,
    strike: _One,
    index_close: _One,
    multiplier: _One,
    premium: _One = 0,
) -> Figure: ...
def put_spread_net_price(
    futures_close: _One,
    actual_basis: _One,
    put_strike: _One,
    sold_put_strike: _One,
    net_premium: _One,
    cost: _One = 0,
) -> Figure: ...
def quantile_hedge_ratio(
    spot: _Range,
    futures: _Range,
    quantile: _One = 0.5,
) -> Figure: ...
def rebalance_contracts(
    exposure: _One,
    contract_size: _One,
    target_ratio: _One,
    current_contracts: _One,
    band: _One = 0,
    rounding: _One = 1,
) -> Figure: ...
def robust_hedge_ratio(
    spot: _Range,
    futures: _Range,
    k: _One = 1.345,
    changes: _One = "price",
    step: _One = 1,
) -> Figure: ...
def rolling_hedge_ratio(
    spot: _Range,
    futures: _Range,
    window: _One,
    changes: _One = "price",
    step: _One = 1,
) -> Table: ...
def stack_roll_price(
    entry_prices: _Range,
    exit_prices: _Range,
    spot_close: _One,
) -> Figure: ...
def stress_hedge(
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
) -> Table: ...
def strip_hedge_contracts(
    exposures: _Range,
    contract_size: _One,
    hedge_ratios: _Range = 1,
    rounding: _One = 1,
    carry: _One = True,
) -> Table: ...
def swap_hedge_notional(
    exposure_dv01: _One,
    fixed_rate: _One,
    years: _One,
    discount_rates: _Range,
    frequency: _One = 1,
    bump: _One = "zero",
) -> Figure: ...
def swap_value(
    notional: _One,
    fixed_rate: _One,
    years: _One,
    discount_rates: _Range,
    frequency: _One = 1,
) -> Figure: ...
def three_way_net_price(
    futures_close: _One,
    actual_basis: _One,
    sold_put_strike: _One,
    put_strike: _One,
    call_strike: _One,
    net_premium: _One,
    cost: _One = 0,
) -> Figure: ...
def unhedged_exposure(
    hedge_value: _One,
    position_value: _One,
    as_percent: _One = False,
) -> Figure: ...
def utility_hedge_ratio(
    correlation: _One,
    sd_spot: _One,
    sd_futures: _One,
    expected_futures_change: _One,
    risk_aversion: _One,
    cost: _One = 0,
) -> Figure: ...
def yield_risk_hedge_ratio(
    correlation_price_yield: _One,
    cv_yield: _One,
    cv_price: _One,
) -> Figure: ...
def zero_cost_collar(
    spot: _One,
    strike: _One,
    rate: _One,
    volatility: _One,
    years: _One,
    income_yield: _One = 0,
    kind: _One = "put",
    sold_volatility: _One = None,
) -> Figure: ...
