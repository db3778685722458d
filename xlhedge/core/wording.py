"""Numbers and texts as people write them: for the sentences of errors and pages."""

import math
from decimal import Decimal

_TYPED = 12  # significant digits that somebody types
_SURE = 15  # of a double: what comes after is noise
_MOST_DECIMALS, _LARGEST = 11, 1e15  # written out up to these
_LONGEST_TEXT = 40


def plain(value: float, digits: int = 6) -> str:
    """Return a number with thousands apart, all digits that were typed and no noise.

    What has more than 12 digits is the result of a calculation: it keeps `digits` of them, at
    least all before the point.

    Examples
    --------
    >>> plain(1e6), plain(52005.25), plain(0.1 + 0.2), plain(1 / 3), plain(2e6 / 3)
    ('1,000,000', '52,005.25', '0.3', '0.333333', '666,667')
    >>> plain(1e-9), plain(-1.5e-12), plain(1e300), plain(math.inf)
    ('0.000000001', '-1.5e-12', '1e300', 'infinity')
    """
    try:
        value = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        value = math.inf if value > 0 else -math.inf
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else f"{'-' * (value < 0)}infinity"
    exact = Decimal(repr(value)).normalize()
    if len(exact.as_tuple().digits) > _SURE:
        exact = Decimal(f"{value:.{_SURE}g}").normalize()
    places = len(exact.as_tuple().digits) - 1
    if places >= _TYPED:
        places = max(digits - 1, exact.adjusted() if abs(exact) < _LARGEST else 0)
        exact = Decimal(f"{value:.{places}e}").normalize()
    decimals = -int(exact.as_tuple().exponent)
    if value == 0 or (decimals <= _MOST_DECIMALS and abs(value) < _LARGEST):
        return f"{exact + 0:,f}"
    front, _, power = f"{exact:e}".partition("e")
    return f"{front}e{int(power)}"


def in_quotes(words: str) -> str:
    """Return words in quotes, cut where they are long; what no font shows is escaped.

    Examples
    --------
    >>> print(in_quotes("weekly"), in_quotes("x" * 50))
    "weekly" "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."
    """
    shown = words if len(words) <= _LONGEST_TEXT else words[:_LONGEST_TEXT] + "..."
    printable = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
    return f'"{"".join(printable)}"'
