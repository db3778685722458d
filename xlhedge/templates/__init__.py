"""The template workbooks: built here, computed by whoever asks for them.

>>> from xlhedge import templates
>>> templates.NAMES[0]
'hedging-template'

`build` gives a workbook whose formulas hold no values yet; `xlhedge template NAME` computes them.
Each book is described by `book.toml` in a folder of its own, whose `sample.py` simulates prices.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.templates.history import History
    from xlhedge.templates.schema import Part

NAMES = (
    "hedging-template",
    "hedge-effectiveness",
    "commodity-cross-hedge",
    "rates-hedge",
    "portfolio-hedge",
    "treasury-fx",
)

SAMPLES = ("hedge-effectiveness", "commodity-cross-hedge", "portfolio-hedge")  # with a sample.py


def text_of(name: str) -> str:
    """Return the description of a template, in TOML.

    Raises
    ------
    ValueError
        There is no such template.
    """
    if name not in NAMES:
        raise ValueError(f"name is {name!r}; there are {', '.join(NAMES)}.")
    room = resources.files("xlhedge.templates").joinpath(name.replace("-", "_"))
    return room.joinpath("book.toml").read_text(encoding="utf-8")


@functools.cache
def layouts() -> dict[str, Part]:
    """Return what the price history of each template that has one has to hold."""
    from xlhedge.templates import shelf

    every = {name: shelf.layout(text_of(name), name) for name in NAMES}
    return {name: layout for name, layout in every.items() if layout is not None}


def build(name: str, history: History | None = None) -> bytes:
    """Return the .xlsx file of a template, the same bytes every time.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    history : History, optional
        Own prices in the order of the template's layout in `layouts`; the sample's if omitted.

    Returns
    -------
    bytes
        The file; its formulas show 0 until it is computed.

    Raises
    ------
    ValueError
        There is no such template, or it has no price history to be replaced.
    """
    from xlhedge.templates import shelf

    text = text_of(name)
    if history is not None and name not in layouts():
        raise ValueError(f"{name} has no price history; {', '.join(layouts())} have one.")
    return shelf.build(text, f"{name}.toml", history)
