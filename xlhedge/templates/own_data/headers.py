"""Which column is which: by its header, by its place, or by what the reader was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.habits import GENERIC, NO_PRICES, OTHERWISE, PRICES, ROLES, WORDS
from xlhedge.templates.own_data.months import month_of
from xlhedge.templates.own_data.shape import Header, Shape, bare_header, same_words, unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.templates.schema import Part

DATE = "date"
SHOWN = 12  # headers in a sentence
_MONTHS_ACROSS = 5  # columns headed by months: no history runs to the right


class Names(NamedTuple):
    """The headers that a column goes by, and what the reader calls it."""

    key: str
    spellings: tuple[str, ...]
    option: str | None
    optional: bool


class ColumnChoice(NamedTuple):
    """A column that was chosen: its place, its name, and whether it is the one price left."""

    place: int
    header: str
    by_price: bool = False


def names_of(layout: Part, option: Mapping[str, str]) -> list[Names]:
    """Return what the price columns of a layout may be called; `told` names some of them."""
    keys = [column.data for column in layout.columns]
    for key in option:
        if key not in (DATE, *keys):
            raise BadData(
                f"--column {key}={option[key]}: there is no {excerpt(key)}; there are "
                f"{', '.join((DATE, *keys))}."
            )
    return [
        Names(
            column.data,
            tuple(
                dict.fromkeys(
                    (
                        *(column.data, f"{column.data} price", column.label.lower()),
                        *column.also,
                        *ROLES.get(column.data, ()),
                    )
                )
            ),
            option.get(column.data),
            column.optional or column.leg,
        )
        for column in layout.columns
    ]


def choose_columns(shape: Shape, names: Sequence[Names], file: str) -> dict[str, ColumnChoice]:
    """Return each column's place; `file` names the prices where their header is no name.

    Raises
    ------
    BadData
        Columns are missing, all named at once, or one can be several.
    """
    matches: dict[str, ColumnChoice] = {}
    hits = {name.key: _hits(shape, name) for name in names}
    absent = [n for n in names if not hits[n.key] and not (n.optional and n.option is None)]
    for name in names:
        if hits[name.key]:
            place = _only(shape, name, hits[name.key])
            matches[name.key] = ColumnChoice(place, _shown(shape, place, name.option))
    if len(absent) == 1 and absent[0].option is None:
        taken = {choice.place for choice in matches.values()}
        left = _price(shape, taken, alone=not matches)
        if left is not None:
            alone = file if not matches else ""
            matches[absent[0].key] = ColumnChoice(
                left, _price_name(shape, left, alone), by_price=True
            )
            absent = []
    if absent:
        raise _missing(shape, absent)
    _twins(shape, matches)
    return matches


def column_count(shape: Shape, names: Sequence[Names]) -> int:
    """Return how many of the columns a table has: the sheet with most of them is read."""
    return sum(bool(_hits(shape, name)) for name in names)


def _plain(names: Sequence[str]) -> frozenset[str]:
    return frozenset(map(bare_header, names))


_GENERIC, _NO_PRICES = _plain(GENERIC), _plain(NO_PRICES)


def _hits(shape: Shape, name: Names) -> list[int]:
    """Return where a column may stand: as told, as it is known, or by a word of its header."""
    places = [i for i in range(len(shape.headers)) if i not in shape.dates]
    if name.option is not None:
        return _by_option(shape, places, name.option)
    known = _plain(name.spellings)
    exact = [i for i in places if any(bare_header(text) in known for text in shape.headers[i].own)]
    below = _below_heading(shape, places, known)
    if below:
        return below
    if exact:
        return [i for i in exact if shape.is_numeric(i)] or exact
    words = WORDS.get(name.key)
    if not words:
        return []
    likely = []
    for i in places:
        has = set(bare_header(" ".join(shape.headers[i].own)).split())
        if has & words and not has & OTHERWISE and shape.is_numeric(i):
            likely.append(i)
    return likely


def _below_heading(shape: Shape, places: Sequence[int], known: frozenset[str]) -> list[int]:
    """Return the prices below a wider heading that names them: Cash above Open and Close."""
    under = []
    for i in places:
        header = shape.headers[i]
        *above, own = [bare_header(text) for text in header.names] or [""]
        if own and own not in known and known & {*above} and shape.is_numeric(i):
            under.append(i)
    usual = [i for i in under if _is_price(shape, i)]
    return usual or (under if len(under) > 1 else [])


def _by_option(shape: Shape, places: Sequence[int], option: str) -> list[int]:
    """Return the columns of a header, of a heading above them, or the one at a place from 1."""
    headers = shape.headers

    def names(way: int, header: Header) -> bool:
        """Whether a header is called so: by one of its texts, a wider heading, all of it."""
        if way == 0:
            return any(same_words(text, option) for text in header.own)
        if way == 1:
            return any(same_words(text, option) for text in header.wider)
        if way == 2:
            return same_words(header.text, option) or same_words(" ".join(header.own), option)
        return bare_header(option) != "" and any(
            bare_header(text) == bare_header(option) for text in header.own
        )

    for way in range(4):
        hits = [i for i in places if names(way, headers[i])]
        if hits:
            return [i for i in hits if shape.is_numeric(i)] or hits
    if option.strip().isdigit() and 1 <= int(option) <= len(headers):
        return [int(option) - 1]
    return []


def _only(shape: Shape, name: Names, hits: Sequence[int]) -> int:
    if len(hits) == 1 or _alike(shape, hits):
        return hits[0]
    words = "has the header" if name.option else "has several columns that can be the"
    what = f"{excerpt(name.option)} {len(hits)} times" if name.option else name.key
    listed = "; ".join(f"column {i + 1}, {excerpt(shape.headers[i].text)}" for i in hits[:SHOWN])
    raise BadData(
        f"{shape.table.label} {words} {what}: {listed}. Say which one by its place: "
        f"{' or '.join(f'--column {name.key}={i + 1}' for i in hits[:SHOWN])}."
    )


def _alike(shape: Shape, hits: Sequence[int]) -> bool:
    """Whether columns hold the same cells, so that it does not matter which one is taken."""
    columns = [[cell for _, cell in shape.column(i)] for i in hits]
    return all(column == columns[0] for column in columns)


def _price(shape: Shape, taken: set[int], *, alone: bool) -> int | None:
    """Return the one price column left: by the usual names of one, or as the only numbers."""
    left = [i for i in shape.numeric if i not in taken]
    names = {i: {bare_header(text) for text in shape.headers[i].own} for i in left}
    usual = [i for i in left if names[i] & _plain(PRICES)]
    if len(usual) == 1 or (usual and _alike(shape, usual)):
        return usual[0]
    if usual:
        return None
    others = [i for i in left if not names[i] & _NO_PRICES]
    return others[0] if alone and len(others) == 1 else None


def _price_name(shape: Shape, place: int, file: str) -> str:
    """Return what a price column goes by; the file's name where its header says price alone."""
    header = shape.headers[place]
    if not file or any(bare_header(text) not in _GENERIC for text in header.names):
        return header.name
    unit = unit_of(header.name)
    return f"{file} [{unit}]" if unit else file


