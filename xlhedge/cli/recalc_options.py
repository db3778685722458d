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
            "-o",
            "--output",
            metavar="FILE",
            help="The workbook to write, for a folder a folder; nothing is written without it.",
        ),
    ] = None
    inputs: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="An input to change first, by its name or cell.",
            autocompletion=input_names,
        ),
    ] = field(default_factory=list)
    show: Annotated[
        list[str],
        typer.Option(
            "--show", metavar="NAME", help="A sheet to print.", autocompletion=sheet_names
        ),
    ] = field(default_factory=list)
    engine: Annotated[
        EngineName,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="What computes: embedded (ours), libreoffice, or both, to compare them.",
        ),
    ] = EngineName.EMBEDDED
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", help="For a folder: how many books at a time; 1 if omitted."),
    ] = None
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="For a folder: the Dask scheduler whose workers compute, such as "
            "tcp://10.0.0.5:8786. Whoever runs it can run any code here.",
        ),
    ] = None
    unlock: Annotated[
        bool, typer.Option("--unlock", help="Let --set change locked cells of protected sheets.")
    ] = False
    today: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The day of TODAY and NOW; as saved if omitted."),
    ] = None
    force: Force = False
    check: Annotated[
        bool | None,
        typer.Option(
            "--check/--no-check",
            help="Have formulon and IronCalc compute it too; for a folder they do so unasked "
            "where both are installed.",
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
