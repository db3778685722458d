# ruff: noqa: T201 - printing tables is what it is for
"""How the functions over a history grow with its length: python tests/benchmarks/growth.py.

Processor seconds of one call as a cell makes it, the second of two, on daily prices of two
correlated GARCH series that share a level. The last column is the power of the rows with which the
time grows over the last two lengths: 1 is linear. A function is not asked for more rows once it has
taken --most seconds. What the server lets through (xlhedge/web/server_call.py) is from this table.
"""

import argparse
import itertools
import math
import time

import numpy as np

from xlhedge.worksheet import CATALOGUE, ExcelError

ROWS = (500, 1_000, 2_500, 5_000, 20_000)


def prices(rows, seed=3):
    """Return columns of spot and futures prices, cointegrated, with volatility that clusters."""
    rng = np.random.default_rng(seed)
    changes = np.empty(rows)
    variance = 1.0
    for t in range(rows):
        changes[t] = math.sqrt(variance) * rng.standard_normal()
        variance = 0.03 + 0.07 * changes[t] ** 2 + 0.9 * variance
    futures = 200 + np.cumsum(changes)
    basis = np.zeros(rows)
    for t in range(1, rows):
        basis[t] = 0.95 * basis[t - 1] + 0.3 * rng.standard_normal()
    spot = 10 + 0.8 * futures + basis
    return [[float(x)] for x in spot], [[float(x)] for x in futures]


def calls(spot, futures):
    """Return the calls of the table: a label, a function, its arguments."""
    both = (spot, futures)
    changes = [[[b[0] - a[0]] for a, b in itertools.pairwise(x)] for x in both]
    hedge = [[-x] for (x,) in changes[1]]
    opposite = (hedge, changes[0])
    wide = [[*a, *b, a[0] ** 2] for a, b in zip(spot, futures, strict=True)]
    return [
        ("MV_HEDGE_RATIO", "MV_HEDGE_RATIO", both),
        ("HEDGE_STATS", "HEDGE_STATS", both),
        ("HEDGE_EFFECTIVENESS", "HEDGE_EFFECTIVENESS", both),
        ("ROLLING_HEDGE_RATIO", "ROLLING_HEDGE_RATIO", (*both, 60)),
        ("HORIZON_HEDGE_RATIO", "HORIZON_HEDGE_RATIO", both),
        ("EWMA_HEDGE_RATIO", "EWMA_HEDGE_RATIO", both),
        ("ECM_HEDGE_RATIO", "ECM_HEDGE_RATIO", both),
        ("KALMAN_HEDGE_RATIO", "KALMAN_HEDGE_RATIO", both),
        ("QUANTILE_HEDGE_RATIO", "QUANTILE_HEDGE_RATIO", both),
        ("LPM_HEDGE_RATIO, order 2", "LPM_HEDGE_RATIO", both),
        ("LPM_HEDGE_RATIO, order 1", "LPM_HEDGE_RATIO", (*both, 0, 1)),
        ("CVAR_HEDGE_RATIO", "CVAR_HEDGE_RATIO", both),
        ("ROBUST_HEDGE_RATIO", "ROBUST_HEDGE_RATIO", both),
        ("HEDGE_RATIO_CI, hac", "HEDGE_RATIO_CI", both),
        ("HEDGE_RATIO_CI, bootstrap", "HEDGE_RATIO_CI", (*both, "bootstrap")),
        ("CORREL_BREAK_TEST", "CORREL_BREAK_TEST", both),
        ("HEDGE_HEALTH", "HEDGE_HEALTH", (*both, 1e6, 1e3)),
        ("HEDGE_BACKTEST, dynamic", "HEDGE_BACKTEST", (*both, "dynamic")),
        ("COST_PROTECTION_FRONTIER", "COST_PROTECTION_FRONTIER", (*both, 0.01)),
        ("CROSS_HEDGE", "CROSS_HEDGE", (*both, 1e6, 1e3)),
        ("HEDGE_MEMO", "HEDGE_MEMO", (changes[0], hedge)),
        ("DOLLAR_OFFSET_TEST", "DOLLAR_OFFSET_TEST", (hedge, changes[0])),
        ("OCI_SPLIT", "OCI_SPLIT", both),
        ("HEDGE_REGRESSION_TEST", "HEDGE_REGRESSION_TEST", opposite),
        ("HYPOTHETICAL_DERIVATIVE_TEST", "HYPOTHETICAL_DERIVATIVE_TEST", opposite),
        ("IFRS9_ASSESSMENT", "IFRS9_ASSESSMENT", (*opposite, 1, 1)),
        ("CHANGE_CORRELATIONS", "CHANGE_CORRELATIONS", (wide, "price")),
        ("MULTI_HEDGE_RATIO", "MULTI_HEDGE_RATIO", (spot, [row[1:] for row in wide])),
        ("PRICE_VOLATILITY", "PRICE_VOLATILITY", ([[abs(x)] for (x,) in spot],)),
        ("STACK_ROLL_PRICE", "STACK_ROLL_PRICE", (*both, 100)),
        ("LAYERED_HEDGE", "LAYERED_HEDGE", (spot, [[1 / len(spot)]] * len(spot))),
        ("PORTFOLIO_HEDGE_RATIO", "PORTFOLIO_HEDGE_RATIO", (spot, [[0.5]] * len(spot))),
        ("MACRO_HEDGE_CONTRACTS", "MACRO_HEDGE_CONTRACTS", (spot, [[1.1]] * len(spot), 1010, 250)),
        ("HEDGE_OUTCOME", "HEDGE_OUTCOME", (2e4, 3, 3.467, -3, 5000, spot)),
        ("FX_HEDGE_COMPARE", "FX_HEDGE_COMPARE", (1e3, 1.5, 1.46, 1.46, 0.02, 0, 0.03, spot)),
        ("MARGIN_CASHFLOW", "MARGIN_CASHFLOW", (-10, 1000, futures, 5e4, 4e4)),
        ("GARCH_HEDGE_RATIO, dcc", "GARCH_HEDGE_RATIO", both),
        ("GARCH_HEDGE_RATIO, ccc", "GARCH_HEDGE_RATIO", (*both, "ccc")),
        ("HEDGE_MODEL_CONTEST", "HEDGE_MODEL_CONTEST", both),
    ]


