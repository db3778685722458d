"""The functions as a type checker sees them, made from the catalogue: `.ci/build` writes it."""

from pathlib import Path

from xlhedge.worksheet.listing import definitions

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
    return _STUB.format(
        functions=definitions(
            lambda entry: (entry.name.lower(), "Table" if entry.gives_table else "Figure")
        )
    )


if __name__ == "__main__":
    (Path(__file__).parent / "__init__.pyi").write_text(stub_source(), encoding="utf-8")
