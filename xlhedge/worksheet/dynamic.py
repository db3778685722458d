"""Time-varying: ratios over rolling windows and horizons, with memory, and from models."""

from typing import Annotated

import numpy as np

from xlhedge.core import cointegration, dynamic, garch, kalman, keywords
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import plain
from xlhedge.worksheet.arguments import Changes, Futures, Spot, SpotPrices, Step
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, OptionalValues, choice, whole

Window = Annotated[int, whole(2)]
Lags = Annotated[int, whole(0, 50)]
CorrelationModel = Annotated[str, choice(keywords.CorrelationModel)]


@worksheet_function("Time-varying")
def ROLLING_HEDGE_RATIO(
    spot: Spot, futures: Futures, window: Window, changes: Changes = "price", step: Step = 1
) -> list[list[object]]:
    """The minimum-variance hedge ratio of the last changes, row by row: cov(dS, dF) / var(dF).

    Parameters
    ----------
    window : number
        Changes in each window: a whole number of 2 or more.

    Returns
    -------
    table
        row, hedge ratio, r squared: one line a window. The row counts from 1 in the ranges and is
        the window's last one; nothing after it is used.

    Raises
    ------
    #DIV/0!
        Fewer changes than one window; in a line, a window in which a series does not vary.
    #NUM!
        A window below 2.

    Notes
    -----
    A row with a blank, a text or TRUE/FALSE in either range is dropped, no change is taken across
    it, and the window reaches further back instead.

    References
    ----------
    Ederington (1979); Hull, Options, Futures and Other Derivatives, section 3.4.

    Examples
    --------
    >>> ROLLING_HEDGE_RATIO([[3.0], [3.1], [3.0], [3.2]], [[3.4], [3.5], [3.4], [3.6]], 2)[1][0]
    3.0
    """
    windows = dynamic.rolling(spot, futures, window, changes, step)
    return [
        ["row", "hedge ratio", "r squared"],
        *([row, _or_still(h, row), _or_still(r, row)] for row, h, r in zip(*windows, strict=True)),
    ]


def _or_still(value: float, row: float) -> float | HedgeError:
    if not np.isnan(value):
        return float(value)
    return HedgeError(
        Kind.UNDEFINED,
        f"spot or futures does not vary in the changes that end in row {plain(row)}.",
    )


@worksheet_function("Time-varying")
def HORIZON_HEDGE_RATIO(
    spot: SpotPrices, futures: Futures, steps: OptionalValues = None, changes: Changes = "price"
) -> list[list[object]]:
    """The minimum-variance hedge ratio over several horizons: day, week, month of daily prices.

    Parameters
    ----------
    steps : range of numbers
        Rows per change for each line of the table, whole numbers of 1 or more; omitted: 1, 5, 21.
    changes : text
        "price" (default), "return" or "log"; "given" allows a step of 1 alone.

    Returns
    -------
    table
        step [rows], observations, hedge ratio, standard error, r squared: one line a step.

    Raises
    ------
    #DIV/0!
        Fewer than three changes over every step (in a line: over that one), or a series that does
        not vary.
    #NUM!
        A step below 1 or not whole.

    Notes
    -----
    Steps do not overlap and end on the last row. Hedge for as long as the exposure lasts: the
    ratio mostly rises toward 1 with the horizon, and so does its standard error.

    References
    ----------
    Chen, Lee and Shrestha (2004), The Relationship between the Hedge Ratio and Hedging Horizon.

    Examples
    --------
    >>> HORIZON_HEDGE_RATIO([[3.0], [3.1], [3.0], [3.2]], [[3.4], [3.5], [3.5], [3.6]], [[1]])[1][1]
    3.0
    """
    lines: list[list[object]] = []
    errors: list[HedgeError] = []
    for step in _steps(steps):
        try:
            lines.append(list(dynamic.horizon(spot, futures, step, changes)))
        except HedgeError as error:
            errors.append(error)
            lines.append([step, error, error, error, error])
    unusable = [t for t in errors if t.kind is not Kind.UNDEFINED]
    if unusable or len(errors) == len(lines):
        raise (unusable or errors)[0]
    return [
        ["step [rows]", "observations", "hedge ratio", "standard error", "r squared"],
        *lines,
    ]


def _steps(steps: OptionalValues) -> tuple[int, ...]:
    if steps is None:
        return dynamic.STEPS
    numbers = steps[~np.isnan(steps)].tolist()
    wrong = [step for step in numbers if step < 1 or step != int(step)]
    if wrong:
        raise HedgeError(
            Kind.DOMAIN, f"steps holds {plain(wrong[0])}; whole numbers of 1 or more are needed."
        )
    if not numbers:
        raise HedgeError(Kind.UNDEFINED, "steps holds no number; one whole number is needed.")
    return tuple(map(int, numbers))


@worksheet_function("Time-varying")
def EWMA_HEDGE_RATIO(
    spot: Spot, futures: Futures, decay: Number = 0.94, changes: Changes = "price"
) -> float:
    """The hedge ratio with fading memory: exponentially weighted cov(dS, dF) / var(dF).

    Parameters
    ----------
    decay : number
        Weight of a change over that of the next one: above 0, at most 1; 0.94 (default) is
        RiskMetrics' for daily data, 0.97 for monthly.

    Returns
    -------
    number
        Units of futures per unit of spot after the last row; positive protects.

    Raises
    ------
    #DIV/0!
        Fewer than two pairs of changes, or futures that do not change.
    #NUM!
        A decay outside its domain.

    Notes
    -----
    Mean changes are taken for 0, as RiskMetrics does: with a decay of 1 it is a regression through
    the origin, not MV_HEDGE_RATIO.

    References
    ----------
    J.P. Morgan and Reuters (1996), RiskMetrics Technical Document, section 5.2.

    Examples
    --------
    >>> round(EWMA_HEDGE_RATIO([[3.0], [3.1], [3.05], [3.2]], [[3.4], [3.5], [3.45], [3.65]]), 4)
    0.8046
    """
    pairs = joint_changes([spot, futures], changes)
    sample = dynamic.sample_of(pairs, spot, futures, changes)
    return dynamic.ewma_hedge_ratio(pairs, decay, sample.rounding_x)


