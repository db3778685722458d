"""The keywords that arguments take: one list each, for the cell that holds one and for core."""

from enum import StrEnum


class Changes(StrEnum):
    """From what a series' changes are taken."""

    PRICE = "price"  # S(t) - S(t-1)
    RETURN = "return"  # relative
    LOG = "log"
    GIVEN = "given"  # the series already holds changes


class Compounding(StrEnum):
    """How a rate grows over a term."""

    SIMPLE = "simple"
    CONTINUOUS = "continuous"
    ANNUAL = "annual"


class DayCount(StrEnum):
    """How the years between two dates are counted."""

    ACTUAL_360 = "act/360"
    ACTUAL_365 = "act/365"
    ACTUAL_ACTUAL = "act/act"
    THIRTY_360 = "30/360"
    THIRTY_E_360 = "30e/360"


class HedgedItem(StrEnum):
    """When the cost of a hedge belongs in profit or loss."""

    TIME_PERIOD = "time_period"
    TRANSACTION = "transaction"


class Side(StrEnum):
    """What the hedger does with the commodity in the end."""

    SELL = "sell"
    BUY = "buy"


class OptionKind(StrEnum):
    """What the holder of an option may do."""

    CALL = "call"
    PUT = "put"


class BacktestMode(StrEnum):
    """Whether a ratio is held to the end or estimated anew."""

    STATIC = "static"
    DYNAMIC = "dynamic"


class CorrelationModel(StrEnum):
    """Whether the correlation of a GARCH model moves."""

    DYNAMIC = "dcc"
    CONSTANT = "ccc"


class IntervalMethod(StrEnum):
    """From what the ends of an interval come."""

    ROBUST_ERROR = "hac"
    REDRAWN_HISTORIES = "bootstrap"


class Direction(StrEnum):
    """Which of the two changes a regression explains by the other."""

    ITEM_ON_HEDGE = "item on hedge"
    HEDGE_ON_ITEM = "hedge on item"


class Standard(StrEnum):
    """The accounting standard of a memo."""

    IFRS9 = "ifrs9"
    IAS39 = "ias39"
    ASC815 = "asc815"


class Bump(StrEnum):
    """Which rates move by a basis point."""

    ZERO = "zero"
    PAR = "par"
    YIELD = "yield"


class SpreadUnit(StrEnum):
    """For what quantity a crack spread is stated."""

    BARREL = "bbl"
    PACKAGE = "package"
    GALLON_PACKAGE = "gallon_package"