def seconds(name, args):
    """Return the time of the second of two calls."""
    for _ in range(2):
        start = time.process_time()
        result = CATALOGUE[name](*args)
        took = time.process_time() - start
        if isinstance(result, ExcelError):
            raise SystemExit(f"{name}: {result.code} {result.message}")
    return took


def main():
    """Print the table, a row at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, help="lengths of history")
    parser.add_argument("--only", default="", help="functions whose label holds this")
    parser.add_argument("--most", type=float, default=math.inf, help="seconds, then the next one")
    options = parser.parse_args()
    by_rows = [calls(*prices(rows)) for rows in options.rows]
    print(f"{'':28}", *(f"{rows:>10,}" for rows in options.rows), f"{'power':>7}")
    took = {}
    for row in zip(*by_rows, strict=True):
        label = row[0][0]
        if options.only not in label:
            continue
        times = took[label] = []
        for _, name, args in row:
            times.append(seconds(name, args))
            if times[-1] > options.most:
                break
        power = ""
        if len(times) > 1:
            longer = options.rows[len(times) - 1] / options.rows[len(times) - 2]
            power = f"{math.log(times[-1] / times[-2]) / math.log(longer):7.2f}"
        print(f"{label:28}", *(f"{t:10.4f}" for t in took[label]), power, flush=True)
    if {"GARCH_HEDGE_RATIO, dcc", "HEDGE_MODEL_CONTEST"} <= set(took):
        pairs = zip(took["HEDGE_MODEL_CONTEST"], took["GARCH_HEDGE_RATIO, dcc"], strict=True)
        print(f"{'contest in DCC fits':28}", *(f"{contest / fit:10.1f}" for contest, fit in pairs))


if __name__ == "__main__":
    main()
