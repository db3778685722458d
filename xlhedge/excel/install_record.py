"""What an installation wrote down about itself: how uninstall knows what to undo."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

RECORD_NAME = "installed.json"


class DamagedRecordError(Exception):
    """The record is there and cannot be read; the message says what to do."""


class Record(NamedTuple):
    """An installation, as it was when it was made."""

    version: str
    addin_sha256: str
    keys_made: tuple[str, ...]  # registry keys that were not there before, lowest first

    def write(self, root: Path) -> None:
        """Keep the record in the installation's folder."""
        text = json.dumps(self._asdict(), indent=2)
        (root / RECORD_NAME).write_text(text, encoding="utf-8")


def read_record(root: Path) -> Record | None:
    """Return an installation's record; None where nothing is installed.

    Raises
    ------
    DamagedRecordError
        The file cannot be read or lacks something.
    """
    path = root / RECORD_NAME
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Record(
            version=str(held["version"]),
            addin_sha256=str(held["addin_sha256"]),
            keys_made=tuple(map(str, held["keys_made"])),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise DamagedRecordError(
            f"{path} is damaged ({type(trouble).__name__}: {trouble}); "
            "run xlhedge install, which writes it anew."
        ) from trouble


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
