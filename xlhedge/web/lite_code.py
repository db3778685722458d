"""What a workbook for xlwings Lite carries: a short main.py, and below it the package as text.

The add-in runs main.py and keeps no other file in a workbook. So main.py holds a zip archive of the
functions' code in base64, from which Python imports; no index need have it.
"""

from __future__ import annotations

import base64
import functools
import textwrap
from importlib.resources import files
from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.ooxml.packing import pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

# All that a cell needs.
_CARRIED = ("__init__.py", "udfs.py", "xlwings_imports.py", "core", "worksheet")
_WIDTH = 100  # of a line of base64: editors are slow with one of 200,000 signs

_HEAD = '"""The hedge functions of this workbook, run by xlwings Lite.\n\n'

_CHECK = f"""MADE_FOR = "{__version__}"

if xlhedge.__version__ != MADE_FOR:
    raise ImportError(
        f"This workbook was made for xlhedge {{MADE_FOR}} and found {{xlhedge.__version__}}: "
        "{{remedy}}"
    )
"""

MAIN_OF_WHEEL = f'''{_HEAD}requirements.txt installs them. Functions of your own can follow below.
"""

import xlhedge
from xlhedge.udfs import *  # noqa: F403 - one for each function that a cell can call

{_CHECK.replace("{remedy}", "write that version into requirements.txt and restart.")}'''

_MAIN_OF_CODE = f'''{_HEAD}Their code is CODE, a zip archive in base64.
Functions of your own can follow below it.
"""

import base64
import sys
import tempfile
from pathlib import Path

CODE = """
{{code}}
"""

archive = Path(tempfile.gettempdir(), "xlhedge-{__version__}.zip")
archive.write_bytes(base64.b64decode(CODE))
if str(archive) not in sys.path:
    sys.path.insert(0, str(archive))

import xlhedge
from xlhedge.udfs import *  # noqa: F403 - one for each function that a cell can call

{_CHECK.replace("{remedy}", "restart the add-in.")}'''


@functools.cache
def main_of_code() -> str:
    """Return the main.py that carries the functions' code.

    The same code gives the same text: no date and no machine's name gets in.
    """
    code = base64.b64encode(pack(dict(_sources()))).decode()
    return _MAIN_OF_CODE.replace("{code}", "\n".join(textwrap.wrap(code, _WIDTH)))


def _sources() -> Iterator[tuple[str, bytes]]:
    root = files("xlhedge")
    for name in _CARRIED:
        yield from _sources_of(root / name, f"xlhedge/{name}")


def _sources_of(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file() and name.endswith(".py"):
        yield name, place.read_bytes()
    elif place.is_dir():
        for inside in sorted(place.iterdir(), key=lambda each: each.name):
            yield from _sources_of(inside, f"{name}/{inside.name}")
