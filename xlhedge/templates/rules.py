"""What an input accepts: the data validations, each with the message that the cell shows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates.history import FIRST_DAY
from xlhedge.templates.schema import value_excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlhedge.templates.schema import Where

TITLE_LIMIT = 32  # Excel's, for the title of a message
MESSAGE_LIMIT = 255
BOUND = 1e15  # the digits that Excel keeps


class Rule(NamedTuple):
    """What one input accepts, in Excel's terms and in words."""

    options: dict[str, Any]
    words: str

    @property
    def takes_numbers(self) -> bool:
        """Whether what is accepted is a number, or a day, which is one."""
        return self.options["validate"] in {"decimal", "integer", "date"}

    def validation(self, label: str, unit: str, note: str) -> dict[str, Any]:
        """Return the data validation of an input: what it is, and what it accepts."""
        says = f"{note}\nUnit: {unit}. Accepts {self.words}."
        return {
            **self.options,
            "ignore_blank": True,
            "input_title": label[:TITLE_LIMIT],
            "input_message": says[:MESSAGE_LIMIT],
            "error_title": label[:TITLE_LIMIT],
            "error_message": f"{label} accepts {self.words}."[:MESSAGE_LIMIT],
        }


def any_number() -> Rule:
    """Accept any number, of either sign."""
    return Rule(_decimal("between", minimum=-BOUND, maximum=BOUND), "any number")


def above(low: float) -> Rule:
    """Accept numbers above `low`."""
    return Rule(_decimal(">", value=low), f"a number above {low:g}")


def at_least(low: float) -> Rule:
    """Accept `low` and the numbers above it."""
    return Rule(_decimal(">=", value=low), f"a number of {low:g} or more")


def at_most(high: float) -> Rule:
    """Accept `high` and the numbers below it."""
    return Rule(_decimal("between", minimum=-BOUND, maximum=high), f"a number of {high:g} or less")


def between(low: float, high: float) -> Rule:
    """Accept numbers from `low` to `high`."""
    return Rule(
        _decimal("between", minimum=low, maximum=high), f"a number from {low:g} to {high:g}"
    )


def whole_number(low: int, high: int) -> Rule:
    """Accept whole numbers from `low` to `high`."""
    return Rule(
        {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high},
        f"a whole number from {low:,} to {high:,}",
    )


def one_of(choices: Sequence[float | str]) -> Rule:
    """Accept one of a closed list."""
    words = " or ".join(f"{choice}" for choice in choices)
    return Rule({"validate": "list", "source": list(choices)}, words)


def one_of_cells(name: str) -> Rule:
    """Accept what stands in cells of a name."""
    words = f"one of the {name.replace('_', ' ')}"
    return Rule({"validate": "list", "source": f"={name}"}, words)


def day_since(first: dt.date) -> Rule:
    """Accept true dates from `first` on."""
    return Rule({"validate": "date", "criteria": ">=", "value": first}, f"a date from {first} on")


def text_up_to(length: int) -> Rule:
    """Accept a text of at most `length` characters."""
    return Rule(
        {"validate": "length", "criteria": "<=", "value": length},
        f"a text of at most {length} characters",
    )


def version(example: str) -> Rule:
    """Accept what names a version."""
    return text_up_to(40)._replace(words=f'a version, such as "{example}"')


def _decimal(criteria: str, **bounds: float) -> dict[str, Any]:
    return {"validate": "decimal", "criteria": criteria, **bounds}


# what a description writes after a rule's name: how many values, and what makes one of its text
_NUMBER, _WHOLE, _DAY = (
    (float, "a number"),
    (int, "a whole number"),
    (dt.date.fromisoformat, "a date"),
)


def _cells(word: str) -> str:
    if not word.replace("_", "").islower():
        raise ValueError(word)
    return word


RULES: dict[str, tuple[Callable[..., Rule], tuple[tuple[Callable[[str], Any], str], ...]]] = {
    "any_number": (any_number, ()),
    "above": (above, (_NUMBER,)),
    "at_least": (at_least, (_NUMBER,)),
    "at_most": (at_most, (_NUMBER,)),
    "between": (between, (_NUMBER, _NUMBER)),
    "whole_number": (whole_number, (_WHOLE, _WHOLE)),
    "day_since": (day_since, (_DAY,)),
    "text_up_to": (text_up_to, (_WHOLE,)),
    "listed": (one_of_cells, ((_cells, "a name"),)),
}


def read(text: str, where: Where) -> Rule:
    """Return the rule that a description names, as `between 0 1` or `one_of ifrs9 ias39`."""
    name, *words = text.split() or [""]
    if name == "one_of" and len(words) > 1:
        if len(",".join(words)) > MESSAGE_LIMIT:
            where.refuse(f"a list has at most {MESSAGE_LIMIT} characters in Excel.")
        return one_of([_figure(word) for word in words])
    if name == "one_of":
        where.refuse(f"{text!r}: after one_of stand the choices, two or more, as one_of 0 1 2.")
    if name not in RULES:
        where.refuse(f"there is no rule {name!r}; there are {', '.join(RULES)}, one_of.")
    make, kinds = RULES[name]
    try:
        values = [kind(word) for (kind, _), word in zip(kinds, words, strict=True)]
    except ValueError:
        takes = " and ".join(label for _, label in kinds) or "nothing"
        where.refuse(f"{text!r}: after {name} stands {takes}.")
    bounds = [v for v in values if not isinstance(v, dt.date | str)]
    if not all(-BOUND <= bound <= BOUND for bound in bounds) or bounds != sorted(bounds):
        where.refuse(f"{text!r}: bounds are numbers of at most 15 digits, the lower one first.")
    if any(isinstance(v, dt.date) and v < FIRST_DAY for v in values):
        where.refuse(f"{text!r}: Excel's dates are safe from {FIRST_DAY} on.")
    # whole bounds are written without a point, as Excel does
    return make(*(int(v) if isinstance(v, float) and v.is_integer() else v for v in values))


def need_fit(rule: Rule, value: object, where: Where) -> None:
    """Refuse a value that its own rule does not accept."""
    kind, options = rule.options["validate"], rule.options
    accepted: bool
    if kind == "list":
        source = options["source"]  # a formula is Excel's to look up
        accepted = (isinstance(source, str) or value in source) and not isinstance(value, bool)
    elif kind == "length":
        accepted = isinstance(value, str) and len(value) <= options["value"]
    elif kind == "date":
        accepted = isinstance(value, dt.date) and value >= options["value"]
    else:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        accepted = number and _within(value, options)
    if not accepted:
        where.refuse(f"{value_excerpt(value)} will not do; its rule accepts {rule.words}.")


def _within(value: Any, options: dict[str, Any]) -> bool:
    if not -BOUND <= value <= BOUND or (options["validate"] == "integer" and value % 1):
        return False
    if options["criteria"] == "between":
        return bool(options["minimum"] <= value <= options["maximum"])
    low = options["value"]
    return bool(value > low if options["criteria"] == ">" else value >= low)


def _figure(word: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word
