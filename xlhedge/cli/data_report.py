"""What `xlhedge template` says of own prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.recalc import Recalculated
    from xlhedge.templates.history import History
    from xlhedge.templates.own_data.curves import Curve
    from xlhedge.templates.schema import Part

_SIGNS = str.maketrans({"€": "EUR", "$": "USD", "£": "GBP", " ": ""})


def is_worthless(result: Recalculated) -> bool:
    """Whether the sheet Data check finds that no ratio of the prices means anything."""
    from xlhedge.templates import checks, data_check

    return any(map(data_check.is_worthless, checks.failing(result.cells(checks.NAME))))


def report(
    result: Recalculated, own: History | Curve, layout: Part, changed: Mapping[str, str]
) -> Iterator[str]:
    """Say what the sheet Data check finds, which checks fail, and which inputs are a sample's."""
    from xlhedge.templates import checks

    if layout.kind == "curve":
        for text in checks.failing(result.cells(checks.NAME)):
            yield f"Check failed: {text}."
    else:
        yield from _report_history(result, own, layout, changed)  # type: ignore[arg-type] # what is read for a history is one


def _report_history(
    result: Recalculated, history: History, layout: Part, changed: Mapping[str, str]
) -> Iterator[str]:
    from xlhedge.templates import checks, data_check
    from xlhedge.templates.own_data.shape import unit_of

    count = len(history.rows)
    yield f"{count:,} rows from {history.days[0]} to {history.days[-1]}."
    of_columns = history.origin.headers if history.origin and layout.reads == "prices" else ()
    silent = False
    for label, header, unit in of_columns:
        its = unit_of(header)
        silent = silent or not its
        other = its and its.translate(_SIGNS).casefold() != unit.casefold()
        yield f"{label} is the column {header}, taken as {unit}." + (
            f" Its header says {its}: where that is another unit, convert the prices first."
            if other
            else ""
        )
    if silent and (quote := _quote_in_cents(result)):
        yield quote
    lines = data_check.findings(result.cells(data_check.NAME))
    for finding in lines:
        day = result.display(data_check.NAME, finding.at, data_check.DATE + 1)
        where = f", the first in row {finding.first}" + (f", {day}," if day else "")
        placed = f": {finding.number:,}{where} of the book" if finding.first else ""
        yield f"Data check: {finding.label}{placed}. {finding.meaning}"
    if not lines:
        yield "Data check: nothing found."
    for text in checks.failing(result.cells(checks.NAME)):
        if not text.startswith(data_check.NAME):
            yield f"Check failed: {text}."
        elif data_check.is_worthless(text):
            yield f"The ratio means nothing while this check fails: {text}."
    if layout.reads == "prices":
        yield from _inputs_of_today(result, history, layout, changed)


def _quote_in_cents(result: Recalculated) -> str | None:
    """Return a remark where the exchange quotes the contract chosen in cents."""
    from xlhedge.contracts import contract_of

    chosen = result.names.get("contract")
    contract = contract_of(str(chosen.value)) if chosen else None
    if contract is None or not contract.in_cents:
        return None
    return (
        f"{contract.exchange} quotes {contract.symbol} in {contract.quote}, and the headers name "
        "no unit: where your prices are in it too, multiply them by "
        f"{contract.quote_value:g} in the file first."
    )


def _inputs_of_today(
    result: Recalculated, history: History, layout: Part, changed: Mapping[str, str]
) -> Iterator[str]:
    last = next(row for row in reversed(history.rows) if None not in row)
    keys = [c.data for c in layout.columns if c.data not in history.absent]
    held = {name: result.names[name].value for name in layout.now if name in result.names}
    waiting = []
    for name, key in layout.now.items():
        price = last[keys.index(key) + 1] if key in keys else None
        if price is not None and name not in changed and held.get(name) not in {price, None}:
            waiting.append(name)
            yield (
                f"{name} is still the sample's {held[name]:g}; your last {key} is {price:.15g}, of "
                f"{last[0]}: --set {name}=VALUE"
            )
    mine = [name for name in held if name not in changed and name not in waiting]
    if mine:
        yield f"Your last prices, of {last[0]}, are in {', '.join(mine)}."
