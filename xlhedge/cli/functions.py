"""`xlhedge functions`: the functions found by words, one's help, and all of them as pages."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import AsJson, need
from xlhedge.cli.completing import function_names

if TYPE_CHECKING:
    from xlhedge.worksheet.catalogue import WorksheetFunction


def functions(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="A function, a category, or words to look for; all functions if omitted.",
            autocompletion=function_names,
        ),
    ] = None,
    pages: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write them as pages: an index, and a page a function."),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="html|md", help="With --pages: of which kind.")
    ] = "html",
    as_json: AsJson = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the table of xlhedge/worksheet/README.md.")
    ] = False,
) -> None:
    """List the worksheet functions, look for some, or print one's help.

    `xlhedge functions currency forward` lists those whose texts have both words.
    `xlhedge functions HEDGE_RATIO` prints that function's help.
    """
    if pages is not None:
        need(not words, "--pages writes the pages of all functions", ["--pages without words"])
        _write_pages(pages, form)
        return
    need(form == "html", f"--format {form} is the form of pages", ["--pages DIR too"])
    chosen = _chosen(words or [])
    if as_json:
        print(json.dumps([printing.description_of(entry) for entry in chosen], indent=2))
    elif markdown:
        print(printing.markdown_table(chosen))
    elif words and _name_of(words) == chosen[0].name:
        printing.print_help(chosen[0])
    else:
        printing.print_list(chosen)


def _name_of(words: list[str]) -> str:
    return words[0].upper() if len(words) == 1 else ""


def _chosen(words: list[str]) -> "list[WorksheetFunction]":
    """Return the function that is named, or those of which all words are said."""
    from xlhedge.reference import search
    from xlhedge.worksheet import CATALOGUE

    if _name_of(words) in CATALOGUE:
        return [CATALOGUE[_name_of(words)]]
    entries = search.search_functions(words) if words else search.in_order()
    text = " ".join(words)
    near = [f"{one!r}" if one.islower() else one for one in search.suggestions(words)]
    need(
        bool(entries),
        f"no function has the name or the words {text}",
        near or ["fewer words", "xlhedge functions for a list"],
    )
    return entries


def _write_pages(folder: Path, form: str) -> None:
    from xlhedge.cli.places import workbooks_folder
    from xlhedge.reference.pages import FORMATS, write_pages

    need(form in FORMATS, f"--format {form!r} is none of the forms", sorted(FORMATS))
    need(not folder.is_file(), f"{folder} is a file", ["the name of a folder"])
    written = write_pages(folder, form, workbooks_folder(folder))
    print(f"{len(written)} pages written; {written[0]} is the index.")
