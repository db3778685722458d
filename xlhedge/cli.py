"""The command line: `xlhedge recalc | eval | functions | template`.

Exit codes: 0 done; 1 the formula's value is an error (eval); 2 the file or an argument cannot be
used; 3 the book holds formulas that the engine is not known to compute as Excel does.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from xlhedge.recalc import NamedCell, Recalculated
    from xlhedge.worksheet.catalogue import Argument, WorksheetFunction

app = typer.Typer(
    name="xlhedge",
    help="Hedge ratios in the worksheet, and workbooks recomputed without Excel.",
    epilog="Exit codes: 0 done, 1 eval gave an error value, 2 bad input, 3 refused formulas.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def main() -> None:
    """Run the command line; what goes wrong becomes one sentence and an exit code."""
    try:
        app()
    except Exception as trouble:
        from xlhedge.recalc import RecalcError

        if not isinstance(trouble, RecalcError):
            raise
        _console(error=True).print(f"xlhedge: {trouble}", markup=False, style="red")
        refusals = getattr(trouble, "refusals", [])
        for refusal in refusals if len(refusals) > 1 else []:
            _console(error=True).print(f"  {refusal}", markup=False)
        sys.exit(trouble.exit_code)


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
    as_json: AsJson = False,
) -> None:
    """Recompute every formula of a workbook, show its named outputs, and write it with -o."""
    import time

    from xlhedge.recalc import recalculate

    changed = dict(map(_assignment, inputs or []))
    started = time.perf_counter()
    with _progress() as progress:
        result = recalculate(book, inputs=changed, progress=progress)
    seconds = time.perf_counter() - started
    for sheet in show or []:
        _need(sheet in result.sheets, f"{book} has no sheet {sheet!r}", result.sheets)
    if output is not None:
        result.save(output)
    if as_json:
        print(json.dumps(_as_json(book, output, changed, show, result), indent=2))
    else:
        _print_result(book, output, changed, show, result, seconds)


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
        print(json.dumps(_plain(value)))
    elif isinstance(value, list):
        _console().print(_grid([[_shown(cell) for cell in row] for row in value]))
    else:
        print(_shown(value))
    if isinstance(value, ExcelError):
        _console(error=True).print(value.message, markup=False)
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
    chosen = [CATALOGUE[name.upper()]] if name else sorted(CATALOGUE.values(), key=_place)
    if as_json:
        print(json.dumps([_described(entry) for entry in chosen], indent=2))
    elif markdown:
        print(markdown_table(chosen))
    elif name:
        _print_help(chosen[0])
    else:
        _print_list(chosen)


@app.command()
def template(
    name: Annotated[
        str | None, typer.Argument(help="Which one; all are listed if omitted.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; NAME.xlsx if omitted.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write a fresh template workbook, recomputed and ready to fill in."""
    from xlhedge import templates
    from xlhedge.recalc import recalculate

    if name is None:
        print("\n".join(templates.NAMES))
        return
    _need(name in templates.NAMES, f"there is no template {name!r}", templates.NAMES)
    target = output or Path(f"{name}.xlsx")
    _need(
        force or not target.exists(),
        f"{target} exists",
        ["another -o FILE", "--force to replace it"],
    )
    recalculate(templates.build(name)).save(target)
    print(f"{target} written.")


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


def _console(*, error: bool = False) -> Any:
    from rich.console import Console

    return Console(stderr=error, soft_wrap=error, highlight=False)


class _progress:  # noqa: N801 - used like a function
    """A bar on a terminal's standard error for long books; nothing elsewhere."""

    def __enter__(self) -> Any:
        from rich.progress import Progress

        console = _console(error=True)
        self._bar = Progress(console=console, transient=True, disable=not console.is_terminal)
        self._bar.start()
        self._task = self._bar.add_task("Recalculating", total=None)
        return lambda done, total: self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *trouble: object) -> None:
        self._bar.stop()


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; an error is its code and its sentence."""
    from xlhedge.worksheet import ExcelError

    if isinstance(value, ExcelError):
        return {"error": value.code, "message": value.message}
    return [[_plain(cell) for cell in row] for row in value] if isinstance(value, list) else value


def _shown(value: Any) -> str:
    """Return a value as a cell of General format shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def _as_json(
    book: Path,
    output: Path | None,
    changed: dict[str, str],
    show: list[str] | None,
    result: "Recalculated",
) -> dict[str, Any]:
    from xlhedge.recalc.addresses import cell_text

    cells = {
        sheet: {cell_text(*place): _plain(value) for place, value in result.cells(sheet).items()}
        for sheet in show or []
    }
    return {
        "book": str(book),
        "written": str(output) if output else None,
        "set": changed,
        "formulas": result.formula_count,
        "inputs": {n: _plain(v.value) for n, v in result.names.items() if not v.is_output},
        "outputs": {n: _plain(v.value) for n, v in result.names.items() if v.is_output},
        "sheets": cells,
    }


