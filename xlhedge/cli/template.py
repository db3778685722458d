"""`xlhedge template`: a fresh workbook, with the sample's prices or one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from xlhedge.cli.common import assignment, need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.recalc import Recalculated
    from xlhedge.templates.history import History
    from xlhedge.templates.own_data import Read, Wanted
    from xlhedge.templates.schema import Part


def template(
    name: Annotated[
        str | None,
        typer.Argument(help="Which one; all are listed if omitted. Or `build`, or `show`."),
    ] = None,
    what: Annotated[
        str | None,
        typer.Argument(help="After build a file in TOML that describes a book, after show a NAME."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; NAME.xlsx if omitted.")
    ] = None,
    macro_enabled: Annotated[
        bool,
        typer.Option(
            "--macro-enabled",
            help="As .xlsm that carries the functions inside, for Excel on Windows.",
        ),
    ] = False,
    lite: Annotated[
        bool, typer.Option("--lite", help="For xlwings Lite: Excel on macOS and the web too.")
    ] = False,
    wheel: Annotated[
        str | None,
        typer.Option(help="With --lite: a wheel's https address, in place of the code itself."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="Your own prices: .csv, .parquet, .xlsx or .xlsm; more above."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="With --data: the workbook's sheet, if not the first.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=HEADER",
            help="With --data: which column is date, spot, futures, second or credit.",
        ),
    ] = None,
    sort: Annotated[
        bool, typer.Option("--sort", help="With --data: lay rows that are out of order by date.")
    ] = False,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="With --data: how to read dates as 03/04/2025."
        ),
    ] = None,
    decimal_comma: Annotated[
        bool | None,
        typer.Option(
            "--decimal-comma/--decimal-point", help="With --data: how to read numbers as 1,234."
        ),
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="An input, by name or cell, to change at once."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write a fresh template workbook, recomputed and ready to fill in.

    --data lays your own price history into it: a table with the columns date, spot and futures
    under a row of headers (commodity-cross-hedge also takes second, hedge-effectiveness may take
    credit). Other names are known too, such as cash, future, hedge, the book's own, or day and
    month; capitals and units in brackets do not matter. --column spot=HEADER names one outright.

    Dates are true dates or yyyy-mm-dd, rows oldest first: a file that is newest first is turned
    round, one that is out of order is refused unless --sort is given. Text is UTF-8, separated by
    comma, semicolon or tab. Nothing, NA, N/A, #N/A, NaN, null, a lone point or dash mean: no price.

    `template show NAME` prints the description that a template is made of: tables of inputs,
    formulas, charts and checks. `template build MYBOOK.toml -o my.xlsx` makes a workbook of your
    own of such a description, to the same standards; `show vocabulary` has all that it may hold.

    Doubtful dates (03/04/2025) and numbers (1,234) are refused until you say how to read them.
    Prices missing, gaps, repeated dates, prices of 0 or below and far-off changes are laid in as
    they are, and reported here and on the sheet Data check.
    """
    from xlhedge import templates
    from xlhedge.cli.printing import progress_bar
    from xlhedge.recalc import recalculate
    from xlhedge.recalc.saving import examine, save
    from xlhedge.templates import checks, shelf

    if name is None:
        print("\n".join(templates.NAMES))
        return
    source = _source(name, what)
    if name == "show":
        print(source.text, end="")
        return
    need(
        not (lite and macro_enabled),
        "xlwings Lite runs no macros, and one workbook cannot serve both",
        ["--lite", "--macro-enabled"],
    )
    need(lite or wheel is None, "--wheel is where xlwings Lite finds the functions", ["--lite too"])
    ending = ".xlsm" if macro_enabled else "-lite.xlsx" if lite else ".xlsx"
    target = output or Path(f"{source.stem}{ending}")
    need(
        force or not target.exists(),
        f"{target} exists",
        ["another -o FILE", "--force to replace it"],
    )
    sources = [path for path in (data, Path(what or "") if name == "build" else None) if path]
    need(
        not any(path.exists() and target.exists() and target.samefile(path) for path in sources),
        f"{target} is what the book is made from, and would be lost",
        ["another -o FILE"],
    )
    examine(target)
    changed = dict(map(assignment, inputs or []))
    wanted = _wanted(data, sheet, column or [], sort, day_first, decimal_comma)
    layout = shelf.layout(source.text, source.file)
    own = _own_data(source.stem, wanted, layout) if wanted else None
    with progress_bar() as progress:
        fresh = shelf.build(source.text, source.file, own.history if own else None)
        result = recalculate(fresh, inputs=changed, progress=progress)
    book = result.to_bytes()
    if macro_enabled:
        from xlhedge.excel.macro_book import macro_book

        book = macro_book(book)
    if lite:
        from xlhedge.templates.about import NO_ADDIN
        from xlhedge.web.lite import NOT_RUNNING, lite_book

        book = lite_book(book, wheel=wheel, texts={NO_ADDIN: NOT_RUNNING})
    save(book, target)
    print(f"{target} written.")
    if own and layout:
        for line in (*own.remarks, *_report(result, own.history, layout, changed)):
            print(line)
    elif name == "build":
        for text in checks.failing(result.cells(checks.NAME)):
            print(f"Check failed: {text}.")


