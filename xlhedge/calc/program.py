"""The LibreOffice of this machine: where its programs are, and what its Python has."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from xlhedge.worksheet.errors import XlhedgeError

_USUAL_PLACES = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
)
_OWN_PYTHON = ("python", "python.exe", "../Resources/python")


class OfficeError(XlhedgeError):
    """LibreOffice cannot do what was asked, and the sentence that says why."""


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
