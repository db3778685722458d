"""The copy of a book that other engines check: its formulas, none of its saved values.

What they cannot compute stands in it as a constant: the cells that call our functions, those that
keep the value of the file, and those that read other workbooks.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import cell_text, parse_cell
from xlhedge.ooxml.calls import calls_us, names_that_call_us
from xlhedge.ooxml.cell_xml import CellKind, number_text
from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.tokens import tokens
from xlhedge.ooxml.zip_patch import replace_members
from xlhedge.recalc.compiling.forms import Mark, relative
from xlhedge.recalc.links import is_remembered
from xlhedge.worksheet.errors import STORED, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.addresses import Area, Position
    from xlhedge.recalc.engines.engine import Place
    from xlhedge.recalc.recalculated import Recalculated
    from xlhedge.worksheet.cells import Scalar


def checked_copy(result: Recalculated) -> tuple[bytes, set[Place]]:
    """Return the copy, and the cells in it that formulas are left to fill.

    Parameters
    ----------
    result : Recalculated
        A book that was computed as a whole.
    """
    parts = result.parts
    constant = _constants(result)
    members = {}
    for sheet in parts.book.sheets.values():
        root = parts.package.xml(sheet.part)
        values = {
            place: result.value_at(name, place) for name, place in constant if name == sheet.name
        }
        values |= parts.inputs.get(sheet.name, {})
        areas = [area for (name, _), area in parts.plan.filled.items() if name == sheet.name]
        _fill(root, values, areas)
        members[sheet.part] = _written(root)
    places = {(sheet, place) for sheet, cells in result.values.items() for place in cells}
    return replace_members(parts.package.data, members), places - constant


def _constants(result: Recalculated) -> set[Place]:
    """Return the cells of formulas that stand in the copy as their values."""
    parts = result.parts
    names = names_that_call_us({name.name: name.text for name in parts.book.names})
    # seen from each cell they are another range; both engines take them as seen from one
    names |= {n.name.casefold() for n in parts.book.names if _is_relative(n.text)}
    constants = set(parts.plan.kept)
    for place, formula in parts.plan.formulas.items():
        if _reads_another_book(formula) or calls_us(formula, names):
            constants.add(place)
    filled = {**parts.plan.filled, **parts.plan.spread}
    if not constants.isdisjoint(filled):  # A1# has no meaning once A1 is a constant
        constants |= {p for p, formula in parts.plan.formulas.items() if _names_a_spill(formula)}
    for sheet in parts.book.sheets.values():  # a formula that cells share goes with one of them
        shared = {c.shared for p, c in sheet.formulas if (sheet.name, p) in constants} - {""}
        constants |= {(sheet.name, p) for p, c in sheet.formulas if c.shared in shared}
    for name, first in list(constants):
        area = filled.get((name, first))
        if area is not None:
            held = result.values[name].keys() | parts.book.sheets[name].cells.keys()
            inside = area.positions() if area.rows * area.columns < len(held) else held
            constants |= {(name, p) for p in inside if area.holds(*p) and p in held}
    return constants


def _is_relative(text: str) -> bool:
    """Whether the text of a name means other cells where another cell uses it."""
    return any(isinstance(part, Mark) for part in relative(text, (1, 1)))


def _reads_another_book(formula: str) -> bool:
    return any(is_remembered(split_sheet(token.text)[0] or "") for token in tokens(formula))


def _names_a_spill(formula: str) -> bool:
    return any(t.text == "#" or t.function == "ANCHORARRAY" for t in tokens(formula))


def _fill(root: ET.Element, values: Mapping[Position, Scalar], areas: list[Area]) -> None:
    """Put constants into a sheet's XML, and take the saved values of its formulas away."""
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    data = root.find(f"{space}sheetData")
    if data is None:
        return
    rows: dict[int, ET.Element] = {}
    missing, number = dict(values), 0
    for row in data:
        number, column = int(row.get("r", number + 1)), 0
        rows[number] = row
        row.attrib.pop("spans", None)
        for cell in row:
            # the standard lets a cell be without an address: it comes after the one before
            place = parse_cell(cell.get("r", "")) or (number, column + 1)
            column = place[1]
            cell.set("r", cell_text(*place))
            formula = cell.find(f"{space}f")
            if place in values:
                cell.attrib.pop("cm", None)
                _put(cell, missing.pop(place), space)
            elif formula is not None:
                has_text = bool(formula.text or formula.get("t"))
                _put(cell, None, space, formula if has_text else None)
            elif any(area.holds(*place) for area in areas):
                _put(cell, None, space)
    for place, value in sorted(missing.items()):
        if place[0] not in rows:
            rows[place[0]] = ET.SubElement(data, f"{space}row", r=str(place[0]))
        _put(ET.SubElement(rows[place[0]], f"{space}c", r=cell_text(*place)), value, space)
        rows[place[0]][:] = sorted(rows[place[0]], key=_column)
    data[:] = [rows[number] for number in sorted(rows)]


def _written(root: ET.Element) -> bytes:
    """Return a sheet's XML without a prefix before its own tags: not every reader knows one."""
    space, _, _ = root.tag.rpartition("}")
    for element in root.iter():
        if space and element.tag.startswith(space):
            element.tag = element.tag[len(space) + 1 :]
    if space:
        root.set("xmlns", space[1:])
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _column(cell: ET.Element) -> int:
    return (parse_cell(cell.get("r", "")) or (0, 0))[1]


def _put(cell: ET.Element, value: Scalar, space: str, formula: ET.Element | None = None) -> None:
    """Make a value all that a cell holds, besides its formula."""
    cell[:] = [formula] if formula is not None else []
    cell.attrib.pop("t", None)
    cell.attrib.pop("vm", None)
    if value is None:
        return
    if isinstance(value, str):
        cell.set("t", CellKind.INLINE_TEXT)
        text = ET.SubElement(ET.SubElement(cell, f"{space}is"), f"{space}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = value
        return
    held = ET.SubElement(cell, f"{space}v")
    if isinstance(value, bool):
        cell.set("t", CellKind.TRUTH)
        held.text = str(int(value))
    elif isinstance(value, ExcelError):
        cell.set("t", CellKind.ERROR)
        held.text = value.code if value.code in STORED else VALUE
    else:
        held.text = number_text(float(value))
