"""How a t statistic is distributed when its errors are Gaussian and hang together."""

import functools
import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray

_NODES = 64  # of Gauss's rule
_NOTHING = 1e-12  # a share of the variance so small that it is rounding
_FAR_OUT = 1e60  # where no chance is left that a number could tell from none


class GaussianT(NamedTuple):
    """How t is distributed: t^2 = w^2 / sum(v_i^2), all normal, with var w = 1.

    The v are the error's parts, turned so that they are independent of each other.
    """

    own: float  # the share of var w that has nothing to do with the error
    common: tuple[float, ...]  # the shares that w has in common with each v
    spread: tuple[float, ...]  # the variance of each v

    @classmethod
    def of(cls, covariance: FloatArray) -> "GaussianT":
        """Return the law for the covariance of w, first, and of sqrt(degrees) times the v."""
        degrees = len(covariance) - 1
        scaled = covariance / covariance[0, 0]
        variances, directions = np.linalg.eigh(scaled[1:, 1:])
        there = variances > _NOTHING * variances[-1]  # the others do not vary, nor do they count
        common = (scaled[0, 1:] @ directions[:, there]) ** 2 / variances[there]
        own = max(0.0, 1 - float(common.sum()))
        common /= own + float(common.sum())
        return cls(own, tuple(common.tolist()), tuple((variances[there] / degrees).tolist()))

    def tail(self, t: float) -> float:
        """Return the chance of abs(t) or more.

        It is that of w^2 > t^2 sum(v_i^2), a form with one positive eigenvalue l, the others being
        -l eta_j; Craig's integral of the normal tail makes that the mean of
        prod (1 + eta_j / sin^2 a)^(-1/2) for a from 0 to pi/2. Neither eta nor differences are
        needed: 1/l is where `share` below is 1, and the product follows from the determinant.
        """
        from scipy import optimize

        common, growth = np.array(self.common), np.array(self.spread) * min(t, _FAR_OUT) ** 2

        def share(u: float) -> float:
            return u * (self.own + float((common / (1 + u * growth)).sum()))

        high = 1.0
        while share(high) < 1:
            high *= 16
            if high > _FAR_OUT:  # no errors at all make the slope as large against its error
                return 0.0
        # the share at 1/e is below 1, since own and common add up to 1
        log_u = optimize.brentq(lambda x: share(math.exp(x)) - 1, -1.0, math.log(high))
        u = math.exp(float(log_u))
        inverse, weights = _quadrature()
        wide, near = 1 + u * inverse[:, None] * growth, 1 + u * growth
        rest = u * (self.own + (common / wide / near).sum(axis=1))
        logarithm = np.log(wide).sum(axis=1) + np.log(rest)
        return float((np.exp(-0.5 * logarithm) * weights).sum())


@functools.cache
def _quadrature() -> tuple[FloatArray, FloatArray]:
    """Return 1 / sin^2 a at Gauss's nodes of (0, pi/2), and the weights times 2/pi."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return 1 / np.sin((nodes + 1) * (math.pi / 4)) ** 2, weights / 2
