"""The types of arguments that several functions have: how each is read, and what is said of it.

A docstring states what is its function's own. The help of an argument and the errors that each
argument of a type may bring stand here once; `docstrings.whole_docstring` puts the two together.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from xlhedge.core import keywords
from xlhedge.worksheet.cells import (
    DATE,
    NUMBER,
    OVERLAP,
    SERIES,
    TEXT,
    VALUES,
    FloatArray,
    choice,
    whole,
)
from xlhedge.worksheet.errors import DIV0, NA, NUM, VALUE

_COUNT = (NA, "The ranges differ in count.")
_SIZE = (NUM, "A size that is not above 0.")
_COST = (NUM, "A negative cost.")
_DEVIATION = (NUM, "A negative deviation.")

PairedSeries = Annotated[FloatArray, SERIES.with_help("", _COUNT)]
PairedValues = Annotated[FloatArray, VALUES.with_help("", _COUNT)]

Spot = Annotated[
    FloatArray,
    SERIES.with_help(
        'Prices of what is hedged, oldest first, or changes where changes is "given".'
    ),
]
SpotPrices = Annotated[FloatArray, SERIES.with_help("Prices of what is hedged, oldest first.")]
Futures = Annotated[
    FloatArray, SERIES.with_help("Prices of what hedges, as many cells as spot.", _COUNT)
]
Changes = Annotated[
    str,
    choice(keywords.Changes).with_help(
        '"price" (default), "return", "log" or "given".',
        (NUM, "A log or a return of prices that are not above 0."),
    ),
]
Step = Annotated[int, whole(1).with_help("Rows per change, 1 by default.")]
Overlap = Annotated[
    bool | int,
    OVERLAP.with_help(
        "FALSE (default): steps follow each other. TRUE: one starts on every row. A number: the "
        "changes overlap by so many rows already, as a year's change every month does by 12.",
        (NUM, "An overlap that does not go with step."),
    ),
]

ItemChanges = Annotated[
    FloatArray,
    SERIES.with_help("Gain or loss on the hedged item in each period, in money, oldest first."),
]
HedgeChanges = Annotated[
    FloatArray,
    SERIES.with_help(
        "Gain or loss on the hedging instrument, as many cells as item_changes.", _COUNT
    ),
]
ChangesOverlap = Annotated[
    bool | int,
    OVERLAP.with_help(
        "The rows by which the changes overlap: 12 for a year's change every month; FALSE "
        "(default) = they do not.",
        (NUM, "An overlap of TRUE: there is no step here, so give the number of rows."),
    ),
]

Exposure = Annotated[
    float, NUMBER.with_help("Signed quantity: + own or will sell, - owe or will buy.")
]
ContractSize = Annotated[
    float, NUMBER.with_help("Quantity a contract, in the exposure's unit; above 0.", _SIZE)
]
PointSize = Annotated[
    float, NUMBER.with_help("Quantity, or money a point, a contract; above 0.", _SIZE)
]
Position = Annotated[
    float, NUMBER.with_help("Signed position: negative = sold, positive = bought.")
]
Rounding = Annotated[
    int,
    whole(0, 3).with_help("0 none (default), 1 nearest as ROUND, 2 toward zero, 3 away from zero."),
]
CostPerContract = Annotated[
    float, NUMBER.with_help("Money a contract for the round trip; 0 or more, 0 by default.", _COST)
]
Fees = Annotated[
    float, NUMBER.with_help("Fees and interest per unit; 0 or more, 0 by default.", _COST)
]
Side = Annotated[str, choice(keywords.Side).with_help('"sell" (default) or "buy" the commodity.')]

Correlation = Annotated[
    float,
    NUMBER.with_help(
        "Correlation of spot changes with futures changes, -1 to 1.",
        (NUM, "A correlation outside -1 to 1."),
    ),
]
SdSpot = Annotated[
    float, NUMBER.with_help("Standard deviation of spot changes, 0 or more.", _DEVIATION)
]
SdFutures = Annotated[
    float,
    NUMBER.with_help(
        "Standard deviation of futures changes, above 0, over the same period and in the same "
        "unit.",
        _DEVIATION,
        (DIV0, "sd_futures is 0."),
    ),
]

Underlying = Annotated[
    float,
    NUMBER.with_help(
        "Price of the underlying per unit; above 0. On futures: the futures price.",
        (NUM, "A spot that is not above 0."),
    ),
]
Strike = Annotated[
    float,
    NUMBER.with_help(
        "Price at which the option may be exercised, per unit; above 0.",
        (NUM, "A strike that is not above 0."),
    ),
]
RiskFreeRate = Annotated[
    float, NUMBER.with_help("Risk-free decimal a year, continuously compounded; may be negative.")
]
Volatility = Annotated[
    float,
    NUMBER.with_help(
        "Standard deviation of log returns, decimal a year (0.2 = 20 %); 0 or more.",
        (NUM, "A negative volatility."),
    ),
]
Expiry = Annotated[float, NUMBER.with_help("To expiry; 0 or more.", (NUM, "A negative term."))]
IncomeYield = Annotated[
    float,
    NUMBER.with_help(
        "Dividend yield, decimal a year, continuously compounded; 0 by default. The same as rate: "
        "on futures (Black-76); the foreign rate: on a currency (Garman-Kohlhagen).",
    ),
]
OptionKind = Annotated[str, choice(keywords.OptionKind).with_help('"call" (default) or "put".')]

Compounding = Annotated[
    str,
    choice(keywords.Compounding).with_help(
        '"simple" (default) 1 + rT, as money markets quote up to a year, "continuous" e^(rT), or '
        '"annual" (1 + r)^T.'
    ),
]
QuoteRate = Annotated[
    float,
    NUMBER.with_help(
        "Interest rate of the quote currency, decimal a year, compounded as compounding says."
    ),
]
BaseRate = Annotated[
    float,
    NUMBER.with_help(
        "Interest rate of the base currency, decimal a year, compounded as compounding says."
    ),
]
ExchangeRate = Annotated[
    float,
    NUMBER.with_help(
        "Today's spot rate: units of the quote currency per unit of the base currency; above 0.",
        (NUM, "An exchange rate that is not above 0."),
    ),
]
BaseAmount = Annotated[
    float, NUMBER.with_help("Amount of the base currency: + bought forward, - sold forward.")
]

Date = Annotated[
    dt.date,
    DATE.with_help(
        "A cell that holds a date, or its serial number, from 1 March 1900; a time of day is cut "
        "off. In a workbook that counts days from 1904 add 1462, but not in Excel for Windows, "
        "which sees it.",
        (NUM, "A date before 1 March 1900."),
        (VALUE, "A date written as a text."),
    ),
]

_NO_TERM = (NUM, "A term above 100 years, or no whole number of payments.")
PaymentTerm = Annotated[
    float,
    NUMBER.with_help("Term: a whole number of payments, at most 100 years.", _NO_TERM),
]
PaymentFrequency = Annotated[int, whole(1, 12).with_help("Payments a year, 1 to 12.")]
ZeroRates = Annotated[
    FloatArray,
    SERIES.with_help(
        "Zero rates: continuously compounded decimals a year, one for each payment in order; one "
        "cell alone is a flat curve.",
        (NA, "Another number of rates than of payments."),
    ),
]
Money = Annotated[
    str,
    TEXT.with_help('What money is called in the headers: "USD" makes [USD]; [money] by default.'),
]
