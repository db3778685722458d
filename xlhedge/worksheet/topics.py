"""Which topic holds which function: read instead of importing ninety functions to call one."""

TOPICS = {
    "value": (
        "HEDGE_PROFILE",
        "HEDGE_RATIO",
        "HEDGE_STATUS",
        "PORTFOLIO_HEDGE_RATIO",
        "UNHEDGED_EXPOSURE",
    ),
    "minimum_variance": (
        "CROSS_HEDGE",
        "HEDGE_EFFECTIVENESS",
        "HEDGE_STATS",
        "MV_HEDGE_RATIO",
        "MV_HEDGE_RATIO_STATS",
    ),
    "multi_leg": ("MULTI_HEDGE_RATIO",),
    "contracts": (
        "BETA_HEDGE_CONTRACTS",
        "FUTURES_CONTRACTS",
        "MACRO_HEDGE_CONTRACTS",
        "REBALANCE_CONTRACTS",
    ),
    "portfolio": (
        "INTEGER_HEDGE",
        "MICRO_HEDGE_RISK",
    ),
    "outcome": (
        "EFFECTIVE_PRICE",
        "EXPECTED_PRICE",
        "FUTURES_PNL",
        "HEDGE_COST",
        "HEDGE_OUTCOME",
    ),
    "margin": (
        "MARGIN_CASHFLOW",
        "STACK_ROLL_PRICE",
    ),
    "history": (
        "COST_PROTECTION_FRONTIER",
        "HEDGE_BACKTEST",
    ),
    "health": (
        "HEDGE_HEALTH",
        "STRESS_HEDGE",
    ),
    "currency": (
        "CIP_BASIS",
        "FORWARD_PRICE",
        "FX_FORWARD_RATE",
        "FX_HEDGE_COMPARE",
        "FX_OPTION_HEDGE",
        "MONEY_MARKET_HEDGE",
    ),
    "treasury": (
        "EXPOSURE_AT_RISK",
        "HEDGE_POLICY_CHECK",
        "LAYERED_HEDGE",
    ),
    "rates": (
        "DURATION_HEDGE_CONTRACTS",
        "DV01_HEDGE_CONTRACTS",
        "KEY_RATE_HEDGE",
        "SWAP_HEDGE_NOTIONAL",
    ),
    "options": (
        "IMPLIED_VOLATILITY",
        "OPTION_GREEKS",
        "OPTION_PRICE",
    ),
    "option_hedges": (
        "DELTA_HEDGE",
        "DELTA_HEDGE_FUTURES",
        "GREEK_HEDGE",
        "PUT_HEDGE_CONTRACTS",
        "PUT_HEDGE_STRIKE",
        "PUT_PAYOFF",
    ),
    "collars": (
        "COLLAR_CEILING",
        "COLLAR_FLOOR",
        "COLLAR_NET_PRICE",
        "PARTICIPATING_FORWARD",
        "ZERO_COST_COLLAR",
    ),
    "commodity": (
        "CRACK_HEDGE_CONTRACTS",
        "CRACK_SPREAD",
        "CRUSH_SPREAD",
        "YIELD_RISK_HEDGE_RATIO",
    ),
    "effectiveness": (
        "DOLLAR_OFFSET",
        "DOLLAR_OFFSET_TEST",
        "HEDGE_REGRESSION_TEST",
        "HYPOTHETICAL_DERIVATIVE_TEST",
    ),
    "accounting": (
        "HEDGE_MEMO",
        "IFRS9_ASSESSMENT",
        "OCI_SPLIT",
    ),
    "dynamic": (
        "ECM_HEDGE_RATIO",
        "EWMA_HEDGE_RATIO",
        "GARCH_HEDGE_RATIO",
        "HORIZON_HEDGE_RATIO",
        "KALMAN_HEDGE_RATIO",
        "ROLLING_HEDGE_RATIO",
    ),
    "robust": (
        "CVAR_HEDGE_RATIO",
        "LPM_HEDGE_RATIO",
        "NO_TRADE_BAND",
        "QUANTILE_HEDGE_RATIO",
        "ROBUST_HEDGE_RATIO",
        "UTILITY_HEDGE_RATIO",
    ),
    "proof": (
        "CORREL_BREAK_TEST",
        "HEDGE_MODEL_CONTEST",
        "HEDGE_RATIO_CI",
    ),
    "explain": ("HEDGE_EXPLAIN",),
}

TOPIC_OF = {name: topic for topic, names in TOPICS.items() for name in names}
