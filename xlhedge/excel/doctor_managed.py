"""What a managed machine may forbid: Defender's attack surface rules, AppLocker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge.excel.doctor_finding import FAULT, FINE, WARNING, Answer, Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlhedge.excel.environment_machine import Machine

_GUARD = r"Windows Defender\Windows Defender Exploit Guard\ASR"
ASR_RULES = (  # by group policy, and on the machine itself
    rf"HKLM\Software\Policies\Microsoft\{_GUARD}\Rules",
    rf"HKLM\Software\Microsoft\{_GUARD}\Rules",
)
ASR_EXCLUSIONS = rf"HKLM\Software\Policies\Microsoft\{_GUARD}\ASROnlyExclusions"
ASR_OF_INTUNE = r"HKLM\Software\Policies\Microsoft\Windows Defender\Policy Manager"
APPLOCKER = r"HKLM\Software\Policies\Microsoft\Windows\SrpV2\Exe"
RULES = {  # what each does to the add-in
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": (
        "Block all Office applications from creating child processes",
        "Excel may not start Python",
    ),
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": (
        "Block Win32 API calls from Office macros",
        "Windows removes or blocks an add-in that calls it, as this one does",
    ),
}
_BLOCK, _WARN = 1, 6  # 0 is off, 2 only writes it down
_ASSIGNED = re.compile(r"([0-9A-Fa-f-]{36})\s*=\s*(\d)")


def _rules(machine: Machine) -> Iterator[Answer]:
    """Defender's attack surface reduction rules that concern an Excel with macros."""
    excluded = _is_excluded(machine)
    modes = _modes(machine)
    forbidding = [rule for rule in RULES if modes.get(rule) in {_BLOCK, _WARN}]
    for rule in forbidding:
        name, effect = RULES[rule]
        level = WARNING if excluded or modes[rule] == _WARN else FAULT
        what = "to set it to audit" if excluded else f"to exclude {machine.root} from it"
        there = ", with an exclusion for the add-in's folder" if excluded else ""
        yield (
            level,
            f"Defender's rule {name} ({rule.upper()}) is on{there}: {effect}",
            f"where Excel shows #N/A in every hedge cell, ask your administrator {what}",
        )
    if not forbidding:
        yield FINE, "no rule of Defender's keeps Excel from starting Python"


def _modes(machine: Machine) -> dict[str, int]:
    """Return how each rule is set; a policy comes before the machine's own setting."""
    modes: dict[str, int] = {}
    for key in reversed(ASR_RULES):
        modes |= {
            name.lower(): int(str(value))
            for name, value in machine.registry.values(key).items()
            if str(value).isdecimal()
        }
    managed = str(machine.registry.values(ASR_OF_INTUNE).get("ASRRules", ""))
    return modes | {rule.lower(): int(mode) for rule, mode in _ASSIGNED.findall(managed)}


def _is_excluded(machine: Machine) -> bool:
    """Whether the installation's folder, or one above it, is excluded from the rules."""
    root = str(machine.root).replace("/", "\\").lower().rstrip("\\")
    managed = str(machine.registry.values(ASR_OF_INTUNE).get("ASROnlyExclusions", ""))
    listed = [*machine.registry.values(ASR_EXCLUSIONS), *managed.split("|")]
    folders = (name.partition("=")[0].strip().rstrip("\\*").lower() for name in listed)
    return any(folder and f"{root}\\".startswith(f"{folder}\\") for folder in folders)


def _programs(machine: Machine) -> Iterator[Answer]:
    """Whether AppLocker decides which programs run; that ours does, the round trip shows."""
    enforced = machine.registry.values(APPLOCKER).get("EnforcementMode") == 1
    says = "AppLocker decides which programs run; see Python below" if enforced else "any may run"
    yield FINE, says


MANAGED_CHECKS: dict[str, Check] = {"attack surface rules": _rules, "programs": _programs}
