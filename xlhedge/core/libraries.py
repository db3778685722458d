"""The libraries that only some functions need: imported when called for, explained when missing."""

import importlib
from typing import Any

from xlhedge.core.errors import HedgeError, Kind

_IN_LITE = {"arch": "this is not available: there is no arch for it"}


def library(module: str) -> Any:
    """Return a module of a library that belongs to the extra `models`.

    Raises
    ------
    HedgeError
        UNAVAILABLE where the library is missing or does not load.

    Examples
    --------
    >>> library("arch.univariate").__name__
    'arch.univariate'
    """
    name = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        raise HedgeError(
            Kind.UNAVAILABLE,
            f"The Python library {name}, which this needs, cannot be loaded here ({missing}); run "
            f"python -m pip install {name}. In xlwings Lite {_IN_LITE[name]}.",
        ) from missing
