"""What an installation consists of, for an IT department: a bill of materials, and the licences.

The bill is CycloneDX 1.5. It is made of the very files that are installed: the add-in, and the
folder of wheels with the embeddable Python.
"""

from __future__ import annotations

import email
import hashlib
import json
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from xlhedge import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BILL = "sbom.cdx.json"
LICENCES = "third-party-licences.txt"

_LICENCE_FILE = re.compile(r"(?i)[^/]*\.dist-info/(?:.*/)?(?:licen[cs]e|copying|notice)[^/]*")
_PYTHON = re.compile(r"python-(\d+\.\d+\.\d+)-embed-\w+\.zip")
_LONGEST = 80  # characters; some packages put the whole text where the name belongs
_CLASSIFIER = "License :: "


class Wheel(NamedTuple):
    """What a wheel says of itself."""

    name: str
    version: str
    licence: str  # as SPDX where the package says it so; "" where it says nothing
    sha256: str
    texts: tuple[str, ...]  # its licence files


def read_wheel(path: Path) -> Wheel:
    """Return what a wheel says of itself.

    Raises
    ------
    ValueError
        It is no wheel.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            place = next(name for name in names if name.endswith(".dist-info/METADATA"))
            about = email.message_from_bytes(packed.read(place))
            texts = tuple(
                packed.read(name).decode("utf-8", "replace")
                for name in names
                if _LICENCE_FILE.fullmatch(name)
            )
    except (zipfile.BadZipFile, StopIteration) as error:
        raise ValueError(f"{path} is no wheel.") from error
    licence = about["License-Expression"] or about["License"] or ""
    if not licence or len(licence) > _LONGEST or "\n" in licence:
        classified = [c for c in about.get_all("Classifier", []) if c.startswith(_CLASSIFIER)]
        licence = classified[0].rpartition(" :: ")[2] if classified else ""
    return Wheel(about["Name"], about["Version"], licence, _sha256(path), texts)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def software_bill(addin: Path, wheels: Path) -> tuple[str, str]:
    """Return the bill of materials, and the licences of all packages, as texts.

    Parameters
    ----------
    addin : Path
        The add-in's file, as it will be installed.
    wheels : Path
        The folder of wheels, with the embeddable Python where there is one.

    Raises
    ------
    ValueError
        The folder holds no wheels, or something that is called one and is none.
    """
    packages = [read_wheel(path) for path in sorted(wheels.glob("*.whl"))]
    if not packages:
        raise ValueError(f"{wheels} holds no wheels; give the folder that is installed from.")
    own = {"type": "application", "name": "xlhedge", "version": __version__, **_licence("MIT")}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": [
            _file(addin, __version__, "file"),
            *(
                _file(path, match[1], "application")
                for path in sorted(wheels.glob("*.zip"))
                if (match := _PYTHON.fullmatch(path.name))
            ),
            *map(_component, packages),
        ],
    }
    return json.dumps(bill, indent=2) + "\n", _licences(packages)


def _file(path: Path, version: str, kind: str) -> dict[str, object]:
    return {"type": kind, "name": path.name, "version": version, **_hash(_sha256(path))}


def _component(wheel: Wheel) -> dict[str, object]:
    name = re.sub(r"[-_.]+", "-", wheel.name).lower()
    return {
        "type": "library",
        "name": wheel.name,
        "version": wheel.version,
        "purl": f"pkg:pypi/{name}@{wheel.version}",
        **_hash(wheel.sha256),
        **_licence(wheel.licence),
    }


def _hash(sha256: str) -> dict[str, object]:
    return {"hashes": [{"alg": "SHA-256", "content": sha256}]}


def _licence(licence: str) -> dict[str, object]:
    return {"licenses": [{"license": {"name": licence}}]} if licence else {}


def _licences(wheels: Iterable[Wheel]) -> str:
    """Return every package with its licence and the texts that it brings."""
    parts = []
    for wheel in wheels:
        head = f"{wheel.name} {wheel.version}: {wheel.licence or 'see its text'}"
        parts.append("\n\n".join([head, *map(str.strip, wheel.texts)]))
    rule = f"\n\n{'=' * 78}\n\n"
    note = "xlwings.bas, inside the add-in, is xlwings' own file under its BSD 3-clause licence."
    return rule.join([note, *parts]) + "\n"
