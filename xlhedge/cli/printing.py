"""What the command line prints: tables for people, JSON for programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.cli.screen import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.recalc import NamedCell, Recalculated
    from xlhedge.recalc.opinions.second_opinion import SecondOpinion
    from xlhedge.recalc.version_remark import VersionRemark
    from xlhedge.worksheet import ExcelError
    from xlhedge.worksheet.catalogue import WorksheetFunction
    from xlhedge.worksheet.cells import Scalar


def json_value(value: Any) -> Any:
    """Return a value as JSON has it; an error is its code and its sentence."""
    from xlhedge.worksheet import ExcelError

    if isinstance(value, ExcelError):
        return {"error": value.code, "message": sentence(value)}
    return (
        [[json_value(cell) for cell in row] for row in value] if isinstance(value, list) else value
    )


def sentence(error: "ExcelError") -> str | None:
    """Return what is behind an error; None where only its code is known."""
    return None if error.message.endswith("came in with the arguments.") else error.message


def general_format(value: Any) -> str:
    """Return a value as a cell of General format shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


class Recomputed(NamedTuple):
    """A recomputed workbook, and what of it is to be shown."""

    book: Path
    output: Path | None
    changed: dict[str, str]  # the inputs that were set
    show: list[str]  # the sheets
    result: "Recalculated"
    opinion: "SecondOpinion | None"


def as_json_result(book: Recomputed) -> dict[str, Any]:
    """Return a recomputed book as `recalc --json` prints it."""
    from xlhedge.ooxml.addresses import cell_text
    from xlhedge.recalc.findings import findings_of

    result = book.result
    wrong = findings_of(result)
    sheets = {
        sheet: {
            cell_text(*place): json_value(value) for place, value in result.cells(sheet).items()
        }
        for sheet in book.show
    }
    return {
        "book": str(book.book),
        "written": str(book.output) if book.output else None,
        "set": book.changed,
        "formulas": result.formula_count,
        "kept": [
            {"cell": f"{k.sheet}!{k.cell}", "formula": k.formula, "reason": k.reason}
            for k in result.kept
        ],
        "linked": [{"cell": f"{s}!{c}", "from": cells} for s, c, cells in result.linked],
        "depending_on_kept": [f"{sheet}!{cell}" for sheet, cell in result.depending],
        "master_check": wrong.passed,
        "failed_checks": [{"cell": place, "check": name} for place, name in wrong.failed],
        "errors": [
            {"cell": place, "error": value, "message": why or None}
            for place, value, why in wrong.errors
        ],
        "changed": {
            name: {"before": json_value(before), "after": json_value(after)}
            for name, before, after in result.changes
        },
        "inputs": {n: json_value(v.value) for n, v in result.names.items() if not v.is_output},
        "outputs": {n: json_value(v.value) for n, v in result.names.items() if v.is_output},
        "sheets": sheets,
        "check": opinion_as_json(book.opinion),
        **version_as_json(result.version_remark),
    }


def opinion_as_json(opinion: "SecondOpinion | None") -> dict[str, Any] | None:
    """Return what other engines say of a book; None where none was asked."""
    if opinion is None:
        return None
    return {
        "asked": list(opinion.engines),
        "no_answer": list(opinion.silent),
        "cells": opinion.cells,
        "both_against": [
            {"cell": f"{sheet}!{cell}", "ours": json_value(ours), "theirs": json_value(theirs)}
            for sheet, cell, ours, theirs in opinion.against
        ],
        "one_differs": [
            {
                "cell": f"{doubt.sheet}!{doubt.cell}",
                "engine": doubt.engine,
                "ours": json_value(doubt.ours),
                "theirs": json_value(doubt.theirs),
            }
            for doubt in opinion.doubts
        ],
    }


