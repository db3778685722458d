"""The sheet Contracts: futures contracts by name, which an input may choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge import contracts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.labels import OTHER_CONTRACT
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.references import Scope

NAME = "Contracts"
# how a description calls the columns: `rule = "listed contract_names"`, {contract_sizes}
COLUMNS = {
    "contract_names": 0,
    "contract_sizes": 1,
    "contract_units": 2,
    "contract_prices": 6,
    "contract_ceilings": 7,
}
_TITLES = (
    "Contract",
    "Size [unit]",
    "Unit",
    "Price in",
    "Tick",
    "Money a tick",
    "In money",
    "Surely cents above",
    "Source",
)
_ALIGNS = ("left", "right", "indent", "left", "right", "right", "indent", "right", "indent")


def write(book: Book, scope: Scope) -> Sheet:
    """Write the table, give its columns their names in `scope`, and return the sheet."""
    sheet = Sheet(
        book,
        NAME,
        "Contracts: what an input Contract may choose",
        f"As their exchanges described them on {contracts.as_of()}; the source is the authority.",
        (58, 14, 24, 26, 12, 14, 28, 20, 100),
        landscape=True,
        front_matter=True,
    )
    sheet.section("Every contract of the table: size and money a tick are of one contract")
    sheet.headers(sheet.row, LABEL, _TITLES, _ALIGNS)
    first = sheet.row = sheet.row + 1
    label, right, unit = (
        book.styles(*s) for s in (("label",), ("label", "general", "right"), ("unit",))
    )
    for c in contracts.all_contracts():
        size = book.styles("label", "general" if c.size % 1 else "whole", "right")
        styles = (label, size, unit, label, right, right, unit, right, unit)
        money = f"{c.tick_value:g} {c.currency}"
        in_money = c.price_unit if c.price_ceiling else None
        quoted = (c.quote, c.tick, money, in_money, c.price_ceiling)
        line = (c.label, c.size, c.one_unit, *quoted, c.source)
        for col, (value, style) in enumerate(zip(line, styles, strict=True), LABEL):
            sheet.worksheet.write(sheet.row, col, value, style)
        sheet.row += 1
    sheet.worksheet.write(sheet.row, LABEL, OTHER_CONTRACT, label)
    for name, column in COLUMNS.items():
        scope.add(name, sheet.cell(first, LABEL + column, sheet.row))
    sheet.row += 1
    return sheet
