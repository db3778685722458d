"""The options of `xlhedge recalc`, of one workbook and of a folder."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli.common import AsJson, Force, Quiet, assignment, day_of, need
from xlhedge.cli.completing import input_names, sheet_names


class EngineName(StrEnum):
    """What computes a workbook."""

    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class RecalcOptions:
    """What is to be computed, changed first, shown and written."""

    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Where to write it (a folder for a folder); else nothing is."
        ),
    ] = None
    inputs: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="An input, by name or cell, to change first.",
            autocompletion=input_names,
        ),
    ] = field(default_factory=list)
    show: Annotated[
        list[str],
        typer.Option("--show", help="A sheet to print.", autocompletion=sheet_names),
    ] = field(default_factory=list)
    engine: Annotated[EngineName, typer.Option(help="What computes.")] = EngineName.EMBEDDED
    jobs: Annotated[
        int | None, typer.Option(help="For a folder: how many processes compute; 1 if omitted.")
    ] = None
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="For a folder: the Dask scheduler whose workers compute, such as "
            "tcp://10.0.0.5:8786. Dask sends pickles: name one that may run any code here.",
        ),
    ] = None
    unlock: Annotated[
        bool, typer.Option("--unlock", help="Let --set change locked cells of protected sheets.")
    ] = False
    today: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="What TODAY and NOW give; else as saved."),
    ] = None
    force: Force = False
    check: Annotated[
        bool | None,
        typer.Option(
            "--check/--no-check",
            help="Ask formulon and IronCalc too; for a folder where installed.",
        ),
    ] = None
    quiet: Quiet = False
    as_json: AsJson = False

    @property
    def changed(self) -> dict[str, str]:
        """The inputs that are set, by name or cell."""
        pairs = [assignment(text) for text in self.inputs]
        names = [name for name, _ in pairs]
        twice = next((name for name in names if names.count(name) > 1), None)
        need(twice is None, f"--set {twice} is given twice", ["one value for it"])
        return dict(pairs)

    @property
    def day(self) -> dt.date | None:
        """What TODAY and NOW give."""
        return day_of("--today", self.today, "one such as 2026-03-31") if self.today else None
