"""The hedge functions for Python: numbers, numpy, pandas and polars in, results or errors out.

Each worksheet function under its name in small letters, computed by the same code. Series with
dates are joined by date; what is missing drops its row, as a blank cell does; what goes wrong is an
exception with the sentence that a cell would give.

>>> from xlhedge import hedge
>>> hedge.futures_contracts(exposure=20000, contract_size=5000)
Figure(-4)
"""

import sys
from collections.abc import Callable

from xlhedge.core.errors import HedgeError
from xlhedge.hedge.results import Figure, Table
from xlhedge.worksheet.index import MODULE_OF

__all__ = ["Figure", "HedgeError", "Table", *map(str.lower, MODULE_OF)]  # noqa: PLE0604 - names


def __getattr__(name: str) -> Callable[..., Figure | Table]:
    if name.upper() in MODULE_OF and name.islower():
        from xlhedge.hedge.calling import python_function

        globals()[name] = python_function(name.upper())
        made: Callable[..., Figure | Table] = globals()[name]
        return made
    here = sys.modules[__name__]  # from its names Python says which was perhaps meant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=here)


def __dir__() -> list[str]:
    return __all__
