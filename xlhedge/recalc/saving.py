"""A file put in its place whole, or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from xlhedge.recalc.errors import BadBook


def save(data: bytes, target: Path | str) -> None:
    """Write a file atomically: a new file in the same folder takes the old one's place.

    Parameters
    ----------
    data : bytes
        The file's content.
    target : Path or str
        Where it goes.

    Raises
    ------
    BadBook
        The folder is missing, or the target may not be written.
    """
    path, mode = examine(target)
    try:
        _replace(data, path, mode)
    except PermissionError as trouble:
        raise BadBook(
            f"{target} cannot be written: it is open in another program, or you may not write "
            f"into {path.parent}."
        ) from trouble
    except OSError as trouble:
        raise BadBook(f"{target} cannot be written ({trouble}).") from trouble


def examine(target: Path | str) -> tuple[Path, int | None]:
    """Return where a file goes, links followed, and the mode it keeps, before any work is done.

    Raises
    ------
    BadBook
        The folder is missing, or the target may not be written.
    """
    path = Path(os.path.realpath(target))
    if path.is_dir():
        raise BadBook(f"{target} is a folder; the name of a workbook is needed.")
    if not path.parent.is_dir():
        raise BadBook(f"There is no folder {path.parent} to write {path.name} into.")
    mode = None
    if path.exists():
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & 0o222 or not os.access(path, os.W_OK):
            raise BadBook(f"{target} is read-only; choose another name with -o.")
    return path, mode


def _replace(data: bytes, path: Path, mode: int | None) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
