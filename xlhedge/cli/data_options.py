"""What `xlhedge template` is told of own prices, how they are read, and what is said of them."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from xlhedge.cli.common import need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.recalc import Recalculated
    from xlhedge.templates.history import History
    from xlhedge.templates.labels import Labels
    from xlhedge.templates.own_data import Read, Request, Source
    from xlhedge.templates.own_data.currencies import Money
    from xlhedge.templates.own_data.curves import Curve, ReadCurve
    from xlhedge.templates.own_data.selecting import Every
    from xlhedge.templates.schema import Part

LONGEST_LABEL = 24  # characters: what a header has room for
_SIGNS = str.maketrans({"€": "EUR", "$": "USD", "£": "GBP", " ": ""})
EVERY = ("day", "week", "month")
_WORKBOOKS = frozenset((".xlsx", ".xlsm"))


@dataclass(frozen=True, kw_only=True)
class DataOptions:
    """The options as they were given; their help says what they mean."""

    data: tuple[Path, ...] = ()
    spot: str | None = None
    futures: tuple[str, ...] = ()
    sheet: str | None = None
    column: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    sort: bool = False
    day_first: bool | None = None
    decimal_comma: bool | None = None
    quote: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    every: str | None = None
    only_complete: bool = False
    within: int | None = None
    unit: tuple[str, ...] = ()
    currency: str | None = None
    name: tuple[str, ...] = ()
    foreign: str | None = None

    @property
    def files(self) -> list[Path]:
        """The files that are read."""
        roles = [text for text in (self.spot, *self.futures) if text]
        return [*self.data, *(_file_and_sheet(text)[0] for text in roles)]

    def beside_a_file(self) -> list[str]:
        """Return the options that have no meaning without a file."""
        names = {"first": "--from", "last": "--to"}
        names |= {"day_first": "--day-first" if self.day_first else "--month-first"}
        names |= {"decimal_comma": "--decimal-comma" if self.decimal_comma else "--decimal-point"}
        return [
            names.get(field.name, f"--{field.name.replace('_', '-')}")
            for field in fields(self)
            if field.name not in {"data", "spot", "futures"}
            and getattr(self, field.name) != field.default
        ]


def read_own(name: str, options: DataOptions, layout: "Part | None") -> "Read | ReadCurve | None":
    """Return the prices, rates or curve in files, None where none is given."""
    from xlhedge import templates
    from xlhedge.templates.own_data import read
    from xlhedge.templates.own_data.currencies import read_currencies
    from xlhedge.templates.own_data.curves import read_curve

    if not (options.data or options.spot or options.futures):
        options_given = options.beside_a_file()
        need(
            not options_given,
            f"{' and '.join(options_given)} without a file to read",
            ["--data FILE too"],
        )
        return None
    need(
        layout is not None,
        f"{name} has no price history: --data has no place in it",
        templates.layouts(),
    )
    assert layout is not None  # noqa: S101 - what need has just made sure of, for the type checker
    kind = layout.kind if layout.kind == "curve" else layout.reads
    _refuse_what_has_no_meaning(options, kind)
    request = _request(options, layout)
    for source in request.sources:
        _vet(source.path)
    if kind == "curve":
        lines = read_curve(request, layout.most, *options.unit)
        return lines._replace(curve=lines.curve._replace(currency=options.currency or ""))
    if kind == "currencies":
        return read_currencies(request, layout, _money(options))
    own = read(request, layout)
    labels = _labels(options, layout)
    columns = {c.label: c for c in layout.columns}
    origin = own.history.origin
    assert origin is not None  # noqa: S101 - what was read has one
    headers = tuple(
        (
            labels.names.get(columns[label].data, label),
            header,
            labels.units.get(columns[label].data, unit),
        )
        for label, header, unit in origin.headers
    )
    history = replace(own.history, labels=labels, origin=origin._replace(headers=headers))
    return own._replace(history=history)


_NO_MEANING = {  # the options that say nothing of what a kind of template reads
    "prices": ("foreign",),
    "currencies": ("spot", "futures", "name", "quote", "within"),
    "curve": ("spot", "futures", "name", "quote", "within", "foreign", "every"),
}
_UNITS = {"currencies": '--unit "per EUR"', "curve": "--unit percent"}


def _refuse_what_has_no_meaning(options: DataOptions, kind: str) -> None:
    options_given = [f"--{name}" for name in _NO_MEANING[kind] if getattr(options, name)]
    need(
        not options_given,
        f"{' and '.join(options_given)} has no meaning for this template",
        ["--data FILE"],
    )
    if kind != "prices":
        need(len(options.unit) <= 1, "--unit is given twice; once says it", [_UNITS[kind]])
        keys = [text.partition("=")[0].strip().lower() for text in options.column]
        need(set(keys) <= {"date"}, "--column names the dates here", ["--column date=HEADER"])


def _money(options: DataOptions) -> "Money":
    """Return what is said of currencies."""
    from xlhedge.templates.own_data.currencies import Money

    home = options.currency or "USD"
    named = [code.strip().upper() for code in (options.foreign or "").split(",")]
    for code in (home, *filter(None, named)):
        need(code.isalpha() and code.isupper() and len(code) == 3, f"{code} is no code", ["EUR"])
    return Money(home, tuple(dict.fromkeys(filter(None, named))), *options.unit)


def _labels(options: DataOptions, layout: "Part") -> "Labels":
    """Return the names and units that are given: a unit without a key is every price's."""
    from xlhedge.templates.labels import Labels

    keys = [c.data for c in layout.columns if not c.optional]
    units: dict[str, str] = {}
    for text in options.unit:
        key, sign, unit = text.partition("=")
        units |= {key.strip().lower(): unit.strip()} if sign else dict.fromkeys(keys, text.strip())
    names = dict(_pair("--name", text, 'spot="Jet fuel"', lower=True) for text in options.name)
    for option, options_given in (("--unit", units), ("--name", names)):
        for key in options_given:
            need(key in keys, f"{option} {key}={options_given[key]}: there is no {key!r}", keys)
            need(
                0 < len(options_given[key]) <= LONGEST_LABEL and options_given[key].isprintable(),
                f"{option} {key}={options_given[key]!r} is no label",
                [f"1 to {LONGEST_LABEL} characters"],
            )
    code = options.currency or ""
    need(not code or (code.isalpha() and code.isupper()), f"--currency {code}", ["EUR, CHF, ..."])
    return Labels(names, units, code)


