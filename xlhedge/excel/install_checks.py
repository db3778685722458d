"""What an installation needs before it begins: refused here, nothing has been touched yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.excel import install_excel
from xlhedge.excel.addin_file import is_signed, look_into
from xlhedge.excel.ansi_path import REMEDY, BeyondCodePageError, ansi_path

if TYPE_CHECKING:
    from pathlib import Path

    from xlhedge.excel.environment_machine import Machine

_ADDRESS = re.compile(r"https?:[\\/]", re.IGNORECASE)  # pathlib turns one slash of two around


class RefusedError(OSError):
    """An installation cannot start; its text is the whole sentence."""


def check(machine: Machine, wheels: Path | None) -> None:
    """Refuse what cannot end well.

    Raises
    ------
    RefusedError
        Excel is open, the folder of wheels is not one, this Python would replace itself, or Excel
        could not start Python where it would be.
    """
    if machine.excel_is_open:
        raise RefusedError(
            "Excel is open, and would overwrite its list of add-ins when it closes. "
            "Close all its windows, then run this again."
        )
    try:
        ansi_path(str(machine.local))
    except BeyondCodePageError as error:
        raise RefusedError(f"{error}. Next: {REMEDY}.") from error
    if wheels is not None:
        _check_wheels(wheels)
    if machine.root in machine.python.parents:
        raise RefusedError(
            "This is the add-in's own Python, which cannot replace itself; run install.ps1, or "
            "xlhedge install from another Python."
        )


def _check_wheels(wheels: Path) -> None:
    _refuse_address(wheels, "--wheels takes the folder of wheels")
    if not wheels.is_dir():
        raise RefusedError(f"{wheels} is not a folder; --wheels takes the folder of wheels.")
    if not list(wheels.glob(f"xlhedge-{__version__}-*.whl")):
        raise RefusedError(f"{wheels} holds no xlhedge-{__version__}-*.whl.")


def _refuse_address(path: Path, takes: str) -> None:
    if _ADDRESS.match(str(path)):
        raise RefusedError(
            f"{path} is a web address, as OneDrive and SharePoint show their files; {takes}, on "
            "this computer or a network drive: sync it, or copy it here."
        )


def addin_to_install(machine: Machine, addin: Path | None, own: bytes) -> bytes:
    """Return the add-in's content, once it is known to be the one that this version needs.

    Parameters
    ----------
    machine : Machine
        Where to install.
    addin : Path or None
        The add-in's file, where it is not the one that xlhedge was shipped with.
    own : bytes
        The one that it was shipped with.

    Raises
    ------
    RefusedError
        It is no add-in of this version, or not signed where the present one is.
    """
    content = _read(addin) if addin else own
    addin_file = look_into(content)
    if addin_file is None:
        raise RefusedError(
            f"{addin or 'The packaged file'} is not the xlhedge add-in; give the file "
            f"{install_excel.ADDIN_NAME} of version {__version__}."
        )
    if addin_file.version != __version__:
        raise RefusedError(
            f"{addin or 'The packaged file'} is the add-in of xlhedge {addin_file.version}; "
            f"this is xlhedge {__version__}, and needs its own."
        )
    present = machine.root / install_excel.ADDIN_NAME
    if is_signed(present) and not addin_file.signed:
        raise RefusedError(
            f"{present} is signed, and the add-in to be installed is not: where Excel runs signed "
            "add-ins only it would stop working. Give the signed file of version "
            f'{__version__} with --addin; if it is the one that is there: --addin "{present}". To '
            "give the signature up, run xlhedge uninstall first."
        )
    return content


def _read(addin: Path) -> bytes:
    _refuse_address(addin, f"--addin takes the file {install_excel.ADDIN_NAME}")
    if not addin.is_file():
        raise RefusedError(
            f"{addin} is not a file; --addin takes the file {install_excel.ADDIN_NAME}."
        )
    return addin.read_bytes()
