"""`install`, `uninstall`, `doctor` and `status` as a program of the standard library alone.

It runs in a Python that has nothing installed yet; `xlhedge install` and its sisters call the
same `perform`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge.excel import install
from xlhedge.excel.doctor import examine
from xlhedge.excel.environment_machine import UnfitMachineError, this_machine
from xlhedge.excel.status import status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.excel.environment_machine import Machine

COMMANDS = ("install", "uninstall", "doctor", "status")


def perform(
    command: str,
    machine: Machine,
    *,
    wheels: Path | None = None,
    addin: Path | None = None,
    dry_run: bool = False,
) -> tuple[int, str, dict[str, object]]:
    """Carry out a command.

    Parameters
    ----------
    command : str
        ``install``, ``uninstall``, ``doctor`` or ``status``.
    machine : Machine
        Where.
    wheels, addin, dry_run
        As `install` and `uninstall` take them.

    Returns
    -------
    tuple
        Exit code, the lines for a person, and the same for a program.
    """
    if command == "doctor":
        health = examine(machine)
        return health.exit_code, str(health), health.as_json()
    if command == "status":
        state = status(machine)
        return state.exit_code, str(state), state.as_json()
    if command == "install":
        report = install.install(machine, wheels=wheels, addin=addin, dry_run=dry_run)
    else:
        report = install.uninstall(machine, dry_run=dry_run)
    return report.exit_code, str(report), report.as_json()


def parser() -> argparse.ArgumentParser:
    """Return the command line, which install.ps1 and uninstall.ps1 use as well."""
    made = argparse.ArgumentParser(prog="xlhedge", description="The xlhedge add-in for Excel.")
    made.add_argument("command", choices=COMMANDS)
    made.add_argument("--wheels", type=Path, help="a folder of wheels: no network is used")
    made.add_argument("--addin", type=Path, help="the add-in's file, if not the shipped one")
    made.add_argument("--dry-run", action="store_true", help="only say what would be done")
    made.add_argument("--quiet", action="store_true", help="print problems alone")
    made.add_argument("--json", action="store_true", help="print JSON")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    chosen = parser().parse_args(arguments)
    try:
        code, text, data = perform(
            chosen.command,
            this_machine(),
            wheels=chosen.wheels,
            addin=chosen.addin,
            dry_run=chosen.dry_run,
        )
    except UnfitMachineError as error:
        code, text, data = 2, str(error), {"problem": str(error), "exit_code": 2}
    if chosen.json:
        print(json.dumps(data, indent=2))  # noqa: T201 - printing is its job
    elif code or not chosen.quiet:
        print(text, file=sys.stderr if code == 2 else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
