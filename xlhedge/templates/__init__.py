"""The template workbooks: built here, computed by whoever asks for them.

>>> from xlhedge import templates
>>> templates.NAMES[0]
'hedging-template'

`build` gives a workbook whose formulas hold no values yet; `xlhedge template NAME` computes them.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from xlhedge.templates import (
    commodity_cross_hedge,
    hedge_effectiveness,
    hedging_template,
    portfolio_hedge,
    rates_hedge,
    treasury_fx,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.templates.history import History, Layout

_WITH_HISTORY: dict[str, Callable[[History | None], bytes]] = {
    "hedging-template": hedging_template.build,
    "hedge-effectiveness": hedge_effectiveness.build,
    "commodity-cross-hedge": commodity_cross_hedge.build,
    "portfolio-hedge": portfolio_hedge.build,
}
_WITHOUT: dict[str, Callable[[], bytes]] = {
    "rates-hedge": rates_hedge.build,
    "treasury-fx": treasury_fx.build,
}

NAMES = (
    "hedging-template",
    "hedge-effectiveness",
    "commodity-cross-hedge",
    "rates-hedge",
    "portfolio-hedge",
    "treasury-fx",
)
LAYOUTS: dict[str, Layout] = {
    "hedging-template": hedging_template.LAYOUT,
    "hedge-effectiveness": hedge_effectiveness.LAYOUT,
    "commodity-cross-hedge": commodity_cross_hedge.LAYOUT,
    "portfolio-hedge": portfolio_hedge.LAYOUT,
}


def folder(name: str) -> str:
    """Return the package that a template's description lies in."""
    return f"xlhedge.templates.{name.replace('-', '_')}"


def text_of(name: str) -> str:
    """Return the description of a template, in TOML.

    Raises
    ------
    ValueError
        There is no such template.
    """
    if name not in NAMES:
        raise ValueError(f"name is {name!r}; there are {', '.join(NAMES)}.")
    return resources.files(folder(name)).joinpath("book.toml").read_text(encoding="utf-8")



def build(name: str, history: History | None = None) -> bytes:
    """Return the .xlsx file of a template, the same bytes every time.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    history : History, optional
        Own prices in the order of the template's layout in `LAYOUTS`; the sample's if omitted.

    Returns
    -------
    bytes
        The file; its formulas show 0 until it is computed.

    Raises
    ------
    ValueError
        There is no such template, or it has no price history to be replaced.
    """
    import pathlib
    if (pathlib.Path(__file__).parent / name.replace("-", "_") / "book.toml").exists():
        from xlhedge.templates import shelf
        return shelf.build(text_of(name), f"{name}.toml", history)
    if name in _WITH_HISTORY:
        return _WITH_HISTORY[name](history)
    if name not in _WITHOUT:
        raise ValueError(f"name is {name!r}; there are {', '.join(NAMES)}.")
    if history is not None:
        raise ValueError(f"{name} has no price history; {', '.join(LAYOUTS)} have one.")
    return _WITHOUT[name]()
