"""The worksheet functions: cell values in, a cell value or an error value out.

A function's topic is imported when the function is first asked for.

>>> from xlhedge import worksheet
>>> worksheet.FUTURES_CONTRACTS(exposure=20000, contract_size=5000)
-4.0
"""

import sys
from collections.abc import Callable

from xlhedge.worksheet.catalogue import CATALOGUE, function
from xlhedge.worksheet.cells import Cell
from xlhedge.worksheet.errors import ExcelError
from xlhedge.worksheet.index import MODULE_OF

__all__ = ["CATALOGUE", "ExcelError", *MODULE_OF]  # noqa: PLE0604 - names of functions


def __getattr__(name: str) -> Callable[..., Cell]:
    if name in MODULE_OF:
        return function(name)
    here = sys.modules[__name__]  # from its names Python says which was perhaps meant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=here)


def __dir__() -> list[str]:
    return __all__
