"""A path as xlwings' DLL takes it: in letters of Windows' code page.

The DLL starts Python by a char* command and hands it an environment of such texts, so no letter
beyond the code page gets through. A folder's short name (8.3) has none.
"""

from __future__ import annotations

import ctypes
from typing import Any

CODE_PAGE = "mbcs"  # Python's name for the code page of this Windows; UTF-8 has every letter
REMEDY = (
    "as administrator give the folder a short name (fsutil file setshortname FOLDER NAME), or in "
    "Region > Administrative > Change system locale tick Unicode UTF-8, or have LOCALAPPDATA moved"
)


class BeyondCodePageError(OSError):
    """No name of a path can be passed on; the text has no full stop."""


def ansi_path(path: str) -> str:
    """Return a path in letters of the code page: itself, or by its short names.

    Parameters
    ----------
    path : str
        Of a file or a folder that exists; else it has no short name.

    Raises
    ------
    BeyondCodePageError
        It has letters beyond the code page and no short name without them.
    """
    for name in (path, _short(path)):
        if not beyond(name):
            return name
    raise BeyondCodePageError(
        f"{path} has letters that are not in Windows' code page ({' '.join(beyond(path))}) and no "
        "short name: Excel cannot start Python there"
    )


def beyond(path: str) -> list[str]:
    """Return the letters of a path that the code page lacks."""
    return sorted({letter for letter in path if not (letter.isascii() or _has(letter))})


def _has(letter: str) -> bool:
    try:
        letter.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True


def _short(path: str) -> str:
    if path.isascii():
        return path
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]  # Windows alone has it
    buffer = ctypes.create_unicode_buffer(32768)
    length = kernel.GetShortPathNameW(path, buffer, len(buffer))
    return buffer.value if 0 < length < len(buffer) else path
