"""The worksheet functions: cell values in, a cell value or an error value out.

>>> from xlhedge import worksheet
>>> worksheet.FUTURES_CONTRACTS(exposure=20000, contract_size=5000)
-4.0
"""

from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.contracts import (
    BETA_HEDGE_CONTRACTS,
    FUTURES_CONTRACTS,
    MACRO_HEDGE_CONTRACTS,
    REBALANCE_CONTRACTS,
)
from xlhedge.worksheet.errors import ExcelError
from xlhedge.worksheet.explain import HEDGE_EXPLAIN
from xlhedge.worksheet.minimum_variance import (
    CROSS_HEDGE,
    HEDGE_EFFECTIVENESS,
    HEDGE_STATS,
    MV_HEDGE_RATIO,
    MV_HEDGE_RATIO_STATS,
)
from xlhedge.worksheet.outcome import (
    EFFECTIVE_PRICE,
    EXPECTED_PRICE,
    FUTURES_PNL,
    HEDGE_COST,
    HEDGE_OUTCOME,
)
from xlhedge.worksheet.value import (
    HEDGE_PROFILE,
    HEDGE_RATIO,
    HEDGE_STATUS,
    PORTFOLIO_HEDGE_RATIO,
    UNHEDGED_EXPOSURE,
)

__all__ = [
    "BETA_HEDGE_CONTRACTS",
    "CATALOGUE",
    "CROSS_HEDGE",
    "EFFECTIVE_PRICE",
    "EXPECTED_PRICE",
    "FUTURES_CONTRACTS",
    "FUTURES_PNL",
    "HEDGE_COST",
    "HEDGE_EFFECTIVENESS",
    "HEDGE_EXPLAIN",
    "HEDGE_OUTCOME",
    "HEDGE_PROFILE",
    "HEDGE_RATIO",
    "HEDGE_STATS",
    "HEDGE_STATUS",
    "MACRO_HEDGE_CONTRACTS",
    "MV_HEDGE_RATIO",
    "MV_HEDGE_RATIO_STATS",
    "PORTFOLIO_HEDGE_RATIO",
    "REBALANCE_CONTRACTS",
    "UNHEDGED_EXPOSURE",
    "ExcelError",
]
