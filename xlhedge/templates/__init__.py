"""The template workbooks: built here, computed by whoever asks for them.

>>> from xlhedge import templates
>>> templates.NAMES[0]
'hedging-template'

`build` gives a workbook whose formulas hold no values yet; `xlhedge template NAME` computes them.
"""

from __future__ import annotations

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

_BUILDERS: dict[str, Callable[[], bytes]] = {
    "hedging-template": hedging_template.build,
    "hedge-effectiveness": hedge_effectiveness.build,
    "commodity-cross-hedge": commodity_cross_hedge.build,
    "rates-hedge": rates_hedge.build,
    "portfolio-hedge": portfolio_hedge.build,
    "treasury-fx": treasury_fx.build,
}

NAMES = tuple(_BUILDERS)


def build(name: str) -> bytes:
    """Return the .xlsx file of a template, the same bytes every time.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    bytes
        The file; its formulas show 0 until it is computed.

    Raises
    ------
    ValueError
        There is no such template.
    """
    if name not in _BUILDERS:
        raise ValueError(f"name is {name!r}; there are {', '.join(NAMES)}.")
    return _BUILDERS[name]()
