"""Futures contracts by name: their exchange, size, unit and tick, out of one dated table.

The table is `contracts.toml`. The command line prints it; a workbook may choose its contract size
from `labels` and take size and unit from `contract_of`.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_NEAR = 0.7  # how alike a word and one of the table's must be
_CEILING = 100_000  # price steps; what is quoted in cents has come to a quarter of it at most


class Contract(NamedTuple):
    """One futures contract as its exchange describes it.

    Attributes
    ----------
    exchange, symbol : str
        The exchange and its own code.
    name, group : str
        What is traded, and under which heading.
    size : float
        Quantity of one contract, in `unit`.
    unit : str
        In the plural: "bushels".
    currency : str
        ISO code of the money it is settled in.
    quote : str
        What a price is stated in: "US cents/bushel".
    quote_value : float
        1 of `quote` in the currency, for one unit: 0.01 for cents.
    tick, tick_value : float
        The smallest price step, and the money a contract that it stands for.
    source : str
        The exchange's page, which is the authority.
    """

    exchange: str
    symbol: str
    name: str
    group: str
    size: float
    unit: str
    currency: str
    quote: str
    quote_value: float
    tick: float
    tick_value: float
    source: str

    @property
    def label(self) -> str:
        """How a list shows it.

        Examples
        --------
        >>> contract_of("ZC").label
        'ZC - Corn, 5,000 bushels, CBOT'
        """
        return f"{self.symbol} - {self.name}, {self.size:,.10g} {self.unit}, {self.exchange}"

    @property
    def one_unit(self) -> str:
        """One of its unit, as a price has it.

        Examples
        --------
        >>> contract_of("ZC").one_unit
        'bushel'
        """
        one = self.quote.partition("/")[2]
        return one if self.unit in {one, f"{one}s"} else self.unit

    @property
    def price_unit(self) -> str:
        """What a price in the currency itself is stated in.

        Examples
        --------
        >>> contract_of("ZC").quote, contract_of("ZC").price_unit
        ('US cents/bushel', 'USD/bushel')
        """
        return f"{self.currency}/{self.one_unit}"

    @property
    def in_cents(self) -> bool:
        """Whether the exchange quotes it in cents of the currency."""
        return "cents/" in self.quote

    @property
    def price_ceiling(self) -> float | None:
        """A price in the currency that is far above any, and below the same in cents.

        None for a contract that is not quoted in cents.

        Examples
        --------
        >>> contract_of("ZC").price_ceiling, contract_of("CL").price_ceiling
        (250.0, None)
        """
        return _CEILING * self.tick * self.quote_value if self.in_cents else None


class _Table(NamedTuple):
    as_of: dt.date
    contracts: tuple[Contract, ...]


@functools.cache
def _table() -> _Table:
    text = resources.files("xlhedge.contracts").joinpath("contracts.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return _Table(table["as_of"], tuple(Contract(**entry) for entry in table["contract"]))


def as_of() -> dt.date:
    """Return the date as of which the table describes its contracts."""
    return _table().as_of


def all_contracts() -> tuple[Contract, ...]:
    """Return the whole table, group by group."""
    return _table().contracts


def labels() -> list[str]:
    """Return the contracts as a list on an input shows them."""
    return [contract.label for contract in all_contracts()]


def contract_of(text: str) -> Contract | None:
    """Return the contract with that symbol or label, in any case; None where there is none.

    Examples
    --------
    >>> contract_of("6e").size, contract_of("corn") is None
    (125000, True)
    """
    word = text.strip().lower()
    matches = (c for c in all_contracts() if word in (c.symbol.lower(), c.label.lower()))
    return next(matches, None)


def search(words: Sequence[str]) -> list[Contract]:
    """Return the contracts that each of the words describes; all of them without a word.

    A word that is a symbol stands for that contract alone; another one is looked for in symbol,
    exchange, name, group, unit and currency.

    Examples
    --------
    >>> [contract.symbol for contract in search(["mini", "wheat"])]
    ['XW']
    """
    contracts = list(all_contracts())
    for word in (part for text in words for part in text.lower().split()):
        exact = [contract for contract in contracts if contract.symbol.lower() == word]
        contracts = exact or [contract for contract in contracts if word in _described(contract)]
    return contracts


def near(words: Sequence[str]) -> list[str]:
    """Return up to three symbols and words of the table that are like those that found nothing.

    Examples
    --------
    >>> near(["soybaen"])
    ['soybean', 'soybeans']
    """
    known = sorted({part for c in all_contracts() for part in _words(_described(c))})
    symbols = {contract.symbol.lower(): contract.symbol for contract in all_contracts()}
    return [
        symbols.get(match, match)
        for text in words
        for word in _words(text.lower())
        if word not in known
        for match in difflib.get_close_matches(word, known, n=3, cutoff=_NEAR)
    ][:3]


def _described(contract: Contract) -> str:
    return " ".join((*contract[:4], contract.unit, contract.currency)).lower()


def _words(text: str) -> list[str]:
    return re.findall(r"[\w&.-]+", text)