def _shown(shape: Shape, place: int, option: str | None) -> str:
    header = shape.headers[place]
    if option and not option.strip().isdigit():
        return f"{option} [{header.unit}]" if header.unit else option
    name = (
        header.text if bare_header(header.name) in _GENERIC else header.name
    )  # Spot Close, no Close
    return name or f"column {place + 1}"


def _missing(shape: Shape, absent: Sequence[Names]) -> BadData:
    label = shape.table.label
    headers = [
        f"{i + 1} {excerpt(header.name)}" for i, header in enumerate(shape.headers) if header.name
    ]
    more = ", ..." if len(headers) > SHOWN else ""
    matches = f"found are {', '.join(headers[:SHOWN])}{more}" if headers else "it has no headers"
    option = [name for name in absent if name.option is not None]
    if option:
        return BadData(
            f"{label} has no column {' and no column '.join(excerpt(n.option) for n in option)}; "
            f"{matches}."
        )
    keys = [name.key for name in absent]
    options = " ".join(f"--column {key}={'HEADER' if headers else 'PLACE'}" for key in keys)
    known = "; ".join(f"{n.key} is known as {', '.join(n.spellings[:6])}" for n in absent)
    files = f" In a file of {'their' if len(keys) > 1 else 'its'} own? "
    files += f"{' '.join(f'--{k} FILE' for k in keys)}."
    usual = [i for i in shape.numeric if _is_price(shape, i)]
    hint = ""
    if len(usual) > 1:
        hint = f" Prices may be {' or '.join(excerpt(shape.headers[i].text) for i in usual[:4])}."
    if any("basis" in bare_header(header.name).split() for header in shape.headers):
        hint += " A basis is no price: add a column of spot = futures + basis."
    if sum(month_of(header.name) is not None for header in shape.headers) > _MONTHS_ACROSS:
        hint = " Its months stand side by side: one row for each is expected, below each other."
    return BadData(
        f"{label} has no column for the {' and none for the '.join(keys)}; {matches}. Name "
        f"{'it' if len(keys) == 1 else 'them'} by header or by place: {options}.{hint}"
        f"{files if set(keys) <= set(ROLES) else ''} ({known}.)"
    )


def _is_price(shape: Shape, place: int) -> bool:
    return any(bare_header(text) in _plain(PRICES) for text in shape.headers[place].own)


def _twins(shape: Shape, matches: Mapping[str, ColumnChoice]) -> None:
    for key, choice in matches.items():
        twin = next((k for k, c in matches.items() if c.place == choice.place and k != key), None)
        if twin:
            raise BadData(
                f"{shape.table.label}: the column {excerpt(choice.header)} cannot be both {key} "
                f"and {twin}."
            )
