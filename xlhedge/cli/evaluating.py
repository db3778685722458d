"""`xlhedge eval`: one formula tried."""

import json
from typing import Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import AsJson, Quiet
from xlhedge.cli.screen import console
from xlhedge.cli.tables import print_grid


def evaluate_formula(
    formula: Annotated[str, typer.Argument(help='Such as "=FUTURES_CONTRACTS(20000,5000,0.9)".')],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compute one formula and print its value.

    The form of an Excel with decimal commas is read too: "=HEDGE_RATIO(0,5;2)". A semicolon
    outside braces, or a comma between digits outside all brackets, makes it that form; then a
    comma between digits is a decimal sign, and in braces a backslash or a point ends a column.
    Without either a comma separates: "=SUM(1,2)" is 3.
    """
    from xlhedge.ooxml.local_form import from_local
    from xlhedge.recalc import evaluate
    from xlhedge.worksheet import ExcelError

    read = from_local(formula)
    if read != formula and not quiet:
        note = f"Read as {read}: semicolons separate, a comma between digits is a decimal sign."
        console(error=True).print(note, markup=False)
    value = evaluate(read)
    if as_json:
        print(json.dumps(printing.json_value(value)))
    elif isinstance(value, list):
        print_grid([[printing.general_format(cell) for cell in row] for row in value])
    else:
        print(printing.general_format(value))
    if isinstance(value, ExcelError):
        console(error=True).print(value.message, markup=False)
        raise typer.Exit(1)
