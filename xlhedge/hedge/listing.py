"""The functions as a type checker sees them, made from the catalogue: `.ci/build` writes it."""

from pathlib import Path

from xlhedge.worksheet.catalogue import CATALOGUE, WorksheetFunction

_STUB = """\
# The functions as a type checker sees them. Made by `.ci/build` from the catalogue.
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from numpy.typing import NDArray

from xlhedge.core.errors import HedgeError as HedgeError
from xlhedge.hedge.results import Figure as Figure
from xlhedge.hedge.results import Table as Table

_One: TypeAlias = float | str | bool | date | None
# numbers, rows of numbers, an array, or a Series or DataFrame of pandas or polars
_Range: TypeAlias = _One | Sequence[_One] | Sequence[Sequence[_One]] | NDArray[Any] | Any

{functions}"""


def stub_source() -> str:
    """Return the text of `__init__.pyi`."""

    def written(entry: WorksheetFunction) -> str:
        lines = []
        for argument in entry.arguments:
            kind = "_Range" if argument.reader.is_range else "_One"
            name = f"*{argument.name}" if argument.repeats else argument.name
            default = "" if argument.required or argument.repeats else f" = {argument.default!r}"
            lines.append(f"    {name}: {kind}{default},\n".replace("'", '"'))
        result = "Table" if entry.gives_table else "Figure"
        return f"def {entry.name.lower()}(\n{''.join(lines)}) -> {result}: ...\n"

    entries = sorted(CATALOGUE.values(), key=lambda entry: entry.name)
    return _STUB.format(functions="".join(written(entry) for entry in entries))


if __name__ == "__main__":
    (Path(__file__).parent / "__init__.pyi").write_text(stub_source(), encoding="utf-8")
