"""The doctor, on machines that each have one thing wrong."""

import ctypes
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from excel.memory_registry import MemoryRegistry

from xlhedge import __version__
from xlhedge.excel import (
    ansi_path,
    doctor_excel,
    doctor_managed,
    doctor_server,
    environment,
    environment_probe,
    install_excel,
)
from xlhedge.excel.doctor import examine
from xlhedge.excel.environment_machine import Machine, Ran
from xlhedge.excel.install_record import Record, sha256
from xlhedge.excel.status import status

OPTIONS = install_excel.OPTIONS
PROGRAM = {r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {"": "C:\\E.EXE"}}
CLICK = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"
PROBE = {
    "python": "3.12.9",
    "bits": 64,
    "versions": {"xlhedge": __version__, "xlwings": environment.XLWINGS, "numpy": "2.0"},
    "imports": {},
    "missing": [],
    "com_cache": "C:\\Temp\\gen_py",
    "com_cache_error": "",
}
TRIP = {"answer": doctor_server.ANSWER, "seconds": 2.0}


class Python:
    """What stands for the private Python: answers the probe and the round trip."""

    def __init__(self, probe=PROBE, trip=TRIP):
        self.answers = {"environment_probe": probe, "doctor_server": trip}

    def __call__(self, command, *, seconds):
        """Answer by the module that is run; a Ran stands for itself."""
        assert seconds > 0
        answer = self.answers[command[-1].rpartition(".")[2]]
        return answer if isinstance(answer, Ran) else Ran(0, f"noise\n{json.dumps(answer)}\n", "")


@pytest.fixture
def machine(tmp_path):
    """A machine on which all is well."""
    root = tmp_path / "Local" / "xlhedge"
    (root / "python").mkdir(parents=True)
    for name in ("python.exe", "pythonw.exe", *environment.DLLS):
        (root / "python" / name).touch()
    path = root / "xlhedge.xlam"
    path.write_bytes(b"PK")
    Record(__version__, sha256(path), (), {}).write(root)
    registry = MemoryRegistry({OPTIONS: {"OPEN": f'/R "{path}"'}, **PROGRAM})
    registry.write(CLICK, "VersionToReport", "16.0.17328.20162")
    registry.write(CLICK, "Platform", "x64")
    local, roaming = tmp_path / "Local", tmp_path / "Roaming"
    return Machine(registry, local, roaming, tmp_path / "py.exe", Python(), excel_is_open=False)


def complaints(machine):
    """Return what is not well, as {about: (level, text)}; each has a next step."""
    health = examine(machine)
    bad = [finding for finding in health.findings if finding.level != "ok"]
    assert all(finding.next for finding in bad)
    worst = {"warning": 1, "fault": 2}
    assert health.exit_code == max([worst[finding.level] for finding in bad], default=0)
    return {finding.about: (finding.level, finding.says) for finding in bad}


def test_all_is_well(machine):
    """A whole installation is found whole, for people and for programs."""
    assert complaints(machine) == {}
    health = examine(machine)
    assert str(health).endswith("All is well.")
    assert json.loads(json.dumps(health.as_json()))["exit_code"] == 0
    said = {finding.about: finding.says for finding in health.findings}
    assert said["Excel"] == "Excel 16.0.17328.20162 64-bit C:\\E.EXE"
    assert said["separators"].endswith("(20000,5000,0.9)")


@pytest.mark.parametrize(
    ("key", "name", "value", "about", "says"),
    [
        (CLICK, "VersionToReport", "15.0.1", "Excel", "too old"),
        (*next(iter((k, "", "C:\\WindowsApps\\E.EXE") for k in PROGRAM)), "Excel", "Store"),
        (OPTIONS, "OPEN", "other.xlam", "start with Excel", "does not open"),
        (OPTIONS, "OPEN", '/R "D:\\old\\xlhedge.xlam"', "start with Excel", "D:\\old"),
        (OPTIONS, "OPEN1", "xlhedge.xlam", "start with Excel", "2 times"),
        (OPTIONS, "OPEN2", "x.xlam", "start with Excel", "a gap"),
        (install_excel.MANAGER, "D:\\xlhedge.xlam", "", "other copies", "not ticked"),
        (doctor_excel._DISABLED, "1", "c:\\XLHEDGE.xlam".encode("utf-16-le"), "disabled items", ""),
        (doctor_excel._SECURITY, "VBAWarnings", 4, "macro settings", "no macros"),
        (doctor_excel._SECURITY, "VBAWarnings", 3, "macro settings", "signed macros only"),
        (doctor_excel._SECURITY, "RequireAddinSig", 1, "macro settings", "signed add-ins only"),
        (doctor_excel._POLICY, "disablealladdins", 1, "macro settings", "your administrator"),
    ],
)
def test_one_setting_is_wrong(machine, key, name, value, about, says):
    """Each wrong setting is the one complaint, and says what is wrong."""
    machine.registry.write(key, name, value)
    found = complaints(machine)
    assert list(found) == [about]
    assert says in found[about][1]


