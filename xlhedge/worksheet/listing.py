"""The lists that are made from the functions' own modules: where each one is, and what it takes.

`.ci/build` writes them (`python -m xlhedge.worksheet.listing`), and a test compares: a function
that is written exists for every host, and none is typed a second time.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.catalogue import WorksheetFunction

_ROOM = Path(__file__).parent
_DECORATOR = "worksheet_function"

_INDEX = '''"""Which module holds which function: read instead of importing them all to call one.

Made by `.ci/build` from the modules.
"""

MODULE_OF = {{
{rows}}}
'''

_STUB = """\
# The functions as a type checker sees them. Made by `.ci/build` from the modules.
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from numpy.typing import NDArray

from xlhedge.worksheet.catalogue import CATALOGUE as CATALOGUE
from xlhedge.worksheet.cells import Cell
from xlhedge.worksheet.errors import ExcelError as ExcelError

_One: TypeAlias = float | str | bool | date | ExcelError | None
_Range: TypeAlias = _One | Sequence[_One] | Sequence[Sequence[_One]] | NDArray[Any]

{functions}"""


def modules_of_functions() -> dict[str, str]:
    """Return each decorated function's module, in the order of names, without importing any."""
    places = {
        node.name: path.stem
        for path in _ROOM.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and _is_decorated(node)
    }
    return dict(sorted(places.items()))


def _is_decorated(node: ast.FunctionDef) -> bool:
    called = [d.func for d in node.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(name, ast.Name) and name.id == _DECORATOR for name in called)


def index_source() -> str:
    """Return the text of `index.py`."""
    rows = "".join(
        f'    "{name}": "{module}",\n' for name, module in modules_of_functions().items()
    )
    return _INDEX.format(rows=rows)


def stub_source() -> str:
    """Return the text of `__init__.pyi`."""
    return _STUB.format(functions=definitions(lambda entry: (entry.name, "Cell")))


def definitions(named: Callable[[WorksheetFunction], tuple[str, str]]) -> str:
    """Return every function as a type checker sees it, in the order of names.

    Parameters
    ----------
    named : callable
        What a function is called there, and the type of its result.
    """
    from xlhedge.worksheet.catalogue import CATALOGUE

    def written(entry: WorksheetFunction) -> str:
        lines = []
        for argument in entry.arguments:
            kind = "_Range" if argument.reader.is_range else "_One"
            name = f"*{argument.name}" if argument.repeats else argument.name
            default = "" if argument.required or argument.repeats else f" = {argument.default!r}"
            lines.append(f"    {name}: {kind}{default},\n".replace("'", '"'))
        name, result = named(entry)
        return f"def {name}(\n{''.join(lines)}) -> {result}: ...\n"

    return "".join(map(written, sorted(CATALOGUE.values(), key=lambda entry: entry.name)))


if __name__ == "__main__":
    from xlhedge.worksheet.index import MODULE_OF

    (_ROOM / "index.py").write_text(index_source(), encoding="utf-8")
    MODULE_OF.clear()  # what was imported before is the list of yesterday
    MODULE_OF.update(modules_of_functions())
    (_ROOM / "__init__.pyi").write_text(stub_source(), encoding="utf-8")
