"""A process in which another engine computes books: one that hangs or crashes is only left.

`python -m xlhedge.recalc.opinions.program NAME` reads the names of files, a line each, and
answers each with a line of JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

# Of each sheet the cells: row, column, value, and whether the value is an error's code.
Answers = dict[str, list[tuple[int, int, Any, bool]]]


_KEEPS_TIME = hasattr(signal, "setitimer")
_PATIENCE = 10  # times the processor time, by the clock: a process that waits for ever ends too


class NoAnswerError(Exception):
    """Another engine has no answer for a book, and why."""


class EngineProcess:
    """One of the other engines, in a process of its own that stays for the next book.

    Parameters
    ----------
    name : str
        The package on PyPI.
    time_limit : float
        Seconds of processor time that it may take for one book, so that a busy machine loses no
        answer; where a process cannot be held to that (Windows), seconds by the clock.

    Attributes
    ----------
    seconds : float
        The processor time that it has taken for all books.
    """

    def __init__(self, name: str, time_limit: float) -> None:
        self._name = name
        self._limit = time_limit
        self.seconds = 0.0
        self._process: subprocess.Popen[str] | None = None

    def values(self, book: bytes) -> Answers:
        """Return what it makes of a book.

        Raises
        ------
        NoAnswerError
            It cannot read the book, or crashed, or took too long.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            path.write_bytes(book)
            line = self._ask(path)
        if not line:
            self.close()
            raise NoAnswerError(
                f"it crashed or took more than {self._limit:g} s of processor time"
                if _KEEPS_TIME
                else f"it crashed or took more than {self._limit:g} s"
            )
        answer = json.loads(line)
        if "fault" in answer:
            raise NoAnswerError(answer["fault"])
        self.seconds = answer["seconds"]
        answers: Answers = answer["values"]
        return answers

    def _ask(self, path: Path) -> str:
        """Return the line that the process answers; nothing where it died or was ended."""
        process = self._process = self._process or _started(self._name, self._limit)
        assert process.stdin is not None  # noqa: S101 - both are pipes, for the type checker
        assert process.stdout is not None  # noqa: S101
        waits = self._limit * (_PATIENCE if _KEEPS_TIME else 1)
        clock = threading.Timer(waits, process.kill)
        clock.start()
        try:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            return process.stdout.readline()
        except OSError:  # it died before
            return ""
        finally:
            clock.cancel()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _started(name: str, limit: float) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - this very Python and module
        [sys.executable, "-m", __name__, name, str(limit)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def _allow(seconds: float) -> None:
    """End this process when it has used so much processor time from now on; 0 is no limit.

    The signal's usual action ends it even where a library never comes back to Python.
    """
    if _KEEPS_TIME:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def serve(name: str, limit: float) -> None:
    """Answer what comes on standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the asking process's affair
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    engine = importlib.import_module(f"xlhedge.recalc.opinions.{name}_engine")
    for line in sys.stdin:
        _allow(limit)
        try:
            values = engine.values(Path(line.rstrip("\n")))
            answer = {"values": values, "seconds": time.process_time()}
        except BaseException as fault:  # noqa: BLE001 - a panic in Rust is no Exception
            answer = {"fault": f"{type(fault).__name__}: {fault}"[:300]}
        _allow(0)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], float(sys.argv[2]))