def _request(options: DataOptions, layout: "Part") -> "Request":
    """Return what is to be read."""
    from xlhedge.templates.own_data import Choice, NumberOptions, Request

    need(options.every in {None, *EVERY}, f"--every {options.every} is no choice", [*EVERY])
    return Request(
        _sources(options, layout),
        dict(_pair("--column", text, "spot=HEADER", lower=True) for text in options.column),
        dict(_pair("--where", text, "HEADER=VALUE") for text in options.where),
        options.sort,
        options.day_first,
        NumberOptions(options.decimal_comma, dict(map(_quote, options.quote))),
        options.within,
        Choice(
            _day("--from", options.first),
            _day("--to", options.last),
            cast("Every | None", options.every),
            options.only_complete,
        ),
        dt.datetime.now(tz=dt.UTC).date(),
    )


def _sources(options: DataOptions, layout: "Part") -> "tuple[Source, ...]":
    from xlhedge.templates.own_data import Source

    one, *more = options.data or (None,)
    need(
        not more,
        "--data is given twice, and which file holds what is not said",
        [f"--spot {one} --futures {more[0]}" if more else ""],
    )
    need(
        options.sheet is None or one is not None,
        f"--sheet {options.sheet} goes with --data",
        ["--spot FILE:SHEET"],
    )
    hedges = [c.data for c in layout.columns if c.data != "spot" and not c.optional]
    need(
        len(options.futures) <= len(hedges),
        f"--futures is given {len(options.futures)} times; this template takes {len(hedges)}",
        [f"--futures FILE {len(hedges)} times at most"],
    )
    roles = [("spot", options.spot)] if options.spot else []
    roles += zip(hedges, options.futures, strict=False)
    sources = [Source(*_file_and_sheet(text), (key,)) for key, text in roles]
    return (*([Source(one, options.sheet)] if one else []), *sources)


def _file_and_sheet(text: str) -> tuple[Path, str | None]:
    """Return the two sides of FILE:SHEET; a file of that very name comes first."""
    path, colon, sheet = text.rpartition(":")
    if not colon or Path(text).exists() or not Path(path).exists():
        return Path(text), None
    return Path(path), sheet


