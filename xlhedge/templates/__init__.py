"""The template workbooks: built here, computed by whoever asks for them.

>>> from xlhedge import templates
>>> "hedging-template" in templates.NAMES
True

`build` gives a workbook whose formulas hold no values yet; `xlhedge template NAME` computes them.
Each book is described by `book.toml` in a folder of its own, whose `sample.py` simulates prices.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.templates.shipped import NAMES, description_text

if TYPE_CHECKING:
    from xlhedge.templates.history import History
    from xlhedge.templates.own_data.curves import Curve
    from xlhedge.templates.schema import Part

__all__ = ["NAMES", "build", "description_text", "layouts", "purposes"]


def purposes() -> dict[str, str]:
    """Return what each template is for, in a sentence, by its name."""
    import tomllib

    return {name: tomllib.loads(description_text(name))["about"]["purpose"] for name in NAMES}


@functools.cache
def layouts() -> dict[str, Part]:
    """Return what the price history of each template that has one has to hold."""
    from xlhedge.templates import shelf

    every = {name: shelf.layout(description_text(name), name) for name in NAMES}
    return {
        name: layout
        for name, layout in every.items()
        if layout is not None and layout.kind == "history" and layout.reads == "prices"
    }


def build(name: str, history: History | Curve | None = None) -> bytes:
    """Return the .xlsx file of a template, the same bytes every time.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    history : History or Curve, optional
        Own prices in the order of the template's layout in `layouts`, rates of exchange or a yield
        curve as the template reads them; the sample's if omitted.

    Returns
    -------
    bytes
        The file; its formulas show 0 until it is computed.

    Raises
    ------
    ValueError
        There is no such template.
    BadDescription
        The template has no place for them.
    """
    from xlhedge.templates import shelf

    return shelf.build(description_text(name), f"{name}.toml", history)
