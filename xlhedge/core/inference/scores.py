"""The slope's scores: what its error is measured with, and what errors would make of them.

With errors u, the slope is off by x'u / x'x, and its error is measured by the cosine sums of the
scores x_t e_t / (1 - h_t), e being the residuals. Both are linear in u: w = W'u, where W has the
column x and a column a cosine. W is never held as a whole: it is made some rows at a time.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.inference.autocorrelation import ar_filter
from xlhedge.core.inference.line import Line
from xlhedge.core.inference.long_run import cosine_count, cosine_sums, cosines

_ROWS = 1024


class Scores(NamedTuple):
    """A line's scores, and the cosines they are weighted with."""

    fit: Line
    degrees: int  # how many cosines
    weights: FloatArray  # (n,): x_t / (1 - h_t), the jackknife's weight of a residual
    projected: FloatArray  # (2, degrees): what the weighted cosines share with the line's basis

    @classmethod
    def of(cls, fit: Line) -> "Scores":
        """Return the scores of a line."""
        count = cosine_count(fit.size)
        weights = fit.x / (1 - fit.leverage)
        return cls(fit, count, weights, cosine_sums(weights[:, None] * fit.basis, count).T)

    def sums(self) -> FloatArray:
        """Return the cosine sums of the scores, of shape (degrees,)."""
        return cosine_sums(self.weights * self.fit.residuals, self.degrees)

    def rows(self, start: int, stop: int) -> FloatArray:
        """Return rows of W: x, and sqrt(n) times each cosine's column."""
        n = self.fit.size
        block = np.empty((stop - start, self.degrees + 1))
        block[:, 0] = self.fit.x[start:stop]
        block[:, 1:] = self.weights[start:stop, None] * cosines(n, self.degrees, start, stop)
        block[:, 1:] -= self.fit.basis[start:stop] @ self.projected
        block[:, 1:] *= n**0.5
        return block

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Yield where blocks of rows start and end, from the first to the last."""
        n = self.fit.size
        return ((start, min(start + _ROWS, n)) for start in range(0, n, _ROWS))


def ar_covariance(scores: Scores, rho: float) -> FloatArray:
    """Return W'SW for errors of unit variance with S_ij = rho^|i - j|, of shape (degrees + 1,) * 2.

    S = F + F' - I, F being the filter v_t = rho v_{t-1} + w_t: one pass forward is enough.
    """
    total = np.zeros((scores.degrees + 1, scores.degrees + 1))
    last = np.zeros(scores.degrees + 1)
    for start, stop in scores.blocks():
        rows = scores.rows(start, stop)
        filtered = ar_filter(rho, rows, before=last)
        last = filtered[-1].copy()
        total += rows.T @ (filtered - rows / 2)
    return total + total.T


def overlap_covariance(scores: Scores, overlap: int) -> FloatArray:
    """Return W'SW for errors with S_ij = max(0, 1 - |i - j| / overlap): sums over shared rows.

    S = B B' / overlap, B' being the sum over the last `overlap` rows.
    """
    n = scores.fit.size
    total = np.zeros((scores.degrees + 1, scores.degrees + 1))
    running = np.zeros(scores.degrees + 1)
    for start in range(0, n + overlap - 1, _ROWS):
        stop = min(start + _ROWS, n + overlap - 1)
        sums = _rows_or_zero(scores, start, stop)
        sums -= _rows_or_zero(scores, start - overlap, stop - overlap)
        np.cumsum(sums, axis=0, out=sums)
        sums += running
        running = sums[-1].copy()
        total += sums.T @ sums
    return total / overlap


def _rows_or_zero(scores: Scores, start: int, stop: int) -> FloatArray:
    """Return rows of W, which is 0 before its first row and after its last one."""
    block = np.zeros((stop - start, scores.degrees + 1))
    first, last = max(start, 0), min(stop, scores.fit.size)
    if first < last:
        block[first - start : last - start] = scores.rows(first, last)
    return block
