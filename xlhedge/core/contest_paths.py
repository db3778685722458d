"""The ratios that each model of the contest holds over history, from what was known at the time.

Nothing here looks ahead: the ratio held over a change is estimated from the rows up to its start.
All are units of futures per unit of spot, from price changes.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import numpy as np

from xlhedge.core import garch
from xlhedge.core.changes import FloatArray, JointChanges, joint_changes, part
from xlhedge.core.cointegration import ErrorCorrection, error_correction
from xlhedge.core.dynamic import end_rows, ewma_hedge_ratios, sample_of
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.keywords import Changes
from xlhedge.core.sliding import Sample, expanding, slopes, windows
from xlhedge.core.wording import plain

WINDOW = 60  # changes in the rolling ratio's window, or all of a shorter burn-in
DECAY = 0.94
REFIT = 21  # changes between two fits of ECM and DCC, about a month of days, or
REFIT_SHARE = 4  # a quarter of the changes so far, if that is more: few fits however long history
NAIVE = "naive"

Fitted = TypeVar("Fitted")


class Path(NamedTuple):
    """One model's ratio over each change after the burn-in, and what to know about it."""

    ratio: FloatArray
    remark: str


class ContestHistory(NamedTuple):
    """What the models look at.

    Attributes
    ----------
    spot, futures : arrays of shape (rows,)
        Prices, NaN where a cell has none.
    changes : JointChanges
        Price changes; n of them.
    sample : Sample
        The same, with how much of each may be rounding.
    rows_before : array of shape (n,)
        The number of rows known when each change begins.
    burn_in : int
    """

    spot: FloatArray
    futures: FloatArray
    changes: JointChanges
    sample: Sample
    rows_before: FloatArray
    burn_in: int


def paths(
    spot: FloatArray, futures: FloatArray, burn_in: int, naive_ratio: float | None = None
) -> dict[str, Path | HedgeError]:
    """Return what each model holds over the changes after the burn-in.

    Naive holds one ratio, `naive_ratio` or spot over futures on the last row of the burn-in. OLS
    takes all changes so far, rolling the last 60, EWMA all with decay 0.94; the three anew before
    every change. ECM (1 lag) and DCC are fitted to all rows so far at the burn-in's end and
    whenever these have grown by a quarter, by 21 changes at least. Between two fits the DCC's
    recursions take in each change with parameters held; the ECM's ratio is a parameter.

    Returns
    -------
    dict
        One entry a model; its error where it has no ratio at the burn-in's end. A later estimate
        that fails leaves the one before in place, and the remark counts it: more rows never take
        a ratio away.
    """
    changes = joint_changes([spot, futures])
    ends = end_rows(spot, futures, Changes.PRICE, 1)
    sample = sample_of(changes, spot, futures, Changes.PRICE)
    history = ContestHistory(spot, futures, changes, sample, ends - 1, burn_in)
    models: dict[str, Callable[[ContestHistory], Path]] = {
        NAIVE: lambda history: _naive(history, naive_ratio),
        "ols": _least_squares,
        "rolling": _rolling,
        "ewma": _ewma,
        "ecm": _error_correction,
        "dcc": _conditional,
    }
    held: dict[str, Path | HedgeError] = {}
    for name, model in models.items():
        try:
            held[name] = model(history)
        except HedgeError as error:
            held[name] = error
    return held


