"""`xlhedge template`: a fresh workbook, with the sample's prices or one's own."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from xlhedge.cli.common import (
    AsJson,
    Force,
    Quiet,
    answer,
    assignment,
    need,
    need_free,
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


@with_options
def template(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Which one; all are listed if omitted. Or `build`, or `show`.",
            autocompletion=template_names,
        ),
    ] = None,
    what: Annotated[
        str | None,
        typer.Argument(help="After build a file in TOML that describes a book, after show a NAME."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; NAME.xlsx if omitted.")
    ] = None,
    *,
    host: HostOptions,
    prices: DataOptions,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="An input, by name or cell, to change at once.",
            autocompletion=input_names,
        ),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write a fresh template workbook, recomputed and ready to fill in.

    --data lays your own price history into it: a table with the columns date, spot and futures
    under a row of headers (commodity-cross-hedge also takes second, hedge-effectiveness may take
    credit). Usual names are known, such as cash, nearby or settle; --column spot=HEADER, or its
    place, --column spot=3, names one outright. --spot FILE and --futures FILE read two files, or
    two sheets, and match them by date; so does a file with a column of dates for each price.

    treasury-fx takes exchange rates by date, headed by codes or pairs (the European Central Bank's
    files, EUR/USD, USD per EUR), brings them to the home currency (--currency) and computes
    volatilities and correlations from them; rates-hedge takes a yield curve by date, headed by
    terms (3M, 10 Yr, BC_10YEAR, SR_10Y), and fills the latest one in.

    Files are text (.csv, .txt, .tsv, .dat; packed as .gz or .zip), workbooks (.xlsx, .xlsm, .xls,
    .xlsb, .ods) or Parquet. Rows are oldest first: a file that is newest first is turned round, one
    that is out of order is refused unless --sort is given. Texts without a digit mean: no price.

    `template show NAME` prints the description that a template is made of: tables of inputs,
    formulas, charts and checks. `template build MYBOOK.toml -o my.xlsx` makes a workbook of your
    own of such a description, to the same standards; `show vocabulary` has all that it may hold.

    Doubtful dates (03/04/2025) and numbers (1,234) are refused until you say how to read them.
    What was left out, turned or converted is said. Prices missing, gaps, units that differ, a shift
    in time and more are reported here and on the sheet Data check; findings that make the ratio
    worthless end the command with exit code 6, the book being written.
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
    answer(facts, *written, *new.remarks, as_json=as_json, quiet=quiet and not new.remarks)
    if new.worthless:
        raise typer.Exit(WORTHLESS)


class _NewBook(NamedTuple):
    """A new workbook, computed, and what is to be said of it."""

    result: "Recalculated"
    remarks: list[str]
    worthless: bool


def _need_target(target: Path, source: "_Source", prices: DataOptions, older: Path | None) -> None:
    """Make sure that the new book can be written, and replaces nothing that it is made from."""
    from xlhedge.recalc.saving import examine

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
    examine(target)


def _new_book(
    source: "_Source", prices: DataOptions, older: Path | None, changed: dict[str, str]
) -> _NewBook:
    """Return a book made of a description, with one's own prices or an older book's contents."""
    from xlhedge.cli.screen import progress_bar
    from xlhedge.recalc import recalculate
    from xlhedge.recalc.moving import Moved, moved
    from xlhedge.templates import checks, shelf

    layout = shelf.layout(source.text, source.file)
    own = read_own(source.stem, prices, layout)
    mine = longer_history(older, source.text, source.file, layout) if older else own_data(own)
    with progress_bar() as progress:
        fresh = shelf.build(source.text, source.file, mine)
        carried = moved(older, fresh) if older else Moved({}, [])
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
            return _Source(path.read_text(encoding="utf-8-sig"), path.name, path.stem, path)
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
