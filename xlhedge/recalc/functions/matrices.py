"""MMULT, MINVERSE and MDETERM, by numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import flat
from xlhedge.worksheet.errors import NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell


def _matrix(value: Cell) -> list[list[float]] | ExcelError:
    rows = value if isinstance(value, list) else [[value]]
    for cell in flat([rows]):
        if isinstance(cell, ExcelError):
            return cell
        if not isinstance(cell, float):
            return ExcelError(VALUE, "A matrix needs a number in every cell.")
    return rows  # type: ignore[return-value]  # every cell was looked at


def _linear_algebra(compute: Callable[..., Any]) -> Callable[..., Cell]:
    def call(*args: Cell) -> Cell:
        import numpy as np

        matrices = [_matrix(arg) for arg in args]
        for matrix in matrices:
            if isinstance(matrix, ExcelError):
                return matrix
        try:
            with np.errstate(all="ignore"):  # an overflow is an infinity, which becomes #NUM!
                result = compute(*(np.array(matrix, dtype=float) for matrix in matrices))
        except np.linalg.LinAlgError as error:
            return ExcelError(NUM, f"The matrix cannot be used: {error}.")
        except ValueError as error:
            return ExcelError(VALUE, f"The matrices do not fit: {error}.")
        fits = np.isfinite(result)
        if not fits.any():
            return ExcelError(NUM, "Its numbers are too large.")
        if not fits.all():
            raise Refused("what Excel gives where some numbers of a matrix overflow is not known")
        return result.tolist() if isinstance(result, np.ndarray) else float(result)

    return call


def _product(a: Any, b: Any) -> Any:
    return a @ b


def _inverse(a: Any) -> Any:
    import numpy as np

    return np.linalg.inv(_square(a))


def _determinant(a: Any) -> Any:
    import numpy as np

    return np.linalg.det(_square(a))


def _square(a: Any) -> Any:
    if a.shape[0] != a.shape[1]:
        raise ValueError("a square one is needed")
    return a


MATRICES: dict[str, Callable[..., Cell]] = {
    "MMULT": _linear_algebra(_product),
    "MINVERSE": _linear_algebra(_inverse),
    "MDETERM": _linear_algebra(_determinant),
}
