"""From the text of a description to the workbook: read, filled in, checked, built."""

from __future__ import annotations

import contextlib
import importlib
import re
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from xlhedge.templates import builder, data_check, legs, prices, wording
from xlhedge.templates.expansion import expand, words
from xlhedge.templates.history import History
from xlhedge.templates.labels import with_own
from xlhedge.templates.own_data.curves import Curve
from xlhedge.templates.page import LABEL
from xlhedge.templates.places import in_place_of
from xlhedge.templates.prefill import inputs_of, room_of, with_curve, with_rates
from xlhedge.templates.references import columns_of, vet_name
from xlhedge.templates.schema import Part, Where, block, tables_of, take, value_excerpt, vocabulary
from xlhedge.templates.shipped import SAMPLES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

RESERVED = ("About", "Chart texts", "Checks", "Data check", "History")  # the last one Excel's own
MOST = 60  # sheets, and columns of one
SHEET_NAME_LIMIT = 31  # Excel's
HIGHEST = 1_000_000  # of a simulated price
TITLE_LIMIT = 100  # a footer has room for it
_REFUSED_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def build(text: str, file: str, own: History | Curve | None = None) -> bytes:
    """Return the workbook's file of a description in TOML; `file` is its name in messages.

    Raises
    ------
    BadDescription
        The description cannot be built; one sentence says where and why.
    """
    tables = tables_of(text, file)
    where = Where(file).on(tables)
    known = vocabulary("tables")["description"]
    for key in tables:
        if key not in known:
            where.on(key=key).refuse(f"there is no key {key}; here may stand {', '.join(known)}.")
    _day(tables, where)
    place = "history" if isinstance(own, History) else "curve"
    if own is not None and place not in tables:
        where.refuse(f"it has no table {place}, so that own prices have no place in it.")
    history = own if isinstance(own, History) else sample(text, file)
    part = layout(text, file)
    legs.vet_legs(tables, legs.legs_of(part) if part else (), where)
    tables = legs.without(tables, history.absent if history else ())
    if isinstance(own, Curve):
        tables = with_curve(tables, own)
    elif own is not None and own.origin:
        currencies = tables["history"].get("reads") == "currencies"
        tables = (with_rates if currencies else with_own)(tables, own)
    filled = expand(tables, words(history), where, own=bool(history and history.origin))
    described = take("description", filled, where)
    _vet(described, where)
    if history is not None:
        described = _with_data_check(described, history, where)
    with _at_its_text(filled, where):
        return builder.build(described, history, where, wording.words_of(filled))


@contextlib.contextmanager
def _at_its_text(tables: dict[str, Any], where: Where) -> Iterator[None]:
    """Refuse a text that takes up a word of no input, where the text stands."""
    try:
        yield
    except wording.NoWord as fault:
        next(_places(tables, fault.text, where), where).refuse(str(fault))


def _places(value: object, text: str, where: Where) -> Iterator[Where]:
    """Return the places of a text."""
    if value == text:
        yield where
    inside = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        inside = {f"no. {i}": item for i, item in enumerate(value, 1)}
    for step, item in inside.items():
        yield from _places(item, text, where.at(step, item))


def layout(text: str, file: str) -> Part | None:
    """Return what the price history of a description has to hold; None where it has none."""
    tables = tables_of(text, file)
    where = Where(file).on(tables)
    if "curve" in tables:
        curve = take("curve", tables["curve"], where.at("curve"))
        most = room_of(inputs_of(tables, curve.years))
        return Part(**vars(curve), columns=(), most=most)
    if "history" not in tables:
        return None
    history = tables["history"]
    if isinstance(history, dict) and "columns" in history:
        columns = expand(history["columns"], {}, where.at("history", history))
        history = in_place_of(history, {**history, "columns": columns})
    part = take("history", history, where.at("history"))
    words = wording.words_of(tables)
    with _at_its_text(tables, where):
        for column in part.columns:
            column.unit = wording.with_words(column.unit, words)
    known = ["date"]
    for column in part.columns:
        place = where.at("history").at("columns", column)
        vet_name(column, place)
        if not column.key:
            place.refuse(f"{column.label} has neither name nor id, by which formulas refer to it.")
        if column.data in known:
            place.refuse(f"data = {value_excerpt(column.data)} stands for another column already.")
        known.append(column.data)
    for column in {key for text in part.now.values() for key in text.split("-")} - set(known):
        where.at("history", part).at("now").refuse(f"there is no price column {column}.")
    return part


def sample(text: str, file: str) -> History | None:
    """Return the prices that stand in a description until own ones come; None where it has none."""
    tables, part = tables_of(text, file), layout(text, file)
    if part is None or part.kind != "history":
        return None
    where = Where(file).on(tables)
    return _sample(part, _day(tables, where), where.at("history", part).at("sample"))


def _day(tables: dict[str, Any], where: Where) -> dt.date:
    place = where.at("about", tables.get("about"))
    day: dt.date = take("about", tables.get("about", {}), place).day
    if not 1990 <= day.year <= 2199:
        place.at("day").refuse("the day of the figures lies from 1990 to 2199.")
    return day


