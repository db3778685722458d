"""All that a call may need, loaded when this is imported: what computes is a copy of that process.

Loaded aside from what no call needs, and without a search for garbage on the way, that takes a
second instead of two.
"""

import contextlib
import gc
import importlib

from xlhedge.web.server_adapter import spare_the_search
from xlhedge.worksheet.index import MODULE_OF
from xlhedge.xlwings_imports import converted_libraries_unseen

_LIBRARIES = ("scipy.optimize", "scipy.signal", "arch.univariate")
_OURS = {"xlhedge.web.server_worker", *(f"xlhedge.worksheet.{m}" for m in MODULE_OF.values())}

gc.disable()
spare_the_search()
with converted_libraries_unseen(but="pandas"):  # arch would load them for its charts
    for _name in (*_LIBRARIES, *sorted(_OURS)):
        with contextlib.suppress(ImportError):  # an extra: its functions say what is missing
            importlib.import_module(_name)
gc.enable()
gc.freeze()  # what is loaded stays, and the copies share it
