"""Excel's distributions that the engine lacks or computes with too few digits.

Source: Microsoft's page on each function; held to the values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.statistical import numeric
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_LARGEST_DEGREES = 1e10
_MOST_TRIALS = 2**53  # beyond, a cell does not hold each whole number
_NO_TRIALS = 1e30  # where Excel saved #NUM!
_LONGEST_SUM = 10**6
_LARGEST_POPULATION = 10**5


def _need(condition: bool, words: str) -> None:
    if not condition:
        raise fail(NUM, words)


def _probability(p: float, *, zero: bool = False, one: bool = False) -> None:
    _need(
        (p >= 0 if zero else p > 0) and (p <= 1 if one else p < 1), f"{p:g} is no probability here."
    )


def _degrees(value: float) -> float:
    degrees = float(math.floor(value))
    _need(1 <= degrees <= _LARGEST_DEGREES, f"{value:g} are no degrees of freedom.")
    return degrees


def _positive(*values: float) -> None:
    _need(min(values) > 0, "A parameter of the distribution must be above 0.")


def _beta(
    x: float, a: float, b: float, cumulative: float, low: float = 0.0, high: float = 1.0
) -> float:
    from scipy.special import betainc, betaln, xlog1py, xlogy

    _positive(a, b)
    _need(low <= x <= high and low != high, f"{x:g} is not between {low:g} and {high:g}.")
    share = (x - low) / (high - low)
    if cumulative:
        return float(betainc(a, b, share))
    if share in {0, 1}:
        raise Refused("what Excel gives for the density at its end is not known")
    log = xlogy(a - 1, share) + xlog1py(b - 1, -share) - betaln(a, b)
    return math.exp(log) / (high - low)


def _beta_inverse(p: float, a: float, b: float, low: float = 0.0, high: float = 1.0) -> float:
    from scipy.special import betaincinv

    _positive(a, b)
    _probability(p)
    _need(low < high, "The upper bound must be above the lower one.")
    return low + (high - low) * float(betaincinv(a, b, p))


def _choices(n: float, k: float) -> float:
    """Return the logarithm of n over k."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _binomial_share(k: float, n: float, p: float) -> float:
    """Return the probability of exactly k successes of n."""
    if p in {0.0, 1.0}:
        return float(k == n * p)
    if n <= 1000:
        return float(math.comb(int(n), int(k)) * p**k * (1 - p) ** (n - k))
    return math.exp(_choices(n, k) + k * math.log(p) + (n - k) * math.log1p(-p))


def _trials(value: float) -> int:
    """Return a whole number of trials, refused where what Excel makes of it is not known."""
    _need(0 <= value < _NO_TRIALS, f"{value:g} is no number of trials.")
    if value >= _MOST_TRIALS:
        raise Refused(f"what Excel gives for {value:g} trials is not known")
    return math.floor(value)


def _binomial(successes: float, trials: float, p: float, cumulative: float) -> float:
    from scipy.special import bdtr

    k, n = math.floor(successes), _trials(trials)
    _need(0 <= k <= n, f"There are no {k} successes of {n}.")
    _probability(p, zero=True, one=True)
    return float(bdtr(k, n, p)) if cumulative else _binomial_share(k, n, p)


def _binomial_range(trials: float, p: float, first: float, last: float | None = None) -> float:
    n, low = _trials(trials), math.floor(first)
    high = low if last is None else math.floor(last)
    _probability(p, zero=True, one=True)
    _need(0 <= low <= high <= n, "The successes must lie between 0 and the trials, in order.")
    if high - low > _LONGEST_SUM:
        raise Refused(f"it adds up more than {_LONGEST_SUM:,} probabilities")
    return math.fsum(_binomial_share(k, n, p) for k in range(low, high + 1))


def _binomial_inverse(trials: float, p: float, alpha: float) -> float:
    from scipy.special import bdtr

    n = _trials(trials)
    _probability(p)
    _probability(alpha)
    low, high = 0, n
    while low < high:  # the smallest number of successes that reaches alpha
        middle = (low + high) // 2
        low, high = (low, middle) if bdtr(middle, n, p) >= alpha else (middle + 1, high)
    return float(low)


def _negative_binomial(failures: float, successes: float, p: float, cumulative: float) -> float:
    from scipy.special import nbdtr

    f, s = _trials(failures), _trials(successes)
    _need(s >= 1, "It needs successes from 1 on.")
    _probability(p)
    if cumulative:
        return float(nbdtr(f, s, p))
    return math.exp(_choices(f + s - 1, s - 1) + s * math.log(p) + f * math.log1p(-p))


def _chi_square(x: float, degrees: float, cumulative: float) -> float:
    _need(x >= 0, f"{x:g} is below 0.")
    df = _degrees(degrees)
    if x == 0 and df == 1 and not cumulative:
        raise fail(NUM, "The density has no bound at 0.")
    return _gamma(x, df / 2, 2.0, cumulative)


def _chi_square_inverse(p: float, degrees: float) -> float:
    from scipy.special import gammaincinv

    _probability(p, zero=True)
    return 2 * float(gammaincinv(_degrees(degrees) / 2, p))


def _chi_square_upper(p: float, degrees: float) -> float:
    from scipy.special import gammainccinv

    _probability(p, one=True)
    return 2 * float(gammainccinv(_degrees(degrees) / 2, p))


def _f(x: float, first: float, second: float, cumulative: float) -> float:
    from scipy.special import betainc, betaln

    _need(x >= 0, f"{x:g} is below 0.")
    a, b = _degrees(first), _degrees(second)
    if cumulative:
        return float(betainc(a / 2, b / 2, a * x / (a * x + b)))
    if x == 0:
        if a < 2:
            raise fail(NUM, "The density has no bound at 0.")
        return 1.0 if a == 2 else 0.0
    log = a / 2 * math.log(a) + b / 2 * math.log(b) + (a / 2 - 1) * math.log(x)
    return math.exp(log - (a + b) / 2 * math.log(b + a * x) - float(betaln(a / 2, b / 2)))


