"""A LibreOffice of our own: found, started over a pipe with a private profile, and ended."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import queue
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from xlhedge.calc.extension import unpack_extension
from xlhedge.worksheet.errors import XlhedgeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlhedge.calc.functions import Method

T = TypeVar("T")

START_LIMIT = 60.0  # seconds; half a one is needed
TIME_LIMIT = 300.0  # seconds for one step of one book
# A LibreOffice that finds itself newer than its profile tries out how it draws: a second each time.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Setup/Product">
  <prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>999.9</value></prop>
 </item>
</oor:items>
"""
_START_AGAIN = 81  # how soffice asks to be started again after making a profile
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
)
_OWN_PYTHON = ("python", "python.exe", "../Resources/python")


class OfficeError(XlhedgeError):
    """LibreOffice cannot do what was asked, and the sentence that says why."""


class OfficeStoppedError(OfficeError):
    """LibreOffice crashed or did not answer in time; a second attempt may succeed."""


class Program(NamedTuple):
    """The two programs that are needed of a LibreOffice."""

    soffice: Path
    python: Path  # the Python that knows UNO


def find_office() -> Program:
    """Return the LibreOffice of this machine.

    The environment variable XLHEDGE_SOFFICE may name the soffice program.

    Raises
    ------
    OfficeError
        There is none, or it has no Python.
    """
    named = os.environ.get("XLHEDGE_SOFFICE")
    if named and not Path(named).is_file():
        raise OfficeError(f"XLHEDGE_SOFFICE is {named!r}, and there is no such program.")
    program = named or shutil.which("soffice") or shutil.which("libreoffice")
    folders = [Path(program).resolve().parent] if program else [Path(p) for p in _USUAL_PLACES]
    for folder in folders:
        # The script of that name starts others; only the program itself can be ended by its id.
        for name in ("soffice.bin", "soffice"):
            if (folder / name).is_file():
                return Program(folder / name, _find_python(folder))
    raise OfficeError(
        "LibreOffice is not on this machine: there is no program soffice. Install LibreOffice "
        "Calc with its Python (on Debian: apt install libreoffice-calc python3-uno)."
    )


@functools.cache
def _find_python(folder: Path) -> Path:
    own = [folder / name for name in _OWN_PYTHON if (folder / name).is_file()]
    for python in [*own, Path("/usr/bin/python3")]:
        if python.is_file() and _answers(python, "import uno") is not None:
            return python
    raise OfficeError(
        f"The LibreOffice in {folder} has no Python that knows UNO (on Debian: "
        "apt install python3-uno)."
    )


def _answers(python: Path, code: str) -> str | None:
    """Return what a piece of code prints in LibreOffice's Python; None where it fails."""
    done = subprocess.run(  # noqa: S603 - the program looked up above, a text of ours
        [python, "-c", code], env=environment(python), capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def python_version(program: Program) -> tuple[int, int]:
    """Return the version of LibreOffice's Python."""
    text = _answers(program.python, "import sys; print(*sys.version_info[:2])")
    if text is None:
        raise OfficeError(f"LibreOffice's Python, {program.python}, does not run.")
    major, minor = text.split()
    return int(major), int(minor)


def has_modules(program: Program, *names: str) -> bool:
    """Return whether LibreOffice's Python has these libraries."""
    return _answers(program.python, f"import {', '.join(names)}") is not None


def environment(python: Path) -> dict[str, str]:
    """Return our environment without what is meant for our own Python.

    LibreOffice's Python looks for its library beside the first python3 on PATH, which in an active
    virtual environment is another Python's.
    """
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", os.defpath)])
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    } | {"SAL_USE_VCLPLUGIN": "svp", "PATH": path}