CHILDREN, API = (rule.upper() for rule in doctor_managed.RULES)
POLICY, LOCAL = doctor_managed.ASR_RULES


@pytest.mark.parametrize(
    ("settings", "level"),
    [
        ([(POLICY, CHILDREN, "1")], "fault"),
        ([(LOCAL, CHILDREN, 1)], "fault"),
        ([(POLICY, API.lower(), "1")], "fault"),
        ([(LOCAL, CHILDREN, 1), (POLICY, CHILDREN, "0")], None),  # the policy decides
        ([(POLICY, CHILDREN, "2")], None),  # it writes down only
        ([(POLICY, CHILDREN, "6")], "warning"),
        ([(doctor_managed.ASR_OF_INTUNE, "ASRRules", f"{API}=2|{CHILDREN.lower()}=1")], "fault"),
        ([(POLICY, CHILDREN, "1"), (doctor_managed.ASR_EXCLUSIONS, "{root}", "0")], "warning"),
        ([(POLICY, CHILDREN, "1"), (doctor_managed.ASR_EXCLUSIONS, "{local}\\", "0")], "warning"),
        ([(POLICY, CHILDREN, "1"), (doctor_managed.ASR_EXCLUSIONS, "{local}x", "0")], "fault"),
        ([(POLICY, "3B576869-A4EC-4529-8536-B80A7769E899", "1")], None),  # another rule
        ([(doctor_managed.APPLOCKER, "EnforcementMode", 1)], None),
    ],
)
def test_rules_of_managed_machines(machine, settings, level):
    """A rule that keeps Excel from starting Python is named, with what to ask the administrator."""
    places = {"root": machine.root, "local": machine.local}
    for key, name, value in settings:
        written = name.format(**places).replace("/", "\\")
        machine.registry.write(key, written, value)
    found = complaints(machine)
    assert [what for what, _ in found.values()] == ([level] if level else [])
    if level:
        assert set(found) == {"attack surface rules"}
        (finding,) = [f for f in examine(machine).findings if f.level == level]
        excluded = "exclusion" in finding.says
        assert ("audit" if excluded else str(machine.root)) in finding.next


def test_no_excel(machine):
    """Without Excel nothing else matters."""
    values = machine.registry.values(OPTIONS)
    assert "Excel" in complaints(machine._replace(registry=MemoryRegistry({OPTIONS: values})))


def test_an_open_value_without_quotes(machine, tmp_path):
    """Excel cuts an unquoted path at its first space."""
    local = tmp_path / "with space"
    (tmp_path / "Local").rename(local)
    machine = machine._replace(local=local)
    machine.registry.write(OPTIONS, "OPEN", f"/R {machine.root / 'xlhedge.xlam'}")
    assert "lacks its quotes" in complaints(machine)["start with Excel"][1]


@pytest.mark.parametrize(
    ("file", "about"),
    [
        ("xlhedge.xlam", "add-in"),
        ("installed.json", "add-in"),
        ("python/pythonw.exe", "Python"),
        (f"python/{environment.DLLS[1]}", "xlwings' DLLs"),
    ],
)
def test_a_file_is_missing(machine, file, about):
    """What was removed after the installation is named."""
    (machine.root / file).unlink()
    assert list(complaints(machine)) == [about]


def test_a_changed_addin_and_a_damaged_record(machine):
    """Another file in the add-in's place is a warning, a record that cannot be read a fault."""
    (machine.root / "xlhedge.xlam").write_bytes(b"PK other")
    assert complaints(machine)["add-in"][0] == "warning"
    (machine.root / "installed.json").write_text("[]")
    assert "is damaged" in complaints(machine)["add-in"][1]


def test_a_downloaded_addin(machine):
    """The stream that Windows lays beside a downloaded file blocks its macros."""
    (machine.root / "xlhedge.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    assert complaints(machine)["mark of the web"][0] == "fault"


def test_a_copy_in_xlstart(machine):
    """A second copy that Excel opens by itself is to be deleted."""
    start = machine.roaming / "Microsoft" / "Excel" / "XLSTART"
    start.mkdir(parents=True)
    (start / "xlhedge-old.xlam").touch()
    assert "xlhedge-old.xlam" in complaints(machine)["other copies"][1]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"imports": {"numpy": "ImportError: DLL load failed"}}, "numpy cannot be imported"),
        ({"missing": ["a.pyd", "b.pyd"]}, "2 installed files are gone"),
        ({"com_cache_error": "EOFError"}, "cache is damaged"),
        ({"versions": {"xlhedge": __version__, "xlwings": "0.1"}}, "xlwings 0.1 is installed"),
        ({"versions": {**PROBE["versions"], "xlhedge": "0.0"}}, "xlhedge 0.0 serves"),
    ],
)
def test_the_private_python_is_unwell(machine, changed, says):
    """What the probe reports is a fault with a next step."""
    found = complaints(machine._replace(run=Python(probe={**PROBE, **changed})))
    assert found["packages"][0] == "fault"
    assert says in found["packages"][1]


