"""Where a value stands: an address that formulas, charts and names are written from."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs

FORMULA_LIMIT = 80  # characters: what can be taken in at a glance


@dataclass(frozen=True)
class Cell:
    """A cell or a block of cells; rows and columns count from 0.

    In a formula it reads as its name, or as its address where it has none:

    >>> price = Cell("Farmer", 6, 2, 6, 2, name="spot_price")
    >>> f"={price}*{Cell('Farmer', 7, 2, 7, 2)}"
    '=spot_price*C8'
    """

    sheet: str
    row: int
    col: int
    last_row: int
    last_col: int
    name: str = ""

    def __str__(self) -> str:
        """Return how a formula refers to it."""
        return self.name or self.near

    @property
    def near(self) -> str:
        """The address on its own sheet: C8 or C8:C20."""
        return str(xl_range(self.row, self.col, self.last_row, self.last_col))

    @property
    def fixed(self) -> str:
        """The absolute address on its own sheet: $C$8, the same all along a block of formulas."""
        return str(xl_range_abs(self.row, self.col, self.last_row, self.last_col))

    @property
    def far(self) -> str:
        """The absolute address with its sheet, for other sheets and charts: Farmer!$C$8."""
        return f"{quote_sheetname(self.sheet)}!{self.fixed}"

    @property
    def rows(self) -> int:
        """How many rows the block has."""
        return self.last_row - self.row + 1

    def at(self, row: int, col: int) -> Cell:
        """Return one cell of the block, counted from its top left."""
        r, c = self.row + row, self.col + col
        return Cell(self.sheet, r, c, r, c)

    def from_top(self) -> Cell:
        """Return the block with all that stands above it: its rows are then the sheet's."""
        return Cell(self.sheet, 0, self.col, self.last_row, self.last_col)

    def foot(self, rows: int) -> Cell:
        """Return the last `rows` rows of the block; all of it, with its name, where it has less."""
        if rows >= self.rows:
            return self
        return Cell(self.sheet, self.last_row - rows + 1, self.col, self.last_row, self.last_col)

    def column(self, col: int, first_row: int = 1) -> Cell:
        """Return one column of the block, without its header unless `first_row` is 0."""
        c = self.col + col
        return Cell(self.sheet, self.row + first_row, c, self.last_row, c)


def call(function: str, *arguments: Cell | str) -> str:
    """Return the call of a function with cells of the formula's own sheet.

    It reads the cells by name, or by address where the names would make too long a formula.
    """
    by_name = f"={function}({','.join(map(str, arguments))})"
    if len(by_name) <= FORMULA_LIMIT:
        return by_name
    near = (a.near if isinstance(a, Cell) else a for a in arguments)
    return f"={function}({','.join(near)})"
