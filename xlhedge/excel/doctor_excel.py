"""What the doctor looks at in Excel: its kind, its lists of add-ins, its security settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge.excel import install_excel
from xlhedge.excel.addin_file import is_signed
from xlhedge.excel.ansi_path import REMEDY, BeyondCodePageError, ansi_path
from xlhedge.excel.doctor_finding import FAULT, FINE, INSTALL, WARNING, Answer, Check
from xlhedge.excel.install_record import DamagedRecordError, read_record, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlhedge.excel.environment_machine import Machine
    from xlhedge.excel.registry import Value

_CLICK_TO_RUN = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"
_PROGRAM = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_DISABLED = install_excel.EXCEL + r"\Resiliency\DisabledItems"
_SECURITY = install_excel.EXCEL + r"\Security"
_POLICY = r"HKCU\Software\Policies\Microsoft\office\16.0\excel\security"
_MANAGED = r"HKCU\Software\Policies\Microsoft\office\16.0\excel\resiliency"
_PUBLISHERS = r"HKCU\Software\Microsoft\SystemCertificates\TrustedPublisher\Certificates"
_REGION = r"HKCU\Control Panel\International"
_OLDEST = 16  # Excel 2016: the registry keys used here are of this version


def _addin(machine: Machine) -> Path:
    return machine.root / install_excel.ADDIN_NAME


def _excel(machine: Machine) -> Iterator[Answer]:
    """Which Excel it is."""
    program = str(machine.registry.values(_PROGRAM).get("", ""))
    office = machine.registry.values(_CLICK_TO_RUN)
    version = str(office.get("VersionToReport", ""))
    kind = {"x64": "64-bit", "x86": "32-bit"}.get(str(office.get("Platform", "")), "")
    if not program and not version:
        yield FAULT, "no Excel is installed for this user", "install desktop Excel 2016 or later"
    elif "windowsapps" in program.lower():
        yield (
            FAULT,
            "this is the Microsoft Store's Excel, which starts no other programs",
            "uninstall it and install Office from office.com",
        )
    elif version and int(version.partition(".")[0]) < _OLDEST:
        yield FAULT, f"Excel {version} is too old", "install Excel 2016 or later"
    else:
        yield FINE, " ".join(filter(None, ["Excel", version, kind, program]))


def _closed(machine: Machine) -> Iterator[Answer]:
    state = "open: close it before xlhedge install" if machine.excel_is_open else "closed"
    yield FINE, f"Excel is {state}"


def _file(machine: Machine) -> Iterator[Answer]:
    """Whether the add-in is there, as it was installed."""
    path = _addin(machine)
    try:
        record = read_record(machine.root)
    except DamagedRecordError as error:
        yield FAULT, str(error), INSTALL
        return
    if not path.exists():
        yield FAULT, f"{path} is missing", INSTALL
    elif record is None:
        yield FAULT, f"{path} is there, but nothing says that it was installed", INSTALL
    elif sha256(path) != record.addin_sha256 and is_signed(path):
        yield (
            WARNING,
            f"{path} was signed, or changed, after it was installed",
            f'if your administrator signed it: close Excel, then xlhedge install --addin "{path}"',
        )
    elif sha256(path) != record.addin_sha256:
        yield WARNING, f"{path} is not the file that was installed", INSTALL
    else:
        yield FINE, f"{path}, version {record.version}"


def _downloaded(machine: Machine) -> Iterator[Answer]:
    """Mark of the Web: a stream beside the file that says it came from outside."""
    path = _addin(machine)
    try:
        with open(f"{path}:Zone.Identifier", encoding="ascii", errors="replace") as mark:  # noqa: PTH123 - a stream, not a path
            zone = re.search(r"ZoneId=(\d)", mark.read())
    except OSError:
        zone = None
    if zone and int(zone[1]) >= 3:
        yield (
            FAULT,
            "Windows marks the add-in as downloaded, so Excel blocks its macros",
            f"in PowerShell: Unblock-File '{path}'",
        )
    else:
        yield FINE, "not marked as downloaded"


def _opened(machine: Machine) -> Iterator[Answer]:
    """Excel's OPEN values."""
    values = install_excel.open_values(machine.registry)
    place = str(_addin(machine))
    mine = [v for _, v in values if install_excel.names_the_addin(install_excel.path_in(v))]
    here = [v for v in mine if install_excel.is_same_path(install_excel.path_in(v), place)]
    numbers = [number for number, _ in values]
    if not here:
        elsewhere = f"; it opens {install_excel.path_in(mine[0])}" if mine else ""
        yield FAULT, f"Excel does not open the add-in when it starts{elsewhere}", INSTALL
    elif len(mine) > 1:
        yield WARNING, f"Excel opens the add-in {len(mine)} times", INSTALL
    elif '"' not in here[0] and " " in place:
        yield FAULT, f"{here[0]} lacks its quotes: Excel stops at the space", INSTALL
    elif numbers != list(range(len(numbers))):
        yield WARNING, "Excel's OPEN values have a gap, where it stops reading", INSTALL
    else:
        yield FINE, "Excel opens it when it starts"