@pytest.mark.parametrize(
    ("trip", "level", "says"),
    [
        ({"error": "ServerStartError: it did not start"}, "fault", "did not start"),
        ({"answer": 1.0, "seconds": 1.0}, "fault", "gave 1.0, not 0.86675"),
        ({"answer": doctor_server.ANSWER, "seconds": 40.0}, "warning", "took 40.0 s"),
        (Ran(None, "", "no answer within 60 s"), "fault", "no answer within 60 s"),
        (Ran(1, "", "boom"), "fault", "boom"),
        (Ran(9, "", ""), "fault", "exit code 9"),
    ],
)
def test_the_round_trip_fails(machine, trip, level, says):
    """A wrong answer, none, a late one: each is told apart."""
    found = complaints(machine._replace(run=Python(trip=trip)))
    assert found["a call as Excel makes it"][0] == level
    assert says in found["a call as Excel makes it"][1]


def test_a_python_that_does_not_run(machine):
    """A probe that prints nothing is reported with what it said instead."""
    found = complaints(machine._replace(run=Python(probe=Ran(1, "", "no DLL"))))
    assert "does not run: no DLL" in found["packages"][1]


def test_a_check_that_fails_hides_no_other(machine):
    """A registry that raises is a warning for that check; the rest is still looked at."""

    class Odd(MemoryRegistry):
        def keys(self, key):
            raise OSError(key)

    odd = Odd({OPTIONS: machine.registry.values(OPTIONS), **PROGRAM})
    found = complaints(machine._replace(registry=odd))
    assert list(found) == ["macro settings"]
    assert found["macro settings"][0] == "warning"


def put(machine, content, *, recorded=True):
    """Put an add-in in place, and write it down as installed or not."""
    path = machine.root / "xlhedge.xlam"
    path.write_bytes(content)
    if recorded:
        Record(__version__, sha256(path), (), {}).write(machine.root)


def test_a_signed_addin(machine, make_addin):
    """A project with a signature may run where signed macros alone may."""
    machine.registry.write(doctor_excel._SECURITY, "VBAWarnings", 3)
    machine.registry.write(doctor_excel._SECURITY, "RequireAddinSig", 1)
    put(machine, make_addin())
    assert list(complaints(machine)) == ["macro settings"]
    put(machine, make_addin(signed=True))
    assert complaints(machine) == {}


def test_signed_after_it_was_installed(machine, make_addin):
    """A signature changes the file: the doctor says so, and how to make it the installed one."""
    put(machine, make_addin())
    put(machine, make_addin(signed=True), recorded=False)
    assert complaints(machine)["add-in"][1].endswith(
        "was signed, or changed, after it was installed"
    )
    (found,) = [finding for finding in examine(machine).findings if finding.about == "add-in"]
    assert f'xlhedge install --addin "{machine.root / "xlhedge.xlam"}"' in found.next


@pytest.mark.parametrize(
    ("listed", "restricted", "fault"),
    [
        ({}, 0, None),
        ({}, 1, "blocks every add-in that is not on its list"),
        ({"other.xlam": "1"}, 1, "blocks every add-in"),
        ({"XLHEDGE.xlam": "1"}, 1, None),
        ({"xlhedge.xlam": "2"}, 1, None),
        ({"xlhedge.xlam": "0"}, 0, "disables the add-in"),
        ({"xlhedge.xlam": 0}, 1, "disables the add-in"),
    ],
)
def test_policies_on_addins(machine, listed, restricted, fault):
    """The list of managed add-ins and the block of all others, as an administrator sets them."""
    for name, value in listed.items():
        machine.registry.write(doctor_excel._MANAGED + r"\addinlist", name, value)
    machine.registry.write(doctor_excel._MANAGED, "RestrictToList", restricted)
    found = complaints(machine)
    assert list(found) == (["managed add-ins"] if fault else [])
    assert fault is None or fault in found["managed add-ins"][1]


