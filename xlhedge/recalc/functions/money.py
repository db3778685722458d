"""Excel's functions of money over time: annuities, rates of return, quoted prices.

Source: Microsoft's page on each function; what the pages leave open (which texts count, which error
wins, fractional periods) was read off values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    CellError,
    cell_by_cell,
    fail,
    finite,
    flat,
    number,
    numbers_in,
)
from xlhedge.worksheet.errors import DIV0, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_DAYS = 365.0
_RATE_STEPS, _RATE_ENOUGH = 100, 1e-7  # Microsoft's page says 20 steps; Excel takes more
_RETURN_STEPS = 100


def native(body: Callable[..., float]) -> Callable[..., Cell]:
    """Make a function of numbers one of cells: TRUE is 1, a blank 0, "5" is 5."""
    return cell_by_cell(lambda *cells: finite(body(*map(number, cells))), errors_first=False)


def toolpak(body: Callable[..., float]) -> Callable[..., Cell]:
    """Make one of the former Analysis ToolPak's, which take no TRUE for a number."""
    return cell_by_cell(lambda *cells: finite(body(*map(strict_number, cells))), errors_first=False)


def strict_number(value: Scalar) -> float:
    """Return a number as the former Analysis ToolPak reads it."""
    if isinstance(value, bool):
        raise fail(VALUE, f"{value} is no number here.")
    return number(value)


def _growth(rate: float, periods: float) -> float:
    """Return (1 + rate) ^ periods."""
    base = 1 + rate
    if base == 0 and periods < 0:
        raise fail(DIV0, "At -100 % nothing is left to be divided by.")
    try:
        grown: object = base**periods
    except OverflowError:
        raise fail(NUM, "The result is too large.") from None
    if not isinstance(grown, float):
        raise fail(NUM, "A rate below -100 % has no fractional periods.")
    return grown


def _series(rate: float, periods: float) -> float:
    """Return what payments of 1 at each period's end have grown to."""
    return periods if rate == 0 else (_growth(rate, periods) - 1) / rate


def _future(rate: float, n: float, pmt: float, pv: float = 0.0, when: float = 0.0) -> float:
    due = 1 + rate if when else 1.0
    return -(pv * _growth(rate, n) + pmt * due * _series(rate, n))


def _present(rate: float, n: float, pmt: float, fv: float = 0.0, when: float = 0.0) -> float:
    due, grown = (1 + rate if when else 1.0), _growth(rate, n)
    if rate == -1 and n == 0:
        raise fail(NUM, "At -100 % no number of periods is 0.")
    if grown == 0:
        raise fail(DIV0, "At -100 % nothing is left to be divided by.")
    return -(fv + pmt * due * _series(rate, n)) / grown


def _payment(rate: float, n: float, pv: float, fv: float = 0.0, when: float = 0.0) -> float:
    if n == 0 or rate <= -1:
        raise fail(NUM, "Payments need periods, and a rate above -100 %.")
    due = 1 + rate if when else 1.0
    series = _series(rate, n)
    if series == 0:
        raise fail(NUM, "No payment does.")
    return -(fv + pv * _growth(rate, n)) / (due * series)


def _periods(rate: float, pmt: float, pv: float, fv: float = 0.0, when: float = 0.0) -> float:
    if rate == 0:
        if pmt == 0:
            raise fail(NUM, "No number of payments of 0 does.")
        return -(pv + fv) / pmt
    due = pmt * (1 + rate if when else 1.0)
    over, under = due - fv * rate, due + pv * rate
    if rate <= -1 or under == 0 or over / under <= 0:
        raise fail(NUM, "No number of periods does.")
    return math.log(over / under) / math.log1p(rate)


def _interest(
    rate: float, per: float, n: float, pv: float, fv: float = 0.0, when: float = 0.0
) -> float:
    if not 1 <= per < n + 1:
        raise fail(NUM, f"There is no period {per:g} of {n:g}.")
    pmt = _payment(rate, n, pv, fv, when)
    if when:
        return 0.0 if per == 1 else (_future(rate, per - 2, pmt, pv, when) - pmt) * rate
    return _future(rate, per - 1, pmt, pv) * rate


def _principal(
    rate: float, per: float, n: float, pv: float, fv: float = 0.0, when: float = 0.0
) -> float:
    return _payment(rate, n, pv, fv, when) - _interest(rate, per, n, pv, fv, when)


