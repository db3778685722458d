"""A finding of the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from xlhedge.excel.environment_machine import Machine


class Level(StrEnum):
    """How bad a finding is."""

    FINE = "ok"
    WARNING = "warning"
    FAULT = "fault"


FINE, WARNING, FAULT = Level

INSTALL = "close Excel, then run install.ps1 again, or: xlhedge install"


class Finding(NamedTuple):
    """One thing looked at."""

    about: str
    level: Level
    says: str
    next: str = ""  # what to do; empty where all is well


Answer = tuple[Level, str] | tuple[Level, str, str]  # a finding without the name of its check
Check = Callable[[Machine], Iterator[Answer]]
