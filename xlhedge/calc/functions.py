"""The catalogue as Calc sees it: one method of a UNO service for each function.

Calc decides by the declared type of an argument how it is handed over. A range comes untouched,
so that blanks, text, TRUE and errors in it can be distinguished, but then nothing other than a
reference may stand there. Whatever else may come as any value; in that form Calc turns a blank
cell into 0 and TRUE into 1. The installed add-in declares ranges for the arguments that take
ranges. When a workbook is recomputed, each call gets a method made for the arguments it has.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.worksheet.catalogue import Argument, WorksheetFunction

MODULE = ("org", "xlhedge", "calc")
INTERFACE = "XFunctions"
SERVICE = ".".join([*MODULE, "AddIn"])


class ArgumentKind(StrEnum):
    """How Calc hands an argument over."""

    RANGE = "range"
    ANY = "any"  # a value, whatever it is
    REST = "rest"  # all that follow


class Method(NamedTuple):
    """One method of the add-in."""

    name: str  # as UNO knows it
    function: str  # the catalogue's name
    kinds: tuple[ArgumentKind, ...]  # of each argument

    @property
    def entry(self) -> WorksheetFunction:
        """The function behind it."""
        return CATALOGUE[self.function]

    @property
    def full_name(self) -> str:
        """The name that every LibreOffice resolves in a file."""
        return f"{SERVICE}.{self.name}".upper()

    @property
    def is_variant(self) -> bool:
        """Whether it was made for one form of call."""
        return "_" in self.name


def _camel(name: str) -> str:
    first, *others = name.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def installed_methods() -> list[Method]:
    """Return the methods of the add-in that a person installs, in order of their names."""
    return [
        Method(_camel(name), name, tuple(map(_kind, entry.arguments)))
        for name, entry in sorted(CATALOGUE.items())
    ]


def _kind(argument: Argument) -> ArgumentKind:
    if argument.repeats:
        return ArgumentKind.REST
    takes_anything = argument.reader.takes == "any value"
    is_range = argument.reader.is_range and not takes_anything
    return ArgumentKind.RANGE if is_range else ArgumentKind.ANY


def variant(name: str, kinds: Iterable[ArgumentKind]) -> Method:
    """Return the method for a call of a function with arguments of these kinds.

    Parameters
    ----------
    name : str
        The function's name.
    kinds : iterable of ArgumentKind
        For each argument of the call: RANGE where a reference stands, ANY elsewhere.
    """
    kinds = tuple(kinds)
    letters = "".join(kind[0] for kind in kinds)
    return Method(f"{_camel(name)}_{letters or '0'}", name, kinds)


def returns_table(function: str) -> bool:
    """Whether a function gives rows of cells: UNO has to know before the call."""
    return CATALOGUE[function].gives_table