def _f_inverse(p: float, first: float, second: float) -> float:
    from scipy.special import betaincinv

    a, b = _degrees(first), _degrees(second)
    _probability(p, zero=True)
    share = float(betaincinv(a / 2, b / 2, p))
    return b * share / (a * (1 - share))


def _f_upper(p: float, first: float, second: float) -> float:
    from scipy.special import betaincinv

    a, b = _degrees(first), _degrees(second)
    _probability(p, one=True)
    share = float(betaincinv(b / 2, a / 2, p))
    return b * (1 - share) / (a * share)


def _gamma_function(x: float) -> float:
    _need(x > 0 or not float(x).is_integer(), f"There is no gamma of {x:g}.")
    try:
        return math.gamma(x)
    except OverflowError:
        raise fail(NUM, "The result is too large.") from None


def _gamma(x: float, a: float, b: float, cumulative: float) -> float:
    from scipy.special import gammainc, xlogy

    _need(x >= 0, f"{x:g} is below 0.")
    _positive(a, b)
    if cumulative:
        return float(gammainc(a, x / b))
    if x == 0 and a < 1:
        raise fail(NUM, "The density has no bound at 0.")
    return math.exp(float(xlogy(a - 1, x / b)) - x / b - math.lgamma(a)) / b


def _gamma_inverse(p: float, a: float, b: float) -> float:
    from scipy.special import gammaincinv

    _positive(a, b)
    _probability(p, zero=True)
    return b * float(gammaincinv(a, p))


def _hypergeometric(
    drawn: float, sample: float, special: float, size: float, cumulative: float
) -> float:
    if size > _LARGEST_POPULATION:
        raise Refused(f"it draws from more than {_LARGEST_POPULATION:,}")
    k, n, m, whole = (math.floor(x) for x in (drawn, sample, special, size))
    _need(0 < n <= whole and 0 < m <= whole, "The sample is larger than what it is drawn from.")
    _need(0 <= k <= min(n, m), f"There are no {k} successes in the sample.")
    _need(bool(cumulative) or k >= n - whole + m, f"There are no {k} successes in the sample.")

    def share(i: int) -> float:
        return math.comb(m, i) * math.comb(whole - m, n - i) / math.comb(whole, n)

    return math.fsum(map(share, range(k + 1))) if cumulative else share(k)


def _lognormal(x: float, mean: float, deviation: float, cumulative: float) -> float:
    from scipy.special import ndtr

    _positive(x, deviation)
    z = (math.log(x) - mean) / deviation
    return float(ndtr(z)) if cumulative else _phi(z) / (x * deviation)


def _lognormal_inverse(p: float, mean: float, deviation: float) -> float:
    from scipy.special import ndtri

    _positive(deviation)
    _probability(p)
    return math.exp(mean + deviation * float(ndtri(p)))


def _weibull(x: float, a: float, b: float, cumulative: float) -> float:
    _need(x >= 0, f"{x:g} is below 0.")
    _positive(a, b)
    power = (x / b) ** a
    if cumulative:
        return -math.expm1(-power)
    if x == 0 and a <= 1:
        raise Refused("what Excel gives for the density at 0 is not known")
    return float(a / b * (x / b) ** (a - 1) * math.exp(-power))


def _gauss(x: float) -> float:
    return math.erf(x / math.sqrt(2)) / 2


def _phi(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


DISTRIBUTIONS: dict[str, Callable[..., Cell]] = {
    "BETA.DIST": numeric(_beta),
    "BETADIST": numeric(lambda x, a, b, *bounds: _beta(x, a, b, 1.0, *bounds)),
    "BETA.INV": numeric(_beta_inverse),
    "BETAINV": numeric(_beta_inverse),
    "BINOM.DIST": numeric(_binomial),
    "BINOMDIST": numeric(_binomial),
    "BINOM.DIST.RANGE": numeric(_binomial_range),
    "BINOM.INV": numeric(_binomial_inverse),
    "CRITBINOM": numeric(_binomial_inverse),
    "NEGBINOM.DIST": numeric(_negative_binomial),
    "NEGBINOMDIST": numeric(lambda f, s, p: _negative_binomial(f, s, p, 0.0)),
    "CHISQ.DIST": numeric(_chi_square),
    "CHISQ.INV": numeric(_chi_square_inverse),
    "CHISQ.INV.RT": numeric(_chi_square_upper),
    "CHIINV": numeric(_chi_square_upper),
    "F.DIST": numeric(_f),
    "F.INV": numeric(_f_inverse),
    "F.INV.RT": numeric(_f_upper),
    "FINV": numeric(_f_upper),
    "GAMMA": numeric(_gamma_function),
    "GAMMA.DIST": numeric(_gamma),
    "GAMMADIST": numeric(_gamma),
    "GAMMA.INV": numeric(_gamma_inverse),
    "GAMMAINV": numeric(_gamma_inverse),
    "HYPGEOM.DIST": numeric(_hypergeometric),
    "HYPGEOMDIST": numeric(lambda k, n, m, whole: _hypergeometric(k, n, m, whole, 0.0)),
    "LOGNORM.DIST": numeric(_lognormal),
    "LOGNORM.INV": numeric(_lognormal_inverse),
    "LOGINV": numeric(_lognormal_inverse),
    "WEIBULL": numeric(_weibull),
    "WEIBULL.DIST": numeric(_weibull),
    "GAUSS": numeric(_gauss),
    "PHI": numeric(_phi),
    "FISHERINV": numeric(math.tanh),
}