class Session:
    """A running LibreOffice that has our add-in; one book is open in it at a time.

    Parameters
    ----------
    methods : iterable of Method, optional
        What the add-in offers; by default every function of the catalogue.
    program : Program, optional
        The LibreOffice to use; by default the one that `find_office` finds.
    time_limit : float
        Seconds that one step may take.

    Raises
    ------
    OfficeError
        LibreOffice is missing or cannot be started.
    """

    def __init__(
        self,
        methods: Iterable[Method] | None = None,
        *,
        program: Program | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._program = program or find_office()
        self._limit = time_limit
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._office: subprocess.Popen[bytes] | None = None
        self._driver: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="xlhedge-"))  # readable by this user alone
        try:
            unpack_extension(self.folder / "extensions" / "xlhedge", methods)
            user = self.folder / "profile" / "user"
            user.mkdir(parents=True)
            (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        pipe = f"xlhedge{secrets.token_hex(16)}"
        self._office = self._start_office(pipe)
        self._driver = subprocess.Popen(  # noqa: S603 - LibreOffice's Python, our script
            [self._program.python, Path(__file__).with_name("relay.py"), pipe],
            env=environment(self._program.python),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._listener = threading.Thread(target=self._listen, args=(self._driver,), daemon=True)
        self._listener.start()
        started = time.monotonic()
        restarts = 0
        while True:
            try:
                self._answers.get(timeout=0.05)
            except queue.Empty:
                code = self._office.poll()
                if code == _START_AGAIN and not restarts:
                    restarts += 1
                    self._office = self._start_office(pipe)
                elif code is not None:
                    raise OfficeStoppedError(
                        f"LibreOffice ended while it started (exit code {code})."
                    ) from None
                elif time.monotonic() - started > START_LIMIT:
                    raise OfficeStoppedError(
                        f"LibreOffice did not start within {START_LIMIT:g} seconds."
                    ) from None
            else:
                return

    def _start_office(self, pipe: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - the program that was found
            [
                self._program.soffice,
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
                f"-env:BUNDLED_EXTENSIONS={(self.folder / 'extensions').as_uri()}",
                f"--accept=pipe,name={pipe};urp",
            ],
            env=environment(self._program.python),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _listen(self, driver: subprocess.Popen[str]) -> None:
        for line in driver.stdout or ():
            self._answers.put(line)
        self._answers.put(None)

    def _ask(self, verb: str, *arguments: object) -> Any:
        """Have the driver do one step; end LibreOffice if it crashes or takes too long."""
        if self._driver is None or self._driver.stdin is None:
            raise OfficeError("This LibreOffice has been closed.")
        try:
            self._driver.stdin.write(json.dumps([verb, arguments]) + "\n")
            self._driver.stdin.flush()
            line = self._await_answer()
        except (queue.Empty, OSError):
            self.close(ask=False)
            raise OfficeStoppedError(
                f"LibreOffice did not answer within {self._limit:g} seconds and was ended."
            ) from None
        if line is None:
            self.close()
            raise OfficeStoppedError("LibreOffice crashed.")
        answer = json.loads(line)
        if "failed" in answer:
            if self._has_ended():
                self.close()
                raise OfficeStoppedError("LibreOffice crashed.")
            raise OfficeError(f"LibreOffice failed at this step ({verb}): {answer['failed']}")
        return answer["done"]

    def _has_ended(self) -> bool:
        """Whether LibreOffice is gone; one that is crashing gets a moment for it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._office is None or self._office.wait(timeout=0.5) is not None
        return False

    def _await_answer(self) -> str | None:
        """Return the driver's next line, None where LibreOffice is gone."""
        deadline = time.monotonic() + self._limit
        while True:
            try:
                return self._answers.get(timeout=min(1.0, max(deadline - time.monotonic(), 0.01)))
            except queue.Empty:
                if self._office is not None and self._office.poll() is not None:
                    return None
                if time.monotonic() >= deadline:
                    raise

    def open(self, book: Path) -> None:
        """Open a workbook, read from a file that nobody else uses."""
        self._ask("open", str(book.resolve()))

    def calculate(self) -> None:
        """Compute every formula of the open book."""
        self._ask("calculate")

    def spread(self, anchors: Iterable[tuple[str, int, int]]) -> list[list[int] | None]:
        """Give the dynamic arrays (sheet, row, column, from 0) the size of their results.

        Returns
        -------
        list
            Rows and columns of each; None where other cells stand in its way.
        """
        return list(self._ask("spread", list(anchors)))

    def values(self) -> dict[str, list[list[Any]]]:
        """Return row, column, kind, value and unknown function of every formula cell, by sheet.

        The last one is empty where LibreOffice knows all that the formula calls.
        """
        answer: dict[str, list[list[Any]]] = self._ask("values")
        return answer

    def sheets(self) -> list[str]:
        """Return the names of the visible sheets."""
        return list(self._ask("sheets"))

    def print_sheet(self, sheet: str, target: Path) -> None:
        """Print a sheet of the open book to a PDF file."""
        self._ask("print_sheet", sheet, str(target.resolve()))

    def version(self) -> str:
        """Return LibreOffice's version."""
        return str(self._ask("version"))

    def add_cover(self, cover: Path) -> None:
        """Put another book's first sheet before the sheets of the open book."""
        self._ask("add_cover", str(cover.resolve()))

    def hide_rows(self, sheet: str, runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Take rows of the open book out of its print.

        Parameters
        ----------
        sheet : str
            The sheet.
        runs : iterable of tuple
            The first and the last row of each run, as Excel counts them.

        Returns
        -------
        list of tuple
            Those that are out; what stands beside a chart stays.
        """
        hidden = self._ask("hide_rows", sheet, list(runs))
        return [(top, bottom) for top, bottom in hidden]

    def print_book(self, target: Path, footer: str) -> None:
        """Print all visible sheets of the open book to one PDF file."""
        self._ask("print_book", str(target.resolve()), footer)

    def close(self, *, ask: bool = True) -> None:
        """End LibreOffice, by the ids of the programs that were started here.

        Parameters
        ----------
        ask : bool
            Whether to let it end by itself first; one that hangs would not hear it.
        """
        driver, self._driver = self._driver, None
        office, self._office = self._office, None
        if ask and driver is not None and office is not None:
            _ask_to_end(driver, office)
        for process in (driver, office):
            if process is not None:
                process.kill()
                process.wait()
        if driver is not None and self._listener is not None:
            self._listener.join()
            for stream in (driver.stdin, driver.stdout):
                with contextlib.suppress(OSError):  # what it did not read is lost
                    if stream is not None:
                        stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _ask_to_end(driver: subprocess.Popen[str], office: subprocess.Popen[bytes]) -> None:
    """Let LibreOffice end by itself, if it still listens."""
    if driver.stdin is not None and office.poll() is None:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            driver.stdin.write(json.dumps(["end", []]) + "\n")
            driver.stdin.flush()
            office.wait(timeout=5)


def with_office(
    work: Callable[[Session], T],
    methods: Iterable[Method] | None = None,
    *,
    time_limit: float = TIME_LIMIT,
) -> T:
    """Do a piece of work in a LibreOffice started for it; after a crash or a hang once more.

    Parameters
    ----------
    work : callable
        Takes the session.
    methods, time_limit
        As for `Session`.

    Raises
    ------
    OfficeError
        LibreOffice is missing, refuses the work, or stopped twice.
    """
    methods = None if methods is None else list(methods)
    program = find_office()
    try:
        with Session(methods, program=program, time_limit=time_limit) as session:
            return work(session)
    except OfficeStoppedError:
        with Session(methods, program=program, time_limit=time_limit) as session:
            return work(session)
