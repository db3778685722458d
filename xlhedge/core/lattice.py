"""A lattice basis of short vectors (Lenstra, Lenstra and Lovasz), from whole-number columns."""

import numpy as np

from xlhedge.core.changes import FloatArray

_MOST_STEPS = 2_000
_STEPS = 100_000  # over the square of the columns
_LOVASZ = 0.99
_HALF = 0.51
_ROUNDING = 1e-15


def triangle_of(rows: FloatArray) -> FloatArray:
    """Return an upper triangle R with R'R = rows rows'."""
    return np.asarray(np.linalg.qr(rows.T, mode="r"))


def short_basis(columns: list[list[int]]) -> list[list[int]]:
    """Return the whole-number combinations of columns that make a basis of short columns.

    The columns are exact integers; lengths and angles are floating point, taken anew from the exact
    columns whenever these change, so that rounding cannot build up.

    Examples
    --------
    >>> short_basis([[1000, 0, 1], [1001, 1, 0]])
    [[-1, 1], [334, -333]]
    """
    count = len(columns)
    size = len(columns[0])
    # the combination travels below its column
    tall = [[*column, *(int(i == j) for i in range(count))] for j, column in enumerate(columns)]
    tall.sort(key=lambda column: sum(x * x for x in column[:size]))
    at = min(1, count - 1)
    for _ in range(min(_STEPS // count**2, _MOST_STEPS)):
        if at >= count or count == 1:
            break
        part = np.array([[float(x) for x in column[:size]] for column in tall[: at + 1]])
        triangle = triangle_of(part)
        moved = False
        rounding = _ROUNDING * float(np.abs(triangle[:, at]).max())
        for i in reversed(range(at)):
            times = round(float(triangle[i, at] / triangle[i, i]))
            # beyond a half, or rounding would turn an exact half to and fro
            if abs(triangle[i, at]) > max(_HALF * abs(triangle[i, i]), rounding):
                tall[at] = [a - times * b for a, b in zip(tall[at], tall[i], strict=True)]
                triangle[: i + 1, at] -= times * triangle[: i + 1, i]
                moved = True
        if moved:
            continue  # with exact lengths of what is left
        before, beside, own = triangle[at - 1, at - 1], triangle[at - 1, at], triangle[at, at]
        if own * own + beside * beside >= _LOVASZ * before * before:
            at += 1
        else:
            tall[at - 1], tall[at] = tall[at], tall[at - 1]
            at = max(at - 1, 1)
    return [column[size:] for column in tall]