def version_as_json(remark: "VersionRemark") -> dict[str, Any]:
    """Return what is to be known of a book because of the version that made it."""
    return {
        "made_by": remark.made_by,
        "version_remark": remark.text or None,
        "rule_changes": [cell._asdict() for cell in remark.cells],
    }


def print_version(remark: "VersionRemark", book: str) -> None:
    """Print what is to be known of a book because of the version that made it."""
    from xlhedge.worksheet.rule_changes import STAMP

    if not remark.text:
        return
    cells = len({changed.cell for changed in remark.cells})
    lines = remark.text.splitlines()
    if cells:
        lines = [
            f"Made by xlhedge {remark.made_by}; cells whose function changed since then: {cells}.",
            *lines,
            f'Once you have read this: --set "{remark.stamp}={STAMP}" with -o, and it is not said.',
        ]
    print("\n  ".join([f"{book}: {lines[0]}", *lines[1:]]))


def print_result(book: Recomputed, seconds: float) -> None:
    """Print a recomputed book: its named cells, the sheets asked for, what is to be known."""
    from xlhedge.cli.tables import print_grid

    result, screen = book.result, console()
    for title, outputs in (("Inputs", False), ("Outputs", True)):
        names = {n: v for n, v in _in_reading_order(result) if v.is_output is outputs}
        if names:
            _print_names(title, names, result, book.changed)
    for sheet in book.show:
        screen.print(f"\n{sheet}", style="bold", markup=False)
        print_grid(_sheet_rows(result, sheet))
    _print_changes(result)
    print_wrong(result)
    print(f"{result.formula_count} formulas of {book.book} recomputed in {seconds:.2f} s.")
    if result.differences and not result.set_names:
        first = result.differences[0]
        print(
            f"{len(result.differences)} values differ from those saved in the book, first "
            f"{first.sheet}!{first.cell}: {general_format(first.cached)} saved, "
            f"{general_format(first.fresh)} now."
        )
    for line in book.opinion.lines() if book.opinion else []:
        print(line)
    print_version(result.version_remark, str(book.book))
    print(
        f"{book.output} written."
        if book.output
        else "Nothing was written; -o FILE writes the workbook."
    )


_MOST_LINES = 20


def _print_changes(result: "Recalculated") -> None:
    """Print the cells that were set, before and after."""
    for name, before, after in result.changes:
        if name in result.set_names:
            print(
                f"{name} was {general_format(before) or 'blank'}, is now {general_format(after)}."
            )


def print_wrong(result: "Recalculated") -> None:
    """Print what is wrong in the book, and what was not computed, a line each."""
    from xlhedge.recalc.findings import findings_of

    screen = console()
    lines = findings_of(result).lines()
    for line in lines[:_MOST_LINES]:
        screen.print(line, markup=False, style="red", soft_wrap=True)
    if len(lines) > _MOST_LINES:
        print(f"... and {len(lines) - _MOST_LINES} more; --json lists them all.")
    for kept in result.kept[:_MOST_LINES]:
        screen.print(f"Kept from the file: {kept}.", markup=False, style="yellow", soft_wrap=True)
    if len(result.kept) > _MOST_LINES:
        print(f"... and {len(result.kept) - _MOST_LINES} more; --json lists them all.")
    if result.linked:
        sheet, cell, cells = result.linked[0]
        print(
            f"{_count(len(result.linked), 'formula takes', 'formulas take')} values of other "
            f"workbooks as this one remembers them, first {sheet}!{cell}: {', '.join(cells)}."
        )
    if result.kept:
        print(
            f"{len(result.kept)} cells keep the value that Excel saved, and "
            f"{len(result.depending)} formulas depend on them; --today DATE computes dates."
        )


