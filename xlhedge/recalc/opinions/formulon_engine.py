"""formulon, asked what a workbook's cells are: the only module that knows that library."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from wasmtime import Config, Engine

    from xlhedge.recalc.opinions.program import Answers

_NAMES = {"DIV0": "#DIV/0!", "NAME": "#NAME?", "NA": "#N/A", "GETTING_DATA": "#GETTING_DATA"}


def values(book: Path) -> Answers:
    """Return the value of every cell of a workbook, computed afresh.

    Parameters
    ----------
    book : Path
        The workbook's file; it holds no saved values, so that none is handed back.
    """
    from formulon import ErrorCode, Workbook

    _keep_compiled()
    answers: Answers = {}
    with Workbook.load(book.read_bytes()) as workbook:
        workbook.recalc()
        for number in range(workbook.sheet_count()):
            cells = answers[workbook.sheet_name(number)] = []
            for cell in workbook.iter_cells(number):
                code = cell.value.error_code
                if code is None:
                    value = cell.value.to_python()
                    cells.append((cell.row + 1, cell.col + 1, value, False))
                else:
                    name = ErrorCode(code).name
                    cells.append((cell.row + 1, cell.col + 1, _NAMES.get(name, f"#{name}!"), True))
    return answers


@functools.cache
def _keep_compiled() -> None:
    """Have wasmtime keep what it makes of formulon, in its own cache among the user's files.

    Formulon is WebAssembly: to compile it takes 4 seconds of a processor, at every start.
    """
    import wasmtime

    plain = wasmtime.Engine

    def engine(config: Config | None = None) -> Engine:
        return plain(config or _with_cache())

    def _with_cache() -> Config:
        fresh = wasmtime.Config()
        with contextlib.suppress(wasmtime.WasmtimeError):  # there is no folder for it
            fresh.cache = True
        return fresh

    wasmtime.Engine = engine  # type: ignore[assignment,misc]  # formulon asks for one like this
