"""The add-in's file, looked into without Excel: whose it is, its version, whether it is signed.

Only the standard library is needed: the installer asks before any package is there.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_PROPERTIES = "docProps/core.xml"
_TITLE = re.compile(rb">Hedge functions \(xlhedge ([^<)]+)\)<")  # as `addin` writes it


class AddinFile(NamedTuple):
    """What an add-in's file says of itself."""

    version: str
    signed: bool  # its VBA project carries a signature; whose, and whether valid, Excel decides


def look_into(content: bytes) -> AddinFile | None:
    """Return what the file of an xlhedge add-in says; None where it is none.

    Parameters
    ----------
    content : bytes
        The file, as it was built or as it was signed and saved afterwards.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            title = _TITLE.search(packed.read(_PROPERTIES))
    except (KeyError, OSError, zipfile.BadZipFile):
        return None
    if title is None:
        return None
    return AddinFile(title[1].decode(), any("vbaProjectSignature" in name for name in names))


def is_signed(path: Path) -> bool:
    """Whether there is an xlhedge add-in at a path whose VBA project carries a signature."""
    try:
        addin_file = look_into(path.read_bytes())
    except OSError:
        return False
    return addin_file is not None and addin_file.signed