def _cumulated(part: Callable[..., float]) -> Callable[..., float]:
    def total(rate: float, n: float, pv: float, first: float, last: float, when: float) -> float:
        if min(rate, n, pv) <= 0 or first < 1 or not first <= last <= n or when not in {0.0, 1.0}:
            raise fail(NUM, "It needs positive amounts, periods from 1 on, and type 0 or 1.")
        if last - first > 100_000:
            raise Refused("it adds up too many periods")
        periods = range(math.ceil(first), math.floor(last) + 1)
        return math.fsum(part(rate, float(per), n, pv, 0.0, when) for per in periods)

    return total


def _rate(
    n: float, pmt: float, pv: float, fv: float = 0.0, when: float = 0.0, guess: float = 0.1
) -> float:
    """Solve for the rate by Newton's method from the guess, which decides between two roots."""
    if n <= 0:
        raise fail(NUM, "It needs periods.")
    if when:
        fv, pv = fv - pmt, pv + pmt
    rate = guess
    for _ in range(_RATE_STEPS):
        if rate <= -1:
            break
        grown, series = _growth(rate, n), _series(rate, n)
        one_less = grown / (1 + rate)
        steepness = n * (n - 1) / 2 if rate == 0 else (n * one_less - series) / rate
        slope = pv * n * one_less + pmt * steepness
        if slope == 0:
            break
        step = (fv + pv * grown + pmt * series) / slope
        rate -= step
        if abs(step) < _RATE_ENOUGH:
            if rate <= -1:
                break
            return rate
    raise fail(NUM, f"No rate is found from {guess:g}.")


def _effect(nominal: float, periods: float) -> float:
    n = math.floor(periods)
    if nominal <= 0 or n < 1:
        raise fail(NUM, "It needs a rate above 0 and at least one period.")
    return _growth(nominal / n, n) - 1


def _nominal(effective: float, periods: float) -> float:
    n = math.floor(periods)
    if effective <= 0 or n < 1:
        raise fail(NUM, "It needs a rate above 0 and at least one period.")
    return n * (_growth(effective, 1 / n) - 1)


def _rri(n: float, pv: float, fv: float) -> float:
    if n <= 0 or pv == 0 or fv / pv < 0:
        raise fail(NUM, "It needs periods, and values of one sign.")
    return math.pow(fv / pv, 1 / n) - 1


def _pduration(rate: float, pv: float, fv: float) -> float:
    if min(rate, pv, fv) <= 0:
        raise fail(NUM, "It needs positive numbers.")
    return (math.log(fv) - math.log(pv)) / math.log1p(rate)


def _quoted(scale: Callable[[float, float], float]) -> Callable[[float, float], float]:
    """Return DOLLARDE or DOLLARFR: what stands behind the point is scaled."""

    def call(price: float, fraction: float) -> float:
        parts = math.trunc(fraction)
        if fraction < 0:
            raise fail(NUM, "The fraction is below 0.")
        if parts < 1:
            raise fail(DIV0, "The fraction is below 1.")
        behind, whole = math.modf(price)
        return whole + behind * scale(10.0 ** math.ceil(math.log10(parts)), float(parts))

    return call


def _or_error(body: Callable[..., float]) -> Callable[..., Cell]:
    """Make an error raised in a function of ranges its value."""

    def call(*args: Cell) -> Cell:
        try:
            return finite(body(*args))
        except CellError as error:
            return error.error

    return call


def _single(value: Cell) -> Scalar:
    if isinstance(value, list):
        raise Refused("a rate in it is an array")
    return value


def _discounted(rate: float, amounts: list[float]) -> float:
    base = 1 + rate
    if base == 0:
        raise fail(DIV0, "At -100 % nothing is left to be divided by.")
    return math.fsum(amount / base ** (i + 1) for i, amount in enumerate(amounts))


def _npv(rate: Cell, *values: Cell) -> float:
    return _discounted(number(_single(rate)), numbers_in(*values))


def _root(value: Callable[[float], float], slope: Callable[[float], float], guess: float) -> float:
    """Return a zero above -1 by Newton's method, halfway back to -1 where a step goes beyond."""
    x = guess
    for _ in range(_RETURN_STEPS):
        try:
            steep = slope(x)
            new = x - value(x) / steep
        except (OverflowError, ZeroDivisionError):
            break
        if new <= -1:
            new = (x - 1) / 2
        if new < -1 + 1e-9:
            break
        if abs(new - x) <= 1e-15 * max(abs(new), 1e-3) or new == x:
            return new
        x = new
    scale = max(abs(slope(x)), 1e-300) if x > -1 else 0.0
    if scale and abs(value(x)) <= 1e-9 * scale:
        return x
    raise fail(NUM, f"No rate of return is found from {guess:g}.")


def _check_signs(amounts: list[float]) -> None:
    if not (any(a > 0 for a in amounts) and any(a < 0 for a in amounts)):
        raise fail(NUM, "It needs an amount paid and one received.")


