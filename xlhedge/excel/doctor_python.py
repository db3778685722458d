"""What the doctor looks at in the private Python, up to one call as Excel makes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from xlhedge.excel.doctor_finding import FAULT, FINE, INSTALL, WARNING, Answer, Check
from xlhedge.excel.doctor_server import ANSWER
from xlhedge.excel.environment import DLLS, XLWINGS, interpreter, python_it_needs
from xlhedge.excel.install_record import DamagedRecordError, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlhedge.excel.environment_machine import Machine, Runner

_PROBE_SECONDS = 120.0  # a first start under a virus scanner
_TRIP_SECONDS = 60.0
_SLOW_SECONDS = 15.0


def _interpreter(machine: Machine) -> Iterator[Answer]:
    python = interpreter(machine.root)
    gone = [path for path in (python.console, python.windowless) if not path.exists()]
    needed = python_it_needs(machine.root)
    if needed and not needed.exists():
        yield FAULT, f"{needed}, which the private Python was made from, was removed", INSTALL
    elif gone:
        yield FAULT, f"{gone[0]} is missing: removed, or in the virus scanner's quarantine", INSTALL
    else:
        yield FINE, str(python.windowless)


def _dlls(machine: Machine) -> Iterator[Answer]:
    folder = interpreter(machine.root).dlls
    gone = [name for name in DLLS if not (folder / name).exists()]
    for name in gone:
        yield FAULT, f"{folder / name} is missing", INSTALL
    if not gone:
        yield FINE, f"{' and '.join(DLLS)} beside it"


def _answer(run: Runner, command: tuple[str, ...], seconds: float) -> dict[str, Any]:
    ran = run(list(command), seconds=seconds)
    lines = ran.out.strip().splitlines()
    try:
        return dict(json.loads(lines[-1]))
    except (IndexError, ValueError):
        lines = ran.errors.strip().splitlines() or [f"exit code {ran.code}"]
        return {"error": lines[-1]}


def _packages(machine: Machine) -> Iterator[Answer]:
    """Ask the private Python about itself."""
    python = interpreter(machine.root).console
    if not python.exists():
        return
    command = (str(python), "-I", "-m", "xlhedge.excel.environment_probe")
    answer = _answer(machine.run, command, _PROBE_SECONDS)
    if "error" in answer:
        yield FAULT, f"the private Python does not run: {answer['error']}", INSTALL
        return
    yield from _imports(answer)
    yield from _versions(machine, answer["versions"])
    yield from _quarantine(answer["missing"])
    yield from _com_cache(answer)


def _imports(answer: dict[str, Any]) -> Iterator[Answer]:
    versions = answer["versions"]
    shown = ", ".join(f"{n} {versions.get(n, '-')}" for n in ("xlhedge", "xlwings", "numpy"))
    yield FINE, f"Python {answer['python']} ({answer['bits']}-bit), {shown}"
    for name, why in answer["imports"].items():
        yield FAULT, f"{name} cannot be imported: {why}", INSTALL


def _versions(machine: Machine, versions: dict[str, str]) -> Iterator[Answer]:
    xlwings = versions.get("xlwings", "none")
    if xlwings != XLWINGS:
        yield FAULT, f"xlwings {xlwings} is installed; the add-in is made for {XLWINGS}", INSTALL
    try:
        record = read_record(machine.root)
    except DamagedRecordError:  # what the add-in's own check reports
        return
    xlhedge = versions.get("xlhedge", "none")
    if record and xlhedge != record.version:
        yield FAULT, f"xlhedge {xlhedge} serves the add-in of {record.version}", INSTALL


def _quarantine(gone: list[str]) -> Iterator[Answer]:
    if gone:
        yield (
            FAULT,
            f"{len(gone)} installed files are gone, the first {gone[0]}",
            f"take them out of the virus scanner's quarantine, then {INSTALL}",
        )
    else:
        yield FINE, "every installed program and library is there"


def _com_cache(answer: dict[str, Any]) -> Iterator[Answer]:
    folder, error = answer["com_cache"], answer["com_cache_error"]
    if error:
        yield FAULT, f"pywin32's cache is damaged: {error}", f'rmdir /s /q "{folder}"'
    else:
        yield FINE, f"pywin32's cache {folder} can be read"


def _round_trip(machine: Machine) -> Iterator[Answer]:
    python = interpreter(machine.root)
    if not (python.console.exists() and (python.dlls / DLLS[0]).exists()):
        return
    command = (str(python.console), "-I", "-m", "xlhedge.excel.doctor_server")
    answer = _answer(machine.run, command, _TRIP_SECONDS)
    if "error" in answer:
        yield FAULT, f"the server gave no answer: {answer['error']}", INSTALL
    elif answer["answer"] != ANSWER:
        yield FAULT, f"HEDGE_RATIO(52005, 60000) gave {answer['answer']}, not {ANSWER}", INSTALL
    elif answer["seconds"] > _SLOW_SECONDS:
        yield (
            WARNING,
            f"the first answer took {answer['seconds']} s",
            f"have the virus scanner leave {machine.root} alone",
        )
    else:
        yield FINE, f"HEDGE_RATIO(52005, 60000) = {ANSWER}, from nothing in {answer['seconds']} s"


PYTHON_CHECKS: dict[str, Check] = {
    "Python": _interpreter,
    "xlwings' DLLs": _dlls,
    "packages": _packages,
    "a call as Excel makes it": _round_trip,
}
