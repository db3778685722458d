"""Strips: exposures over several expiries, each hedged with futures of its own month."""

import math
from typing import NamedTuple

from xlhedge.core.changes import FloatArray
from xlhedge.core.contracts import futures_contracts, round_contracts
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_pair, need_same_count
from xlhedge.core.wording import plain


class StripLine(NamedTuple):
    """One expiry of a strip: contracts are negative = sell, positive = buy."""

    expiry: int
    exact: float
    whole: float
    carried: float  # what rounding left over, handed on to the next expiry


def strip_hedge_contracts(
    exposures: FloatArray,
    contract_size: float,
    hedge_ratios: FloatArray,
    rounding: int = 1,
    *,
    carry: bool = True,
) -> list[StripLine]:
    """Return the contracts of each expiry, N = -h E / Q, in whole lots that add up.

    Parameters
    ----------
    exposures : array of shape (n,)
        Signed quantities, the nearest expiry first: + will sell, - will buy. NaN marks a missing
        cell: that line is left out.
    contract_size : float
        Quantity a contract; above 0.
    hedge_ratios : array of shape (n,) or (1,)
        One an expiry, or one for all; + protects.
    rounding : {0, 1, 2, 3}
        See `round_contracts`; 0 leaves nothing to carry.
    carry : bool
        Whether what rounding leaves over is handed on to the next expiry: the running total is
        rounded then, so that the strip up to any expiry is its exact sum in whole lots.

    Returns
    -------
    list of StripLine

    Raises
    ------
    HedgeError
        MISMATCH for another number of ratios; UNDEFINED for no line with two numbers; DOMAIN for
        a size that is not above 0, or numbers too large.

    Examples
    --------
    >>> import numpy as np
    >>> [line.whole for line in strip_hedge_contracts(np.full(4, 1250.0), 5000, np.ones(1))]
    [0.0, -1.0, 0.0, 0.0]
    """
    if hedge_ratios.size != 1:
        need_same_count("exposures", exposures.size, "hedge_ratios", hedge_ratios.size)
    ratios = hedge_ratios.tolist() * (exposures.size if hedge_ratios.size == 1 else 1)
    lines: list[StripLine] = []
    exacts: list[float] = []
    held = 0.0
    for expiry, (exposure, ratio) in enumerate(zip(exposures.tolist(), ratios, strict=True), 1):
        if math.isnan(exposure) or math.isnan(ratio):
            continue
        exact = futures_contracts(exposure, contract_size, ratio)
        if not math.isfinite(exact):
            raise HedgeError(
                Kind.DOMAIN,
                f"exposures holds {plain(exposure)}, more contracts of {plain(contract_size)} than "
                "can be counted.",
            )
        if not carry:
            lines.append(StripLine(expiry, exact, round_contracts(exact, rounding), 0.0))
            continue
        exacts.append(exact)
        total = math.fsum(exacts)  # anew each time: a long strip gathers no rounding error
        before, held = held, round_contracts(total, rounding)
        # not total - total before where nothing is rounded: that would lose digits
        whole = held - before if rounding else exact
        lines.append(StripLine(expiry, exact, whole, total - held))
    need_pair("exposures", "hedge_ratios", lines)
    return lines
