"""A percentage typed as a whole number: refused wherever a share is asked for, and told which."""

import pytest

from xlhedge.worksheet import CATALOGUE

CLOSES = {
    "spot": [[100 + (7 * i * i) % 11 + i / 3] for i in range(80)],
    "futures": [[101 + (7 * i * i) % 11 + i / 4 + (i % 3) / 9] for i in range(80)],
}
PERIODS = {
    "item_changes": [[(7 * i * i) % 11 - 5.0] for i in range(40)],
    "hedge_changes": [[5.0 - (7 * i * i) % 11 + (i % 3) / 9] for i in range(40)],
}
OFFSET = {
    "hedge_changes": PERIODS["hedge_changes"],
    "hypothetical_changes": [[x + 0.1] for (x,) in PERIODS["hedge_changes"]],
}
RATIOS = {"designated_ratio": 1, "actual_ratio": 1}
ALIKE = [[1, 0.5], [0.5, 1]]
TRADE = {"exposure": 1e5, "contract_size": 1e3, "target_ratio": 0.8, "current_contracts": 0}
SHOCKED = {
    "exposure": 100,
    "spot_price": 50,
    "futures_price": 50,
    "contracts": -1,
    "contract_size": 100,
    "spot_shocks": [[-0.2]],
}
RISK = {"exposures": [[1, 2]], "volatilities": [[0.1, 0.1]], "correlations": ALIKE}
POLICY = {
    "hedge_ratios": [[0.8]],
    "tenors": [[1]],
    "policy_table": [[0, 12, 0.5, 1]],
}
DYNAMIC = {**CLOSES, "mode": "dynamic", "window": 20}
MICRO = {"weights": [[0.5, 0.5]], "covariance": ALIKE, "asset": 1}

SHARES = [  # function, its other arguments, the share as a percentage, and as a decimal
    ("CORREL_BREAK_TEST", CLOSES, "alpha", 5, 0.05),
    ("CORREL_BREAK_TEST", CLOSES, "trim", 15, 0.15),
    ("CVAR_HEDGE_RATIO", CLOSES, "level", 95, 0.95),
    ("DOLLAR_OFFSET_TEST", PERIODS, "low", 80, 0.8),
    ("DOLLAR_OFFSET_TEST", PERIODS, "high", 125, 1.25),
    ("EWMA_HEDGE_RATIO", CLOSES, "decay", 94, 0.94),
    ("EXPOSURE_AT_RISK", RISK, "level", 95, 0.95),
    ("HEDGE_BACKTEST", DYNAMIC, "band", 10, 0.1),
    ("HEDGE_POLICY_CHECK", POLICY, "hedge_ratios", [[80]], [[0.8]]),
    ("HEDGE_POLICY_CHECK", POLICY, "policy_table", [[0, 12, 50, 100]], [[0, 12, 0.5, 1]]),
    ("HEDGE_PROFILE", {}, "hedge_ratio", 87, 0.87),
    ("HEDGE_RATIO_CI", CLOSES, "level", 95, 0.95),
    ("HEDGE_REGRESSION_TEST", PERIODS, "alpha", 5, 0.05),
    ("HEDGE_REGRESSION_TEST", PERIODS, "min_r2", 80, 0.8),
    ("HEDGE_REGRESSION_TEST", PERIODS, "slope_low", -125, -1.25),
    ("HEDGE_REGRESSION_TEST", PERIODS, "slope_high", -80, -0.8),
    ("HEDGE_STATUS", {}, "hedge_ratio", 87, 0.87),
    ("HEDGE_STATUS", {"hedge_ratio": 0.87}, "tolerance", 2, 0.02),
    ("HYPOTHETICAL_DERIVATIVE_TEST", OFFSET, "low", 80, 0.8),
    ("HYPOTHETICAL_DERIVATIVE_TEST", OFFSET, "high", 125, 1.25),
    ("HYPOTHETICAL_DERIVATIVE_TEST", OFFSET, "min_r2", 80, 0.8),
    ("IFRS9_ASSESSMENT", {**PERIODS, **RATIOS}, "alpha", 5, 0.05),
    ("IFRS9_ASSESSMENT", {**PERIODS, **RATIOS}, "credit_limit", 50, 0.5),
    ("IFRS9_ASSESSMENT", {**PERIODS, **RATIOS}, "tolerance", 2, 0.02),
    ("LAYERED_HEDGE", {"exposures": [[1, 2]]}, "schedule", [[0.75, 25]], [[0.75, 0.25]]),
    ("MICRO_HEDGE_RISK", MICRO, "hedge_ratio", 80, 0.8),
    ("MV_HEDGE_RATIO_STATS", {"sd_spot": 0.1, "sd_futures": 0.1}, "correlation", 80, 0.8),
    ("PORTFOLIO_HEDGE_RATIO", {"values": [[1, 2]]}, "hedged_share", [[80, 0]], [[0.8, 0]]),
    ("QUANTILE_HEDGE_RATIO", CLOSES, "quantile", 50, 0.5),
    ("REBALANCE_CONTRACTS", TRADE, "band", 10, 0.1),
    ("STRESS_HEDGE", SHOCKED, "spot_shocks", [[-20]], [[-0.2]]),
    ("STRESS_HEDGE", SHOCKED, "futures_shocks", [[-16]], [[-0.16]]),
    ("STRESS_HEDGE", SHOCKED, "correlations", [[80]], [[0.8]]),
    (
        "YIELD_RISK_HEDGE_RATIO",
        {"cv_yield": 0.3, "cv_price": 0.2},
        "correlation_price_yield",
        -50,
        -0.5,
    ),
]


def _figures(cell):
    """Return the numbers of a cell or a block, one after the other."""
    return [x for row in cell for x in row] if isinstance(cell, list) else [cell]


@pytest.mark.parametrize(("function", "others", "name", "percentage", "decimal"), SHARES)
def test_a_percentage_in_whole_numbers_is_refused(function, others, name, percentage, decimal):
    """#NUM! with the sentence that says which decimal it is, and that decimal gives a result."""
    call = CATALOGUE[function]
    refused = call(**{**others, name: percentage})
    pairs = zip(_figures(percentage), _figures(decimal), strict=True)
    given, meant = next(pair for pair in pairs if pair[0] != pair[1])
    assert str(refused) == "#NUM!"
    assert f"({meant:g} is {given:g} %)" in refused.message
    assert name in refused.message
    accepted = call(**{**others, name: decimal})
    assert not str(accepted).startswith("#"), accepted.message
