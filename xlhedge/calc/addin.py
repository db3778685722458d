"""The UNO component: the layer between Calc and the catalogue, run by LibreOffice's own Python.

LibreOffice executes this file from the folder of the extension. Everything it offers is listed
in functions.json beside it; nothing here knows a single function by name but HEDGE_EXPLAIN.
"""

from __future__ import annotations

import json
import logging
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uno  # noqa: F401 - makes the next imports possible
import unohelper
from com.sun.star.lang import XServiceInfo, XServiceName
from org.xlhedge.calc import XFunctions

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICE = "org.xlhedge.calc.AddIn"
HERE = Path(__file__).parent
TABLE: dict[str, Any] = json.loads((HERE / "functions.json").read_text(encoding="utf-8"))
_LAST: dict[tuple[str, bytes], values.CalcTable] = {}  # the last call and its result
FAULT = ""  # why the functions cannot be served, shown by HEDGE_EXPLAIN


def _find_libraries() -> None:
    """Put our own sources first, then the libraries of the Python that made the add-in.

    Compiled libraries fit one Python version alone; where LibreOffice has another one, it must
    bring numpy itself.
    """
    if TABLE["python"] == list(sys.version_info[:2]):
        sys.path[:0] = [path for path in TABLE["libraries"] if path not in sys.path]
    sys.path.insert(0, str(HERE / "pythonpath"))


_find_libraries()
try:
    from xlhedge.calc import values
    from xlhedge.worksheet import CATALOGUE
except ImportError as missing:
    FAULT = (
        f"xlhedge cannot run in LibreOffice's Python {sys.version.split()[0]} "
        f"({sys.executable or sys.prefix}): {missing}. Install numpy and scipy for it."
    )


def _read(kind: str, argument: Any) -> list[object]:
    if kind == "range":
        return [values.from_range(argument)]
    if kind == "rest":
        return [values.from_calc(one) for one in argument]
    return [values.from_calc(argument)]


def _table(function: str, cells: list[object]) -> values.CalcTable:
    """Return what a function gives; Calc asks several times in a row while it sizes an array."""
    call = function, pickle.dumps(cells)
    table = _LAST.get(call)
    if table is None:
        table = values.to_calc_table(CATALOGUE[function](*cells))
        _LAST.clear()
        _LAST[call] = table
    return table


def _method(function: str, kinds: list[str], is_table: bool) -> Callable[..., Any]:
    """Return the method that serves one function."""

    def method(_self: AddIn, *arguments: Any) -> Any:
        if FAULT:
            nothing = ((None,),) if is_table else None  # Calc shows it as #N/A
            return FAULT if function == "HEDGE_EXPLAIN" else nothing
        try:
            cells = [c for k, a in zip(kinds, arguments, strict=True) for c in _read(k, a)]
            while cells and cells[-1] is None:  # Calc passes every argument that is declared
                cells.pop()
            table = _table(function, cells)
            return table if is_table else table[0][0]
        except Exception:
            logging.getLogger("xlhedge").exception("%s failed", function)
            return values.error_value("#VALUE!")

    return method


class AddIn(unohelper.Base, XFunctions, XServiceInfo, XServiceName):
    """The service that Calc calls."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def getServiceName(self) -> str:
        """Return the service's name, for XServiceName."""
        return SERVICE

    def getImplementationName(self) -> str:
        """Return the implementation's name, for XServiceInfo."""
        return SERVICE

    def supportsService(self, name: str) -> bool:
        """Return whether the service is this one, for XServiceInfo."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """Return the services offered, for XServiceInfo."""
        return ("com.sun.star.sheet.AddIn", SERVICE)


for _name, _what in TABLE["methods"].items():
    setattr(AddIn, _name, _method(*_what))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - UNO looks for this name
g_ImplementationHelper.addImplementation(AddIn, SERVICE, ("com.sun.star.sheet.AddIn", SERVICE))
