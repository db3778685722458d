"""What is installed, in a few lines and at once: no program is started."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.excel import install_excel
from xlhedge.excel.doctor_finding import INSTALL
from xlhedge.excel.environment import interpreter, python_it_needs
from xlhedge.excel.install_record import DamagedRecordError, read_record

if TYPE_CHECKING:
    from pathlib import Path

    from xlhedge.excel.environment_machine import Machine


class ExcelStatus(NamedTuple):
    """An installation at a glance."""

    version: str | None  # None: not installed, or its record is damaged
    folder: Path
    missing: tuple[str, ...]  # what an installation should have and this one has not
    excel_is_open: bool

    @property
    def exit_code(self) -> int:
        """0: installed. 1: something is missing. 2: not installed."""
        if not self.missing:
            return 0
        return 2 if self.version is None and not self.folder.exists() else 1

    def as_json(self) -> dict[str, object]:
        """Return the status as JSON has it."""
        named = self._asdict() | {"folder": str(self.folder), "missing": list(self.missing)}
        return {**named, "exit_code": self.exit_code}

    def __str__(self) -> str:
        if self.exit_code == 2:
            return "xlhedge is not installed. Next: install.ps1, or xlhedge install"
        lines = [f"xlhedge {self.version or '(version unknown)'} in {self.folder}"]
        lines += [f"missing: {one}" for one in self.missing]
        lines += [f"Next: {INSTALL}"] if self.missing else []
        return "\n".join([*lines, f"Excel is {'open' if self.excel_is_open else 'closed'}"])


def status(machine: Machine) -> ExcelStatus:
    """Return what is installed for this user."""
    root = machine.root
    path = root / install_excel.ADDIN_NAME
    python = interpreter(root).windowless
    ticked = [
        install_excel.path_in(value) for _, value in install_excel.open_values(machine.registry)
    ]
    needed = [path, python, *filter(None, [python_it_needs(root)])]
    missing = [str(file) for file in needed if not file.exists()]
    if not any(install_excel.is_same_path(one, str(path)) for one in ticked):
        missing.append(f"the OPEN value for {path}")
    try:
        record = read_record(root)
    except DamagedRecordError as error:
        record = None
        missing.append(str(error))
    return ExcelStatus(
        version=record.version if record else None,
        folder=root,
        missing=tuple(missing),
        excel_is_open=machine.excel_is_open,
    )
