"""From a table of currencies by date to a history of rates: home currency for one of each."""

from __future__ import annotations

import itertools
import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.history import History, Origin
from xlhedge.templates.labels import Labels
from xlhedge.templates.own_data import headers
from xlhedge.templates.own_data.currency_quotes import Pair, codes, quote_of
from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.selecting import choose_rows
from xlhedge.templates.own_data.source import Source, Strand, clean, open_source, read_columns
from xlhedge.templates.own_data.suiting import suit
from xlhedge.templates.own_data.unstacking import unstack
from xlhedge.templates.schema import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.templates.own_data.reading import DataRequest, Read
    from xlhedge.templates.own_data.shape import Shape

USUAL = 4  # of more currencies than there is room for
STALE = 31  # days: a currency whose last rate is older has come to an end
SHOWN = 12  # codes in a sentence
_QUOTED_PER = re.compile(r"(?:([A-Z]{3}) (?:PER|FOR) (UNIT|[A-Z]{3})|PER ([A-Z]{3}))")
OPTIONS = '--unit "per EUR" where each is so much for 1 EUR, --unit "USD per unit" where one is so '
OPTIONS += "many USD"


class Money(NamedTuple):
    """What the reader says of a table of currencies."""

    home: str
    foreign: tuple[str, ...] = ()  # those to take, in this order; none: see `_taken`
    unit: str = ""  # how columns are quoted that name one currency alone


class CurrencyColumn(NamedTuple):
    """A column of rates: its place from 0, its header, and what it quotes."""

    place: int
    header: str
    pair: Pair


class Rates(NamedTuple):
    """Rates in home currency, and where they come from."""

    strand: Strand
    routes: Mapping[str, Sequence[Pair]]  # of each currency, over these pairs to the home currency
    columns: Mapping[str, CurrencyColumn]  # by the pair as a text
    empty: Sequence[Pair]  # columns without a number
    file_rates: Strand  # the rates as the file has them


def read_currencies(request: DataRequest, layout: Part, money: Money) -> Read:
    """Return the rates of a file as a book takes them, and what was done to get them.

    Raises
    ------
    BadData
        The file cannot be read, says not how it is quoted, or lacks a currency.
    """
    from xlhedge.templates.own_data.reading import Read

    (source,) = request.sources
    rates, remarks = _read_rates(source, request, money)
    taken, sentences = _taken(rates, layout, money)
    remarks += sentences
    strand = rates.strand
    strand.prices = {code: strand.prices[code] for code in taken}
    strand, sentences = choose_rows(strand, request.choice, taken)
    remarks += sentences
    suit(strand, _layout_of(taken, layout), request.today)
    remarks += _in_words(strand, rates, money.home)
    history = _history(strand, rates, money.home, layout, clean(source.path.name))
    return Read(history, tuple(remarks))


def _read_rates(source: Source, request: DataRequest, money: Money) -> tuple[Rates, list[str]]:
    """Return the rates of a file in home currency, by which columns they came, and remarks."""
    form, remarks = open_source(source, (), request)
    wide = unstack(form)
    columns, sentences = _columns(wide, money, source.path.name)
    remarks = [*remarks, *sentences]
    routes = _routes([c.pair for c in columns], money.home, form.table.label)
    needed = {c.pair: c for c in columns if any(c.pair in route for route in routes.values())}
    chosen = {
        str(c.pair): headers.ColumnChoice(c.place, c.header)
        for c in needed.values()
        if wide.is_numeric(c.place)
    }
    empty = [c.pair for c in needed.values() if str(c.pair) not in chosen]
    routes = {code: r for code, r in routes.items() if all(str(p) in chosen for p in r)}
    if not routes:
        raise BadData(f"{form.table.label} has no column of rates with numbers in it.")
    if wide is not form:  # series that begin on different days do not stand in order
        request = request._replace(sort=True)
    strands, sentences = read_columns(wide, source, chosen, request)
    if len(strands) > 1:
        raise BadData(
            f"{form.table.label} has several columns of dates; one for all rates is expected: "
            "--column date=HEADER."
        )
    strand = _in_home_currency(strands[0], routes, money.home)
    sources = {str(pair): column for pair, column in needed.items()}
    return Rates(strand, routes, sources, empty, strands[0]), [*remarks, *sentences]


def _history(strand: Strand, rates: Rates, home: str, layout: Part, file: str) -> History:
    """Return the rates as rows of the layout, blank where it has more columns than currencies."""
    taken = [*strand.prices]
    spare = len(layout.columns) - len(taken)
    lines = tuple(
        (day, *values, *([None] * spare))
        for day, *values in zip(strand.days, *strand.prices.values(), strict=True)
    )
    used = tuple(
        (code, " x ".join(rates.columns[str(p)].header for p in rates.routes[code]), unit)
        for code in taken
        for unit in [f"{home} for 1 {code}"]
    )
    labels = Labels(names=dict(zip(_keys(layout), taken, strict=False)), currency=home)
    return History(lines, Origin(file, used), labels)


