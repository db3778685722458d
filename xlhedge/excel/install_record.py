"""What an installation wrote down about itself: how uninstall knows what to undo."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.worksheet.errors import XlhedgeError

if TYPE_CHECKING:
    from pathlib import Path

RECORD_NAME = "installed.json"


class DamagedRecordError(XlhedgeError):
    """The record is there and cannot be read; the message says what to do."""


class Record(NamedTuple):
    """An installation, as it was when it was made."""

    version: str
    addin_sha256: str
    keys_made: tuple[str, ...]  # registry keys that were not there before, lowest first
    templates: dict[str, str]  # the SHA-256 of each file we wrote in the folder of templates

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
            version=_text(held, "version"),
            addin_sha256=_text(held, "addin_sha256"),
            keys_made=_texts(held, "keys_made"),
            templates=_templates(held["templates"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedRecordError(
            f"{path} is damaged ({type(error).__name__}: {error}); "
            "run xlhedge install, which writes it anew."
        ) from error


def _text(held: Any, name: str) -> str:
    value = held[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}, not a text")
    return value


def _texts(held: Any, name: str) -> tuple[str, ...]:
    values = held[name]
    if not (isinstance(values, list) and all(isinstance(value, str) for value in values)):
        raise TypeError(f"{name} is {values!r}, not a list of texts")
    return tuple(values)


def _templates(held: Any) -> dict[str, str]:
    """Return what is said of templates: plain file names, since they are removed one day."""
    for name, content in dict(held).items():
        if set("/\\:") & set(name) or not isinstance(content, str):
            raise TypeError(f"templates holds {name!r}: {content!r}")
    return dict(held)


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