def _irr(values: Cell, guess: Cell = None) -> float:
    amounts = numbers_in(values)
    start = 0.1 if guess is None else number(_single(guess))
    if start <= -1:
        raise fail(VALUE, "The guess must be above -100 %.")
    _check_signs(amounts)

    def value(x: float) -> float:
        return math.fsum(a / (1 + x) ** i for i, a in enumerate(amounts))

    def slope(x: float) -> float:
        return math.fsum(-i * a / (1 + x) ** (i + 1) for i, a in enumerate(amounts))

    return _root(value, slope, start)


def _mirr(values: Cell, finance: Cell, reinvest: Cell) -> float:
    amounts = numbers_in(values)
    paid_at, earned_at = number(_single(finance)), number(_single(reinvest))
    paid = [min(a, 0.0) for a in amounts]
    earned = [max(a, 0.0) for a in amounts]
    n = len(amounts)
    if not any(paid) or n < 2:
        raise fail(DIV0, "It needs an amount paid.")
    if not any(earned):
        return -1.0
    try:
        # the first amount is not discounted, so a rate of -100 % is no hindrance for it alone
        debt = math.fsum(p / (1 + paid_at) ** i for i, p in enumerate(paid) if p)
        gain = math.fsum(e * (1 + earned_at) ** (n - 1 - i) for i, e in enumerate(earned))
        ratio = -gain / debt
    except ZeroDivisionError:
        raise fail(DIV0, "At -100 % nothing is left to be divided by.") from None
    if ratio < 0:
        raise fail(NUM, "The amounts have no rate of return.")
    return math.pow(ratio, 1 / (n - 1)) - 1


def _dated(values: Cell, dates: Cell, *, blanks: bool) -> list[tuple[float, float]]:
    """Return amounts with the years since the first date."""
    amounts, days = list(flat([values])), list(flat([dates]))
    for cell in (*amounts, *days):
        if isinstance(cell, ExcelError):
            raise CellError(cell)
    if len(amounts) != len(days):
        raise fail(NUM, "There are not as many dates as amounts.")
    if blanks:
        amounts = [0.0 if a is None else a for a in amounts]
        if not all(type(cell) is float for cell in (*amounts, *days)):
            raise fail(VALUE, "A date or amount is no number.")
    elif not all(type(cell) is float for cell in (*amounts, *days)):
        raise fail(NUM, "A date or amount is no number.")
    whole = [math.floor(day) for day in days]  # type: ignore[arg-type]  # all floats
    if min(whole) < 0 or any(day < whole[0] for day in whole):
        raise fail(NUM, "A date is before the first.")
    return [(float(a), (day - whole[0]) / _DAYS) for a, day in zip(amounts, whole, strict=True)]  # type: ignore[arg-type]  # all floats


def _xnpv(rate: Cell, values: Cell, dates: Cell) -> float:
    flows = _dated(values, dates, blanks=False)
    base = 1 + strict_number(_single(rate))
    if base <= 1:
        raise fail(NUM, "The rate must be above 0.")
    return math.fsum(amount / base**years for amount, years in flows)


def _xirr(values: Cell, dates: Cell, guess: Cell = None) -> float:
    flows = _dated(values, dates, blanks=True)
    start = 0.1 if guess is None else strict_number(_single(guess))
    if start <= -1:
        raise fail(NUM, "The guess must be above -100 %.")
    _check_signs([amount for amount, _ in flows])

    def value(x: float) -> float:
        return math.fsum(amount / (1 + x) ** years for amount, years in flows)

    def slope(x: float) -> float:
        return math.fsum(-years * amount / (1 + x) ** (years + 1) for amount, years in flows)

    return _root(value, slope, start)


MONEY: dict[str, Callable[..., Cell]] = {
    "FV": native(_future),
    "PV": native(_present),
    "PMT": native(_payment),
    "NPER": native(_periods),
    "IPMT": native(_interest),
    "PPMT": native(_principal),
    "RATE": native(_rate),
    "RRI": native(_rri),
    "PDURATION": native(_pduration),
    "CUMIPMT": toolpak(_cumulated(_interest)),
    "CUMPRINC": toolpak(_cumulated(_principal)),
    "EFFECT": toolpak(_effect),
    "NOMINAL": toolpak(_nominal),
    "DOLLARDE": toolpak(_quoted(lambda scale, parts: scale / parts)),
    "DOLLARFR": toolpak(_quoted(lambda scale, parts: parts / scale)),
    "NPV": _or_error(_npv),
    "IRR": _or_error(_irr),
    "MIRR": _or_error(_mirr),
    "XNPV": _or_error(_xnpv),
    "XIRR": _or_error(_xirr),
}
