"""A table of a description as a dataclass, or one sentence that says what is wrong with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from typing import Any, Literal, NamedTuple, NoReturn, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as hints_of

T = TypeVar("T")

# bool before int: Python takes true for a number, a description does not
_KINDS: dict[object, tuple[tuple[type, ...], str]] = {
    bool: ((bool,), "true or false"),
    str: ((str,), "a text in quotes"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    dt.date: ((dt.date,), "a date as 2026-11-20"),
    list: ((list,), "a list in [ ]"),
    dict: ((dict,), "a table in { }"),
    Any: ((object,), "a value"),
}
LONGEST_TEXT = 1_000
_SHOWN = 40  # characters of a value in a sentence


class BadDescription(Exception):  # noqa: N818 - named by what is wrong
    """The description of a book cannot be built; the sentence says where and why."""

    exit_code = 2


class Where(NamedTuple):
    """A place in a description: its file, the line where that can be told, and the way to it."""

    file: str
    text: str = ""
    way: tuple[str, ...] = ()
    mark: str = ""

    def at(self, step: str, mark: str = "") -> Where:
        """Return a place inside; `mark` is a text that its line holds."""
        return self._replace(way=(*self.way, step), mark=mark or self.mark)

    @property
    def line(self) -> str:
        """The first line that holds the mark."""
        lines = enumerate(self.text.splitlines(), 1)
        number = next((n for n, line in lines if self.mark and f'"{self.mark}"' in line), 0)
        return f", line {number}" if number else ""

    def refuse(self, sentence: str) -> NoReturn:
        """Say what is wrong at this place."""
        way = ", ".join(self.way)
        raise BadDescription(f"{self.file}{self.line}{way and f' ({way})'}: {sentence}")


def take(kind: type[T], table: object, where: Where) -> T:
    """Return a table as the dataclass `kind`: every key known, none missing, each of its type."""
    if not isinstance(table, dict):
        where.refuse(f"{shown(table)} is no table; write it as {{ key = value, ... }}.")
    fields = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key, value in table.items():
        if key not in fields:
            where.refuse(f"there is no key {key}; here may stand {', '.join(fields)}.")
        if value in ([], {}):
            where.at(key).refuse("it is empty; leave the key out, or put something in.")
    hints = hints_of(kind)
    given = {key: value_of(hints[key], value, where.at(key)) for key, value in table.items()}
    missing = [
        name
        for name, f in fields.items()
        if name not in given
        and f.default is dataclasses.MISSING
        and f.default_factory is dataclasses.MISSING
    ]
    if missing:
        where.refuse(f"{' and '.join(missing)} is missing.")
    return kind(**given)


def value_of(hint: Any, value: object, where: Where) -> Any:
    """Return a value as its type hint asks for it."""
    if dataclasses.is_dataclass(hint):
        return take(hint, value, where)  # type: ignore[arg-type]
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        fitting = next((option for option in inside if _fits(option, value)), None)
        if fitting is None:
            where.refuse(f"{shown(value)} will not do; {_words(hint)} is expected.")
        return value_of(fitting, value, where)
    if not _fits(hint, value):
        where.refuse(f"{shown(value)} will not do; {_words(hint)} is expected.")
    if origin is tuple and isinstance(value, list):
        return tuple(value_of(inside[0], item, where.at(f"no. {i}"))
                     for i, item in enumerate(value, 1))  # fmt: skip
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        where.refuse(f"a text has at most {LONGEST_TEXT:,} characters, this one {len(value):,}.")
    if origin is dict and isinstance(value, dict):
        return {key: value_of(inside[1], item, where.at(key)) for key, item in value.items()}
    return value


def shown(value: object) -> str:
    """Return a value as a sentence shows it: quoted and not too long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _fits(hint: Any, value: object) -> bool:
    origin = get_origin(hint)
    if origin is Literal:
        return value in get_args(hint)
    kind = {tuple: list, dict: dict}.get(origin, dict if dataclasses.is_dataclass(hint) else hint)
    accepted, _ = _KINDS[kind]
    if isinstance(value, bool | dt.datetime):  # to Python a number, and a date
        return kind in {bool, Any} and isinstance(value, accepted)
    return isinstance(value, accepted)


def _words(hint: Any) -> str:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return " or ".join(map(_words, inside))
    if origin is Literal:
        return " or ".join(inside)
    kind = {tuple: list, dict: dict}.get(origin, dict if dataclasses.is_dataclass(hint) else hint)
    return _KINDS[kind][1]
