"""Which template workbook uses which function, read from the templates' descriptions."""

from __future__ import annotations

import functools
import re
import tomllib
from typing import NamedTuple

from xlhedge import templates
from xlhedge.worksheet import CATALOGUE

_CALL = re.compile(r"\b([A-Z][A-Z0-9_]+)\(")


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
            for function in sorted(set(_CALL.findall(str(sheet))) & set(CATALOGUE)):
                by_function.setdefault(function, []).append(CallingSheet(name, sheet["name"]))
    return {function: tuple(places) for function, places in by_function.items()}