def _keys(layout: Part) -> list[str]:
    return [column.data for column in layout.columns]


def _layout_of(taken: Sequence[str], layout: Part) -> Part:
    columns = tuple(Part(kind="price", data=code, optional=False) for code in taken)
    return Part(**{**vars(layout), "columns": columns})


def _columns(form: Shape, money: Money, file: str) -> tuple[list[CurrencyColumn], list[str]]:
    """Return the columns that quote a currency, and how those are read that name one alone."""
    matches: list[tuple[int, str, Pair | str]] = []
    label = form.table.label
    for place, header in enumerate(form.headers):
        quote = None if place in form.dates else quote_of(header)
        if quote is not None:
            matches.append((place, clean(header.name), quote))
    numbers = form.numeric
    if not matches and len(numbers) == 1 and (pair := quote_of_file(file)):
        matches = [(numbers[0], clean(file), pair)]  # EUR_USD Historical Data.csv
    if not matches:
        shown = ", ".join(excerpt(h.name) for h in form.headers if h.name)
        raise BadData(
            f"{label} has no column of a currency; found are {shown or 'no headers'}. Columns are "
            "headed by codes as USD, JPY, or by pairs as EUR/USD."
        )
    alone = {place: quote for place, _, quote in matches if isinstance(quote, str)}
    read, sentences = _alone(form, alone, money, file) if alone else ({}, [])
    columns, seen = [], set()
    for place, name, quote in matches:
        pair = read[place] if isinstance(quote, str) else quote
        if pair in seen or pair.money == pair.base:
            continue
        seen.add(pair)
        columns.append(CurrencyColumn(place, name, pair))
        sentences += _plausible(form, columns[-1], money)
    return columns, sentences


def quote_of_file(file: str) -> Pair | None:
    """Return the pair that a file's name holds."""
    from xlhedge.templates.own_data.currency_quotes import pair_of

    return pair_of(file.partition(".")[0])


def _plausible(form: Shape, column: CurrencyColumn, money: Money) -> list[str]:
    """Refuse a pair that is evidently quoted the other way round; say it of an odd one."""
    rate, pair = _last(form, column.place), column.pair
    if rate is None or pair.fits(rate) is not False:
        return []
    if Pair(pair.base, pair.money).fits(rate) and not money.unit:
        raise BadData(
            f"{form.table.label}: {excerpt(column.header)} reads as {pair}, and is {rate:g}: "
            f"that is {pair.base} for 1 {pair.money}. Head the column "
            f'"{pair.base} per {pair.money}", or say --unit "per {pair.money}" where it names one.'
        )
    return [f"{rate:g} {pair} is far from what that rate has been: look at the column's unit."]


def _last(form: Shape, place: int) -> float | None:
    """Return a number of a column, the first that is plain: it shows the order of size."""
    for _, cell in form.column(place):
        try:
            if not isinstance(cell, bool):
                return float(str(cell))
        except ValueError:
            continue
    return None


def _alone(
    form: Shape, alone: Mapping[int, str], money: Money, file: str
) -> tuple[dict[int, Pair], list[str]]:
    """Return the pairs of columns that name one currency: as told, or as the figures show."""
    option = _QUOTED_PER.fullmatch(money.unit.strip().upper())
    if money.unit and not option:
        raise BadData(f"--unit {money.unit!r} says not how rates are quoted; {OPTIONS}.")
    if option:
        base, other = option[3] or (option[2] if option[2] != "UNIT" else ""), option[1]
        ways = [(base, True)] if base else [(str(other), False)]
        why = "as told"
    elif "EUR" not in alone.values() and (
        "eurofxref" in file.casefold() or [*alone.values()][:2] == ["USD", "JPY"]
    ):
        ways, why = [("EUR", True)], "as the European Central Bank lists them"
    else:
        ways = _ways(form, alone, money.home)
        why = "as no column is its own and the figures fit no other way"
    if len(ways) != 1:
        shown = ", ".join(dict.fromkeys(alone.values()))
        raise BadData(
            f"{form.table.label}: the columns {shown} name one currency each, and for how much of "
            f"which other is not to be told; {OPTIONS}."
        )
    one, each = ways[0]
    pairs = {i: Pair(code, one) if each else Pair(one, code) for i, code in alone.items()}
    words = f"each currency for 1 {one}" if each else f"{one} for 1 of each currency"
    return pairs, [f"Rates are read as {words}, {why}."]


def _ways(form: Shape, alone: Mapping[int, str], home: str) -> list[tuple[str, bool]]:
    """Return the ways in which columns may be quoted: the other currency has no column."""
    ways = []
    for one in dict.fromkeys(("EUR", "USD", home)):
        if one in alone.values():
            continue
        for each in (True, False):
            fit = [
                Pair(code, one).fits(rate) if each else Pair(one, code).fits(rate)
                for i, code in alone.items()
                if (rate := _last(form, i)) is not None
            ]
            if False not in fit and True in fit:
                ways.append((one, each))
    return ways


