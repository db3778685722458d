"""What can be wrong with a hedge's numbers, in one exception with five kinds."""

import math
from enum import Enum


class Kind(Enum):
    """Why there is no answer."""

    UNDEFINED = "undefined"  # too few observations, no variance, a zero denominator
    DOMAIN = "domain"  # a number outside what the formula is defined for; no convergence
    MISMATCH = "mismatch"  # ranges that should pair up and do not
    UNAVAILABLE = "unavailable"  # needs a library that is not installed here
    TYPE = "type"  # not the kind of value that is needed, or an unknown keyword


class HedgeError(ValueError):
    """A hedge figure that cannot be given, and the sentence that says why.

    Parameters
    ----------
    kind : Kind
        What kind of trouble it is; a spreadsheet turns it into its own error value.
    message : str
        One sentence: the argument, what was given, what would be accepted.

    Examples
    --------
    >>> HedgeError(Kind.UNDEFINED, "position_value is 0; a value other than 0 is needed.").kind
    <Kind.UNDEFINED: 'undefined'>
    """

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def plain(number: float) -> str:
    """Return a number as people write it in a sentence, with six digits or more.

    Examples
    --------
    >>> plain(5050000), plain(-0.8), plain(0.00002), plain(1234567.5), plain(1e300)
    ('5,050,000', '-0.8', '0.00002', '1,234,567.5', '1e+300')
    """
    size = abs(number)
    if size == 0:
        return "0"
    if not 1e-9 <= size < 1e15:  # nobody writes these out; NaN too
        return f"{number:g}"
    decimals = max(2, 5 - math.floor(math.log10(size)))
    return f"{number:,.{decimals}f}".rstrip("0").rstrip(".")
