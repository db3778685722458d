"""When two cell values are the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.worksheet.errors import STORED, ExcelError

if TYPE_CHECKING:
    from xlhedge.worksheet.cells import Scalar

_SAME = 1e-14  # relative; engines differ in the last bits of a sum


def same(old: Scalar, new: Scalar, tolerance: float = _SAME) -> bool:
    """Whether two cell values are the same, numbers up to a relative tolerance."""
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=tolerance, abs_tol=0.0)
    if isinstance(old, ExcelError) and isinstance(new, ExcelError) and old.code == "#UNKNOWN!":
        return new.code not in STORED
    return type(old) is type(new) and old == new
