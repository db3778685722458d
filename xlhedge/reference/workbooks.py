"""Which template workbook uses which function, read from the templates' descriptions."""

from __future__ import annotations

import functools
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge import templates
from xlhedge.ooxml.tokens import tokens
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator


class CallingSheet(NamedTuple):
    """A sheet of a template that calls a function."""

    template: str
    sheet: str


@functools.cache
def uses() -> dict[str, tuple[CallingSheet, ...]]:
    """Return where each function is used; those that no template uses are not there."""
    by_function: dict[str, list[CallingSheet]] = {}
    for name in templates.NAMES:
        for sheet in tomllib.loads(templates.description_text(name))["sheet"]:
            for function in sorted(set(_called(sheet)) & set(CATALOGUE)):
                by_function.setdefault(function, []).append(CallingSheet(name, sheet["name"]))
    return {function: tuple(places) for function, places in by_function.items()}


def _called(value: Any) -> Iterator[str]:
    """Yield the functions that the texts of a description call."""
    if isinstance(value, str) and "(" in value:
        yield from (token.function for token in tokens(value))
    for inside in value.values() if isinstance(value, dict) else ():
        yield from _called(inside)
    for inside in value if isinstance(value, list) else ():
        yield from _called(inside)
