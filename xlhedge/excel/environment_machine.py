"""What the installer and the doctor ask of the machine they run on."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from xlhedge.excel.registry import Registry, WindowsRegistry

if TYPE_CHECKING:
    from collections.abc import Mapping


class Ran(NamedTuple):
    """How a program ended."""

    code: int | None  # None: it was stopped when its time was up
    out: str
    errors: str


class Runner(Protocol):
    """A way to run a program."""

    def __call__(self, command: list[str], *, seconds: float) -> Ran:
        """Run it, for so long at most."""


class Machine(NamedTuple):
    """A user's Windows, or what stands for it in a test."""

    registry: Registry
    local: Path  # %LOCALAPPDATA%
    roaming: Path  # %APPDATA%
    python: Path  # the interpreter that runs the installer
    run: Runner
    excel_is_open: bool

    @property
    def root(self) -> Path:
        """The one folder that an installation fills."""
        return self.local / "xlhedge"


class UnfitMachineError(OSError):
    """The add-in cannot be kept from here; the text is the whole sentence."""


class NotWindowsError(UnfitMachineError):
    """The add-in is for Excel on Windows, and this is another system."""


class NotAUserError(UnfitMachineError):
    """Windows tells this program no folders of a user."""


class StorePythonError(UnfitMachineError):
    """The Python that runs this is the Microsoft Store's."""


def this_machine() -> Machine:
    """Return the Windows that this program runs on.

    Raises
    ------
    UnfitMachineError
        This is another system, no user's session, or a Python that Windows keeps apart.
    """
    if sys.platform != "win32":
        raise NotWindowsError(
            f"The Excel add-in installs on Windows; this is {sys.platform}. "
            "For LibreOffice: xlhedge calc install."
        )
    local, roaming = folders(os.environ)
    refuse_store_python(sys.executable, sys.base_prefix)
    return Machine(
        registry=WindowsRegistry(),
        local=local,
        roaming=roaming,
        python=Path(sys.executable),
        run=run,
        excel_is_open=_excel_has_a_window(),
    )


def folders(settings: Mapping[str, str]) -> tuple[Path, Path]:
    """Return the user's LOCALAPPDATA and APPDATA.

    Raises
    ------
    NotAUserError
        One is not set, or they are those of Windows' own accounts.
    """
    for name in ("LOCALAPPDATA", "APPDATA"):
        if not settings.get(name):
            raise NotAUserError(f"{name} is not set: run this in the session of an Excel user.")
    local = settings["LOCALAPPDATA"]
    if any(owner in local.lower() for owner in ("\\systemprofile\\", "\\serviceprofiles\\")):
        raise NotAUserError(
            f"LOCALAPPDATA is {local}: this runs as Windows itself, whose Excel nobody opens. Run "
            "it as the user; in Intune: Install behavior: User."
        )
    return Path(local), Path(settings["APPDATA"])


def refuse_store_python(*places: str) -> None:
    """Refuse the Microsoft Store's Python: Windows hides from Excel what it writes.

    Raises
    ------
    StorePythonError
        One of the places, a program or a folder of this Python, is the Store's.
    """
    for place in places:
        if "\\windowsapps\\" in place.lower():
            raise StorePythonError(
                f"{place} is the Microsoft Store's Python: Windows hides from Excel the files and "
                "the registry values that it writes. Use a Python from python.org, or install.ps1 "
                "with a folder of wheels that holds python.org's embeddable Python."
            )


def run(command: list[str], *, seconds: float, settings: Mapping[str, str] | None = None) -> Ran:
    """Run a program without a window and without this process's PYTHON variables.

    It is over when the program is, even if a program that it started holds its output open: a
    server that outlives its client must not hold up the doctor.

    Parameters
    ----------
    command : list of str
        The program and its arguments.
    seconds : float
        After which it is stopped.
    settings : mapping, optional
        Environment variables; this process's own if omitted.

    Returns
    -------
    Ran
        Exit code, standard output, and what it wrote to standard error (or why it did not start).
    """
    settings = os.environ if settings is None else settings
    kept = {k: value for k, value in settings.items() if not k.upper().startswith("PYTHON")}
    try:
        process = subprocess.Popen(  # noqa: S603 - the installation's own interpreter
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**kept, "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        return Ran(127, "", str(error))
    out, errors = _Listener(process.stdout), _Listener(process.stderr)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return Ran(None, out.text(), f"no answer within {seconds:g} s")
    return Ran(code, out.text(), errors.text())


class _Listener(threading.Thread):
    """Reads a stream while the program runs, so that it never waits for a reader."""

    def __init__(self, stream: Any) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self._heard = bytearray()
        self.start()

    def run(self) -> None:
        """Read to the end."""
        with self._stream:
            while piece := self._stream.read1(65536):
                self._heard += piece

    def text(self) -> str:
        """Return what has been read, once the program has ended."""
        self.join(1.0)  # at once, unless another program holds the stream open
        return self._heard.decode("utf-8", "replace")


def _excel_has_a_window() -> bool:
    """Whether Excel runs: every instance, hidden ones too, has a window of class XLMAIN."""
    user: Any = ctypes.windll.user32  # type: ignore[attr-defined]  # Windows alone has it
    return bool(user.FindWindowW("XLMAIN", None))
