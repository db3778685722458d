"""Memory while a workbook is worked through."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collector() -> Iterator[None]:
    """Let Python's collector of cyclic garbage rest.

    Cells by the hundred thousand are no garbage and hold no cycles; looking through them again
    and again takes half the time of reading a book.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()
            gc.unfreeze()  # what is there is old: it is not looked through at once
