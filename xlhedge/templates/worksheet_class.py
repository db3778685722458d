"""A sheet of XlsxWriter that does not search each formula for every later function of Excel's."""

from __future__ import annotations

import re
from functools import lru_cache

from xlsxwriter.worksheet import Worksheet

_CALLED = re.compile(r"[\w.]+(?=\()")


class QuickWorksheet(Worksheet):
    """Looks up the names that a formula calls, in place of 150 searches through its text."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Return a formula without = and braces, later functions with the prefix of the file."""
        expand = expand_future_functions or bool(self.use_future_functions)
        if all(_is_plain(name, expand) for name in _CALLED.findall(formula)):
            return formula.removeprefix("{").removeprefix("=").removesuffix("}")
        return self.searched(formula, expand)

    def searched(self, formula: str, expand: bool) -> str:
        """Return the same as XlsxWriter has it."""
        return str(super()._prepare_formula(formula, expand))  # type: ignore[no-untyped-call]  # none there


@lru_cache(maxsize=1024)
def _is_plain(name: str, expand: bool) -> bool:
    """Whether XlsxWriter leaves a function's name as it is."""
    return QuickWorksheet().searched(f"{name}(", expand) == f"{name}("