def _print_result(
    book: Path,
    output: Path | None,
    changed: dict[str, str],
    show: list[str] | None,
    result: "Recalculated",
    seconds: float,
) -> None:
    console = _console()
    for title, outputs in (("Inputs", False), ("Outputs", True)):
        names = {n: v for n, v in result.names.items() if v.is_output is outputs}
        if names:
            console.print(_names_table(title, names, result, changed))
    for sheet in show or []:
        console.print(f"\n{sheet}", style="bold", markup=False)
        console.print(_grid(_sheet_rows(result, sheet)))
    for name, named in result.names.items():
        why = result.explain(*_place_of(named.reference))
        if why:
            console.print(f"{name} is {named.value}: {why}", markup=False, style="yellow")
    print(f"{result.formula_count} formulas of {book} recomputed in {seconds:.2f} s.")
    if result.differences:
        first = result.differences[0]
        print(
            f"{len(result.differences)} values differ from those saved in the book, first "
            f"{first.sheet}!{first.cell}: {_shown(first.cached)} saved, {_shown(first.fresh)} now."
        )
    print(f"{output} written." if output else "Nothing was written; -o FILE writes the workbook.")


def _place_of(reference: str) -> tuple[str, str]:
    """Return sheet and cell of a reference such as 'ETF portfolio'!B3."""
    sheet, _, cell = reference.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, cell


def _names_table(
    title: str, names: dict[str, "NamedCell"], result: "Recalculated", changed: dict[str, str]
) -> Any:
    from rich.table import Table

    from xlhedge.recalc.addresses import parse_cell

    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("Name", "Cell"):
        table.add_column(heading)
    for heading in ("Before", "Now") if changed else ("Value",):
        table.add_column(heading, justify="right")
    for name, named in names.items():
        sheet, cell = _place_of(named.reference)
        row, column = parse_cell(cell) or (0, 0)
        now = result.display(sheet, row, column)
        before = [result.display_saved(sheet, row, column)] if changed else []
        style = "bold" if before and before[0] != now else None
        table.add_row(name, named.reference, *before, now, style=style)
    return table


def _sheet_rows(result: "Recalculated", sheet: str) -> list[list[str]]:
    """Return what a sheet shows, row by row, without its empty rows."""
    cells = result.cells(sheet)
    columns = sorted({column for _, column in cells})
    return [
        [result.display(sheet, row, c) if (row, c) in cells else "" for c in columns]
        for row in sorted({row for row, _ in cells})
    ]


def _grid(rows: list[list[str]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _place(entry: "WorksheetFunction") -> tuple[str, str]:
    return entry.category, entry.name


def _written(argument: "Argument") -> str:
    """Return an argument as a signature writes it: optional ones in brackets."""
    if argument.repeats:
        return f"[{argument.name} ...]"
    if argument.required:
        return argument.name
    if argument.default is None:
        return f"[{argument.name}]"
    default = argument.default
    shown = f'"{default}"' if isinstance(default, str) else _shown(default)
    return f"[{argument.name}={shown}]"


def signature(entry: "WorksheetFunction") -> str:
    """Return a function with its arguments, as `xlhedge functions` and the README show it."""
    return f"{entry.name}({', '.join(map(_written, entry.arguments))})"


def _described(entry: "WorksheetFunction") -> dict[str, Any]:
    return {
        "name": entry.name,
        "category": entry.category,
        "summary": entry.summary,
        "arguments": [
            {
                "name": argument.name,
                "help": argument.help,
                "takes": argument.reader.takes,
                "required": argument.required,
                "default": None if argument.required or argument.repeats else argument.default,
                "repeats": argument.repeats,
            }
            for argument in entry.arguments
        ],
        "description": entry.description,
        "example": entry.example_formula,
    }


def _print_help(entry: "WorksheetFunction") -> None:
    from rich.padding import Padding

    console = _console()
    console.print(f"={signature(entry)}", style="bold", markup=False)
    console.print(entry.summary, markup=False)
    for argument in entry.arguments:
        console.print(f"\n  {argument.name}", style="bold", markup=False, end="")
        console.print(f"  ({argument.reader.takes})", markup=False)
        console.print(Padding(argument.help, (0, 0, 0, 4)), markup=False)
    console.print()
    console.print(entry.description, markup=False)
    console.print(f"Example: {entry.example_formula}", markup=False)


def _print_list(entries: list["WorksheetFunction"]) -> None:
    from rich.table import Table

    table = Table("Category", "Function", "What it gives", box=None, pad_edge=False)
    category = ""
    for entry in entries:
        table.add_row(
            "" if entry.category == category else entry.category, entry.name, entry.summary
        )
        category = entry.category
    _console().print(table)


def markdown_table(entries: list["WorksheetFunction"]) -> str:
    """Return the README's table of functions, category by category."""
    lines: list[str] = []
    category = ""
    for entry in entries:
        if entry.category != category:
            category = entry.category
            lines += ["", f"**{category}**", "", "| function | what it gives |", "|---|---|"]
        summary = entry.summary.replace("|", "\\|")
        lines.append(f"| `{signature(entry)}` | {summary} |")
    return "\n".join([*lines, ""])