def _leftovers(machine: Machine) -> Iterator[Answer]:
    """Other copies: the Add-in Manager's list and XLSTART."""
    others = install_excel.paths_off(machine.registry)
    start = machine.roaming / "Microsoft" / "Excel" / "XLSTART"
    files = sorted(start.glob("xlhedge*.xla*")) if start.is_dir() else []
    for path in others:
        yield WARNING, f"the Add-in Manager knows {path} as not ticked", INSTALL
    for file in files:
        yield WARNING, f"{file} is opened as well", f'delete it: del "{file}"'
    if not others and not files:
        yield FINE, "no other copy is known to Excel"


def _disabled(machine: Machine) -> Iterator[Answer]:
    """Whether Excel disabled it after a crash."""
    for value in machine.registry.values(_DISABLED).values():
        text = value.decode("utf-16-le", "ignore") if isinstance(value, bytes) else str(value)
        if install_excel.ADDIN_NAME in text.lower():
            yield (
                FAULT,
                "Excel disabled the add-in after a crash",
                "File > Options > Add-ins > Manage: Disabled Items > Go: enable xlhedge",
            )
            return
    yield FINE, "not among Excel's disabled items"


def _managed(machine: Machine) -> Iterator[Answer]:
    """Policies on which add-ins may run at all."""
    listed = machine.registry.values(_MANAGED + r"\addinlist")
    mine = [str(v) for name, v in listed.items() if install_excel.names_the_addin(name)]
    only_listed = _lower(machine.registry.values(_MANAGED)).get("restricttolist") == 1
    if "0" in mine:
        yield (
            FAULT,
            "a policy of your administrator disables the add-in",
            f"ask for the value 1 for {install_excel.ADDIN_NAME} in List of managed add-ins",
        )
    elif only_listed and not mine:
        yield (
            FAULT,
            "a policy of your administrator blocks every add-in that is not on its list",
            f"ask for {install_excel.ADDIN_NAME} with the value 1 in List of managed add-ins",
        )
    else:
        yield FINE, "on the list of managed add-ins" if mine else "no policy keeps it out"


def _macros(machine: Machine) -> Iterator[Answer]:
    """Macro settings: a policy's come before the user's."""
    own, policy = machine.registry.values(_SECURITY), machine.registry.values(_POLICY)
    signed = is_signed(_addin(machine))
    publishers = len(machine.registry.keys(_PUBLISHERS))
    objections = list(_objections({**_lower(own), **_lower(policy)}, signed=signed))
    by = " (set by your administrator)" if policy else ""
    for says, what in objections:
        yield FAULT, says + by, what
    if not objections:
        seal = f"signed, {publishers} trusted publishers" if signed else "not signed"
        yield FINE, f"macros of add-ins may run; the add-in is {seal}"


def _lower(values: dict[str, Value]) -> dict[str, Value]:
    return {name.lower(): value for name, value in values.items()}


def _objections(settings: dict[str, Value], *, signed: bool) -> Iterator[tuple[str, str]]:
    trust = "File > Options > Trust Center > Trust Center Settings"
    if settings.get("disablealladdins") == 1:
        yield "Excel opens no add-ins at all", f"{trust} > Add-ins: untick Disable all"
    if settings.get("requireaddinsig") == 1 and not signed:
        yield "Excel opens signed add-ins only", "ask your administrator to sign xlhedge.xlam"
    if settings.get("vbawarnings") == 4:
        yield "Excel runs no macros", f"{trust} > Macro Settings: with notification"
    if settings.get("vbawarnings") == 3 and not signed:
        yield "Excel runs signed macros only", "ask your administrator to sign xlhedge.xlam"


def _place(machine: Machine) -> Iterator[Answer]:
    """Folders that Windows or OneDrive move away under a program."""
    path, local = str(machine.root), str(machine.local)
    try:
        passed = ansi_path(local)
    except BeyondCodePageError as error:
        yield FAULT, str(error), REMEDY
        return
    if path.startswith("\\\\"):
        yield (
            WARNING,
            f"{path} is on a server: each start of Excel waits for it, and macros may be blocked",
            "have LOCALAPPDATA kept on this computer",
        )
    elif "onedrive" in path.lower():
        yield (
            WARNING,
            f"{path} is in OneDrive, which may take the file away",
            "right-click the folder in Explorer: Always keep on this device",
        )
    elif passed != local:
        yield FINE, f"{path}; Python is started by its short name {passed}"
    else:
        yield FINE, path


def _separators(machine: Machine) -> Iterator[Answer]:
    region = machine.registry.values(_REGION)
    comma, point = str(region.get("sList", ",")), str(region.get("sDecimal", "."))
    yield FINE, f"type =FUTURES_CONTRACTS(20000{comma}5000{comma}0{point}9)"


EXCEL_CHECKS: dict[str, Check] = {
    "Excel": _excel,
    "Excel's state": _closed,
    "add-in": _file,
    "mark of the web": _downloaded,
    "start with Excel": _opened,
    "other copies": _leftovers,
    "disabled items": _disabled,
    "managed add-ins": _managed,
    "macro settings": _macros,
    "place": _place,
    "separators": _separators,
}
