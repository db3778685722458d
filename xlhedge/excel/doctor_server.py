"""One round trip as Excel makes it: xlwings' DLL starts the Python server and calls a function.

Run as a program in the private Python, it prints one JSON object. The doctor runs it with a time
limit, because what goes wrong here likes to hang.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from xlhedge.excel.ansi_path import CODE_PAGE, ansi_path
from xlhedge.excel.environment import DLLS

QUESTION = ("HEDGE_RATIO", (52005.0, 60000.0))
ANSWER = 0.86675
# The add-in's VBA has the same.
CODE = "-I -B -c \"from xlhedge.excel.com_server import serve;serve('$(CLSID)') #{}\""

_FIND, _START, _STOP = 0, 1, -1
_LONG_START = 20.0  # seconds
_BSTR, _DISPATCH = 8, 9  # kinds of VARIANT


class ServerStartError(Exception):
    """The DLL could not start the server; the text is the DLL's own."""


class _Variant(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("pointer", ctypes.c_void_p),
        ("rest", ctypes.c_uint64),
    )


class Server:
    """The COM server that xlwings' DLL starts: one a process, until it is stopped.

    The DLL has one class id for each command line, so each start has a line of its own, as in the
    add-in's VBA: nothing asks for the class of a server that is gone.
    """

    def __init__(self, python: Path, dll: Path) -> None:
        loader: Any = ctypes.WinDLL  # type: ignore[attr-defined]  # Windows alone has it
        self._activate = loader(str(dll)).XLPyDLLActivateAuto
        self._activate.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long]
        self._activate.restype = ctypes.c_long
        self._python = python
        self._starts = 0

    def _ask(self, mode: int) -> int:
        answer = _Variant()
        line = command(self._python, self._starts).encode(CODE_PAGE)
        code = self._activate(ctypes.byref(answer), line, mode)
        if code:
            has_text = answer.kind == _BSTR
            reason = ctypes.wstring_at(answer.pointer) if has_text else "no reason"
            raise ServerStartError(reason)
        if mode == _START and answer.kind != _DISPATCH:
            raise ServerStartError(f"the DLL answered with a VARIANT of kind {answer.kind}")
        return answer.pointer or 0

    def start(self) -> int:
        """Return the address of the server's IDispatch; it is started where none runs.

        A start that soon failed is tried once more, as by the add-in's VBA.
        """
        running = self._ask(_FIND)
        if running:
            return running
        began = time.perf_counter()
        try:
            return self._started()
        except ServerStartError:
            if time.perf_counter() - began > _LONG_START:
                raise
            return self._started()

    def _started(self) -> int:
        self.stop()
        self._starts += 1
        return self._ask(_START)

    def stop(self) -> None:
        """End the server."""
        self._ask(_STOP)


def command(python: Path, start: int) -> str:
    """Return the command line that the add-in's VBA hands to the DLL (its ServerCommand)."""
    return f'"{ansi_path(str(python))}" {CODE.format(start)}'


def round_trip(python: Path, dll: Path) -> dict[str, object]:
    """Start a server, ask it the question, stop it; return the answer and the seconds taken."""
    pythoncom: Any = importlib.import_module("pythoncom")  # pywin32: Windows alone has it
    dynamic: Any = importlib.import_module("win32com.client.dynamic")
    pythoncom.CoInitialize()
    started = time.perf_counter()
    server = Server(python, dll)
    dispatch = pythoncom.ObjectFromAddress(server.start(), pythoncom.IID_IDispatch)
    name, arguments = QUESTION
    try:
        answer = dynamic.Dispatch(dispatch).CallUDF("xlhedge.udfs", name, arguments, None, None)
        return {"answer": answer, "seconds": round(time.perf_counter() - started, 2)}
    finally:
        server.stop()


def main() -> None:
    """Print the outcome of a round trip with the Python that runs this."""
    home = Path(sys.executable).parent
    folder = home if (home / DLLS[0]).exists() else home.parent  # a virtual environment's Scripts
    try:
        answer = round_trip(home / "pythonw.exe", folder / DLLS[0])
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor wants to read it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)  # noqa: T201 - its only output


if __name__ == "__main__":
    main()
