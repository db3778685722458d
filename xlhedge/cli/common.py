"""What the commands share: their common options, and the end of one that cannot go on."""

import datetime as dt
import functools
import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print problems alone.")]


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Have a command take the fields of its dataclasses as options.

    An argument whose type is a dataclass stands for its fields, in their place and order; each is
    declared as an option is: type, help, default.
    """
    signature = inspect.signature(command)
    groups: dict[str, Any] = {
        p.name: p.annotation for p in signature.parameters.values() if is_dataclass(p.annotation)
    }

    @functools.wraps(command)
    def gathered(**values: Any) -> None:
        for name, kind in groups.items():
            values[name] = kind(**{field.name: values.pop(field.name) for field in fields(kind)})
        command(**values)

    parameters = [
        option
        for parameter in signature.parameters.values()
        for option in (_options(parameter.annotation) if parameter.name in groups else [parameter])
    ]
    gathered.__signature__ = signature.replace(  # type: ignore[attr-defined]  # typer reads it
        parameters=[p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    )
    return gathered


def _options(kind: Any) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default if field.default_factory is MISSING else field.default_factory(),
            annotation=field.type,
        )
        for field in fields(kind)
    ]


def print_answer(facts: Any, *lines: str, as_json: bool, quiet: bool) -> None:
    """Print what a command did: its facts as JSON, or its lines unless it is to be quiet."""
    if as_json:
        import json

        print(json.dumps(facts, indent=2))
    elif not quiet:
        print("\n".join(lines))


def need(condition: bool, otherwise: str, choices: Any) -> None:
    """End the command with a sentence unless a condition holds."""
    if condition:
        return
    from xlhedge.ooxml.errors import BadBook

    raise BadBook(f"{otherwise}; use {' or '.join(choices)}.")


def need_free(target: Path, *, force: bool) -> None:
    """End the command where a file exists that it may not replace."""
    need(
        force or not target.exists(),
        f"{target} exists",
        ["another -o FILE", "--force to replace it"],
    )


def day_of(option: str, text: str, example: str) -> dt.date:
    """Return the day that an option names."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        need(False, f"{option} {text!r} is no date", [example])
        raise


def named_path(text: str) -> Path:
    """Return a file or folder that was named: an empty name would be the folder one is in."""
    need(text != "", "The workbook's name is empty", ["the name of a file or folder"])
    return Path(text)


def assignment(text: str) -> tuple[str, str]:
    """Return the two sides of NAME_OR_CELL=VALUE; a quoted sheet's name may hold an = sign."""
    import re

    sides = re.fullmatch(r"((?:'(?:[^']|'')*'![^=]+)|[^=]+)=(.*)", text, re.DOTALL)
    need(sides is not None, f"--set {text!r} is no assignment", ["--set NAME=VALUE"])
    assert sides is not None  # noqa: S101 - what need has just made sure of, for the type checker
    return sides[1].strip(), sides[2]
