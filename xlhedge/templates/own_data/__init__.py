"""Own price histories: a file read with suspicion, and refused in one sentence or laid out.

>>> from xlhedge.templates import own_data
>>> own_data.SUFFIXES
('.csv', '.txt', '.tsv', '.parquet', '.pq', '.xlsx', '.xlsm')
"""

from __future__ import annotations

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.reading import SUFFIXES, Read, Wanted, read

__all__ = ["SUFFIXES", "BadData", "Read", "Wanted", "read"]