def _pair(option: str, text: str, form: str, *, lower: bool = False) -> tuple[str, str]:
    """Return the two sides of KEY=HEADER."""
    key, sign, value = text.partition("=")
    need(bool(sign and value.strip()), f"{option} {text!r} names none", [f"{option} {form}"])
    return key.strip().lower() if lower else key.strip(), value


def _quote(text: str) -> tuple[str, str]:
    from xlhedge.templates.own_data.ticks import QUOTES

    key, quote = _pair("--quote", text, "futures=eighths", lower=True)
    need(quote in QUOTES, f"--quote {text}: there are no prices in {quote!r}", QUOTES)
    return key, quote


def _day(option: str, text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        need(False, f"{option} {text!r} is no date", [f"{option} 2024-01-31"])
        return None


def is_worthless(result: "Recalculated") -> bool:
    """Whether the sheet Data check finds that no ratio of the prices means anything."""
    from xlhedge.templates import checks, data_check

    return any(map(data_check.is_worthless, checks.failing(result.cells(checks.NAME))))


def _vet(path: Path) -> None:
    """Refuse a workbook that is a bomb, encrypted, damaged, or declares entities."""
    from xlhedge.ooxml.package import Package

    if path.suffix.lower() not in _WORKBOOKS or not path.is_file():
        return
    Package(path).check_every_part()


def own_data(own: "Read | ReadCurve | None") -> "History | Curve | None":
    """Return what goes into a book of what was read."""
    return None if own is None else getattr(own, "curve", None) or own.history  # type: ignore[union-attr] # a Read has no curve


def report(
    result: "Recalculated", own: "History | Curve", layout: "Part", changed: "Mapping[str, str]"
) -> "Iterator[str]":
    """Say what the sheet Data check finds, which checks fail, and which inputs are a sample's."""
    from xlhedge.templates import checks

    if layout.kind == "curve":
        for text in checks.failing(result.cells(checks.NAME)):
            yield f"Check failed: {text}."
    else:
        yield from _report_history(result, own, layout, changed)  # type: ignore[arg-type] # what is read for a history is one


def _report_history(
    result: "Recalculated", history: "History", layout: "Part", changed: "Mapping[str, str]"
) -> "Iterator[str]":
    from xlhedge.templates import checks, data_check
    from xlhedge.templates.own_data.shape import unit_of

    count = len(history.rows)
    yield f"{count:,} rows from {history.days[0]} to {history.days[-1]}."
    of_columns = history.origin.headers if history.origin and layout.reads == "prices" else ()
    for label, header, unit in of_columns:
        its = unit_of(header)
        other = its and its.translate(_SIGNS).casefold() != unit.casefold()
        yield f"{label} is the column {header}, taken as {unit}." + (
            f" Its header says {its}: where that is another unit, convert the prices first."
            if other
            else ""
        )
    lines = data_check.findings(result.cells(data_check.NAME))
    for finding in lines:
        day = result.display(data_check.NAME, finding.at, data_check.DATE + 1)
        where = f", the first in row {finding.first}" + (f", {day}," if day else "")
        placed = f": {finding.number:,}{where} of the book" if finding.first else ""
        yield f"Data check: {finding.label}{placed}. {finding.meaning}"
    if not lines:
        yield "Data check: nothing found."
    for text in checks.failing(result.cells(checks.NAME)):
        if not text.startswith(data_check.NAME):
            yield f"Check failed: {text}."
        elif data_check.is_worthless(text):
            yield f"The ratio is worthless until that is mended: check failed: {text}."
    if layout.reads == "prices":
        yield from _inputs_of_today(result, history, layout, changed)


def _inputs_of_today(
    result: "Recalculated", history: "History", layout: "Part", changed: "Mapping[str, str]"
) -> "Iterator[str]":
    last = next(row for row in reversed(history.rows) if None not in row)
    keys = [c.data for c in layout.columns]
    held = {name: result.names[name].value for name in layout.now if name in result.names}
    waiting = []
    for name, key in layout.now.items():
        price = last[keys.index(key) + 1] if key in keys else None
        if price is not None and name not in changed and held.get(name) not in {price, None}:
            waiting.append(name)
            yield (
                f"{name} is still the sample's {held[name]:g}; your last {key} is {price:.15g}, of "
                f"{last[0]}: --set {name}=VALUE"
            )
    mine = [name for name in held if name not in changed and name not in waiting]
    if mine:
        yield f"Your last prices, of {last[0]}, are in {', '.join(mine)}."
