"""A workbook recomputed without Excel: read with care, computed or refused, patched in place."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

# Where each is, loaded when it is first asked for: a process that only hands out books needs none.
_HOMES = {
    "BadBook": "ooxml.errors",
    "Refusal": "recalc.errors",
    "Unsupported": "recalc.errors",
    **dict.fromkeys(("check", "evaluate", "recalculate"), "recalc.book"),
    **dict.fromkeys(("Difference", "NamedCell", "Recalculated"), "recalc.recalculated"),
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"xlhedge.{_HOMES[name]}"), name)
    here = sys.modules[__name__]  # from its names Python says which was perhaps meant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=here)


def __dir__() -> list[str]:
    return __all__
