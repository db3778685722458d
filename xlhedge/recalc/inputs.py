"""Inputs set from outside: which cell is meant, and whether it takes the value."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import Area, parse_area
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.near import nearest
from xlhedge.recalc.content import CellContent, FormulaKind
from xlhedge.worksheet.cells import serial

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import BookContent
    from xlhedge.worksheet.cells import Scalar

InputValue = str | float | bool
_MOST_CELLS = 10_000
_MOST_NAMES = 8  # in a sentence
_MOST_CHOICES = 20  # in a sentence


def set_inputs(
    book: BookContent, inputs: Mapping[str, InputValue | None], *, unlock: bool = False
) -> dict[str, dict[Position, Scalar]]:
    """Put values into a book's input cells.

    Parameters
    ----------
    book : BookContent
        The workbook; its cells are changed.
    inputs : mapping
        New values by defined name or address (``Rate``, ``Inputs!B3``, ``'ETF portfolio'!B3``);
        None empties a cell.
    unlock : bool
        Whether locked cells of protected sheets take values too.

    Returns
    -------
    dict
        What was set: sheet -> (row, column) -> value.

    Raises
    ------
    BadBook
        There is no such cell, it holds a formula, or it does not take such a value.
    """
    done: dict[str, dict[Position, Scalar]] = {}
    for target, entry in inputs.items():
        whole = _cells(book, target)
        for position, one in _shared_out(target, whole, entry):
            area = Area(whole.sheet, *position, *position)
            if position in done.get(area.sheet, {}):
                raise BadBook(f"{_at(target, area)} is set twice; give one value for it.")
            value = _set(book, target, area, one, unlock=unlock)
            done.setdefault(area.sheet, {})[position] = value
    return done


def _shared_out(
    target: str, area: Area, entry: InputValue | None
) -> list[tuple[Position, InputValue | None]]:
    """Return which of an area's cells takes which of the values, row by row."""
    if area.is_cell:
        return [((area.top, area.left), entry)]
    values: list[InputValue | None] = list(entry.split(",")) if isinstance(entry, str) else [entry]
    count = area.rows * area.columns
    if len(values) != count:
        raise BadBook(
            f"{target} is a range of {area.rows} x {area.columns} cells and takes {count} values "
            f"with commas between; {len(values)} {'was' if len(values) == 1 else 'were'} given."
        )
    return list(zip(area.positions(), values, strict=True))


def _at(target: str, area: Area) -> str:
    """Return a cell by its name and its address; by its address alone where that was given."""
    sheet, rest = split_sheet(target.strip())
    same = sheet is not None and parse_area(rest, area.sheet) == area
    return str(area) if same else f"{target} ({area})"


def _set(
    book: BookContent, target: str, area: Area, entry: InputValue | None, *, unlock: bool
) -> Scalar:
    """Put one value into one cell."""
    sheet, place = book.sheets[area.sheet], (area.top, area.left)
    cell = sheet.cells.get(place)
    if cell is not None and cell.formula is not None:
        raise BadBook(f"{_at(target, area)} holds a formula; only input cells can be set.")
    if _spilled_over(book, area):
        raise BadBook(f"{_at(target, area)} is filled by a formula; only input cells can be set.")
    _check_place(book, target, area, cell, unlock=unlock)
    value = None if entry is None else _value(target, entry, cell)
    if value is not None:
        _check_validation(book, target, area, value)
    sheet.cells[place] = _with_value(cell, value)
    return value


def _check_place(
    book: BookContent, target: str, area: Area, cell: CellContent | None, *, unlock: bool
) -> None:
    """Refuse a cell that Excel would not let a person fill in."""
    root = book.sheets[area.sheet].root
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    for table in book.tables.values():
        top = table.area
        if top.meets(area) and area.top < top.top + table.header_rows:
            raise BadBook(
                f"{_at(target, area)} is a header of the table {table.name}: formulas know the "
                "column by it. Rename it in Excel."
            )
    for element in root.iterfind(f"{space}mergeCells/{space}mergeCell"):
        merged = parse_area(element.get("ref", ""), area.sheet)
        if merged is None or not merged.meets(area):
            continue
        first = Area(merged.sheet, merged.top, merged.left, merged.top, merged.left)
        if area != first:
            raise BadBook(f"{_at(target, area)} is covered by the merged cell {first}; set that.")
    protection = root.find(f"{space}sheetProtection")
    locked = protection is not None and protection.get("sheet") in {"1", "true"}
    if locked and not unlock and (cell.style if cell else 0) not in book.unlocked:
        raise BadBook(
            f"{_at(target, area)} is locked on a protected sheet; set an input cell, or add "
            "--unlock."
        )


