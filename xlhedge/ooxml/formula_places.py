"""Where the parts of a workbook hold formulas, and formulas exchanged there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from xlhedge.ooxml.markup import Element, Markup

# In these Excel takes whatever a cell may hold, another book's functions too.
CELLS = frozenset({"f", "calculatedColumnFormula", "totalsRowFormula"})
# Formats and validations as well, in the element of later versions too, and defined names.
ALL = CELLS | {"formula", "formula1", "formula2", "definedName"}


def formulas(markup: Markup, names: Collection[str] = ALL) -> Iterator[Element]:
    """Yield the elements of a part whose text is a formula, in the order of the file.

    Parameters
    ----------
    markup : Markup
        A sheet, a table or the workbook's part, read for these names at least.
    names : collection of str
        `ALL`, or `CELLS` for those of cells and of tables' columns alone.
    """
    for element in markup.root.walk():
        own = element.space == markup.root.space  # later versions' formats have an f of their own
        if element.name in names and element.text.strip() and (own or names is not CELLS):
            yield element


def exchange(markup: Markup, change: Callable[[str], str], names: Collection[str] = ALL) -> bool:
    """Put other formulas in the place of those that a function changes; say whether any."""
    changed = False
    for element in formulas(markup, names):
        new = change(element.text)
        if new != element.text:
            markup.write(element, new)
            changed = True
    return changed
