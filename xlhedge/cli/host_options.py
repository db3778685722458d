"""The options of `xlhedge template` for the program that is to open the workbook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli.common import need


@dataclass(frozen=True, kw_only=True)
class HostOptions:
    """The options that say where the workbook has its functions from."""

    macro_enabled: Annotated[
        bool,
        typer.Option(
            "--macro-enabled",
            help="An .xlsm with the functions inside, for Excel on Windows.",
        ),
    ] = False
    lite: Annotated[
        bool, typer.Option("--lite", help="For xlwings Lite: Excel on macOS and the web.")
    ] = False
    linked: Annotated[
        bool,
        typer.Option("--linked", help="For Excel here: tied to the add-in that is installed."),
    ] = False
    wheel: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="With --lite: a wheel's https address, not code."),
    ] = None

    def check(self) -> None:
        """Make sure that one workbook can be all that was asked for."""
        need(
            not (self.lite and self.macro_enabled),
            "xlwings Lite runs no macros, and one workbook cannot serve both",
            ["--lite", "--macro-enabled"],
        )
        need(
            not (self.linked and (self.lite or self.macro_enabled)),
            "a workbook tied to the add-in has no functions of its own",
            ["--linked", "--lite", "--macro-enabled"],
        )
        if self.linked:
            _installed_addin()
        need(
            self.lite or self.wheel is None,
            "--wheel is where xlwings Lite finds the functions",
            ["--lite too"],
        )
        if self.wheel is not None:
            from xlhedge.web.lite import requirements

            requirements(self.wheel)  # refused before a workbook is made

    @property
    def ending(self) -> str:
        """How the workbook's name ends."""
        return ".xlsm" if self.macro_enabled else "-lite.xlsx" if self.lite else ".xlsx"

    def with_functions(self, book: bytes) -> bytes:
        """Return the workbook with its functions inside or tied to it."""
        if self.macro_enabled:
            from xlhedge.excel.macro_book import macro_book

            return macro_book(book)
        if self.linked:
            from xlhedge.excel.linked_book import linked_book

            _warn_of_plain_rules(book)
            return linked_book(book, str(_installed_addin()))
        if self.lite:
            from xlhedge.templates.about import NO_ADDIN
            from xlhedge.web.lite import NOT_RUNNING, lite_book

            return lite_book(book, wheel=self.wheel, texts={NO_ADDIN: NOT_RUNNING})
        return book


def _warn_of_plain_rules(book: bytes) -> None:
    """Say which rules could not be tied to the add-in."""
    from xlhedge.excel.linked_book import plain_rules

    for sheet, rule in plain_rules(book):
        print(
            f"The {rule.kind} of {sheet}!{rule.cells} calls a hedge function, and Excel ties no "
            "rule to an add-in: have the rule read a cell that holds the formula."
        )


def _installed_addin() -> Path:
    """Return the add-in's path on this machine."""
    from xlhedge.excel.environment_machine import UnfitMachineError, this_machine
    from xlhedge.excel.install_excel import ADDIN_NAME
    from xlhedge.ooxml.errors import BadBook

    try:
        addin = this_machine().root / ADDIN_NAME
    except UnfitMachineError as error:
        raise BadBook(f"--linked ties a workbook to the add-in of this machine. {error}") from None
    need(addin.is_file(), f"there is no {addin}", ["xlhedge install first", "no --linked"])
    return addin
