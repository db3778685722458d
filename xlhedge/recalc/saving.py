"""A file put in its place whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from xlhedge.ooxml.errors import BadBook

_ENDING = ".xlhedge.tmp"


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
    path, mode = vet_target(target)
    try:
        _replace(data, path, mode)
    except PermissionError as error:
        raise BadBook(
            f"{target} cannot be written: it is open in another program, or you may not write "
            f"into {path.parent}."
        ) from error
    except OSError as error:
        raise BadBook(f"{target} cannot be written ({error}).") from error


def vet_target(target: Path | str) -> tuple[Path, int | None]:
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
        if not path.is_file():
            raise BadBook(f"{target} is a device or a pipe; the name of a file is needed.")
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & 0o222 or not os.access(path, os.W_OK):
            raise BadBook(f"{target} is read-only; choose another name with -o.")
    return path, mode


def _replace(data: bytes, path: Path, mode: int | None) -> None:
    _clear(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=_ENDING)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            _lock(stream.fileno())
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            if mode is None:
                umask = os.umask(0)
                os.umask(umask)
                mode = 0o666 & ~umask
            temporary.chmod(mode)
            if os.name != "nt":
                temporary.replace(path)  # while it is locked: nobody takes it for left behind
        if os.name == "nt":
            temporary.replace(path)  # Windows moves no open file, and deletes none
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _clear(folder: Path) -> None:
    """Delete what runs left behind that were killed while they wrote into a folder."""
    for path in folder.glob(f".*{_ENDING}"):
        with contextlib.suppress(OSError):  # another run is writing it, or it is not ours
            if os.name != "nt":
                with path.open("rb") as stream:
                    _lock(stream.fileno())
            path.unlink()


def _lock(handle: int) -> None:
    """Keep a file for this process until it is closed; OSError where another one has it."""
    if os.name != "nt":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
