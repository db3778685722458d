"""A table of a description, checked against the vocabulary: all keys known, each of its kind.

What is wrong is said in one sentence that names file, table and key.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from importlib import resources
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from xlhedge.ooxml.near import nearest
from xlhedge.templates import places
from xlhedge.templates.places import Place, place_of
from xlhedge.templates.styles import NUMBERS
from xlhedge.worksheet.errors import XlhedgeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONGEST_TEXT = MOST_ENTRIES = 1_000  # characters, and of a list
MOST_BYTES = 1_000_000
_SHOWN = 40  # characters of a value in a sentence

_SCALAR = (str, int, float, dt.date)
# of a kind of value: the types it may have, those of its items if it is a list, and its words
_KINDS: dict[str, tuple[tuple[type, ...], tuple[type, ...], str]] = {
    "text": ((str,), (), "a text in quotes"),
    "format": ((str,), (), f"a format, one of {', '.join(NUMBERS)}"),
    "whole": ((int,), (), "a whole number"),
    "number": ((int, float), (), "a number"),
    "yes": ((bool,), (), "true or false"),
    "date": ((dt.date,), (), "a date as 2026-11-20"),
    "cell": (_SCALAR, (), "a text, a number or a date"),
    "count": ((int, str), (), "a number, or a name that has as many rows"),
    "texts": ((list,), (str,), "a list of texts"),
    "wholes": ((list,), (int,), "a list of whole numbers"),
    "numbers": ((list,), (int, float), "a list of numbers"),
    "cells": ((list,), _SCALAR, "a list of texts, numbers or dates"),
    "rows": ((list,), (list,), "a list of rows in [ ]"),
    "tables": ((list,), (dict,), "a list of tables in { }"),
    "formulas": ((str, list), (str,), "a formula, or a list of them"),
    "formats": ((dict,), (str, list), "a table of names and formats"),
    "words": ((dict,), (str,), "a table of texts"),
    "prices": ((str, dict), (int, float), "a template's name, or { spot = 3.0, futures = 3.467 }"),
}


class BadDescription(XlhedgeError):  # noqa: N818 - named by what is wrong
    """The description of a book cannot be built; the sentence says where and why."""


class Where(NamedTuple):
    """A place in a description: its file, the way to it, and its line where that is known."""

    file: str
    way: tuple[str, ...] = ()
    place: Place = Place()

    def at(self, step: str, table: object = None) -> Where:
        """Return a place inside; `table` is what stands there, if it knows its own line."""
        return self.on(table, step)._replace(way=(*self.way, step))

    def on(self, table: object = None, key: str = "") -> Where:
        """Return the same way to the line of a table there, or of a key."""
        own = Place(self.place.keys.get(key, self.place.line))
        return self._replace(place=place_of(table) or own)

    def refuse(self, sentence: str) -> NoReturn:
        """Say what is wrong at this place."""
        line = f", line {self.place.line}" if self.place.line else ""
        way = ", ".join(self.way)
        raise BadDescription(f"{self.file}{line}{way and f' ({way})'}: {sentence}")


class Part(SimpleNamespace):
    """A table whose keys are as the vocabulary has them, of a kind, and where it stands."""

    kind: str
    place: Place | None

    @property
    def key(self) -> str:
        """How formulas refer to it: by its name in Excel, or the id that the description knows."""
        return getattr(self, "name", "") or getattr(self, "id", "")


@functools.cache
def vocabulary(section: str) -> dict[str, dict[str, str]]:
    """Return what the kinds of `tables` or `blocks` may hold."""
    return dict(tomllib.loads(vocabulary_text())[section])


def vocabulary_text() -> str:
    """Return all that a description may hold, in TOML."""
    file = resources.files("xlhedge.templates").joinpath("vocabulary.toml")
    return file.read_text(encoding="utf-8")


def tables_of(text: str, file: str) -> dict[str, Any]:
    """Return what a TOML text holds, unchecked."""
    where = Where(file)
    if len(text) > MOST_BYTES:
        where.refuse(f"it has more than {MOST_BYTES:,} characters; price histories go by --data.")
    try:
        return _parsed(text)
    except tomllib.TOMLDecodeError as fault:
        where.refuse(f"it is not TOML: {str(fault)[0].lower()}{str(fault)[1:]}.")
    except RecursionError:
        where.refuse("its tables stand in one another too deep to be read.")


@functools.lru_cache(maxsize=16)  # a description is asked several times while a book is made
def _parsed(text: str) -> dict[str, Any]:
    return places.read(text)


def block(table: object, where: Where) -> Part:
    """Return a block as what its keys say it is."""
    if not isinstance(table, dict):
        where.refuse(f"{value_excerpt(table)} is no block; write it as {{ key = value, ... }}.")
    kinds = vocabulary("blocks")
    kind = next((kind for kind in kinds if kind in table), None)
    if kind is None:
        _refuse_block(table, kinds, where.on(table))
    return take(kind, table, where, kinds[kind])


def _refuse_block(
    table: Mapping[str, object], kinds: Mapping[str, Mapping[str, str]], where: Where
) -> NoReturn:
    """Say of a block that no key tells its kind what was perhaps meant."""
    unknown = [key for key in table if not any(key in keys for keys in kinds.values())]
    near = nearest(unknown[0], kinds) if unknown else []
    typed = _listed(unknown or list(table), "or")
    meant = f"did you mean {_listed(near, 'or')}?" if near else f"{_listed(kinds, 'or')} does."
    where.refuse(f"{typed or 'an empty block'} does not say what the block is; {meant}")


def take(kind: str, table: object, where: Where, keys: dict[str, str] | None = None) -> Part:
    """Return a table as a part: every key known, none missing, each value of its kind."""
    if keys is None:
        keys = vocabulary("tables").get(kind) or vocabulary("blocks")[kind]
    if not isinstance(table, dict):
        where.refuse(f"{value_excerpt(table)} is no table; write it as {{ key = value, ... }}.")
    where = where.on(table)
    for key, value in table.items():
        if key not in keys:
            where.on(value, key).refuse(f"there is no key {key}; here may stand {', '.join(keys)}.")
        if value in ([], {}):
            where.at(key).refuse("it is empty; leave the key out, or put something in.")
    values: dict[str, Any] = {}
    missing = []
    for key, says in keys.items():
        form, default, text = says.partition(" =")
        if key in table:
            values[key] = _value(form, table[key], where.at(key, table[key]))
        elif default:
            values[key] = _default(form, text.strip())
        else:
            missing.append(key)
    if missing:
        where.refuse(f"{_listed(missing)} {'are' if missing[1:] else 'is'} missing.")
    return Part(kind=kind, place=place_of(table), **values)


def _listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as a sentence lists them."""
    *most, end = words or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def value_excerpt(value: object) -> str:
    """Return a value as a sentence shows it: quoted and not too long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _value(form: str, value: Any, where: Where) -> Any:
    """Return a value of a table as the form of its key asks for it."""
    if isinstance(value, list) and len(value) > MOST_ENTRIES:
        where.refuse(
            f"it has {len(value):,} entries, {MOST_ENTRIES:,} at most; prices come in by --data."
        )
    if form.startswith("<"):
        return take(form[1:-1], value, where)
    if form.startswith("["):
        _need(isinstance(value, list), value, "a list of tables in { }", where)
        return tuple(
            take(form[1:-1], item, where.at(f"no. {i}", item)) for i, item in enumerate(value, 1)
        )
    kind, _, choices = form.partition(" ")
    if choices:
        _need(value in choices.split(), value, f"one of {choices.replace(' ', ', ')}", where)
        return value
    types, inside, words = _KINDS[kind]
    _need(_fits(value, types) and (kind != "format" or value in NUMBERS), value, words, where)
    for item in value.values() if isinstance(value, dict) else value if inside else ():
        if inside and not isinstance(value, str):
            _need(_fits(item, inside), item, words, where)
    for text in _texts(value):
        if len(text) > LONGEST_TEXT:
            where.refuse(f"a text has at most {LONGEST_TEXT:,} characters, this one {len(text):,}.")
        if not text.isprintable():  # nor could it stand in the file's XML
            where.refuse(f"{value_excerpt(text)} holds a character that cannot be seen.")
    return tuple(value) if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value if isinstance(value, list) else ():
        yield from _texts(item)


def _fits(value: object, types: tuple[type, ...]) -> bool:
    """Whether a value has a type; true is no number, and a time of day makes no date."""
    if isinstance(value, bool | dt.datetime):
        return type(value) in types
    return isinstance(value, types)


def _need(condition: bool, value: object, words: str, where: Where) -> None:
    if not condition:
        where.refuse(f"{value_excerpt(value)} will not do; {words} is expected.")


def _default(form: str, text: str) -> Any:
    """Return what a key holds where it is left out."""
    if form == "yes":
        return text == "true"
    if form in {"whole", "count"}:
        return int(text)
    if form.startswith("<"):
        return None
    lists = form.startswith("[") or form in {"texts", "wholes", "formulas"}
    return () if lists else {} if form == "words" else text