def _with_value(cell: CellContent | None, value: Scalar) -> CellContent:
    return CellContent(value=value, style=cell.style if cell else 0)


def _cells(book: BookContent, target: str) -> Area:
    """Return the cells that a name or an address means."""
    sheet_text, rest = split_sheet(target.strip())
    if sheet_text is not None:
        sheet = book.sheet(sheet_text)
        if sheet is None:
            near = nearest(sheet_text, book.sheets) or book.sheets
            raise BadBook(f"There is no sheet {sheet_text!r}; use {_listed(near)}.")
        area = parse_area(rest, sheet.name) or _named(book, rest, sheet.name)
    else:
        area = _named(book, rest, None)
        if area is None and parse_area(rest, "") is not None:
            if len(book.sheets) > 1:
                raise BadBook(
                    f"{target!r} could be on any sheet; write {next(iter(book.sheets))}!{rest} or "
                    f"another of {_listed(book.sheets)}."
                )
            area = parse_area(rest, next(iter(book.sheets)))
    if area is None:
        known = sorted({name.name for name in book.names if name_area(book, name.text)})
        near = nearest(rest, settable_names(book)) or nearest(rest, known) or known[:_MOST_NAMES]
        more = f" ({len(known)} in all)" if len(near) == _MOST_NAMES < len(known) else ""
        raise BadBook(
            f"There is no input {target!r}; an address such as Inputs!B3 is accepted"
            + (f", or a name: {_listed(near)}{more}." if known else ".")
        )
    if area.rows * area.columns > _MOST_CELLS:
        raise BadBook(
            f"{target} is a range of {area.rows} x {area.columns} cells, too many to set."
        )
    return area


def settable_names(book: BookContent) -> list[str]:
    """Return the defined names whose cells hold no formula: what `set_inputs` takes by name."""
    names = []
    for name in book.names:
        area = name_area(book, name.text)
        if area is None or area.rows * area.columns > _MOST_CELLS:
            continue
        cells = book.sheets[area.sheet].cells
        if all((c := cells.get(place)) is None or c.formula is None for place in area.positions()):
            names.append(name.name)
    return sorted(set(names))


def _listed(names: object) -> str:
    return ", ".join(str(name) for name in names)  # type: ignore[attr-defined]  # lists and dicts


def name_area(book: BookContent, text: str) -> Area | None:
    """Return the cells that a name's definition points to; None when it is something else."""
    sheet_text, rest = split_sheet(text.removeprefix("="))
    sheet = book.sheet(sheet_text) if sheet_text is not None else None
    return parse_area(rest, sheet.name) if sheet else None


def _named(book: BookContent, name: str, sheet: str | None) -> Area | None:
    same_name = [n for n in book.names if n.name.lower() == name.lower()]
    names = [n for n in same_name if n.sheet == sheet] or ([] if sheet else same_name)
    if len(names) > 1:
        raise BadBook(
            f"The name {name!r} means different cells on the sheets "
            f"{_listed(n.sheet for n in names)}; write the sheet before it."
        )
    return name_area(book, names[0].text) if names else None


def _spilled_over(book: BookContent, area: Area) -> bool:
    for _, cell in book.sheets[area.sheet].formulas:
        if cell.kind is FormulaKind.ARRAY:
            filled = parse_area(cell.reference, area.sheet)
            if filled is not None and filled.holds(area.top, area.left):
                return True
    return False


def _value(target: str, entry: InputValue, cell: CellContent | None) -> Scalar:
    """Return the value as the cell's kind of value."""
    old = cell.value if cell else None
    if isinstance(old, bool):
        flag = _truth_value(entry)
        if flag is None:
            raise BadBook(f"{target} takes TRUE or FALSE; {entry!r} was given.")
        return flag
    if isinstance(old, float):
        number = _number(entry)
        if number is None:
            raise BadBook(f"{target} takes a number (it holds {old:g}); {entry!r} was given.")
        return number
    if isinstance(old, str):
        if not isinstance(entry, str):
            raise BadBook(f"{target} takes a text (it holds {old!r}); {entry!r} was given.")
        return entry
    flag, number = _truth_value(entry), _number(entry)
    if isinstance(entry, str) and flag is None and number is None:
        return entry
    return number if number is not None else flag


def _truth_value(entry: InputValue) -> bool | None:
    if isinstance(entry, bool):
        return entry
    return {"TRUE": True, "FALSE": False}.get(str(entry).strip().upper())


def _number(entry: InputValue) -> float | None:
    """Return a number, a percentage or a date (2025-12-31) as the cell would hold it."""
    if isinstance(entry, bool):
        return None
    text = str(entry).strip()
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        try:
            return serial(dt.datetime.fromisoformat(text))
        except ValueError:
            return None
    return number if math.isfinite(number) and "_" not in text else None


