"""A workbook recomputed without Excel: read with care, computed or refused, patched in place."""

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.book import check, evaluate, recalculate
from xlhedge.recalc.errors import Refusal, Unsupported
from xlhedge.recalc.recalculated import Difference, NamedCell, Recalculated

__all__ = [
    "BadBook",
    "Difference",
    "NamedCell",
    "Recalculated",
    "Refusal",
    "Unsupported",
    "check",
    "evaluate",
    "recalculate",
]
