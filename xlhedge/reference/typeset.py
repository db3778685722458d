"""The formulas of the pages: LaTeX in `formulas.toml`, made into MathML in `formulas.json`.

`.ci/build` converts them (`python -m xlhedge.reference.typeset`), and a test compares: who reads or
makes the pages needs no converter. latex2mathml is known here alone.
"""

from __future__ import annotations

import functools
import json
import tomllib
from pathlib import Path

_ROOM = Path(__file__).parent
_MADE = _ROOM / "formulas.json"


@functools.cache
def _written() -> dict[str, object]:
    return tomllib.loads((_ROOM / "formulas.toml").read_text(encoding="utf-8"))


def latex() -> dict[str, str]:
    """Return the formulas in LaTeX, by function."""
    formulas = _written()["latex"]
    assert isinstance(formulas, dict)  # noqa: S101 - a file of ours, for the type checker
    return formulas


def symbols() -> str:
    """Return what the letters of the formulas mean, in one sentence."""
    return str(_written()["symbols"])


@functools.cache
def mathml() -> dict[str, str]:
    """Return the formulas as MathML, by function; those that have none are not there."""
    made: dict[str, str] = json.loads(_MADE.read_text(encoding="utf-8"))
    return made


def formulas_json() -> str:
    """Return the text of `formulas.json`."""
    from latex2mathml.converter import convert

    made = {name: convert(text, display="block") for name, text in latex().items()}
    return json.dumps(made, indent=1) + "\n"


if __name__ == "__main__":
    _MADE.write_text(formulas_json(), encoding="utf-8")
