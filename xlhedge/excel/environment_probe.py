"""What an installation's Python says of itself: versions, damaged packages, the COM cache.

Run as a program in the private Python, it prints one JSON object.
"""

from __future__ import annotations

import csv
import importlib
import json
import sys
from importlib import metadata
from pathlib import Path

IMPORTED = ("xlwings", "numpy", "scipy", "pandas", "pythoncom", "xlhedge.udfs")


def import_errors() -> dict[str, str]:
    """Return the modules that cannot be imported, each with the reason."""
    errors = {}
    for name in IMPORTED:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - a broken package raises anything
            errors[name] = f"{type(error).__name__}: {error}"
    return errors


def missing_files() -> list[str]:
    """Return the installed libraries that are no longer there: what a virus scanner takes."""
    gone = []
    for package in metadata.distributions():
        # not package.files: from Python 3.12 on it leaves out what is missing
        for row in csv.reader((package.read_text("RECORD") or "").splitlines()):
            if row and row[0].lower().endswith((".pyd", ".dll")):
                path = Path(str(package.locate_file(row[0])))
                if not path.exists():
                    gone.append(str(path))
    return gone


def com_cache_error() -> tuple[str, str]:
    """Return pywin32's folder of generated modules, and what is wrong with it."""
    folder = ""
    try:
        generated = importlib.import_module("win32com")
        folder = str(generated.__gen_path__)
        cache = importlib.import_module("win32com.client.gencache")
        cache.Rebuild(0)
    except Exception as error:  # noqa: BLE001 - a damaged cache raises anything
        return folder, f"{type(error).__name__}: {error}"
    return folder, ""


def probe() -> dict[str, object]:
    """Return all of it."""
    folder, error = com_cache_error()
    return {
        "python": sys.version.split()[0],
        "bits": 64 if sys.maxsize > 2**32 else 32,
        "versions": {d.metadata["Name"].lower(): d.version for d in metadata.distributions()},
        "imports": import_errors(),
        "missing": missing_files(),
        "com_cache": folder,
        "com_cache_error": error,
    }


if __name__ == "__main__":
    print(json.dumps(probe()), flush=True)  # noqa: T201 - its only output
