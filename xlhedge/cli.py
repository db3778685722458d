"""The command line: `xlhedge recalc | eval | functions | template | render`, and the hosts.

`addin` and `calc` build what Excel and LibreOffice load; `install | uninstall | doctor | status`
keep the Excel add-in of a Windows user, with exit codes of their own (0 well, 1 with warnings,
2 not).

Exit codes: 0 done; 1 the formula's value is an error (eval); 2 the file or an argument cannot be
used; 3 the book holds formulas that the engine is not known to compute as Excel does; 4 two
engines give different values (recalc --engine both).
"""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xlhedge import printing

if TYPE_CHECKING:
    from xlhedge.recalc import Recalculated

app = typer.Typer(
    name="xlhedge",
    help="Hedge ratios in the worksheet, and workbooks recomputed without Excel.",
    epilog="Exit codes: 0 done, 1 eval gave an error value, 2 bad input, 3 refused formulas, "
    "4 the engines differ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

calc_app = typer.Typer(
    help="The functions in LibreOffice Calc.", no_args_is_help=True, add_completion=False
)
app.add_typer(calc_app, name="calc")


addin_app = typer.Typer(
    help="The add-in for Excel on Windows.", no_args_is_help=True, add_completion=False
)
app.add_typer(addin_app, name="addin")


class EngineName(StrEnum):
    """What computes a workbook."""

    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"
    BOTH = "both"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def main() -> None:
    """Run the command line; what goes wrong becomes one sentence and an exit code."""
    try:
        app()
    except Exception as trouble:
        code = getattr(trouble, "exit_code", None)  # what our own troubles carry
        if code is None:
            raise
        printing.console(error=True).print(f"xlhedge: {trouble}", markup=False, style="red")
        refusals = getattr(trouble, "refusals", [])
        for refusal in refusals if len(refusals) > 1 else []:
            printing.console(error=True).print(f"  {refusal}", markup=False)
        sys.exit(code)


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Hedge ratios in the worksheet, and workbooks recomputed without Excel."""
    if show:
        from xlhedge import __version__

        print(__version__)
        raise typer.Exit


@app.command()
def recalc(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; else nothing is.")
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME_OR_CELL=VALUE", help="An input to change first."),
    ] = None,
    show: Annotated[list[str] | None, typer.Option("--show", help="A sheet to print.")] = None,
    engine: Annotated[EngineName, typer.Option(help="What computes.")] = EngineName.EMBEDDED,
    as_json: AsJson = False,
) -> None:
    """Recompute every formula of a workbook, show its named outputs, and write it with -o."""
    import time

    changed = dict(map(_assignment, inputs or []))
    started = time.perf_counter()
    result = _recalculated(book, changed, engine)
    seconds = time.perf_counter() - started
    for sheet in show or []:
        _need(sheet in result.sheets, f"{book} has no sheet {sheet!r}", result.sheets)
    if output is not None:
        result.save(output)
    if as_json:
        print(json.dumps(printing.as_json_result(book, output, changed, show, result), indent=2))
    else:
        printing.print_result(book, output, changed, show, result, seconds)


def _recalculated(book: Path, changed: dict[str, str], engine: EngineName) -> "Recalculated":
    """Return a book recomputed; where two engines differ, print the cells and leave with 4."""
    if engine is EngineName.EMBEDDED:
        from xlhedge.recalc import recalculate

        with printing.progress_bar() as progress:
            return recalculate(book, inputs=changed, progress=progress)
    from xlhedge.recalc import libreoffice_engine as libreoffice

    if engine is EngineName.LIBREOFFICE:
        return libreoffice.recalculate_in_libreoffice(book, inputs=changed)
    result, differences = libreoffice.recalculate_in_both(book, inputs=changed)
    if differences:
        printing.print_differences(differences)
        raise typer.Exit(4)
    return result


@app.command(name="eval")
def evaluate_formula(
    formula: Annotated[str, typer.Argument(help='Such as "=FUTURES_CONTRACTS(20000,5000,0.9)".')],
    as_json: AsJson = False,
) -> None:
    """Compute one formula and print its value."""
    from xlhedge.recalc import evaluate
    from xlhedge.worksheet import ExcelError

    value = evaluate(formula)
    if as_json:
        print(json.dumps(printing.plain(value)))
    elif isinstance(value, list):
        printing.console().print(
            printing.grid([[printing.shown(cell) for cell in row] for row in value])
        )
    else:
        print(printing.shown(value))
    if isinstance(value, ExcelError):
        printing.console(error=True).print(value.message, markup=False)
        raise typer.Exit(1)


@app.command()
def functions(
    name: Annotated[str | None, typer.Argument(help="One function; all when omitted.")] = None,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option(help="Print the README's table.")] = False,
) -> None:
    """List the worksheet functions, or print one function's help."""
    from xlhedge.worksheet import CATALOGUE

    if name is not None:
        import difflib

        known = name.upper() in CATALOGUE
        nearest = difflib.get_close_matches(name.upper(), CATALOGUE, n=3, cutoff=0.5)
        _need(known, f"there is no function {name}", nearest or ["xlhedge functions for a list"])
    chosen = [CATALOGUE[name.upper()]] if name else sorted(CATALOGUE.values(), key=printing.place)
    if as_json:
        print(json.dumps([printing.described(entry) for entry in chosen], indent=2))
    elif markdown:
        print(printing.markdown_table(chosen))
    elif name:
        printing.print_help(chosen[0])
    else:
        printing.print_list(chosen)


@app.command()
def template(
    name: Annotated[
        str | None, typer.Argument(help="Which one; all are listed if omitted.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; NAME.xlsx if omitted.")
    ] = None,
    macro_enabled: Annotated[
        bool, typer.Option(help="As .xlsm that carries the functions inside, for Excel on Windows.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write a fresh template workbook, recomputed and ready to fill in."""
    from xlhedge import templates
    from xlhedge.recalc import recalculate
    from xlhedge.recalc.saving import save

    if name is None:
        print("\n".join(templates.NAMES))
        return
    _need(name in templates.NAMES, f"there is no template {name!r}", templates.NAMES)
    target = output or Path(f"{name}.xlsm" if macro_enabled else f"{name}.xlsx")
    _need(
        force or not target.exists(),
        f"{target} exists",
        ["another -o FILE", "--force to replace it"],
    )
    book = recalculate(templates.build(name)).to_bytes()
    if macro_enabled:
        from xlhedge.excel.macro_book import macro_book

        book = macro_book(book)
    save(book, target)
    print(f"{target} written.")


@app.command()
def render(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder for the pages.")],
    sheet: Annotated[list[str] | None, typer.Option(help="A sheet; all when omitted.")] = None,
) -> None:
    """Print a recomputed workbook as PDF and PNG pages, charts included (needs LibreOffice)."""
    from xlhedge.recalc.render import render as render_pages

    for page in render_pages(book, output, sheet):
        print(page)


@addin_app.command("build")
def addin_build(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file.")] = Path(
        "install/xlhedge.xlam"
    ),
) -> None:
    """Write the Excel add-in: the wrappers of all functions, and the ribbon."""
    from xlhedge.excel.addin import write_addin

    _need(output.parent.is_dir(), f"there is no folder {output.parent}", ["-o FILE"])
    write_addin(output)
    print(f"{output} written.")


DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print problems alone.")]


@app.command()
def install(
    wheels: Annotated[
        Path | None, typer.Option(help="A folder of wheels: no network is used.")
    ] = None,
    addin: Annotated[Path | None, typer.Option(help="Another add-in file than ours.")] = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Install the Excel add-in for you, without an administrator (Windows)."""
    files = [("--wheels", wheels), ("--addin", addin)]
    options = [text for option, path in files if path for text in (option, str(path))]
    _keep_excel("install", *options, dry_run=dry_run, quiet=quiet, as_json=as_json)


@app.command()
def uninstall(dry_run: DryRun = False, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Remove the Excel add-in and all that install made (Windows)."""
    _keep_excel("uninstall", dry_run=dry_run, quiet=quiet, as_json=as_json)


@app.command()
def doctor(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Look at everything that can keep the Excel add-in from working (Windows)."""
    _keep_excel("doctor", quiet=quiet, as_json=as_json)


@app.command()
def status(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Say what is installed (Windows)."""
    _keep_excel("status", quiet=quiet, as_json=as_json)


def _keep_excel(*words: str, **flags: bool) -> None:
    """Hand over to the program that also runs in a Python with nothing installed."""
    from xlhedge.excel import install_main

    options = {"dry_run": "--dry-run", "quiet": "--quiet", "as_json": "--json"}
    given = [options[name] for name, is_set in flags.items() if is_set]
    raise typer.Exit(install_main.main([*words, *given]))


@calc_app.command("build")
def calc_build(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file.")] = Path("xlhedge.oxt"),
) -> None:
    """Write the Calc add-in as a LibreOffice extension file."""
    from xlhedge.calc.extension import write_extension

    print(f"{write_extension(output)} written; `xlhedge calc install` installs it for you.")


@calc_app.command("install")
def calc_install() -> None:
    """Install the functions in your LibreOffice."""
    from xlhedge.calc.install import install

    print(install())


@calc_app.command("uninstall")
def calc_uninstall() -> None:
    """Remove the functions from your LibreOffice."""
    from xlhedge.calc.install import uninstall

    print(uninstall())


def _need(condition: bool, otherwise: str, accepted: Any) -> None:
    """End the command with a sentence unless a condition holds."""
    if condition:
        return
    from xlhedge.recalc import BadBook

    raise BadBook(f"{otherwise}; use {' or '.join(accepted)}.")


def _assignment(text: str) -> tuple[str, str]:
    """Return the two sides of NAME_OR_CELL=VALUE; a quoted sheet's name may hold an = sign."""
    import re

    sides = re.fullmatch(r"((?:'(?:[^']|'')*'![^=]+)|[^=]+)=(.*)", text, re.DOTALL)
    _need(sides is not None, f"--set {text!r} is no assignment", ["--set NAME=VALUE"])
    assert sides is not None  # noqa: S101 - what _need has just made sure of, for the type checker
    return sides[1].strip(), sides[2]