def _check_validation(book: BookContent, target: str, area: Area, value: Scalar) -> None:
    root = book.sheets[area.sheet].root
    space = root.tag.partition("}")[0] + "}"
    for rule in root.iterfind(f"{space}dataValidations/{space}dataValidation"):
        ranges = [parse_area(text, area.sheet) for text in (rule.get("sqref") or "").split()]
        if not any(r is not None and r.holds(area.top, area.left) for r in ranges):
            continue
        accepted = _accepted(book, rule, space, area, value)
        if accepted is not None:
            own = "" if rule.get("type") == "list" else (rule.get("error") or "").strip()
            message = own.rstrip(".") or f"the cell accepts {accepted}"
            raise BadBook(f"{target} does not take {value!r}: {message}.")


def _accepted(
    book: BookContent, rule: Element, space: str, area: Area, value: Scalar
) -> str | None:
    """Return what a validation accepts when that is not the value; None when the value is fine."""
    kind = rule.get("type", "none")
    first, second = rule.findtext(f"{space}formula1") or "", rule.findtext(f"{space}formula2") or ""
    if kind == "list":
        choices = _choices(book, first, area.sheet)
        if choices is None or _as_typed(value) in map(_as_typed, choices):
            return None
        known = [_as_typed(choice) for choice in choices if choice is not None]
        return _one_of(known, _as_typed(value), first)
    if kind not in {"decimal", "whole", "date", "time", "textLength"}:
        return None
    measured = float(len(str(value))) if kind == "textLength" else value
    if not isinstance(measured, float):
        return "a number"
    if kind == "whole" and measured != int(measured):
        return "a whole number"
    low, high = (_bound(book, text, area.sheet) for text in (first, second))
    return _outside(rule.get("operator", "between"), measured, low, high)


def _one_of(choices: list[str], entry: str, source: str) -> str:
    """Return what a list accepts: all of a short one, of a long one what is near to the entry."""
    if len(choices) <= _MOST_CHOICES:
        return f"one of {_listed(choices)}"
    near = _alike(entry, choices) or nearest(entry, choices)
    such = f"; the nearest: {'; '.join(near)}" if near else ""
    return f"one of the {len(choices)} in {source.replace('$', '').removeprefix('=')}{such}"


def _alike(entry: str, choices: list[str]) -> list[str]:
    """Return the three choices that share the most words with an entry, of those that share any."""
    words = _words(entry)
    shared = {choice: len(words & _words(choice)) for choice in choices}
    return sorted(filter(shared.get, choices), key=lambda choice: -shared[choice])[:3]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _as_typed(value: Scalar) -> str:
    """Return a value as a list of choices writes it: 2, not 2.0."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _outside(operator: str, value: float, low: float | None, high: float | None) -> str | None:
    if low is None or (operator in {"between", "notBetween"} and high is None):
        return None  # the bound is computed: Excel itself has to judge
    top = high if high is not None else low
    fine, words = {
        "between": (low <= value <= top, f"{low:g} to {top:g}"),
        "notBetween": (not low <= value <= top, f"nothing from {low:g} to {top:g}"),
        "equal": (value == low, f"{low:g}"),
        "notEqual": (value != low, f"anything but {low:g}"),
        "greaterThan": (value > low, f"more than {low:g}"),
        "lessThan": (value < low, f"less than {low:g}"),
        "greaterThanOrEqual": (value >= low, f"{low:g} or more"),
        "lessThanOrEqual": (value <= low, f"{low:g} or less"),
    }[operator]
    return None if fine else words


def _bound(book: BookContent, text: str, sheet: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        cells = _referred(book, text, sheet)
        return cells[0] if cells and len(cells) == 1 and isinstance(cells[0], float) else None


def _choices(book: BookContent, text: str, sheet: str) -> list[Scalar] | None:
    if text.startswith('"') and text.endswith('"'):
        return [choice.strip() for choice in text[1:-1].replace('""', '"').split(",")]
    return _referred(book, text, sheet)


def _referred(book: BookContent, text: str, sheet: str) -> list[Scalar] | None:
    """Return the constants that a validation's reference points to; None when it computes."""
    area = name_area(book, text) or parse_area(text, sheet) or _named(book, text, None)
    if area is None or area.rows * area.columns > 10_000:
        return None
    cells = book.sheets[area.sheet].cells
    contents = [cells[place] for place in area.positions() if place in cells]
    if any(cell.formula is not None for cell in contents):
        return None
    return [cell.value for cell in contents if cell.value is not None]