def refits(burn_in: int, changes: int) -> Iterator[tuple[int, int]]:
    """Yield the changes known at each fit, and at the next one.

    Examples
    --------
    >>> list(refits(72, 180))
    [(72, 93), (93, 116), (116, 145), (145, 180)]
    """
    start = burn_in
    while start < changes:
        stop = min(start + max(REFIT, start // REFIT_SHARE), changes)
        yield start, stop
        start = stop


def _naive(history: ContestHistory, ratio: float | None) -> Path:
    count = history.changes.series[0].size - history.burn_in
    if ratio is not None:
        return Path(np.full(count, ratio), "naive_ratio, as given")
    row = int(history.rows_before[history.burn_in])
    spot, futures = float(history.spot[row - 1]), float(history.futures[row - 1])
    if not (futures and spot / futures > 0):
        raise HedgeError(
            Kind.DOMAIN,
            f"spot is {plain(spot)} and futures {plain(futures)} in row {row}, where the burn-in "
            "ends: their quotient is no hedge; give naive_ratio.",
        )
    return Path(np.full(count, spot / futures), f"spot / futures in row {row}")


def _least_squares(history: ContestHistory) -> Path:
    known = history.sample.part(slice(-1))
    return _kept(slopes(expanding(known))[history.burn_in - 1 :], "all changes so far")


def _rolling(history: ContestHistory) -> Path:
    window = min(WINDOW, history.burn_in)
    known = history.sample.part(slice(history.burn_in - window, -1))
    return _kept(slopes(windows(known, window)), f"last {window} changes")


def _ewma(history: ContestHistory) -> Path:
    ratios = ewma_hedge_ratios(history.changes, DECAY, history.sample.rounding_x)
    return _kept(ratios[history.burn_in - 1 : -1], f"decay {DECAY:g}")


def _kept(ratios: FloatArray, remark: str) -> Path:
    """Return ratios in which the last one stays where futures have not moved."""
    still = np.isnan(ratios)
    if still[0]:
        raise HedgeError(
            Kind.UNDEFINED,
            "the changes of futures are all equal where this model looks at the burn-in's end; "
            "they need to vary.",
        )
    if not still.any():
        return Path(ratios, remark)
    last = np.maximum.accumulate(np.where(still, 0, np.arange(ratios.size)))
    count = int(still.sum())
    return Path(
        ratios[last],
        f"{remark}; kept over {count} of {ratios.size} changes, as futures stood still",
    )


def _error_correction(history: ContestHistory) -> Path:
    def fit(known: int) -> ErrorCorrection:
        rows = int(history.rows_before[known])
        return error_correction(history.spot[:rows], history.futures[:rows])

    def hold(fitted: ErrorCorrection, _start: int, first: int, stop: int) -> FloatArray:
        return np.full(stop - first, fitted.hedge_ratio)

    fits, ratios, remark = _refitted(history, fit, hold)
    apart = sum(not fitted.cointegrated for fitted in fits)
    try:
        now = error_correction(history.spot, history.futures)
        verdict = "cointegrated" if now.cointegrated else "not cointegrated"
        verdict = f"{verdict} at {_p(now.p_value)}"
    except HedgeError as refusal:
        verdict = f"no test ({refusal.message.rstrip('.')})"
    remark = f"{verdict} on all rows; {remark}"
    if apart:
        remark += f", {apart} of them to rows that were not"
    return Path(ratios, remark)


def _conditional(history: ContestHistory) -> Path:
    def fit(known: int) -> garch.GarchFit:
        rows = history.sample.part(slice(known))
        noise = float(rows.rounding_y.max()), float(rows.rounding_x.max())  # no later row's
        return garch.fit(JointChanges((rows.y, rows.x), noise, 0))

    def follow(fitted: garch.GarchFit, start: int, first: int, stop: int) -> FloatArray:
        later = part(history.changes, start, stop - 1)
        with np.errstate(all="ignore"):  # what is not finite is refused below
            correlation, sd_spot, sd_futures = garch.forecasts(fitted, later)
            return (correlation * sd_spot / sd_futures)[first - start :]

    _, ratios, remark = _refitted(history, fit, follow)
    if not np.isfinite(ratios).all():
        raise HedgeError(
            Kind.DOMAIN,
            "a change is so far out that no deviation can be forecast after it; correct the price.",
        )
    return Path(ratios, f"{remark}, filtered in between")


def _refitted(
    history: ContestHistory,
    fit: Callable[[int], Fitted],
    hold: Callable[[Fitted, int, int, int], FloatArray],
) -> tuple[list[Fitted], FloatArray, str]:
    """Return the fits, the ratios held and a remark; where a later fit fails the last one stays.

    `fit` takes the number of changes known; `hold` returns the ratios of a fit to the first
    `start` changes over the changes from `first` to just before `stop`.
    """
    fits: list[Fitted] = []
    ratios: list[FloatArray] = []
    failed = start = 0
    for first, stop in refits(history.burn_in, history.changes.series[0].size):
        try:
            fits.append(fit(first))
            start = first
        except HedgeError:
            if not fits:
                raise
            failed += 1
        ratios.append(hold(fits[-1], start, first, stop))
    remark = f"{len(fits)} fit{'s' if len(fits) > 1 else ''}"
    if failed:
        remark += f", {failed} more failed and left the one before"
    return fits, np.concatenate(ratios), remark


def _p(value: float) -> str:
    return "p below 0.0001" if value < 1e-4 else f"p = {value:.4f}"
