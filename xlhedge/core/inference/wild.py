"""Errors redrawn: random signs on what an AR(1) leaves of the residuals, filtered back.

The regressor stays as it is. Signs keep each residual's size, so changing variance stays; the
filter keeps what errors in a row have in common.
"""

from collections.abc import Iterator

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.inference.line import Line

SEED = 20_170_331  # fixed: the same cells give the same answer in every recalculation


def innovations(fit: Line, rho: float) -> FloatArray:
    """Return u_t = r_t - rho r_{t-1} of the residuals over 1 - leverage, r; u_1 = r_1.

    References
    ----------
    Davidson and Flachaire (2008) for residuals over 1 - leverage; Goncalves and Kilian (2004) for
    the recursive wild bootstrap.
    """
    inflated = fit.residuals / (1 - fit.leverage)
    left = inflated.copy()
    left[1:] -= rho * inflated[:-1]
    return left


class Signs:
    """Random signs, +1 and -1 as likely, the same ones in every run."""

    def __init__(self, seed: int = SEED) -> None:
        self._generator = np.random.default_rng(seed)

    def draw(self, rows: int, columns: int) -> FloatArray:
        """Return an array of signs of shape (rows, columns)."""
        count = rows * columns
        bits = np.frombuffer(self._generator.bytes(-(-count // 8)), np.uint8)
        signs = np.unpackbits(bits, count=count).reshape(rows, columns).astype(np.float64)
        signs *= 2.0
        signs -= 1.0
        return signs


def portions(draws: int, n: int, cells: int = 1 << 19) -> Iterator[int]:
    """Yield how many draws of n numbers to make at a time, so that memory stays bounded."""
    most = max(1, cells // n)
    while draws > 0:
        yield min(most, draws)
        draws -= most
