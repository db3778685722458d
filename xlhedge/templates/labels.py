"""A description beside one's own prices: their names and units, and the last of them as today's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates import wording
from xlhedge.templates.places import in_place_of
from xlhedge.templates.prefill import input_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlhedge.templates.history import History

_LONG = {"gal": "gallon", "bbl": "barrel", "bu": "bushel"}
_CURRENCY = re.compile(r"[A-Z]{3}")
_PUBLISHED = ("published", "printed")  # an example's own figures keep their own words
CONTRACTS, OTHER_CONTRACT = "listed contract_names", "other: not in this list"
_DIGITS = 12  # of a difference of two prices: what lies behind is noise


class Labels(NamedTuple):
    """What the reader calls things: names and units by column, and the currency of the book."""

    names: Mapping[str, str] = {}
    units: Mapping[str, str] = {}
    currency: str = ""


NO_LABELS = Labels()


def with_own(tables: dict[str, Any], history: History) -> dict[str, Any]:
    """Return the tables of a description as they stand beside one's own prices.

    Names, units and the currency are replaced in every text, and inputs that hold a price of today
    by the last one of the history: `now` in the table history says which, and of what.
    """
    inputs = wording.words_of(tables)
    columns = [
        {**column, "unit": wording.with_words(column["unit"], inputs)}
        for column in tables["history"]["columns"]
    ]
    keys = [column["data"] for column in columns]
    replace = _replacement(columns, history.labels)
    filled: dict[str, Any] = _texts(tables, replace)
    for old, new in zip(columns, filled["history"]["columns"], strict=True):
        if "{" not in new["unit"]:
            kept = re.sub(r"\bUSD\b", history.labels.currency or "USD", old["unit"])
            new["unit"] = history.labels.units.get(old["data"], kept)
        elif not _one_unit(old, columns, history.labels):  # an input holds one for all of them
            new["unit"] = history.labels.units.get(old["data"], old["unit"])
        new["label"] = history.labels.names.get(old["data"], new["label"])
    _type_units(tables, filled)
    last = next((row for row in reversed(history.rows) if None not in row), None)
    if last is None:
        return filled
    prices = dict(zip(keys, last[1:], strict=True))
    now = {name: _worth(text, prices) for name, text in filled["history"].get("now", {}).items()}
    blocks = [block for sheet in filled["sheet"] for block in sheet["blocks"]]
    first = {
        text: b["value"]
        for b in blocks
        for name, text in tables["history"].get("now", {}).items()
        if b.get("name") == name and "value" in b
    }
    for block in blocks:
        _price_of_today(block, now, tables["history"].get("now", {}), first)
    return filled


def _type_units(sample: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
    """Put a unit that is not the sample's into the input that goes before the contract's."""
    before, after = (
        {b["typed"]: b["says"] for sheet in t["sheet"] for b in sheet["blocks"] if "typed" in b}
        for t in (sample, filled)
    )
    for name, unit in after.items():
        if unit != before[name]:
            input_of(filled, name)["value"] = unit


def _worth(text: str, prices: Mapping[str, Any]) -> float:
    """Return a price by its column, or the difference of two: spot-futures is a basis."""
    first, minus, second = text.partition("-")
    value = float(prices[first])
    return round(value - float(prices[second]), _DIGITS) if minus else value


def _price_of_today(
    block: dict[str, Any],
    now: Mapping[str, float],
    of: Mapping[str, str],
    sample: Mapping[str, float],
) -> None:
    """Put the last price into an input; cases to try keep their distance from it."""
    name = block.get("name", "")
    if name not in now or (now[name] <= 0 and str(block.get("rule", "")).startswith("above")):
        return
    if "value" in block:
        block["value"] = now[name]
    elif "values" in block and sample.get(of[name]):
        scale = now[name] / sample[of[name]]
        block["values"] = [float(f"{value * scale:.4g}") for value in block["values"]]


def _replacement(columns: list[dict[str, Any]], labels: Labels) -> Callable[[str], str]:
    """Return what replaces the sample's words in a text."""
    pairs: list[tuple[str, str]] = []
    for column in columns:
        key = column["data"]
        if key in labels.names:
            pairs.append((rf"\b{re.escape(column['label'])}\b", labels.names[key]))
        if key in labels.units and _one_unit(column, columns, labels):
            pairs += _of_unit(column["unit"], labels.units[key])
    if labels.currency:
        pairs.append((r"\bUSD\b", labels.currency))
    patterns = [(re.compile(pattern), new) for pattern, new in dict(pairs).items()]

    def replace(text: str) -> str:
        for pattern, new in patterns:
            text = pattern.sub(new.replace("\\", r"\\"), text)
        return text

    return replace


def _one_unit(column: dict[str, Any], columns: list[dict[str, Any]], labels: Labels) -> bool:
    """Whether columns that had one unit still have one."""
    alike = [c["data"] for c in columns if c["unit"] == column["unit"]]
    return len({labels.units.get(other) for other in alike}) == 1


def _of_unit(old: str, new: str) -> list[tuple[str, str]]:
    """Return what becomes of a unit, and of the quantity and the currency that it names."""
    pairs = [(rf"(?<![\w/]){re.escape(old)}\b", new)]
    money, slash, quantity = old.partition("/")
    of_new, _, other = new.partition("/")
    if slash and other:
        word = rf"(?:{quantity}|{_LONG.get(quantity, quantity)})s?"
        pairs.append((rf"(?<![\w/]){re.escape(money)}/{word}\b", new))
        pairs.append((rf"\b{word}\b", other))
        # a text that begins with the unit goes on with a word
        pairs.append((rf"\b{quantity.capitalize()}s?\b", "Quantity"))
        if _CURRENCY.fullmatch(of_new) and of_new != money:
            pairs.append((rf"\b{re.escape(money)}\b", of_new))
    return pairs


def _texts(value: Any, replace: Callable[[str], str]) -> Any:
    """Return a value with the words of its texts replaced; formulas and names stay."""
    if isinstance(value, dict):
        if str(value.get("name", value.get("id", ""))).startswith(_PUBLISHED):
            return in_place_of(value, dict(value))
        kept = _NO_TEXT | ({"value", "expected"} if "check" in value else set())
        replaced = {k: v if k in kept else _texts(v, replace) for k, v in value.items()}
        if value.get("rule") == CONTRACTS and replaced["value"] != value["value"]:
            replaced["value"] = OTHER_CONTRACT  # the sample's is in another unit: not one of yours
        return in_place_of(value, replaced)
    if isinstance(value, list):
        return [_texts(item, replace) for item in value]
    if isinstance(value, str) and not value.startswith("="):
        return wording.outside(value, replace)
    return value


_NO_TEXT = frozenset(
    ("name", "id", "data", "also", "formula", "spill", "now", "waits", "beside", "lead", "cell")
)