def _routes(pairs: Sequence[Pair], home: str, label: str) -> dict[str, tuple[Pair, ...]]:
    """Return by which pairs each currency comes to the home currency, over as few as can be."""
    steps: dict[str, list[tuple[str, Pair]]] = {}
    for pair in pairs:
        steps.setdefault(pair.money, []).append((pair.base, pair))
        steps.setdefault(pair.base, []).append((pair.money, pair))
    if home not in steps:
        raise BadData(
            f"{label} has no rate of {home}, the book's home currency; there are "
            f"{_some(sorted(steps))}. --currency CODE makes one of them the home currency."
        )
    routes: dict[str, tuple[Pair, ...]] = {home: ()}
    queue = deque([home])
    while queue:
        here = queue.popleft()
        for there, pair in steps[here]:
            if there not in routes:
                routes[there] = (pair, *routes[here])
                queue.append(there)
    del routes[home]
    return routes


def _in_home_currency(strand: Strand, routes: Mapping[str, Sequence[Pair]], home: str) -> Strand:
    """Return the rates as home currency for one unit of each."""
    prices = {}
    for code, route in routes.items():
        values: list[float | None] = [1.0] * len(strand.days)
        at = code
        for pair in route:
            column = strand.prices[str(pair)]
            low = next((i for i, v in enumerate(column) if v is not None and v <= 0), None)
            if low is not None:
                raise BadData(
                    f"{strand.label}, row {strand.rows[low]}: {pair} is {column[low]:g}; a rate of "
                    "exchange is above 0."
                )
            up = pair.base == at
            values = [_step(v, rate, up=up) for v, rate in zip(values, column, strict=True)]
            at = pair.money if pair.base == at else pair.base
        assert at == home  # noqa: S101 - a route ends there
        prices[code] = values
    return Strand(strand.label, strand.files, strand.rows, strand.days, prices, {})


def _step(value: float | None, rate: float | None, *, up: bool) -> float | None:
    if value is None or rate is None:
        return None
    return value * rate if up else value / rate


def _taken(read: Rates, layout: Part, money: Money) -> tuple[list[str], list[str]]:
    """Return the currencies that go into the book: those told, all, or the sample's."""
    rates, most = read.strand, len(layout.columns)
    ended = {code: _ended(rates, code) for code in rates.prices}
    ended |= {code: "no rates of late" for p in read.empty for code in p if code not in ended}
    ended.pop(money.home, None)
    for code in money.foreign:
        if code not in codes() or code not in {*rates.prices, *ended}:
            raise BadData(
                f"--foreign {code}: {rates.label} has no rate of it; there are "
                f"{_some(sorted(rates.prices))}."
            )
        if ended[code]:
            raise BadData(f"--foreign {code}: {rates.label} has {ended[code]}; leave it out.")
    if len(money.foreign) > most:
        raise BadData(f"--foreign names {len(money.foreign)} currencies; a book holds {most}.")
    if money.foreign:
        return list(money.foreign), []
    alive = [code for code in rates.prices if not ended[code]]
    if not alive:
        raise BadData(f"{rates.label} has no currency with rates to its end that move.")
    gone = [f"{code} ({why})" for code, why in sorted(ended.items()) if why]
    sentences = [f"Left out: {_some(gone)}."] if gone else []
    if len(alive) <= most:
        return alive, sentences
    usual = [code for code in layout.usual if code in alive][:USUAL] or alive[:1]
    others = [code for code in alive if code not in usual]
    more = (
        f"Of {len(alive)} currencies {', '.join(usual)} are taken; --foreign "
        f"{','.join((*usual, others[0]))} would take {others[0]} too. There are "
        f"{_some(others, 40)}."
    )
    return usual, [*sentences, more]


def _ended(rates: Strand, code: str) -> str:
    """Return why a currency cannot be used, nothing where it can."""
    values = rates.prices[code]
    last = max((i for i, v in enumerate(values) if v is not None), default=None)
    if last is None:
        return "no rates"
    if (rates.days[-1] - rates.days[last]).days > STALE:
        return f"no rates after {rates.days[last]}"
    return (
        "the same rate throughout: a peg has no volatility"
        if len({v for v in values if v is not None}) == 1
        else ""
    )


def _in_words(taken: Strand, read: Rates, home: str) -> list[str]:
    """Say of each currency how its rate came about, with the last one as an example."""
    sentences, rates = [], read.file_rates.prices
    for code, values in taken.prices.items():
        at = max(i for i, value in enumerate(values) if value is not None)
        day = taken.days[at]
        there = read.file_rates.days.index(day)
        parts = [
            f"{rates[str(pair)][there]:.6g} {pair} ({read.columns[str(pair)].header})"
            for pair in read.routes[code]
        ]
        how = "cross rate of " if len(parts) > 1 else "from "
        worth = f"{code}: {values[at]:.6g} {home} for 1 {code} on {day}"
        sentences.append(f"{worth}, {how}{' and '.join(parts)}.")
    return sentences


def _some(texts: Sequence[str], most: int = SHOWN) -> str:
    return ", ".join(itertools.islice(texts, most)) + (", ..." if len(texts) > most else "")
