"""The sheet Contracts: futures contracts by name, which an input may choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge import contracts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.labels import OTHER_CONTRACT
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.contracts import Contract
    from xlhedge.templates.book import Book
    from xlhedge.templates.references import Scope

NAME = "Contracts"


class _Column(NamedTuple):
    """A column: its head, and what of a contract stands in it."""

    title: str
    width: float
    value: Callable[[Contract], str | float | None]
    align: str = "left"
    name: str = ""  # how a description calls it: `rule = "listed contract_names"`


_COLUMNS = (
    _Column("Contract", 58, lambda c: c.label, name="contract_names"),
    _Column("Size [unit]", 14, lambda c: c.size, "right", "contract_sizes"),
    _Column("Unit", 24, lambda c: c.one_unit, "indent", "contract_units"),
    _Column("Price in", 26, lambda c: c.quote),
    _Column("Tick", 12, lambda c: c.tick, "right"),
    _Column("Money a tick", 14, lambda c: f"{c.tick_value:g} {c.currency}", "right"),
    _Column(
        "In money", 28, lambda c: c.price_unit if c.in_cents else None, "indent", "contract_prices"
    ),
    _Column("Surely cents above", 20, lambda c: c.price_ceiling, "right", "contract_ceilings"),
    _Column("Source", 100, lambda c: c.source, "indent"),
)
COLUMNS = {column.name: place for place, column in enumerate(_COLUMNS) if column.name}


def write(book: Book, scope: Scope) -> Sheet:
    """Write the table, give its columns their names in `scope`, and return the sheet."""
    sheet = Sheet(
        book,
        NAME,
        "Contracts: what an input Contract may choose",
        f"As their exchanges described them on {contracts.as_of()}; the source is the authority.",
        [column.width for column in _COLUMNS],
        landscape=True,
        front_matter=True,
    )
    sheet.section("Every contract of the table: size and money a tick are of one contract")
    titles, aligns = [c.title for c in _COLUMNS], [c.align for c in _COLUMNS]
    sheet.headers(sheet.row, LABEL, titles, aligns)
    first = sheet.row = sheet.row + 1
    label = book.styles("label")
    plain = {
        "left": label,
        "right": book.styles("label", "general", "right"),
        "indent": book.styles("unit"),
    }
    for contract in contracts.all_contracts():
        size = book.styles("label", "general" if contract.size % 1 else "whole", "right")
        for col, column in enumerate(_COLUMNS, LABEL):
            style = size if column.name == "contract_sizes" else plain[column.align]
            sheet.worksheet.write(sheet.row, col, column.value(contract), style)
        sheet.row += 1
    sheet.worksheet.write(sheet.row, LABEL, OTHER_CONTRACT, label)
    for name, place in COLUMNS.items():
        scope.add(name, sheet.cell(first, LABEL + place, sheet.row))
    sheet.row += 1
    return sheet
