"""`xlhedge eval` and `xlhedge functions`: one formula tried, the functions' help."""

import json
from typing import Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import AsJson, need


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
        need(known, f"there is no function {name}", nearest or ["xlhedge functions for a list"])
    chosen = [CATALOGUE[name.upper()]] if name else sorted(CATALOGUE.values(), key=printing.place)
    if as_json:
        print(json.dumps([printing.described(entry) for entry in chosen], indent=2))
    elif markdown:
        print(printing.markdown_table(chosen))
    elif name:
        printing.print_help(chosen[0])
    else:
        printing.print_list(chosen)
