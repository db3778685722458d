"""Whether two engines give a cell the same value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.recalc.sameness import same

if TYPE_CHECKING:
    from xlhedge.worksheet.cells import Scalar

_SAME = 1e-9  # relative: what two correct engines may differ by
_NOISE = 1e-9  # absolute, where one engine gives 0: what another order of sums leaves of it


def agree(ours: Scalar, theirs: Scalar) -> bool:
    """Whether two engines' values are the same; TRUE and 1 are, a blank and an empty text are."""
    if isinstance(ours, bool | float) and isinstance(theirs, bool | float):
        if 0 in (ours, theirs):
            return abs(ours - theirs) <= _NOISE
        return same(float(ours), float(theirs), _SAME)
    return ("" if ours is None else ours) == ("" if theirs is None else theirs)
