"""Currency: what a book of exposures may lose, hedging it in layers, and the policy's bands."""

from xlhedge.core import treasury
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import plain
from xlhedge.worksheet.arguments import PairedSeries, PairedValues
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Matrix, Number, Series, Values


@worksheet_function("Currency")
def EXPOSURE_AT_RISK(
    exposures: Values,
    volatilities: PairedValues,
    correlations: Matrix,
    years: Number = 1,
    level: Number = 0.95,
) -> float:
    """The loss a book of exposures exceeds with probability 1 - level: z sqrt(years) sqrt(x'Cx).

    Parameters
    ----------
    exposures : range of numbers
        Signed, all in one currency at today's prices: + own or will receive, - owe.
    volatilities : range of numbers
        Of each exposure's price, decimal a year; 0 or more; as many cells as exposures.
    correlations : block of numbers
        Row and column for each exposure, in the same order: symmetric, 1 on the diagonal; the one
        cell 1 for one exposure.
    years : number
        Horizon, 0 or more, 1 by default; risk grows with its square root (one month = 1/12).
    level : number
        Confidence, above 0.5 and below 1; 0.95 by default.

    Returns
    -------
    number
        A loss in the exposures' currency, 0 or more.

    Raises
    ------
    #N/A
        A matrix of correlations that is not square.
    #DIV/0!
        No exposure with two numbers.
    #NUM!
        A negative volatility or horizon, a level outside its domain, or correlations that are not
        symmetric, not 1 on the diagonal, outside -1 to 1, or contradict each other.
    #VALUE!
        A blank, a text or TRUE/FALSE in correlations.

    Notes
    -----
    x = exposure x volatility. Changes are taken for normal with mean 0, volatilities and
    correlations for constant. An exposure without two numbers is left out with its row and column
    of correlations.

    References
    ----------
    RiskMetrics Technical Document (1996); Hull, Options, Futures and Other Derivatives, value at
    risk by the model-building approach.

    Examples
    --------
    >>> round(EXPOSURE_AT_RISK([[100], [-50]], [[0.1], [0.08]], [[1, 0.5], [0.5, 1]], 0.25), 4)
    7.1698
    """
    return treasury.exposure_at_risk(exposures, volatilities, correlations, years, level)


@worksheet_function("Currency")
def LAYERED_HEDGE(exposures: Series, schedule: PairedSeries) -> list[list[object]]:
    """A layered hedge: positions that cover nearer periods more, and the trades still to come.

    Parameters
    ----------
    exposures : one row or column of numbers
        Signed, one a period, the next period first: + will receive or sell, - owe or will buy.
    schedule : one row or column of numbers
        Share of the exposure to have hedged 1, 2, ... periods ahead, 0 to 1; as many cells as
        exposures.

    Returns
    -------
    table
        One row an exposure: period, exposure, target ratio, hedge position (negative = sell),
        unhedged, and the trade in 1, 2, ... periods as the exposure comes nearer.

    Raises
    ------
    #DIV/0!
        No period with two numbers.
    #NUM!
        A share below 0 or above 1.

    Notes
    -----
    Position = -share x exposure. When a period has passed, an exposure moves one place nearer and
    the difference of the two shares is traded; a column of trades sums to what is done on that
    date. A line without two numbers is left out; at a distance without a share nothing is traded.

    References
    ----------
    Layered (rolling) hedge programmes, as treasury policies write them; no standard fixes them.

    Examples
    --------
    >>> LAYERED_HEDGE([[1000], [2000], [-500]], [[0.9], [0.6], [0.3]])[2]
    [2.0, 2000.0, 0.6, -1200.0, 800.0, -600.0, 0.0]
    """
    layers = treasury.layered_hedge(exposures, schedule)
    waits = [f"trade in {k + 1}" for k in range(layers.trades.shape[1])]
    lines = zip(*(column.tolist() for column in layers), strict=True)
    return [
        ["period", "exposure", "target ratio", "hedge position", "unhedged", *waits],
        *([*figures, *trades] for *figures, trades in lines),
    ]


@worksheet_function("Currency")
def HEDGE_POLICY_CHECK(
    hedge_ratios: Values, tenors: PairedValues, policy_table: Matrix
) -> list[list[object]]:
    """Each hedge ratio against the band that the policy sets at its tenor.

    Parameters
    ----------
    hedge_ratios : range of numbers
        Decimals (0.8 = 80 %); + protects.
    tenors : range of numbers
        Time to each exposure, in the unit of policy_table; as many cells as hedge_ratios.
    policy_table : block of numbers
        Four columns: tenor from, tenor to, lowest and highest hedge ratio. Both tenors belong to
        the row; where one row ends and the next begins, the nearer one holds. Titles may be
        included.

    Returns
    -------
    table
        One row a hedge: line, hedge ratio, tenor, band low, band high, status: "within band",
        "below band", "above band", or "no band" (band cells #N/A) at a tenor outside every row.

    Raises
    ------
    #DIV/0!
        No hedge with two numbers, or no policy row with four.
    #NUM!
        A policy row upside down, or rows that overlap.
    #VALUE!
        A policy table without four columns.

    Notes
    -----
    Band limits themselves are within. A last row without an end is written with a large tenor to.

    References
    ----------
    Hedging bands by tenor, as treasury policies write them; no standard fixes them.

    Examples
    --------
    >>> HEDGE_POLICY_CHECK([[0.8], [0.3]], [[3], [9]], [[0, 6, 0.75, 1], [6, 12, 0.5, 0.75]])[2]
    [2.0, 0.3, 9.0, 0.5, 0.75, 'below band']
    """
    checks = treasury.hedge_policy_check(hedge_ratios, tenors, policy_table)
    header: list[object] = ["line", "hedge ratio", "tenor", "band low", "band high", "status"]
    return [
        header,
        *(
            [
                line.line,
                line.hedge_ratio,
                line.tenor,
                _limit(line.low, line.tenor),
                _limit(line.high, line.tenor),
                line.status,
            ]
            for line in checks
        ),
    ]


def _limit(limit: float | None, tenor: float) -> object:
    if limit is None:
        return HedgeError(
            Kind.MISMATCH, f"tenors holds {plain(tenor)}, which no row of policy_table includes."
        )
    return limit
