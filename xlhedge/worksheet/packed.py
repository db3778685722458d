"""A range of numbers and blanks as a host sends it when cell by cell is too slow: as bytes.

A sequence: the number of rows, that of columns, then blocks of bytes that hold the cells as
floats, row by row. What follows the last cell means nothing.
"""

from __future__ import annotations

from typing import Any

GAP = -(2.0**1023)  # stands for a blank: a range that holds it as a figure is not packed


def is_packed(value: list[Any] | tuple[Any, ...]) -> bool:
    """Whether a sequence is a packed range; no cell holds bytes."""
    return bool(value) and isinstance(value[-1], bytes | memoryview)


def unpacked(rows: float, columns: float, *blocks: bytes | memoryview) -> object:
    """Return a packed range as an array, or as rows of cells where there are blanks.

    Parameters
    ----------
    rows, columns : float
        The size of the range.
    blocks : bytes
        Its cells.

    Raises
    ------
    ValueError
        There are fewer bytes than cells.
    """
    import numpy as np

    shape = int(rows), int(columns)
    numbers = np.frombuffer(bytearray().join(blocks), np.float64, shape[0] * shape[1])
    block = numbers.reshape(shape)
    blank = block == GAP
    if not blank.any():
        return block
    cells = block.astype(object)
    cells[blank] = None
    return cells.tolist()
