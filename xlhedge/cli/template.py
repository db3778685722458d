"""`xlhedge template`: a fresh workbook, with the sample's prices or one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from xlhedge.cli.common import AsJson, Quiet, answer, assignment, need
from xlhedge.cli.completing import input_names, template_names
from xlhedge.cli.data_options import DataOptions, is_worthless, own_data, read_own, report
from xlhedge.cli.older_book import longer_history, older_book
from xlhedge.cli.older_book import report as older_book_report
from xlhedge.cli.tables import print_paragraphs

if TYPE_CHECKING:
    from xlhedge.recalc import Recalculated

WORTHLESS = 6  # the exit code for prices whose ratio means nothing


def template(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Which template; all are listed if omitted. Or `show`, or `build`.",
            autocompletion=template_names,
        ),
    ] = None,
    what: Annotated[
        str | None,
        typer.Argument(help="After `show` a template, after `build` your file in TOML."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="The workbook to write; NAME.xlsx if omitted."
        ),
    ] = None,
    macro_enabled: Annotated[
        bool,
        typer.Option(
            "--macro-enabled",
            help="An .xlsm with the functions inside, for Excel on Windows.",
        ),
    ] = False,
    lite: Annotated[
        bool, typer.Option("--lite", help="For xlwings Lite: Excel on macOS and the web.")
    ] = False,
    linked: Annotated[
        bool,
        typer.Option(
            "--linked", help="Tied to the add-in installed here, as Excel itself saves it."
        ),
    ] = False,
    wheel: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="With --lite: https address of our package, not code."
        ),
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Your own prices in one file: text, workbook or Parquet."
        ),
    ] = None,
    spot: Annotated[
        str | None,
        typer.Option(metavar="FILE[:SHEET]", help="The spot prices, in a file of their own."),
    ] = None,
    futures: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE[:SHEET]",
            help="The futures prices, in a file of their own; once more for a second futures.",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", help="With --data: the workbook's sheet, if not the first."
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=HEADER",
            help="Which column is date, spot, futures, ...: its header, or its place from 1 on.",
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[KEY:]HEADER=VALUE",
            help="Of a file with several series below each other: the rows with this value.",
        ),
    ] = None,
    sort: Annotated[
        bool, typer.Option("--sort", help="With --data: put rows into order of date.")
    ] = False,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="With --data: how to read a date such as 03/04/2025."
        ),
    ] = None,
    decimal_comma: Annotated[
        bool | None,
        typer.Option(
            "--decimal-comma/--decimal-point",
            help="With --data: how to read a number such as 1,234.",
        ),
    ] = None,
    quote: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=eighths|32nds", help="The fractions that prices are quoted in."),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE|BOOK",
            help="The first day taken; or your older workbook, whose inputs and history move in.",
        ),
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day taken.")
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(metavar="day|week|month", help="Keep one row of each: the last one whole."),
    ] = None,
    only_complete: Annotated[
        bool, typer.Option("--only-complete", help="Leave out rows that lack a price.")
    ] = False,
    within: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            help="Of two files: where one has no price that day, take one up to so many days old.",
        ),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="[KEY=]UNIT", help="What your prices are in, such as EUR/t."),
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="The book's currency, in place of USD.")
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="KEY=NAME", help='What is priced: --name spot="Jet fuel".'),
    ] = None,
    foreign: Annotated[
        str | None,
        typer.Option(metavar="CODES", help="Of a file of currencies, those to take: EUR,GBP,CHF."),
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="An input to change at once, by its name or cell.",
            autocompletion=input_names,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write a fresh template workbook, recomputed and ready to fill in.

    --data FILE puts your own price history in place of the sample's: a table with the columns date,
    spot and futures under a row of headers (commodity-cross-hedge also takes second,
    hedge-effectiveness may take credit). Usual headers such as cash, nearby or settle are known;
    --column spot=HEADER, or by place --column spot=3, says which it is. --spot FILE and --futures
    FILE take two files, or two sheets, and match them by date, as a file does that has a column of
    dates for each price.

    treasury-fx takes exchange rates by date, with codes or pairs as headers (the European Central
    Bank's files, EUR/USD, USD per EUR), converts them to the home currency (--currency) and takes
    volatilities and correlations from them. rates-hedge takes a yield curve by date, with terms as
    headers (3M, 10 Yr, BC_10YEAR, SR_10Y), and fills the latest one in.

    Files are text (.csv, .txt, .tsv, .dat; packed as .gz or .zip), workbooks (.xlsx, .xlsm, .xls,
    .xlsb, .ods) or Parquet. A file whose newest row is first is turned round; one without order
    is refused unless --sort is given. A text without a digit, such as n/a, means: no price.

    Dates such as 03/04/2025 and numbers such as 1,234 are refused until you say how to read them.
    What was left out, turned round or converted is printed. Missing prices, gaps, units that
    differ, prices a day apart and more are printed, too, and stand on the sheet Data check. Where
    they make the ratio worthless, the book is written and the exit code is 6.

    `template show NAME` prints the text that a template is made of: tables of inputs, formulas,
    charts and checks, in TOML. `template build MYBOOK.toml -o my.xlsx` makes a workbook of your own
    of such a text, to the same standards; `template show vocabulary` prints all it may hold.
    """
    from xlhedge.cli.printing import progress_bar
    from xlhedge.recalc import recalculate
    from xlhedge.recalc.moving import Moved, moved
    from xlhedge.recalc.saving import examine, save
    from xlhedge.templates import checks, shelf

    if name is None:
        _list(as_json=as_json, quiet=quiet)
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
    need(
        not (linked and (lite or macro_enabled)),
        "a workbook tied to the add-in has no functions of its own",
        ["--linked", "--lite", "--macro-enabled"],
    )
    addin = _installed_addin() if linked else None
    need(lite or wheel is None, "--wheel is where xlwings Lite finds the functions", ["--lite too"])
    ending = ".xlsm" if macro_enabled else "-lite.xlsx" if lite else ".xlsx"
    target = output or Path(f"{source.stem}{ending}")
    need(
        force or not target.exists(),
        f"{target} exists",
        ["another -o FILE", "--force to replace it"],
    )
    older = older_book(first)
    options = DataOptions(
        data=tuple(data or ()),
        spot=spot,
        futures=tuple(futures or ()),
        sheet=sheet,
        column=tuple(column or ()),
        where=tuple(where or ()),
        sort=sort,
        day_first=day_first,
        decimal_comma=decimal_comma,
        quote=tuple(quote or ()),
        first=None if older else first,
        last=last,
        every=every,
        only_complete=only_complete,
        within=within,
        unit=tuple(unit or ()),
        currency=currency,
        name=tuple(label or ()),
        foreign=foreign,
    )
    need(
        not (older and options.files),
        "an older workbook brings its own history",
        ["--from BOOK alone", "--data FILE alone"],
    )
    sources = [*options.files, *([Path(what or "")] if name == "build" else [])]
    sources += [older] if older else []
    need(
        not any(path.exists() and target.exists() and target.samefile(path) for path in sources),
        f"{target} is what the book is made from, and would be lost",
        ["another -o FILE"],
    )
    examine(target)
    changed = dict(map(assignment, inputs or []))
    layout = shelf.layout(source.text, source.file)
    own = read_own(source.stem, options, layout)
    mine = longer_history(older, source.text, source.file, layout) if older else own_data(own)
    with progress_bar() as progress:
        fresh = shelf.build(source.text, source.file, mine)
        carried = moved(older, fresh) if older else Moved({}, [])
        result = recalculate(fresh, inputs={**carried.inputs, **changed}, progress=progress)
    _need_all_computed(result)
    book = _for_its_host(result.to_bytes(), addin, wheel, lite=lite, macros=macro_enabled)
    save(book, target)
    sentences: list[str] = [*older_book_report(older, carried)] if older else []
    worthless = False
    if own and mine and layout:
        sentences += [*own.remarks, *report(result, mine, layout, changed)]
        worthless = is_worthless(result)
    elif name == "build":
        sentences += [
            f"Check failed: {text}." for text in checks.failing(result.cells(checks.NAME))
        ]
    facts = {"written": str(target), "remarks": sentences, "worthless": worthless}
    written = [] if quiet else [f"{target} written."]
    answer(facts, *written, *sentences, as_json=as_json, quiet=quiet and not sentences)
    if worthless:
        raise typer.Exit(WORTHLESS)


