"""A finding of the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from xlhedge.excel.environment_machine import Machine

FINE, WARNING, FAULT = "ok", "warning", "fault"

INSTALL = "close Excel, then run install.ps1 again, or: xlhedge install"


class Finding(NamedTuple):
    """One thing looked at."""

    about: str
    level: str  # FINE, WARNING or FAULT
    says: str
    next: str = ""  # what to do; empty where all is well


Found = tuple[str, str] | tuple[str, str, str]  # a finding without the name of its check
Check = Callable[[Machine], Iterator[Found]]