def _count(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {many}"


def _in_reading_order(result: "Recalculated") -> list[tuple[str, "NamedCell"]]:
    """Return the named cells sheet by sheet and row by row; the file has them by name."""
    from xlhedge.ooxml.addresses import parse_cell

    def position(item: tuple[str, "NamedCell"]) -> tuple[int, tuple[int, int]]:
        sheet, cell = _place_of(item[1].reference)
        return result.sheets.index(sheet), parse_cell(cell) or (0, 0)

    return sorted(result.names.items(), key=position)


def _place_of(reference: str) -> tuple[str, str]:
    """Return sheet and cell of a reference such as 'ETF portfolio'!B3."""
    sheet, _, cell = reference.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, cell


def _print_names(
    title: str,
    names: dict[str, "NamedCell"],
    result: "Recalculated",
    changed: dict[str, str],
) -> None:
    """Print named cells; after --set, outputs stand beside what was saved."""
    from xlhedge.cli.tables import TableLine, print_table
    from xlhedge.ooxml.addresses import parse_cell

    compared = bool(changed) and all(named.is_output for named in names.values())
    rows = []
    for name, named in names.items():
        sheet, cell = _place_of(named.reference)
        row, column = parse_cell(cell) or (0, 0)
        now = result.display(sheet, row, column)
        before = [result.display_saved(sheet, row, column)] if compared else []
        style = "bold" if name in changed or before not in ([], [now]) else None
        rows.append(TableLine((name, named.reference, *before, now), style))
    values = ("Before", "Now") if compared else ("Value",)
    print_table(("Name", "Cell", *values), rows, title=title, texts=2)


def _sheet_rows(result: "Recalculated", sheet: str) -> list[list[str]]:
    """Return what a sheet shows, row by row, without its empty rows."""
    cells = result.cells(sheet)
    columns = sorted({column for _, column in cells})
    return [
        [result.display(sheet, row, c) if (row, c) in cells else "" for c in columns]
        for row in sorted({row for row, _ in cells})
    ]


def print_differences(
    differences: "Sequence[tuple[str, str, Scalar, Scalar]]", ours: str, others: str
) -> None:
    """Print the cells to which two engines give different values."""
    from xlhedge.cli.tables import TableLine, print_table

    rows = [
        TableLine((f"{s}!{cell}", general_format(a), general_format(b)))
        for s, cell, a, b in differences[:_MOST_LINES]
    ]
    print_table(("Cell", ours, others), rows, title="The engines differ", texts=3)
    if len(differences) > _MOST_LINES:
        print(f"... and {len(differences) - _MOST_LINES} more.")


def description_of(entry: "WorksheetFunction") -> dict[str, Any]:
    """Return a function as `functions --json` prints it."""
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


def print_help(entry: "WorksheetFunction") -> None:
    """Print one function's help."""
    from rich.padding import Padding

    from xlhedge.reference.signatures import signature

    screen = console()
    screen.print(f"={signature(entry)}", style="bold", markup=False)
    screen.print(entry.summary, markup=False)
    for argument in entry.arguments:
        screen.print(f"\n  {argument.name}", style="bold", markup=False, end="")
        screen.print(f"  ({argument.reader.takes})", markup=False)
        screen.print(Padding(argument.help, (0, 0, 0, 4)), markup=False)
    screen.print()
    screen.print(entry.description, markup=False)
    screen.print(f"Example: {entry.example_formula}", markup=False)


def print_list(entries: list["WorksheetFunction"]) -> None:
    """Print all functions by category."""
    from xlhedge.cli.tables import print_paragraphs

    groups: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        groups.setdefault(entry.category, []).append((entry.name, entry.summary))
    print_paragraphs(groups)


def markdown_table(entries: list["WorksheetFunction"]) -> str:
    """Return the README's table of functions, category by category."""
    from xlhedge.reference.signatures import signature

    lines: list[str] = []
    category = ""
    for entry in entries:
        if entry.category != category:
            category = entry.category
            lines += ["", f"**{category}**", "", "| function | what it gives |", "|---|---|"]
        summary = entry.summary.replace("|", "\\|")
        lines.append(f"| `{signature(entry)}` | {summary} |")
    return "\n".join([*lines, ""])
