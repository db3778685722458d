"""The options of `xlhedge template` for own prices, and the reading of what they name."""

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from xlhedge.cli.common import day_of, need

if TYPE_CHECKING:
    from xlhedge.templates.history import History
    from xlhedge.templates.labels import Labels
    from xlhedge.templates.own_data import DataRequest, Read, Source
    from xlhedge.templates.own_data.currencies import Money
    from xlhedge.templates.own_data.curves import Curve, ReadCurve
    from xlhedge.templates.own_data.selecting import Every
    from xlhedge.templates.schema import Part

LONGEST_LABEL = 24  # characters: what a header has room for
EVERY = ("day", "week", "month")
_WORKBOOKS = frozenset((".xlsx", ".xlsm"))


@dataclass(frozen=True, kw_only=True)
class DataOptions:
    """The options that say where own prices are and how they are read."""

    data: Annotated[
        list[Path],
        typer.Option(
            metavar="FILE", help="Your own prices in one file: text, workbook or Parquet."
        ),
    ] = field(default_factory=list)
    spot: Annotated[
        str | None,
        typer.Option(metavar="FILE[:SHEET]", help="The spot prices, in a file of their own."),
    ] = None
    futures: Annotated[
        list[str],
        typer.Option(
            metavar="FILE[:SHEET]",
            help="The futures prices, in a file of their own; once more for a second futures.",
        ),
    ] = field(default_factory=list)
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", help="With --data: the workbook's sheet, if not the first."
        ),
    ] = None
    column: Annotated[
        list[str],
        typer.Option(
            metavar="KEY=HEADER",
            help="Which column is date, spot, futures, ...: its header, or its place from 1 on.",
        ),
    ] = field(default_factory=list)
    where: Annotated[
        list[str],
        typer.Option(
            metavar="[KEY:]HEADER=VALUE",
            help="Of a file with several series below each other: the rows with this value.",
        ),
    ] = field(default_factory=list)
    sort: Annotated[
        bool, typer.Option("--sort", help="With --data: put rows into order of date.")
    ] = False
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="With --data: how to read a date such as 03/04/2025."
        ),
    ] = None
    decimal_comma: Annotated[
        bool | None,
        typer.Option(
            "--decimal-comma/--decimal-point",
            help="With --data: how to read a number such as 1,234.",
        ),
    ] = None
    quote: Annotated[
        list[str],
        typer.Option(metavar="KEY=eighths|32nds", help="The fractions that prices are quoted in."),
    ] = field(default_factory=list)
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE|BOOK",
            help="The first day taken; or your older workbook, whose inputs and history move in.",
        ),
    ] = None
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day taken.")
    ] = None
    every: Annotated[
        str | None,
        typer.Option(metavar="day|week|month", help="Keep one row of each: the last one whole."),
    ] = None
    only_complete: Annotated[
        bool, typer.Option("--only-complete", help="Leave out rows that lack a price.")
    ] = False
    within: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            help="Of two files: where one has no price that day, take one up to so many days old.",
        ),
    ] = None
    unit: Annotated[
        list[str],
        typer.Option(metavar="[KEY=]UNIT", help="What your prices are in, such as EUR/t."),
    ] = field(default_factory=list)
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="The book's currency, in place of USD.")
    ] = None
    label: Annotated[
        list[str],
        typer.Option("--name", metavar="KEY=NAME", help='What is priced: --name spot="Jet fuel".'),
    ] = field(default_factory=list)
    foreign: Annotated[
        str | None,
        typer.Option(metavar="CODES", help="Of a file of currencies, those to take: EUR,GBP,CHF."),
    ] = None

    @property
    def files(self) -> list[Path]:
        """The files that are read."""
        roles = [text for text in (self.spot, *self.futures) if text]
        return [*self.data, *(_file_and_sheet(text)[0] for text in roles)]

    def beside_a_file(self) -> list[str]:
        """Return the options that have no meaning without a file."""
        nothing = DataOptions()
        return [
            self.option_text(one.name)
            for one in fields(self)
            if one.name not in {"data", "spot", "futures"}
            and getattr(self, one.name) != getattr(nothing, one.name)
        ]

    def option_text(self, name: str) -> str:
        """Return an option as it was typed."""
        names = {"first": "--from", "last": "--to", "label": "--name"}
        names |= {"day_first": "--day-first" if self.day_first else "--month-first"}
        names |= {"decimal_comma": "--decimal-comma" if self.decimal_comma else "--decimal-point"}
        return names.get(name, f"--{name.replace('_', '-')}")


def read_own(name: str, options: DataOptions, layout: "Part | None") -> "Read | ReadCurve | None":
    """Return the prices, rates or curve in files, None where none is given."""
    from xlhedge import templates
    from xlhedge.templates.own_data import read
    from xlhedge.templates.own_data.currencies import read_currencies
    from xlhedge.templates.own_data.curves import read_curve

    if not (options.data or options.spot or options.futures):
        lonely = options.beside_a_file()
        need(
            not lonely,
            f"{' and '.join(lonely)} without a file to read",
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
    return _labelled(read(request, layout), options, layout)


def _labelled(own: "Read", options: DataOptions, layout: "Part") -> "Read":
    """Return what was read with the names and units that the options give its columns."""
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
    "currencies": ("spot", "futures", "label", "quote", "within"),
    "curve": ("spot", "futures", "label", "quote", "within", "foreign", "every"),
}
_UNITS = {"currencies": '--unit "per EUR"', "curve": "--unit percent"}


def _refuse_what_has_no_meaning(options: DataOptions, kind: str) -> None:
    idle = [options.option_text(name) for name in _NO_MEANING[kind] if getattr(options, name)]
    need(
        not idle,
        f"{' and '.join(idle)} has no meaning for this template",
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
    names = dict(_pair("--name", text, 'spot="Jet fuel"', lower=True) for text in options.label)
    for option, texts in (("--unit", units), ("--name", names)):
        for key, text in texts.items():
            need(key in keys, f"{option} {key}={text}: there is no {key!r}", keys)
            need(
                0 < len(text) <= LONGEST_LABEL and text.isprintable(),
                f"{option} {key}={text!r} is no label",
                [f"1 to {LONGEST_LABEL} characters"],
            )
    code = options.currency or ""
    need(not code or (code.isalpha() and code.isupper()), f"--currency {code}", ["EUR, CHF, ..."])
    return Labels(names, units, code)


def _request(options: DataOptions, layout: "Part") -> "DataRequest":
    """Return what is to be read."""
    from xlhedge.templates.own_data import DataRequest, NumberOptions, RowChoice

    need(options.every in {None, *EVERY}, f"--every {options.every} is no choice", [*EVERY])
    return DataRequest(
        _sources(options, layout),
        dict(_pair("--column", text, "spot=HEADER", lower=True) for text in options.column),
        dict(_pair("--where", text, "HEADER=VALUE") for text in options.where),
        options.sort,
        options.day_first,
        NumberOptions(options.decimal_comma, dict(map(_quote, options.quote))),
        options.within,
        RowChoice(
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
    return day_of(option, text, f"{option} 2024-01-31") if text else None


def _vet(path: Path) -> None:
    """Refuse a workbook that is a bomb, encrypted, damaged, or declares entities."""
    from xlhedge.ooxml.package import Package

    if path.suffix.lower() not in _WORKBOOKS or not path.is_file():
        return
    Package(path).check_every_part()


def own_data(own: "Read | ReadCurve | None") -> "History | Curve | None":
    """Return what goes into a book of what was read."""
    return None if own is None else getattr(own, "curve", None) or own.history  # type: ignore[union-attr] # a Read has no curve
