"""Own price histories: a file read with suspicion, and refused in one sentence or laid out.

>>> from xlhedge.templates import own_data
>>> own_data.SUFFIXES[:3]
('.csv', '.txt', '.tsv')
"""

from __future__ import annotations

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.files import SUFFIXES
from xlhedge.templates.own_data.numbers import NumberOptions
from xlhedge.templates.own_data.reading import DataRequest, Read, read
from xlhedge.templates.own_data.selecting import RowChoice
from xlhedge.templates.own_data.source import Source

__all__ = [
    "SUFFIXES",
    "BadData",
    "DataRequest",
    "NumberOptions",
    "Read",
    "RowChoice",
    "Source",
    "read",
]