def test_the_python_behind_it_was_removed(machine, tmp_path):
    """A virtual environment outlives its Python as a shell: doctor and status name what is gone."""
    home = machine.root / "python"
    (home / "Scripts").mkdir()
    for name in ("python.exe", "pythonw.exe"):
        (home / "Scripts" / name).touch()
    base = tmp_path / "Python 3.12"
    (home / "pyvenv.cfg").write_text(f"home = {base}\nversion = 3.12.9\n")
    assert complaints(machine)["Python"] == (
        "fault",
        f"{base / 'python.exe'}, which the private Python was made from, was removed",
    )
    assert status(machine).missing == (str(base / "python.exe"),)
    base.mkdir()
    (base / "python.exe").touch()
    assert complaints(machine) == {}
    assert status(machine).exit_code == 0


def test_the_whole_python_was_removed(machine):
    """Without its folder the add-in is at fault, and nothing is tried in vain."""
    shutil.rmtree(machine.root / "python")
    found = complaints(machine)
    assert list(found) == ["Python", "xlwings' DLLs"]
    assert "is missing: removed, or in the virus scanner's quarantine" in found["Python"][1]
    assert status(machine).exit_code == 1


@pytest.mark.parametrize(
    ("local", "level", "says"),
    [
        (r"C:\Users\me\OneDrive - Firm\Local", "warning", "is in OneDrive"),
        (r"\\server\homes$\me\Local", "warning", "is on a server"),
        (r"C:\Users\Łukasz\AppData\Local", "ok", r"by its short name C:\Users\UKASZ~1\AppData"),
        (r"C:\Users\東京\AppData\Local", "fault", "not in Windows' code page (京 東) and no short"),
        (r"C:\Users\Zoë\AppData\Local", "ok", r"C:\Users\Zoë\AppData\Local"),
        (r"C:\Users\me\AppData\Local", "ok", r"C:\Users\me"),
    ],
)
def test_unusual_places(machine, local, level, says, monkeypatch):
    """OneDrive and a server are warnings; letters that cannot be passed on are a fault."""
    monkeypatch.setattr(ansi_path, "CODE_PAGE", "cp1252")
    monkeypatch.setattr(ansi_path, "_short", lambda path: path.replace("Łukasz", "UKASZ~1"))
    found = examine(machine._replace(local=Path(local))).findings
    (place,) = [finding for finding in found if finding.about == "place"]
    assert says in place.says
    assert place.level == level
    assert bool(place.next) == (level != "ok")


def test_the_command_is_the_addins_own(root):
    """The doctor starts the server by the command line that the add-in's VBA builds."""
    source = (root / "xlhedge" / "excel" / "vba" / "HedgeServer.bas").read_text()
    code, end = doctor_server.CODE.replace('"', '""').split("{}")
    assert f'" {code}" & start & "{end}"' in source


@pytest.fixture
def library(monkeypatch):
    """What makes a stand-in for xlwings' DLL that fails its first starts; it notes all it does."""

    def make(failing, seconds=0.0):
        asked, clock = [], [0.0]

        def activate(variant, line, mode):
            word = ("stop", "find", "start")[mode + 1]
            asked.append(word + line.decode().rpartition("#")[2].rstrip('"'))
            if word == "start":
                clock[0] += seconds
                if sum(one.startswith("start") for one in asked) <= failing:
                    return 1
                variant._obj.kind, variant._obj.pointer = 9, 77
            return 0

        dll = SimpleNamespace(XLPyDLLActivateAuto=activate)
        monkeypatch.setattr(ctypes, "WinDLL", lambda _: dll, raising=False)
        monkeypatch.setattr(doctor_server, "CODE_PAGE", "ascii")
        monkeypatch.setattr(doctor_server.time, "perf_counter", lambda: clock[0])
        return doctor_server.Server(Path("pythonw.exe"), Path("x.dll")), asked

    return make


def test_a_start_that_fails_is_tried_once_more(library):
    """The second start has a command of its own; the stop before it ends what the first began."""
    server, asked = library(failing=1)
    assert server.start() == 77
    assert asked == ["find0", "stop0", "start1", "stop1", "start2"]


@pytest.mark.parametrize(("failing", "seconds", "starts"), [(2, 1.0, 2), (1, 60.0, 1)])
def test_a_start_that_fails_for_good(library, failing, seconds, starts):
    """A second failure is reported, and so is a first one that took a minute."""
    server, asked = library(failing, seconds)
    with pytest.raises(doctor_server.ServerStartError):
        server.start()
    assert sum(one.startswith("start") for one in asked) == starts


def test_the_probe_tells_what_is_gone(monkeypatch, tmp_path):
    """A library named in a package's record and not on the disk is found missing."""
    info = tmp_path / "thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: thing\nVersion: 1.0\n")
    (info / "RECORD").write_text("thing/a.pyd,,\nthing/b.dll,,\nthing/c.py,,\n")
    (tmp_path / "thing").mkdir()
    (tmp_path / "thing" / "a.pyd").touch()
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    assert environment_probe.missing_files() == [str(tmp_path / "thing" / "b.dll")]
    assert "pythoncom" in environment_probe.import_errors()
