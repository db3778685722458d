"""Pictures of results, by matplotlib: which function has which kind stands in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlhedge.core.errors import HedgeError, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.hedge.results import Result, Table

    Picture = Callable[[Result, Any, Any], None]  # call, DataFrame of the table, Axes

_PAIRS = (("futures", "spot"), ("hedge_changes", "item_changes"),
          ("hedge_changes", "hypothetical_changes"))  # fmt: skip
_BAND = 1.96  # standard errors: 95 %


def draw(call: Result, table: Table | None, ax: Any) -> Any:
    """Draw a result; return the Axes.

    Raises
    ------
    HedgeError
        UNAVAILABLE: no picture of this function's result, or no matplotlib.
    """
    picture = _PICTURES.get(call.function) or (_scatter if _pair(call) else None)
    if picture is None:
        raise HedgeError(
            Kind.UNAVAILABLE,
            f"There is no picture of {call.function}. There is one of functions of two series, and "
            f"of {', '.join(sorted(_PICTURES))}.",
        )
    ax = ax if ax is not None else _new_axes()
    picture(call, table.to_frame() if table else None, ax)
    if not ax.get_title():
        ax.set_title(call.function.replace("_", " "))
    return ax


def _new_axes() -> Any:
    try:
        import matplotlib.pyplot as plt
    except ImportError as missing:
        raise HedgeError(
            Kind.UNAVAILABLE, "Pictures are drawn by matplotlib: pip install matplotlib."
        ) from missing
    return plt.subplots(layout="constrained")[1]


def _pair(call: Result) -> tuple[str, str] | None:
    return next((pair for pair in _PAIRS if set(pair) <= set(call.arguments)), None)


def _scatter(call: Result, _frame: Any, ax: Any) -> None:
    """Draw the changes of both, and the line of least squares through them."""
    import numpy as np

    from xlhedge.core.changes import joint_changes
    from xlhedge.core.minimum_variance import hedge_ratio
    from xlhedge.worksheet.cells import SERIES, pairs_of

    across, up = _pair(call) or _PAIRS[0]
    series: dict[str, Any] = {
        name: SERIES.read(call.arguments[name], name) for name in (up, across)
    }
    if up == "spot":
        words: dict[str, Any] = {"changes": "price", "step": 1, "overlap": False} | {
            name: call.arguments[name]
            for name in ("changes", "step", "overlap")
            if call.arguments.get(name) is not None
        }
        changes = joint_changes(
            list(series.values()), words["changes"], words["step"], overlap=words["overlap"]
        )
        ratio = hedge_ratio(changes)
        y, x = changes.series
    else:
        y, x = pairs_of(up, series[up], across, series[across])
        ratio = float(np.cov(y, x)[0, 1] / np.var(x, ddof=1))
    ends = np.array([x.min(), x.max()])
    ax.scatter(x, y, s=12, alpha=0.6)
    ax.plot(ends, y.mean() + ratio * (ends - x.mean()), color="C1", label=f"slope {ratio:.3g}")
    what = "" if "changes" in across else "change of "
    ax.set_xlabel(f"{what}{across.replace('_', ' ')}")
    ax.set_ylabel(f"{what}{up.replace('_', ' ')}")
    ax.legend()


def _path(call: Result, frame: Any, ax: Any) -> None:
    """Draw the hedge ratio over rows or dates, with the band of its standard error."""
    if frame.columns[0] == "row":
        frame = frame.set_index("row")
    ratio = frame["hedge ratio"]
    ax.plot(frame.index, ratio, label="hedge ratio")
    error = _standard_error(call, frame)
    if error is not None:
        low, high = ratio - _BAND * error, ratio + _BAND * error
        ax.fill_between(frame.index, low, high, alpha=0.25, label="95 % band")
    ax.set_xlabel("row" if call.dates is None else "date")
    ax.tick_params("x", rotation=30)
    ax.set_ylabel("hedge ratio")
    ax.legend()


def _standard_error(call: Result, frame: Any) -> Any:
    """Return the standard errors of a path; of a rolling regression the ordinary, by its fit."""
    if "standard error" in frame:
        return frame["standard error"]
    if "r squared" in frame:
        left = (1 / frame["r squared"] - 1) / (call.arguments["window"] - 2)
        return frame["hedge ratio"].abs() * left.clip(lower=0) ** 0.5
    return None


def _offset(call: Result, frame: Any, ax: Any) -> None:
    """Draw the dollar offset of each period between its bounds."""
    ax.plot(frame["period"], frame["dollar offset"], marker="o")
    for name, bound in (("low", 0.8), ("high", 1.25)):
        at = call.arguments.get(name)
        at = float(bound if at is None else at)
        ax.axhline(at, color="C3", linestyle="--", label=f"{name} bound {at:g}")
    ax.set_xlabel("period")
    ax.set_ylabel("dollar offset")
    ax.legend()


def _lines(*columns: str) -> Picture:
    """Return the picture of columns over the first column: what each scenario would bring."""

    def picture(_call: Result, frame: Any, ax: Any) -> None:
        first, *_ = frame.columns
        frame = frame.sort_values(first)
        is_grid = frame[first].duplicated().any()  # several lines a scenario: points alone
        units = {header.partition(" [")[0]: header for header in frame.columns}
        for column in columns:
            ax.plot(frame[first], frame[units[column]], "o" if is_grid else "o-", label=column)
        ax.set_xlabel(first)
        ax.set_ylabel(columns[-1] if len(columns) == 1 else "money")
        ax.legend()

    return picture


def _ladder(_call: Result, frame: Any, ax: Any) -> None:
    """Draw what is hedged and what is left in each period."""
    hedged = -frame["hedge position"]
    ax.bar(frame["period"], hedged, label="hedged")
    ax.bar(frame["period"], frame["unhedged"], bottom=hedged, label="unhedged")
    ax.set_xlabel("period")
    ax.set_ylabel("exposure")
    ax.legend()


def _frontier(_call: Result, frame: Any, ax: Any) -> None:
    """Draw what is left of risk against what it costs, one point a ratio."""
    ax.plot(frame["expected cost"], frame["sd"], marker="o")
    for ratio, cost, sd in zip(
        frame["hedge ratio"], frame["expected cost"], frame["sd"], strict=True
    ):
        ax.annotate(f"{ratio:g}", (cost, sd), textcoords="offset points", xytext=(4, 4))
    ax.set_xlabel("expected cost")
    ax.set_ylabel("standard deviation of what is left")


_PICTURES: dict[str, Picture] = {
    "rolling_hedge_ratio": _path,
    "kalman_hedge_ratio": _path,
    "hedge_backtest": _path,
    "dollar_offset_test": _offset,
    "hedge_outcome": _lines("revenue unhedged", "revenue hedged"),
    "fx_hedge_compare": _lines("unhedged", "forward", "money market", "option"),
    "stress_hedge": _lines("pnl unhedged", "pnl hedged"),
    "layered_hedge": _ladder,
    "cost_protection_frontier": _frontier,
}
