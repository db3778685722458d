"""What an input accepts: the data validations, each with the message that the cell shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

TITLE_LIMIT = 32  # Excel's, for the title of a message
MESSAGE_LIMIT = 255


class Rule(NamedTuple):
    """What one input accepts, in Excel's terms and in words."""

    options: dict[str, Any]
    words: str

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
    bound = 1e15  # the digits that Excel keeps
    return Rule(_decimal("between", minimum=-bound, maximum=bound), "any number")


def above(low: float) -> Rule:
    """Accept numbers above `low`."""
    return Rule(_decimal(">", value=low), f"a number above {low:g}")


def at_least(low: float) -> Rule:
    """Accept `low` and the numbers above it."""
    return Rule(_decimal(">=", value=low), f"a number of {low:g} or more")


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