def _sample(part: Part, day: dt.date, where: Where) -> History:
    """Return the sample's prices: a template's, or simulated weeks up to two last prices."""
    if isinstance(part.sample, str):
        if part.sample not in SAMPLES:
            where.refuse(
                f"no sample is called {value_excerpt(part.sample)}; {', '.join(SAMPLES)} are."
            )
        room = f"xlhedge.templates.{part.sample.replace('-', '_')}"
        history: History = importlib.import_module(f"{room}.sample").history(day)
    else:
        if set(part.sample) != {"spot", "futures"}:
            where.refuse("write sample = { spot = 3.0, futures = 3.467 }: the last two prices.")
        if not all(0 < price < HIGHEST for price in part.sample.values()):
            where.refuse(f"the last two prices are above 0 and below {HIGHEST:,}.")
        history = History(tuple(prices.weekly(day, part.sample["spot"], part.sample["futures"])))
    if len(history.rows[0]) != len(part.columns) + 1:
        where.refuse(
            f"it has {len(history.rows[0]) - 1} prices a row for {len(part.columns)} columns."
        )
    return history


def _with_data_check(described: Part, history: History, where: Where) -> Part:
    """Return a description with the workings beside its prices, and Data check after them."""
    part = described.history
    at = [i for i, sheet in enumerate(described.sheet) if any("prices" in b for b in sheet.blocks)]
    if part is None or len(at) != 1:
        where.refuse("one sheet, and one alone, has a block prices for what history describes.")
    sheet = described.sheet[at[0]]
    blocks = list(sheet.blocks)
    for i, one in enumerate(sheet.blocks, 1):
        if "prices" in one and part.reads == "currencies":
            made = data_check.check_tables(part, [], history, ())
        elif "prices" in one:
            place = where.at(f"sheet {sheet.name}", sheet).at(f"block {i}", one)
            changes = [c.key for c in columns_of(block(one, place))]
            watched = sum(not column.optional for column in part.columns)
            if not all(changes[:watched]) or len(changes) < watched:
                place.refuse("changes begins with those of the prices in order, each with an id.")
            made = data_check.check_tables(part, changes, history, sample_inputs(described, part))
            column = xl_col_to_name(LABEL + 1 + len(part.columns))
            blocks[i - 1] = {**one, "workings": made["workings"] | {"column": column}}
    after = take("sheet", made["sheet"], Where("data_check.toml"))
    sheets = list(described.sheet)
    sheets[at[0]] = Part(**{**vars(sheet), "blocks": tuple(blocks)})
    names = [one.name for one in sheets]
    if part.check_after and part.check_after not in names:
        where.at("history", part).at("check_after").refuse(f"there is no sheet {part.check_after}.")
    place_of_it = names.index(part.check_after) if part.check_after else at[0]
    sheets.insert(place_of_it + 1, after)
    return Part(**{**vars(described), "sheet": tuple(sheets)})


def sample_inputs(book: Part, part: Part) -> list[dict[str, Any]]:
    """Return the inputs that hold the sample's figures until the reader's take their place."""
    blocks = [block for sheet in book.sheet for block in sheet.blocks]
    return [block for block in blocks if block.get("name") in part.waits and "value" in block]


def _vet(described: Part, where: Where) -> None:
    """Refuse what no single key shows: names of sheets, and what refers to them."""
    if len(described.sheet) > MOST:
        where.refuse(f"it describes more than {MOST} sheets.")
    if len(described.about.title) > TITLE_LIMIT:
        where.at("about", described.about).at("title").refuse(
            f"a title has at most {TITLE_LIMIT} characters."
        )
    names = [part.name for part in described.sheet]
    for i, part in enumerate(described.sheet):
        place = where.at(f"sheet {part.name}", part)
        _vet_name(part.name, names[:i], place.at("name"))
        _vet_sheet(part, names[i + 1 :], place)
    for key, named in (("lead", [described.lead] if described.lead else []),
                       ("order", described.order)):  # fmt: skip
        for name in named:
            if name not in names:
                where.at(key).refuse(f"there is no sheet {name}; there are {', '.join(names)}.")
    if len(set(described.order)) < len(described.order):
        where.at("order").refuse("a sheet stands in it twice.")


def _vet_name(name: str, before: Sequence[str], where: Where) -> None:
    """Refuse what Excel takes for no sheet's name, and the names that every book uses."""
    if not 1 <= len(name) <= SHEET_NAME_LIMIT:
        where.refuse(
            f"{value_excerpt(name)} has {len(name)} characters; Excel takes 1 to 31 of them."
        )
    if _REFUSED_IN_NAMES.search(name) or name.strip("'") != name or not name.isprintable():
        where.refuse(
            f"{value_excerpt(name)} is no sheet's name in Excel; do without [ ] : * ? / \\ and '."
        )
    if name.casefold() in map(str.casefold, RESERVED):
        where.refuse(f"{name} is a sheet that is made by itself; choose another name.")
    if name.casefold() in map(str.casefold, before):
        where.refuse(
            f"two sheets are called {name}; Excel does not tell capital from small letters. "
            "Give one of them another name."
        )


def _vet_sheet(part: Part, later: Sequence[str], where: Where) -> None:
    if len(part.widths) > MOST or not all(0 < width <= 255 for width in part.widths):
        where.at("widths").refuse(f"a sheet has up to {MOST} columns, 1 to 255 characters wide.")
    for i, one in enumerate(part.blocks, 1):
        if "after" in one and one["after"] not in later:
            where.at(f"block {i}", one).at("after").refuse("it names no sheet that comes later.")
