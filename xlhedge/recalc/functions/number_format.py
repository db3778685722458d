"""Values as a cell shows them: the number formats of Excel (English, 1900 dates)."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.errors import ExcelError

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<half>AM/PM|A/P)"
    r"|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<literal>[ $€£¥+\-/():!^&'~{}<>=x])",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-[0-9A-Fa-f]+)?")
_ELAPSED = {"h": 24, "m": 24 * 60, "s": 24 * 3600}
_WEEKDAYS = frozenset({"ddd", "dddd"})
_LEAP_DAY = 60
_LAST_DAY = 2_958_466  # 1 January 10000
Token = tuple[str, str]


class NoDate(Refused):
    """A number that no date format shows: a cell is filled with #, TEXT gives #VALUE!."""


def general(number: float) -> str:
    """Return a number as Excel turns it into text: 15 digits at most.

    Raises
    ------
    Refused
        The number is so small that its text is not known.
    """
    if number == 0:
        return "0"
    if 0 < abs(number) < 1e-9:
        raise Refused(f"the text of so small a number ({number}) is not known")
    digits = Decimal(f"{number:.15g}")
    if abs(number) >= 1e21:
        mantissa, _, exponent = f"{digits:E}".partition("E")
        return f"{_trimmed(mantissa)}E+{int(exponent):02d}"
    return _trimmed(f"{digits:f}")


def short_general(number: float) -> str:
    """Return a number as a cell of General format shows it: in eleven characters at most."""
    size = abs(number)
    exact = f"{Decimal(f'{size:.15g}'):f}"
    if size and len(exact) > 11 and not 1e-4 <= size < 1e11:
        mantissa, _, exponent = f"{Decimal(repr(number)):.5E}".partition("E")
        return f"{_trimmed(mantissa)}E{exponent[0]}{int(exponent[1:]):02d}"
    decimals = max(10 - len(str(int(size))), 0)
    text = f"{round_half_up(number, decimals):f}"
    return _trimmed(text) if text.strip("-0.") else "0"


def round_half_up(number: float, decimals: int) -> Decimal:
    """Return a number of 15 digits rounded, a half away from zero."""
    return Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def display(value: object, code: str) -> str:
    """Return what a cell with this number format shows; never fails."""
    if value is None:
        return ""
    try:
        return formatted(value, code)
    except Refused:
        return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def formatted(value: object, code: str) -> str:
    """Return a value in a number format, as TEXT does.

    Raises
    ------
    Refused
        The format has a part that is not known to come out as in Excel.
    """
    if isinstance(value, bool | ExcelError):
        return _plain(value)
    sections = _sections(code)
    if isinstance(value, str):
        return _text(value, sections[3]) if len(sections) > 3 else value
    if not isinstance(value, float):
        raise Refused(f"a value of type {type(value).__name__} has no text")
    section, number = _choose(value, sections)
    kinds = {kind for kind, _ in section}
    if "date" in kinds or "elapsed" in kinds:
        return _date(number, section)
    return _number(number, section)


@lru_cache(maxsize=256)
def _sections(code: str) -> list[list[Token]]:
    sections: list[list[Token]] = [[]]
    position = 0
    while position < len(code):
        if code[position] == ";":
            sections.append([])
            position += 1
            continue
        match = _TOKEN.match(code, position)
        if match is None or match.lastgroup is None:
            raise Refused(f"the number format {code!r} is not known")
        kind, text = match.lastgroup, match[match.lastgroup]
        position = match.end()
        if kind == "bracket":
            if _COLOUR.fullmatch(text):
                continue
            kind, text = _bracket(text, code)
        elif kind in {"escaped", "quoted"}:
            kind = "literal"
        elif kind == "blank":
            kind, text = "literal", " "
        elif kind == "fill":
            continue
        sections[-1].append((kind, text))
    if len(sections) > 4:
        raise Refused(f"the number format {code!r} has more than four sections")
    return sections


def _bracket(text: str, code: str) -> Token:
    currency = _CURRENCY.fullmatch(text)
    if currency:
        return "literal", currency[1]
    if text.lower().strip("hms") == "" and len(set(text.lower())) == 1:
        return "elapsed", text.lower()
    raise Refused(f"the number format {code!r} has a condition")


