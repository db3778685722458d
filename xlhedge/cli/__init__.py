"""The command line: `xlhedge recalc | eval | functions | contracts | template | freeze | ...`.

`addin` and `calc` build what Excel and LibreOffice load; `install | uninstall | doctor | status`
keep the Excel add-in of a Windows user, with exit codes of their own (0 well, 1 with warnings,
2 not); so does `calc status`.

Exit codes: 0 done; 1 the formula's value is an error (eval); 2 the file or an argument cannot be
used; 3 the book holds formulas that the engine is not known to compute as Excel does; 4 two
engines give different values (recalc --engine both, report); 5 some workbooks of a folder failed
(recalc DIR); 6 a check of the book fails or a cell is in error (recalc; of a folder, where no
book failed otherwise); 130 a folder was left at Ctrl-C.
"""

import sys
from typing import Annotated, Any

import typer

from xlhedge.cli import (
    calc,
    contracts,
    evaluating,
    excel,
    freeze,
    functions,
    pages,
    printing,
    recalc,
    template,
    web,
)
from xlhedge.worksheet.errors import XlhedgeError

UsageError: Any = typer.BadParameter.__bases__[0]  # of the click that typer has inside

app = typer.Typer(
    name="xlhedge",
    help="Hedge ratios in the worksheet, and workbooks recomputed without Excel.",
    epilog="Exit codes: 0 done, 1 eval gave an error value, 2 bad input, 3 refused formulas, "
    "4 the engines differ, 5 some workbooks of a folder failed, 6 a check fails or a cell is in "
    "error.",
    no_args_is_help=True,
    rich_markup_mode="markdown",  # help is filled to the width of the terminal
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; what goes wrong becomes one sentence and an exit code."""
    try:
        code = app(prog_name="xlhedge", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except UsageError as error:
        if error.format_message():  # nothing where the help was printed instead
            printing.console(error=True).print(_sentence(error), markup=False, style="red")
        sys.exit(error.exit_code)
    except typer.Abort:
        sys.exit(130)
    except XlhedgeError as error:
        printing.console(error=True).print(f"xlhedge: {error}", markup=False, style="red")
        refusals = getattr(error, "refusals", [])
        for refusal in refusals if len(refusals) > 1 else []:
            printing.console(error=True).print(f"  {refusal}", markup=False)
        sys.exit(error.exit_code)


def _sentence(error: Any) -> str:
    """Return what is wrong with a command line, with the next step."""
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    stop = "" if message.endswith("?") else "."
    path = error.ctx.command_path if error.ctx else "xlhedge"
    return f"xlhedge: {message}{stop} All of it: {path} --help"


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Hedge ratios in the worksheet, and workbooks recomputed without Excel."""
    if show:
        from xlhedge import __version__

        print(__version__)
        raise typer.Exit


def _group(name: str, help_: str) -> typer.Typer:
    """Return a command that has commands of its own."""
    group = typer.Typer(help=help_, no_args_is_help=True, add_completion=False)
    app.add_typer(group, name=name)
    return group


app.command()(recalc.recalc)
app.command(name="eval")(evaluating.evaluate_formula)
app.command()(functions.functions)
app.command()(contracts.contracts)
app.command()(template.template)
app.command()(pages.render)
app.command()(pages.report)
app.command()(freeze.freeze)
app.command()(excel.install)
app.command()(excel.uninstall)
app.command()(excel.doctor)
app.command()(excel.status)
app.command()(web.serve)

addin_group = _group("addin", "The add-in for Excel on Windows.")
addin_group.command("build")(excel.build)
addin_group.command("sbom")(excel.sbom)

calc_group = _group("calc", "The functions in LibreOffice Calc.")
calc_group.command("build")(calc.build)
calc_group.command("install")(calc.add)
calc_group.command("status")(calc.status)
calc_group.command("uninstall")(calc.remove)
