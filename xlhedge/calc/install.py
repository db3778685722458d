"""The add-in installed in, and removed from, a person's LibreOffice."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge.calc.extension import IDENTIFIER, write_extension
from xlhedge.calc.installer import run_unopkg
from xlhedge.calc.program import OfficeError, find_office, has_modules, python_version

if TYPE_CHECKING:
    from xlhedge.calc.program import Program

_OLDEST_PYTHON = (3, 11)


def install() -> str:
    """Build the add-in and install it for the user who runs this.

    Returns
    -------
    str
        What was done, in a sentence.

    Raises
    ------
    OfficeError
        LibreOffice is missing or running, does not let this account install, or has a Python in
        which the functions cannot run.
    """
    program = find_office()
    check_python(program)
    with tempfile.TemporaryDirectory(prefix="xlhedge-") as folder:
        package = write_extension(Path(folder) / "xlhedge.oxt")
        run_unopkg(program, "add", "--force", str(package))
    return (
        f"The hedge functions are installed in the LibreOffice in {program.soffice.parent}; "
        "start Calc and try =HEDGE_RATIO(52005;60000)."
    )


def uninstall() -> str:
    """Remove the add-in from the user's LibreOffice.

    Returns
    -------
    str
        What was done, in a sentence.

    Raises
    ------
    OfficeError
        LibreOffice is missing or running, or the add-in is not installed.
    """
    program = find_office()
    run_unopkg(program, "remove", IDENTIFIER)
    return f"The hedge functions are removed from the LibreOffice in {program.soffice.parent}."


def check_python(program: Program) -> None:
    """Make sure that the functions can run in a LibreOffice's Python.

    Raises
    ------
    OfficeError
        It is too old, or has neither numpy of its own nor can use that of this Python.
    """
    version = python_version(program)
    shown = ".".join(map(str, version))
    if version < _OLDEST_PYTHON:
        raise OfficeError(
            f"LibreOffice's Python, {program.python}, is {shown}; xlhedge needs 3.11 or newer, "
            "so a newer LibreOffice."
        )
    if version != sys.version_info[:2] and not has_modules(program, "numpy", "scipy"):
        raise OfficeError(
            f"LibreOffice's Python, {program.python}, is {shown} and has no numpy and scipy, and "
            f"cannot use those of this Python {sys.version_info[0]}.{sys.version_info[1]}. Install "
            f"them for it (on Debian: apt install python3-numpy python3-scipy; else: "
            f"{program.python} -m pip install numpy scipy), or run this with Python {shown}."
        )
