"""A workbook recomputed without Excel: read with care, computed or refused, patched in place."""

from xlhedge.recalc.book import Difference, NamedCell, Recalculated, check, evaluate, recalculate
from xlhedge.recalc.errors import BadBook, RecalcError, Refusal, Unsupported

__all__ = [
    "BadBook",
    "Difference",
    "NamedCell",
    "RecalcError",
    "Recalculated",
    "Refusal",
    "Unsupported",
    "check",
    "evaluate",
    "recalculate",
]
