r"""Where Excel keeps its list of add-ins: the OPEN values and the Add-in Manager.

Excel reads OPEN, OPEN1, OPEN2, ... until one is missing, and writes them anew when it ends; each
says ``/R "full path"``. An add-in that is known but not ticked is a value of the Add-in Manager
whose name is the path.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.excel.registry import Registry

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"  # 2016, 2019, 2021, 2024 and Microsoft 365
OPTIONS = EXCEL + r"\Options"
MANAGER = EXCEL + r"\Add-in Manager"
ADDIN_NAME = "xlhedge.xlam"

_OPEN = re.compile(r"OPEN(\d*)", re.IGNORECASE)
_PATH = re.compile(r'(?:/[A-Za-z]+\s+)*"?([^"]*)"?')


def open_values(registry: Registry) -> list[tuple[int, str]]:
    """Return Excel's OPEN values with their numbers (OPEN is 0), in order."""
    values = []
    for name, value in registry.values(OPTIONS).items():
        number = _OPEN.fullmatch(name)
        if number:
            values.append((int(number[1] or 0), str(value)))
    return sorted(values)


def path_in(value: str) -> str:
    r"""Return the path that an OPEN value names.

    Examples
    --------
    >>> path_in('/R "C:\\a b\\x.xlam"')
    'C:\\a b\\x.xlam'
    """
    match = _PATH.fullmatch(value.strip())
    return match[1] if match else value


def names_the_addin(path: str) -> bool:
    """Whether a path ends in the add-in's file name, wherever it lies."""
    return re.split(r"[\\/]", path)[-1].lower() == ADDIN_NAME


def is_same_path(one: str, other: str) -> bool:
    """Whether two Windows paths are written the same but for case and slashes."""
    return one.replace("/", "\\").lower() == other.replace("/", "\\").lower()


def tick(registry: Registry, path: str) -> list[str]:
    """Have Excel open the add-in when it starts; return what was done.

    Entries of ours at other paths go, and so do doubles: two copies of one function are one too
    many. Other add-ins keep their order.
    """
    entry = f'/R "{path}"'
    before = open_values(registry)
    others = [value for _, value in before if not names_the_addin(path_in(value))]
    mine = [value for _, value in before if names_the_addin(path_in(value))]
    done = []
    if mine != [entry] or _has_gap(before):
        _write(registry, [*others, entry])
        done.append(f"Excel opens {path} when it starts")
    return done + _clear_manager(registry)


def untick(registry: Registry) -> list[str]:
    """Take the add-in off Excel's lists, numbering the rest anew; return what was done."""
    before = open_values(registry)
    others = [value for _, value in before if not names_the_addin(path_in(value))]
    done = []
    if len(others) < len(before):
        _write(registry, others)
        done.append("Excel no longer opens the add-in")
    return done + _clear_manager(registry)


def paths_off(registry: Registry) -> list[str]:
    """Return the paths at which the Add-in Manager knows the add-in as not ticked."""
    return [name for name in registry.values(MANAGER) if names_the_addin(name)]


def _has_gap(numbered: list[tuple[int, str]]) -> bool:
    return [number for number, _ in numbered] != list(range(len(numbered)))


def _write(registry: Registry, values: list[str]) -> None:
    for name in registry.values(OPTIONS):
        if _OPEN.fullmatch(name):
            registry.remove(OPTIONS, name)
    for number, value in enumerate(values):
        registry.write(OPTIONS, f"OPEN{number or ''}", value)


def _clear_manager(registry: Registry) -> list[str]:
    paths = paths_off(registry)
    for path in paths:
        registry.remove(MANAGER, path)
    return [f"the Add-in Manager's entry {path} is removed" for path in paths]
