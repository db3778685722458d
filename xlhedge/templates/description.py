"""What the blocks of a description mean by their names, and which names will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge.templates.schema import shown
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.rule_changes import STAMP_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlhedge.templates.schema import Part, Where

# what Excel takes for a row or column, and what every book has already
RESERVED = {"r", "c", "row", "last", "top", "head", "label", STAMP_NAME}


def names_in(block: Part, where: Where) -> Iterator[str]:
    """Return the names that a block gives to cells."""
    for part in (block, *columns_of(block)):
        vet_name(part, where)
        if part.key and part.kind not in {"table", "chart"}:
            yield part.key
    if block.kind == "prices":
        yield "days"


def columns_of(block: Part) -> tuple[Part, ...]:
    """Return the columns of a table, which have names and formulas of their own."""
    if block.kind == "prices":
        return (*(block.workings.table if block.workings else ()), *block.changes)
    return getattr(block, block.kind) if block.kind in {"inputs", "table"} else ()


def vet_name(part: Part, where: Where) -> None:
    """Refuse a name that Excel or the reader of formulas would take for something else."""
    name, key = getattr(part, "name", ""), part.key
    if name and getattr(part, "id", ""):
        where.refuse(f"{name} has both name and id; a name will do.")
    pattern = "[a-z]+(_[a-z]+)*" if name else "[a-z][a-z0-9_]*"
    if key and (not re.fullmatch(pattern, key) or key in RESERVED):
        where.refuse(f"{shown(key)} is no name; a name is small letters with _ between.")
    if key.upper() in CATALOGUE:
        where.refuse(f"{key} is a function's name; Excel tells no capitals apart.")
