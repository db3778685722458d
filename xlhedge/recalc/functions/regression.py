"""LINEST, LOGEST, TREND and GROWTH: straight lines and exponential curves through points.

Source: Microsoft's page on each function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import CellError, fail, flat, number, over_ranges
from xlhedge.recalc.functions.search import rows_of
from xlhedge.worksheet.errors import NA, NUM, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_PERFECT = 1e-12  # share of the variation that is left: F and its kin are rounding noise then


def _block(value: Cell) -> Any:
    import numpy as np

    for cell in flat([value]):
        if isinstance(cell, ExcelError):
            raise CellError(cell)
    return np.array(rows_of(value), dtype=float)


def _columns(y: Any, x: Any) -> Any:
    """Return the known x as one column for each variable."""
    if x.shape == y.shape:
        return x.reshape(-1, 1)
    if y.shape[1] == 1 and x.shape[0] == y.shape[0]:
        return x
    if y.shape[0] == 1 and x.shape[1] == y.shape[1]:
        return x.T
    raise fail("#REF!", "The known x do not fit the known y.")


def _counted(shape: tuple[int, ...]) -> Any:
    import numpy as np

    return np.arange(1.0, shape[0] * shape[1] + 1).reshape(shape)


class _Line:
    """A least-squares line through points."""

    def __init__(self, y: Any, x: Any, *, through_zero: bool) -> None:
        import numpy as np

        self.y, self.x = y.reshape(-1), x
        self.free = not through_zero
        design = np.column_stack([x, np.ones(len(self.y))]) if self.free else x
        if len(self.y) < design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
            raise Refused("which of its variables Excel drops is not known")
        self.design = design
        middle = self.y.mean() if self.free else 0.0
        means = x.mean(axis=0) if self.free else np.zeros(x.shape[1])
        self.slopes = np.linalg.lstsq(x - means, self.y - middle, rcond=None)[0]
        self.intercept = float(middle - means @ self.slopes) if self.free else 0.0
        self.total = float(((self.y - middle) ** 2).sum())

    def at(self, x: Any) -> Any:
        return x @ self.slopes + self.intercept

    def report(self) -> list[list[Any]]:
        """Return the five rows of LINEST with its statistics."""
        import numpy as np

        rest = float(((self.y - self.at(self.x)) ** 2).sum())
        degrees = len(self.y) - self.design.shape[1]
        if degrees < 1 or rest <= _PERFECT * self.total:
            raise Refused("the line goes through every point: its F is noise")
        spread = rest / degrees
        errors = np.sqrt(spread * np.diag(np.linalg.inv(self.design.T @ self.design)))
        count, gained = len(self.slopes), self.total - rest
        missing = ExcelError(NA, "There is nothing in this cell of the table.")
        of_intercept = float(errors[-1]) if self.free else missing
        pad = [missing] * (count - 1)
        return [
            [*map(float, self.slopes[::-1]), self.intercept],
            [*map(float, errors[:count][::-1]), of_intercept],
            [gained / self.total, spread**0.5, *pad],
            [gained / count / spread, float(degrees), *pad],
            [gained, rest, *pad],
        ]


def _line(y: Cell, x: Cell, constant: Cell, *, curve: bool) -> tuple[_Line, Any]:
    import numpy as np

    known_y = _block(y)
    known_x = _counted(known_y.shape) if x is None else _block(x)
    if curve:
        if (known_y <= 0).any():
            raise fail(NUM, "An exponential curve needs y above 0.")
        known_y = np.log(known_y)
    through_zero = constant is not None and number(constant) == 0  # type: ignore[arg-type]  # one value
    return _Line(known_y, _columns(known_y, known_x), through_zero=through_zero), known_y


def _coefficients(*, curve: bool) -> Callable[..., Cell]:
    @over_ranges
    def call(y: Cell, x: Cell = None, constant: Cell = None, stats: Cell = None) -> Cell:
        import math

        line, _ = _line(y, x, constant, curve=curve)
        full = stats is not None and number(stats) != 0  # type: ignore[arg-type]  # one value
        short = [[*map(float, line.slopes[::-1]), line.intercept]]
        rows: list[list[Any]] = line.report() if full else [*short]
        if curve:
            rows[0] = [math.exp(value) for value in rows[0]]
        return rows

    return call


def _values(*, curve: bool) -> Callable[..., Cell]:
    @over_ranges
    def call(y: Cell, x: Cell = None, new: Cell = None, constant: Cell = None) -> Cell:
        import numpy as np

        line, known_y = _line(y, x, constant, curve=curve)
        if new is None:
            shape, points = known_y.shape, line.x
        else:
            block = _block(new)
            if line.x.shape[1] == 1:
                shape, points = block.shape, block.reshape(-1, 1)
            else:
                points = block if known_y.shape[1] == 1 else block.T
                if points.shape[1] != line.x.shape[1]:
                    raise fail("#REF!", "The new x have another number of variables.")
                shape = (len(points), 1) if known_y.shape[1] == 1 else (1, len(points))
        values = line.at(points)
        rows = (np.exp(values) if curve else values).reshape(shape).tolist()
        return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]  # type: ignore[no-any-return]  # numbers

    return call


REGRESSION: dict[str, Callable[..., Cell]] = {
    "LINEST": _coefficients(curve=False),
    "LOGEST": _coefficients(curve=True),
    "TREND": _values(curve=False),
    "GROWTH": _values(curve=True),
}
