"""Whether the add-in is in a person's LibreOffice, and which version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import xlhedge
from xlhedge.calc.extension import IDENTIFIER
from xlhedge.calc.install import check_python
from xlhedge.calc.installer import NoAddinError, run_unopkg
from xlhedge.calc.program import OfficeError, find_office

if TYPE_CHECKING:
    from xlhedge.calc.program import Program

_VERSION = re.compile(r"^\s*Version: (\S+)", re.MULTILINE)
# Of the extension and of each part in it; "unknown" where only some of its parts are.
_REGISTERED = re.compile(r"^\s*is registered: (\S+)", re.MULTILINE)


class CalcStatus(NamedTuple):
    """What there is, in a sentence."""

    text: str
    libreoffice: str = ""  # its folder; "" where there is none
    installed: str = ""  # the version that is installed; "" where none is
    exit_code: int = 2  # 0 well, 1 with a warning, 2 not

    def as_json(self) -> dict[str, object]:
        """Return the status as JSON has it."""
        return self._asdict()

    def __str__(self) -> str:
        return self.text


def status() -> CalcStatus:
    """Return whether the functions are in this account's LibreOffice and can run there."""
    try:
        program = find_office()
    except OfficeError as error:
        return CalcStatus(str(error))
    folder = str(program.soffice.parent)
    try:
        version = _version(program)
    except NoAddinError as error:
        return CalcStatus(str(error), folder)
    except OfficeError as error:
        return CalcStatus(f"It cannot be seen what is installed. {error}", folder)
    try:
        check_python(program)
    except OfficeError as error:
        return CalcStatus(
            f"xlhedge {version} is installed but cannot run. {error}", folder, version, 1
        )
    if version != xlhedge.__version__:
        text = (
            f"xlhedge {version} is installed in the LibreOffice in {folder}, and this is "
            f"{xlhedge.__version__}; xlhedge calc install replaces it."
        )
        return CalcStatus(text, folder, version, 1)
    return CalcStatus(
        f"xlhedge {version} is installed in the LibreOffice in {folder}.", folder, version, 0
    )


def _version(program: Program) -> str:
    """Return the version that is installed.

    Raises
    ------
    NotInstalledError
        There is none, or LibreOffice has it in its list alone, as after an attempt that failed.
    OfficeError
        It cannot be seen.
    """
    listed = run_unopkg(program, "list", IDENTIFIER)
    match = _VERSION.search(listed)
    version = match[1] if match else "of unknown version"
    if {"no", "unknown"} & {*_REGISTERED.findall(listed)}:
        raise NoAddinError(
            f"The LibreOffice in {program.soffice.parent} has xlhedge {version} in its list and "
            "did not take it in: its functions are not there. Close LibreOffice and run xlhedge "
            "calc remove, then xlhedge calc install."
        )
    return version
