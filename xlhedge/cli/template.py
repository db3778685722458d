"""`xlhedge template`: a fresh workbook, with the sample's prices or one's own."""

import gc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from xlhedge.cli.common import (
    AsJson,
    Force,
    Quiet,
    assignment,
    need,
    need_free,
    print_answer,
    with_options,
)
from xlhedge.cli.completing import input_names, template_names
from xlhedge.cli.data_options import DataOptions, own_data, read_own
from xlhedge.cli.data_report import is_worthless, report
from xlhedge.cli.host_options import HostOptions
from xlhedge.cli.older_book import longer_history, older_book
from xlhedge.cli.older_book import report as older_book_report
from xlhedge.cli.tables import print_paragraphs

if TYPE_CHECKING:
    from xlhedge.recalc import Recalculated

WORTHLESS = 6  # the exit code for prices whose ratio means nothing
_LARGE = 2**19  # bytes of a workbook that makes it worth looking for what is needed no more


@with_options
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
    *,
    host: HostOptions,
    prices: DataOptions,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="An input to change at once, by its name or cell.",
            autocompletion=input_names,
        ),
    ] = None,
    force: Force = False,
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
    from xlhedge.recalc.saving import save

    if name is None:
        _list(as_json=as_json, quiet=quiet)
        return
    source = _source(name, what)
    if name == "show":
        print(source.text, end="")
        return
    host.check()
    target = output or Path(f"{source.stem}{host.ending}")
    need_free(target, force=force)
    older = older_book(prices.first)
    if older:
        prices = replace(prices, first=None)
    _need_target(target, source, prices, older)
    new = _new_book(source, prices, older, dict(map(assignment, inputs or [])))
    save(host.with_functions(new.result.to_bytes()), target)
    facts = {"written": str(target), "remarks": new.remarks, "worthless": new.worthless}
    written = [] if quiet else [f"{target} written."]
    print_answer(facts, *written, *new.remarks, as_json=as_json, quiet=quiet and not new.remarks)
    if new.worthless:
        raise typer.Exit(WORTHLESS)


class _NewBook(NamedTuple):
    """A new workbook, computed, and what is to be said of it."""

    result: "Recalculated"
    remarks: list[str]
    worthless: bool


def _need_target(target: Path, source: "_Source", prices: DataOptions, older: Path | None) -> None:
    """Make sure that the new book can be written, and replaces nothing that it is made from."""
    from xlhedge.recalc.saving import vet_target

    need(
        not (older and prices.files),
        "an older workbook brings its own history",
        ["--from BOOK alone", "--data FILE alone"],
    )
    sources = [*prices.files, *filter(None, (source.path, older))]
    need(
        not any(path.exists() and target.exists() and target.samefile(path) for path in sources),
        f"{target} is what the book is made from, and would be lost",
        ["another -o FILE"],
    )
    vet_target(target)


def _new_book(
    source: "_Source", prices: DataOptions, older: Path | None, changed: dict[str, str]
) -> _NewBook:
    """Return a book made of a description, with one's own prices or an older book's contents."""
    from xlhedge.cli.screen import progress_bar
    from xlhedge.recalc import recalculate
    from xlhedge.recalc.moving import Moved, move_of
    from xlhedge.templates import checks, shelf

    layout = shelf.layout(source.text, source.file)
    own = read_own(source.stem, prices, layout)
    mine = longer_history(older, source.text, source.file, layout) if older else own_data(own)
    with progress_bar() as progress:
        fresh = shelf.build(source.text, source.file, mine)
        carried = move_of(older, fresh) if older else Moved({}, [])
        if len(fresh) > _LARGE:
            gc.collect()  # the writer's cells refer to each other, and would stay until the end
        result = recalculate(fresh, inputs={**carried.inputs, **changed}, progress=progress)
    _need_all_computed(result)
    remarks = older_book_report(older, carried) if older else []
    worthless = False
    if own and mine and layout:
        remarks += [*own.remarks, *report(result, mine, layout, changed)]
        worthless = is_worthless(result)
    elif source.path:
        remarks += [f"Check failed: {text}." for text in checks.failing(result.cells(checks.NAME))]
    return _NewBook(result, remarks, worthless)


def _need_all_computed(result: "Recalculated") -> None:
    """Refuse a new book with a formula that only Excel could compute: no value is there to keep."""
    from xlhedge.recalc import Refusal, Unsupported

    if result.kept:
        raise Unsupported([Refusal(*cell) for cell in result.kept])


class _Source(NamedTuple):
    """A description: its text, its name in messages, and that of the book."""

    text: str
    file: str
    stem: str
    path: Path | None = None  # where it was read, if it is not one of ours


def _list(*, as_json: bool, quiet: bool) -> None:
    """Print the templates, each with what it is for."""
    from xlhedge.templates import NAMES, purposes

    if as_json or quiet:
        print_answer(list(NAMES), as_json=as_json, quiet=quiet)
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
            return _Source(path.read_text(encoding="utf-8-sig"), path.name, path.stem, path)
        except (OSError, UnicodeDecodeError) as fault:
            raise schema.BadDescription(
                f"{path} cannot be read as a text in UTF-8 ({fault})."
            ) from fault
    if name == "show":
        need(what is not None, "show takes a template", (*templates.NAMES, "vocabulary"))
    if (name, what) == ("show", "vocabulary"):
        return _Source(schema.vocabulary_text(), "vocabulary.toml", "vocabulary")
    chosen = what if name == "show" else name
    others = ("vocabulary",) if name == "show" else ("show", "build")
    known = nearest(str(chosen), (*templates.NAMES, *others)) or templates.NAMES
    need(chosen in templates.NAMES, f"there is no template {chosen!r}", known)
    need(name == "show" or what is None, f"nothing stands after {name}", ["--data FILE for prices"])
    return _Source(templates.description_text(str(chosen)), f"{chosen}.toml", str(chosen))