@worksheet_function("Time-varying")
def ECM_HEDGE_RATIO(spot: SpotPrices, futures: Futures, lags: Lags = 1) -> float:
    """The error-correction hedge ratio of cointegrated prices: h in dS = c + h dF + g z(-1) + ...

    Parameters
    ----------
    lags : number
        Lagged changes of both series in the regression, and of the residual in the test: 0 to 50,
        1 by default.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    #DIV/0!
        Fewer than 2 x lags + 5 rows of changes, or futures that do not vary.
    #NUM!
        Prices that are not cointegrated at 5 % (Engle-Granger): the model does not hold, use
        MV_HEDGE_RATIO. Spot that is an exact line of futures; collinear lags.

    Notes
    -----
    z is the residual of S = a + b F. The test's p-value is MacKinnon's (1994), asymptotic. Near
    5 % a few rows more turn a ratio into #NUM! or back: the error's sentence says t, p and the
    limit, HEDGE_MODEL_CONTEST shows ratio and p side by side. A row without two numbers is dropped
    with all the lags that would reach across it.

    References
    ----------
    Engle and Granger (1987); Ghosh (1993), Hedging with Stock Index Futures.

    Examples
    --------
    >>> round(ECM_HEDGE_RATIO([[50], [51], [50], [48], [47], [45], [40], [39], [37], [37], [39], [43], [42], [42]], [[52], [53], [53], [51], [50], [47], [44], [41], [39], [41], [42], [45], [45], [46]]), 4)
    0.9654
    """  # noqa: E501 - a call on one line is what hosts and help are made from
    return cointegration.hedge_ratio(spot, futures, lags)


@worksheet_function("Time-varying")
def GARCH_HEDGE_RATIO(
    spot: Spot, futures: Futures, model: CorrelationModel = "dcc", changes: Changes = "price"
) -> float:
    """The hedge ratio for the next change: correlation x sd spot / sd futures, by GARCH(1,1).

    Parameters
    ----------
    model : text
        "dcc" (default): Engle's dynamic correlation (1,1); "ccc": Bollerslev's constant one.
    changes : text
        "price" (default): units of futures per unit of spot. "return" or "log" give a ratio of
        values: times S/F it is one of units. "given" as what was given.

    Returns
    -------
    number
        One step ahead of the last row; positive protects. From price changes it goes straight into
        FUTURES_CONTRACTS; from returns or logs h(price) = h(return) x S/F.

    Raises
    ------
    #N/A
        The library arch is not installed (xlwings Lite has none).
    #DIV/0!
        Fewer than 20 pairs of changes, or a series that does not vary.
    #NUM!
        A fit that does not converge; perfectly correlated changes ("dcc").

    Notes
    -----
    Margins: constant mean, GARCH(1,1), normal errors, by the arch library. DCC by two-step quasi
    likelihood, correlation targeting. 20 changes compute; hundreds are needed to trust it. Changes
    on both sides of a dropped row count as neighbours.

    References
    ----------
    Bollerslev (1990); Engle (2002), Dynamic Conditional Correlation; Kroner and Sultan (1993).

    Examples
    --------
    >>> round(GARCH_HEDGE_RATIO([[69], [69], [73], [75], [76], [78], [84], [81], [81], [82], [78], [78], [80], [81], [83], [80], [79], [83], [82], [81], [81]], [[72], [75], [78], [78], [81], [84], [87], [84], [84], [85], [83], [82], [83], [85], [86], [84], [85], [88], [86], [86], [85]]), 2)
    1.11
    """  # noqa: E501 - a call on one line is what hosts and help are made from
    return garch.forecast(joint_changes([spot, futures], changes), model).hedge_ratio


@worksheet_function("Time-varying")
def KALMAN_HEDGE_RATIO(
    spot: Spot, futures: Futures, changes: Changes = "price", step: Step = 1
) -> list[list[object]]:
    """The hedge ratio tracked change by change: dS = c + h(t) dF + e, where h is a random walk.

    Returns
    -------
    table
        row, hedge ratio, standard error: one line a change from the third on, filtered from the
        changes up to that row. The last line is the ratio now.

    Raises
    ------
    #DIV/0!
        Fewer than four pairs of changes, or futures that do not vary; in a line, futures that
        have not varied yet.
    #NUM!
        A likelihood without a maximum.

    Notes
    -----
    Start diffuse; the variances are estimated by restricted likelihood from the whole range, so
    earlier lines know them from later rows. A step variance of 0 may be likeliest: the last line
    is then MV_HEDGE_RATIO. Spot that does not move has 0 throughout.

    References
    ----------
    Durbin and Koopman, Time Series Analysis by State Space Methods, chapters 4, 5 and 7.

    Examples
    --------
    >>> KALMAN_HEDGE_RATIO([[3], [4], [3], [5], [3], [6]], [[3], [4], [3], [5], [4], [6]])[3][0]
    6.0
    """
    track = kalman.track(joint_changes([spot, futures], changes, step))
    rows = dynamic.end_rows(spot, futures, changes, step)
    lines = zip(rows, track.hedge_ratio, track.standard_error, strict=True)
    return [
        ["row", "hedge ratio", "standard error"],
        *([row, _or_still(h, row), _or_still(e, row)] for row, h, e in list(lines)[2:]),
    ]
