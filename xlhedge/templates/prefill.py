"""A description beside one's own rates of exchange, or one's own yield curve: inputs filled in."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.templates.history import History
    from xlhedge.templates.own_data.curves import Curve

CODES, SPOT, OTHER = "codes", "spot_rates", "shown"  # inputs of a book of currencies
CURRENCY, FIRST_MONTH, COLUMNS = "currency", "first_month", "rate_codes"
AS_OF = "as_of"


def with_rates(tables: dict[str, Any], history: History) -> dict[str, Any]:
    """Return the tables of a description with the currencies of a history, and its last rates.

    What the sample has for other currencies is left blank: cash flows, forwards, own volatilities.
    """
    filled = copy.deepcopy(tables)
    codes = list(history.labels.names.values())
    last = [
        next(row[i] for row in reversed(history.rows) if row[i] is not None)
        for i in range(1, len(codes) + 1)
    ]
    rates = [float(f"{rate:.6g}") for rate in last if isinstance(rate, int | float)]
    _fill(inputs_of(filled, CODES), [[c, rate] for c, rate in zip(codes, rates, strict=True)])
    for name in filled["history"].get("clears", []):
        _fill(inputs_of(filled, name), [[]])
    spare = len(input_of(filled, COLUMNS)["values"]) - len(codes)
    input_of(filled, COLUMNS)["values"] = [*codes, *([""] * spare)]
    input_of(filled, OTHER)["value"] = codes[0]
    input_of(filled, CURRENCY)["value"] = history.labels.currency
    input_of(filled, AS_OF)["value"] = history.days[-1]
    input_of(filled, FIRST_MONTH)["value"] = _next_month_end(history.days[-1])
    return filled


def with_curve(tables: dict[str, Any], curve: Curve) -> dict[str, Any]:
    """Return the tables of a description with the points, the day and the kind of a curve."""
    filled = copy.deepcopy(tables)
    places = filled["curve"]
    points = [[round(years, 6), rate] for years, rate in curve.points]
    _fill(inputs_of(filled, places["years"]), points)
    input_of(filled, places["day"])["value"] = curve.day
    if curve.kind:
        input_of(filled, places["quoted"])["value"] = curve.kind
    if curve.currency:
        input_of(filled, CURRENCY)["value"] = curve.currency
    source = input_of(filled, places["source"])
    source["value"] = curve.file[: int(source["rule"].split()[-1])]
    return filled


def room_of(block: Mapping[str, Any]) -> int:
    """Return how many rows a table of inputs has, spare ones too."""
    return len(block["rows"]) + int(block.get("spare", 0))


def _fill(block: dict[str, Any], rows: list[list[Any]]) -> None:
    """Put rows into a table of inputs, which keeps its size."""
    block["spare"] = room_of(block) - len(rows)
    block["rows"] = rows


def inputs_of(tables: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the table of inputs with a name, or with a column of that name."""
    for sheet in tables["sheet"]:
        for block in sheet["blocks"]:
            columns = block.get("inputs", [])
            keys = {column.get("name", column.get("id")) for column in columns}
            if columns and name in {block.get("id"), *keys}:
                match: dict[str, Any] = block
                return match
    raise KeyError(name)


def input_of(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the input with a name."""
    for sheet in tables["sheet"]:
        for block in sheet["blocks"]:
            if name in {block.get("name"), block.get("id")}:
                match: dict[str, Any] = block
                return match
    raise KeyError(name)


def _next_month_end(day: dt.date) -> dt.date:
    year, month = divmod(day.year * 12 + day.month + 1, 12)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)
