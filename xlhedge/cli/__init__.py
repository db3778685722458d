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

import re
import sys
from collections.abc import Callable
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
    recalc,
    template,
    web,
)
from xlhedge.cli.completing import complete_from_the_first_tab
from xlhedge.cli.screen import console
from xlhedge.worksheet.errors import XlhedgeError

UsageError: Any = typer.BadParameter.__bases__[0]  # of the click that typer has inside

app = typer.Typer(
    name="xlhedge",
    help="Hedge ratios in the worksheet, and workbooks recomputed without Excel.",
    epilog="Exit codes: 0 done, 1 eval gave an error value, 2 bad input, 3 refused formulas, "
    "4 the engines differ, 5 some workbooks of a folder failed, 6 a check fails or a cell is in "
    "error.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; what goes wrong becomes one sentence and an exit code."""
    complete_from_the_first_tab()
    try:
        code = app(prog_name="xlhedge", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except UsageError as error:
        if error.format_message():  # nothing where the help was printed instead
            console(error=True).print(_sentence(error), markup=False, style="red")
        sys.exit(error.exit_code)
    except typer.Abort:
        sys.exit(130)
    except XlhedgeError as error:
        console(error=True).print(f"xlhedge: {error}", markup=False, style="red")
        refusals = getattr(error, "refusals", [])
        for refusal in refusals if len(refusals) > 1 else []:
            console(error=True).print(f"  {refusal}", markup=False)
        sys.exit(error.exit_code)


def _sentence(error: Any) -> str:
    """Return what is wrong with a command line, with the next step."""
    message = re.sub(
        r"a valid int(eger)?( range)?", "a whole number", error.format_message()
    ).rstrip(".")
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
    group = typer.Typer(
        help=help_,
        short_help=help_,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
    )
    app.add_typer(group, name=name)
    return group


def _add(group: typer.Typer, commands: dict[str, Callable[..., None]]) -> None:
    """Add commands whose first sentences stand whole in the list; Typer cuts them else."""
    for name, command in commands.items():
        group.command(name, short_help=(command.__doc__ or "").partition("\n")[0])(command)


_add(
    app,
    {
        "recalc": recalc.recalc,
        "eval": evaluating.evaluate_formula,
        "functions": functions.functions,
        "contracts": contracts.contracts,
        "template": template.template,
        "render": pages.render,
        "report": pages.report,
        "freeze": freeze.freeze,
        "install": excel.install,
        "uninstall": excel.uninstall,
        "doctor": excel.doctor,
        "status": excel.status,
        "serve": web.serve,
    },
)
addin_group = _group("addin", "The add-in for Excel on Windows, made of this package.")
_add(addin_group, {"build": excel.build, "sbom": excel.sbom})
calc_group = _group("calc", "The functions in LibreOffice Calc.")
_add(
    calc_group,
    {"build": calc.build, "install": calc.add, "status": calc.status, "uninstall": calc.remove},
)
