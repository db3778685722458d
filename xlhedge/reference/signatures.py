"""How a function is written: its signature, and the cells to type in either kind of Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.worksheet.catalogue import Argument, WorksheetFunction


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def argument_text(argument: Argument) -> str:
    """Return an argument as a signature writes it: optional ones in brackets."""
    if argument.repeats:
        return f"[{argument.name} ...]"
    if argument.required:
        return argument.name
    if argument.default is None:
        return f"[{argument.name}]"
    default = argument.default
    text = f'"{default}"' if isinstance(default, str) else _shown(default)
    return f"[{argument.name}={text}]"


def signature(entry: WorksheetFunction) -> str:
    """Return a function with its arguments, as lists and pages show it."""
    return f"{entry.name}({', '.join(map(argument_text, entry.arguments))})"
