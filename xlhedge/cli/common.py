"""What the commands share: their common options, and the end of one that cannot go on."""

from pathlib import Path
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print problems alone.")]


def answer(facts: Any, *lines: str, as_json: bool, quiet: bool) -> None:
    """Print what a command did: its facts as JSON, or its lines unless it is to be quiet."""
    if as_json:
        import json

        print(json.dumps(facts, indent=2))
    elif not quiet:
        print("\n".join(lines))


def need(condition: bool, otherwise: str, accepted: Any) -> None:
    """End the command with a sentence unless a condition holds."""
    if condition:
        return
    from xlhedge.ooxml.errors import BadBook

    raise BadBook(f"{otherwise}; use {' or '.join(accepted)}.")


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