def _choose(value: float, sections: list[list[Token]]) -> tuple[list[Token], float]:
    """Return the section for the number's sign, and the number with the sign it still needs."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _text(value: str, section: list[Token]) -> str:
    return "".join(value if kind == "text" else text for kind, text in section)


def _number(number: float, section: list[Token]) -> str:
    kinds = [kind for kind, _ in section]
    if "?" in [text for kind, text in section if kind == "digit"]:
        raise Refused("number formats with ? are not known well enough")
    if "exponent" in kinds:
        return _scientific(number, section)
    if "general" in kinds or ("text" in kinds and "digit" not in kinds):
        body = general(abs(number))
        sign = "-" if number < 0 else ""
        return sign + "".join(
            body if kind in {"general", "text"} else text for kind, text in section
        )
    places = [i for i, kind in enumerate(kinds) if kind in {"digit", "point"}]
    if not places:
        sign = "-" if number < 0 and section else ""
        return sign + "".join(text for kind, text in section if kind != "comma")
    return _digits(number, section, places[0], places[-1])


def _digits(number: float, section: list[Token], first: int, last: int) -> str:
    """Lay the digits out over the placeholders between `first` and `last`."""
    core = section[first : last + 1]
    trailing = 0
    while last + 1 + trailing < len(section) and section[last + 1 + trailing][0] == "comma":
        trailing += 1
    if {kind for kind, _ in core} - {"digit", "point", "comma"}:
        if {text for kind, text in core if kind != "literal"} == {"0"} and not trailing:
            return _spaced(number, section, first, last)
        raise Refused("number formats with text between the digits are not known well enough")
    before = core[: [k for k, _ in core].index("point")] if ("point", ".") in core else core
    after = core[len(before) :]
    whole = "".join(text for kind, text in before if kind == "digit")
    fraction = "".join(text for kind, text in after if kind == "digit")
    percents = sum(1 for kind, _ in section if kind == "percent")
    exact = Decimal(f"{abs(number):.15g}").scaleb(2 * percents - 3 * trailing)
    rounded = exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    while right and len(right) > (fraction.rfind("0") + 1) and right.endswith("0"):
        right = right[:-1]
    if any(kind == "comma" for kind, _ in before):
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", left)
    body = left + ("." if after else "") + right
    sign = "-" if number < 0 and rounded != 0 else ""
    head = "".join(text for _, text in section[:first])
    tail = "".join(text for _, text in section[last + 1 + trailing :])
    return sign + head + body + tail


def _spaced(number: float, section: list[Token], first: int, last: int) -> str:
    """Lay the digits out over zeros with text between them: ``000-00-0000``."""
    core = section[first : last + 1]
    percents = sum(1 for kind, _ in section if kind == "percent")
    exact = Decimal(f"{abs(number):.15g}").scaleb(2 * percents)
    digits = f"{exact.quantize(Decimal(1), ROUND_HALF_UP):f}"
    digits = digits.rjust(sum(kind == "digit" for kind, _ in core), "0")
    out: list[str] = []
    for kind, text in reversed(core):
        out.append(digits[-1] if kind == "digit" else text)
        digits = digits[:-1] if kind == "digit" else digits
    sign = "-" if number < 0 and exact >= Decimal("0.5") else ""
    body = digits + "".join(reversed(out))
    return (
        sign
        + "".join(text for _, text in section[:first])
        + body
        + "".join(text for _, text in section[last + 1 :])
    )


def _scientific(number: float, section: list[Token]) -> str:
    """Return a number with an exponent: ``0.00E+00``."""
    kinds = [kind for kind, _ in section]
    start = next(i for i, kind in enumerate(kinds) if kind in {"digit", "point", "exponent"})
    end = kinds.index("exponent")
    form = "".join(text for _, text in section[start:end])
    if not re.fullmatch(r"0(\.0+)?", form) or set(kinds) & {"percent", "comma", "general"}:
        raise Refused("number formats with E are computed where they look like 0.00E+00")
    decimals = max(len(form) - 2, 0)
    exact = Decimal(f"{abs(number):.15g}")
    power = exact.adjusted() if exact else 0
    mantissa = exact.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if mantissa >= 10:
        power, mantissa = power + 1, (mantissa / 10).quantize(Decimal(1).scaleb(-decimals))
    mark = section[end][1]
    sign = "-" if power < 0 else "+" if mark[1] == "+" else ""
    exponent = f"{mark[0]}{sign}{abs(power):0{len(mark) - 2}d}"
    head = "".join(text for _, text in section[:start])
    tail = "".join(text for _, text in section[end + 1 :])
    return ("-" if number < 0 else "") + head + f"{mantissa:f}" + exponent + tail


def _date(number: float, section: list[Token]) -> str:
    if number < 0 or number >= _LAST_DAY:
        raise NoDate(f"{number:g} is no date")
    days = any(kind == "date" and text[0] in "yYdD" for kind, text in section)
    if days and math.floor(number) in {0, _LEAP_DAY} and not _names_a_weekday(section):
        raise Refused("the day 0 and the 29 February 1900 are no days of a calendar")
    if any(kind in {"digit", "exponent", "percent"} for kind, _ in section):
        raise NoDate("a number format that mixes date and digits shows nothing")
    decimals = max(
        (len(t) - t.find(".") - 1 for k, t in section if k == "date" and "." in t), default=0
    )
    seconds = round(number * 86400 * 10**decimals) / 10**decimals
    twelve = any(kind == "half" for kind, _ in section)
    moment = dt.datetime(1899, 12, 30) + dt.timedelta(seconds=math.floor(seconds))  # noqa: DTZ001 - a cell's date has no time zone
    out = []
    for i, (kind, text) in enumerate(section):
        if kind == "elapsed":
            whole = math.floor(seconds / 86400 * _ELAPSED[text[0]] + 1e-9)
            out.append(str(whole).rjust(len(text), "0"))
        elif kind == "half":
            out.append("PM" if moment.hour >= 12 else "AM")
        elif kind == "date":
            # 1900 had no 29 February: up to it a date is a day later, but weekdays go on
            late = number < _LEAP_DAY and text.lower() not in _WEEKDAYS
            shown = moment + dt.timedelta(days=1) if late else moment
            out.append(_date_part(text.lower(), shown, twelve, _is_minute(section, i), seconds))
        else:
            out.append(text)
    return "".join(out)


def _names_a_weekday(section: list[Token]) -> bool:
    """Whether it shows nothing of a date but its day of the week."""
    return all(text.lower() in _WEEKDAYS for kind, text in section if kind == "date")


def _is_minute(section: list[Token], index: int) -> bool:
    """Whether the m at `index` stands after hours or before seconds."""
    parts = [
        (i, text.lower()) for i, (kind, text) in enumerate(section) if kind in {"date", "elapsed"}
    ]
    place = [i for i, _ in parts].index(index)
    after_hour = place > 0 and parts[place - 1][1][0] == "h"
    before_second = place + 1 < len(parts) and parts[place + 1][1][0] == "s"
    return after_hour or before_second


def _date_part(text: str, moment: dt.datetime, twelve: bool, minute: bool, seconds: float) -> str:
    letter, width = text[0], len(text.partition(".")[0])
    if letter == "y":
        return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
    if letter == "d" and width > 2:
        return f"{moment:%a}" if width == 3 else f"{moment:%A}"
    if letter == "m" and not minute and width > 2:
        return {3: f"{moment:%b}", 5: f"{moment:%B}"[0]}.get(width, f"{moment:%B}")
    if letter == "h":
        number = (moment.hour % 12 or 12) if twelve else moment.hour
    elif letter == "s":
        _, point, decimals = text.partition(".")
        rest = f"{seconds % 1:.{len(decimals)}f}"[1:] if point else ""
        return f"{moment.second:0{min(width, 2)}d}{rest}"
    else:
        number = moment.minute if minute else {"d": moment.day, "m": moment.month}[letter]
    return f"{number:0{min(width, 2)}d}"
