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

    @property
    def is_one(self) -> bool:
        """Whether it is one cell."""
        return (self.row, self.col) == (self.last_row, self.last_col)

    def at(self, row: int, col: int) -> Cell:
        """Return one cell of the block, counted from its top left."""
        r, c = self.row + row, self.col + col
        return Cell(self.sheet, r, c, r, c)