def _wanted(
    data: Path | None,
    sheet: str | None,
    columns: list[str],
    sort: bool,
    day_first: bool | None,
    decimal_comma: bool | None,
) -> "Wanted | None":
    """Return what is to be read, if a file is given."""
    from xlhedge.templates.own_data import Wanted

    if data is not None:
        named = dict(map(_named_column, columns))
        return Wanted(data, sheet, named, sort, day_first, decimal_comma)
    options = {
        "--sheet": sheet is not None,
        "--column": bool(columns),
        "--sort": sort,
        "--day-first": day_first is True,
        "--month-first": day_first is False,
        "--decimal-comma": decimal_comma is True,
        "--decimal-point": decimal_comma is False,
    }
    given = [option for option, is_given in options.items() if is_given]
    need(not given, f"{' and '.join(given)} without a file to read", ["--data FILE too"])
    return None


class _Source(NamedTuple):
    """A description: its text, its name in messages, and that of the book."""

    text: str
    file: str
    stem: str


def _source(name: str, what: str | None) -> _Source:
    """Return the description that the command's arguments name."""
    from xlhedge import templates
    from xlhedge.templates import schema

    if name == "build":
        need(what is not None, "build takes a description", ["xlhedge template build MYBOOK.toml"])
        path = Path(what or "")
        need(path.is_file(), f"there is no file {path}", ["the path of a description in TOML"])
        try:
            return _Source(path.read_text(encoding="utf-8-sig"), path.name, path.stem)
        except (OSError, UnicodeDecodeError) as fault:
            raise schema.BadDescription(
                f"{path} cannot be read as a text in UTF-8 ({fault})."
            ) from fault
    if (name, what) == ("show", "vocabulary"):
        return _Source(schema.vocabulary_text(), "vocabulary.toml", "vocabulary")
    chosen = what if name == "show" else name
    need(chosen in templates.NAMES, f"there is no template {chosen!r}", templates.NAMES)
    need(name == "show" or what is None, f"nothing stands after {name}", ["--data FILE for prices"])
    return _Source(templates.text_of(str(chosen)), f"{chosen}.toml", str(chosen))


def _own_data(name: str, wanted: "Wanted", layout: "Part | None") -> "Read":
    """Return the price history in a file."""
    from xlhedge import templates
    from xlhedge.templates.own_data import read

    need(
        layout is not None,
        f"{name} has no price history: --data has no place in it",
        templates.layouts(),
    )
    assert layout is not None  # noqa: S101 - what need has just made sure of, for the type checker
    _vet(wanted)
    return read(wanted, layout)


def _named_column(text: str) -> tuple[str, str]:
    """Return the two sides of KEY=HEADER."""
    key, sign, header = text.partition("=")
    need(bool(sign and header.strip()), f"--column {text!r} names none", ["--column spot=HEADER"])
    return key.strip().lower(), header


def _vet(wanted: "Wanted") -> None:
    """Refuse a workbook that is a bomb, encrypted, damaged, or declares entities."""
    from xlhedge.recalc.package import Package

    if wanted.path.suffix.lower() not in {".xlsx", ".xlsm"} or not wanted.path.is_file():
        return
    package = Package(wanted.path)
    for member in package.members:
        if member.filename.endswith((".xml", ".rels")):
            package.plain(member.filename)


def _report(
    result: "Recalculated", history: "History", layout: "Part", changed: "Mapping[str, str]"
) -> "Iterator[str]":
    """Say what the sheet Data check finds, which checks fail, and which inputs are a sample's."""
    from xlhedge.templates import checks, data_check
    from xlhedge.templates.own_data.headers import unit_of

    count = len(history.rows)
    yield f"{count:,} rows from {history.days[0]} to {history.days[-1]}."
    for label, header, unit in history.origin.headers if history.origin else ():
        its = unit_of(header)
        other = its and its.casefold() != unit.casefold()
        yield f"{label} is the column {header}, taken as {unit}." + (
            f" Its header says {its}: where that is another unit, convert the prices first."
            if other
            else ""
        )
    found = data_check.findings(result.cells(data_check.NAME))
    for finding in found:
        day = result.display(data_check.NAME, finding.at, data_check.DATE + 1)
        where = f"the first in row {finding.first}" + (f", {day}" if day else "")
        yield f"Data check: {finding.label}: {finding.number:,} ({where} of the book)."
    if not found:
        yield "Data check: nothing found."
    for text in checks.failing(result.cells(checks.NAME)):
        if not text.startswith(data_check.NAME):
            yield f"Check failed: {text}."
    last = next(row for row in reversed(history.rows) if None not in row)
    keys = [c.data for c in layout.columns]
    for name, key in layout.now.items():
        price = last[keys.index(key) + 1]
        if name not in changed:
            yield (
                f"{name} is still the sample's {result.names[name].value:g}; your last {key} is "
                f"{price:.15g}, of {last[0]}: --set {name}={price:.15g}"
            )