def _need_all_computed(result: "Recalculated") -> None:
    """Refuse a new book with a formula that only Excel could compute: no value is there to keep."""
    from xlhedge.recalc import Refusal, Unsupported

    if result.kept:
        raise Unsupported([Refusal(*cell) for cell in result.kept])


def _for_its_host(
    book: bytes, addin: Path | None, wheel: str | None, *, lite: bool, macros: bool
) -> bytes:
    """Return the workbook with its functions inside or tied to it, as its options say."""
    if macros:
        from xlhedge.excel.macro_book import macro_book

        return macro_book(book)
    if addin:
        from xlhedge.excel.linked_book import linked_book

        _warn_of_plain_rules(book)
        return linked_book(book, str(addin))
    if lite:
        from xlhedge.templates.about import NO_ADDIN
        from xlhedge.web.lite import NOT_RUNNING, lite_book

        return lite_book(book, wheel=wheel, texts={NO_ADDIN: NOT_RUNNING})
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


class _Source(NamedTuple):
    """A description: its text, its name in messages, and that of the book."""

    text: str
    file: str
    stem: str


def _list(*, as_json: bool, quiet: bool) -> None:
    """Print the templates, each with what it is for."""
    from xlhedge.templates import NAMES, purposes

    if as_json or quiet:
        answer(list(NAMES), as_json=as_json, quiet=quiet)
    else:
        print_paragraphs({"Templates": list(purposes().items())})


def _source(name: str, what: str | None) -> _Source:
    """Return the description that the command's arguments name."""
    from xlhedge import templates
    from xlhedge.ooxml.near import nearest
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
    others = ("vocabulary",) if name == "show" else ("show", "build")
    known = nearest(str(chosen), (*templates.NAMES, *others)) or templates.NAMES
    need(chosen in templates.NAMES, f"there is no template {chosen!r}", known)
    need(name == "show" or what is None, f"nothing stands after {name}", ["--data FILE for prices"])
    return _Source(templates.text_of(str(chosen)), f"{chosen}.toml", str(chosen))
