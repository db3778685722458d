"""The doctor: everything that is known to stop the add-in, looked at one by one.

Each finding says what is so and, where that is not as it should be, what to do next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.excel.doctor_excel import EXCEL_CHECKS
from xlhedge.excel.doctor_finding import FAULT, FINE, WARNING, Finding
from xlhedge.excel.doctor_managed import MANAGED_CHECKS
from xlhedge.excel.doctor_python import PYTHON_CHECKS

if TYPE_CHECKING:
    from xlhedge.excel.environment_machine import Machine

_MARKS = {FINE: "ok     ", WARNING: "warning", FAULT: "FAULT  "}


class Health(NamedTuple):
    """The findings of the doctor."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0: all is well. 1: warnings. 2: the add-in cannot work."""
        levels = {finding.level for finding in self.findings}
        return 2 if FAULT in levels else int(WARNING in levels)

    def as_json(self) -> dict[str, object]:
        """Return the findings as JSON has them."""
        return {
            "findings": [finding._asdict() for finding in self.findings],
            "exit_code": self.exit_code,
        }

    def __str__(self) -> str:
        lines = []
        for finding in self.findings:
            lines.append(f"{_MARKS[finding.level]}  {finding.about}: {finding.says}")
            lines += [f"         next: {finding.next}"] if finding.next else []
        worst = {0: "All is well.", 1: "It works, with warnings.", 2: "The add-in cannot work."}
        return "\n".join([*lines, worst[self.exit_code]])


def examine(machine: Machine) -> Health:
    """Look at everything that can keep the functions from working.

    Parameters
    ----------
    machine : Machine
        Where the add-in should work.

    Returns
    -------
    Health
        The findings, in the order in which they are best corrected.
    """
    findings: list[Finding] = []
    for about, check in {**EXCEL_CHECKS, **MANAGED_CHECKS, **PYTHON_CHECKS}.items():
        try:
            findings += [Finding(about, *finding) for finding in check(machine)]
        except Exception as error:  # noqa: BLE001 - one check that fails must not hide the others
            reason = f"could not be looked at ({type(error).__name__}: {error})"
            findings.append(
                Finding(about, WARNING, reason, "send this line to whoever keeps xlhedge")
            )
    return Health(tuple(findings))
