"""What xlwings need not import where it serves our functions alone."""

import contextlib
import sys
from collections.abc import Iterator

_CONVERTED = ("matplotlib", "pandas", "PIL", "plotly", "polars")


@contextlib.contextmanager
def converted_libraries_unseen() -> Iterator[None]:
    """Keep xlwings from loading libraries whose tables and charts no function here takes or gives.

    It loads all that it finds when it is imported, which can be seconds of a server's start.
    """
    unseen = [name for name in _CONVERTED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(unseen))  # type: ignore[arg-type]  # None: "it is not there"
    try:
        yield
    finally:
        for name in unseen:
            del sys.modules[name]
