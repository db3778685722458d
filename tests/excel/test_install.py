"""Installing and removing, on the registry's twin and a folder that stands for the user's."""

import json
import zipfile

import pytest
from excel.memory_registry import MemoryRegistry

from xlhedge import __version__
from xlhedge.excel import environment, install_excel, install_main
from xlhedge.excel.environment_machine import NotWindowsError, Ran, run, this_machine
from xlhedge.excel.install import PROGRAMS, install, packaged_addin, uninstall
from xlhedge.excel.install_record import read_record
from xlhedge.excel.status import status

OPTIONS = install_excel.OPTIONS
MANAGER = install_excel.MANAGER
OTHER = '/R "C:\\tools\\solver.xlam"'


def opened(machine):
    """Return the OPEN values by name."""
    values = machine.registry.values(OPTIONS)
    return {name: value for name, value in values.items() if name.startswith("OPEN")}


def test_an_installation_and_its_exact_inverse(machine, addin, everything):
    """Install adds one OPEN value and one program entry; uninstall leaves what was before."""
    before = everything(machine)
    path = machine.root / "xlhedge.xlam"
    assert install(machine, addin=addin).exit_code == 0
    assert opened(machine) == {"OPEN": OTHER, "OPEN1": "ANALYS32.XLL", "OPEN2": f'/R "{path}"'}
    assert path.read_bytes() == addin.read_bytes()
    assert sorted(file.name for file in (machine.root / "templates").iterdir()) == [
        "one.xlsx",
        "two.xlsx",
    ]
    entry = machine.registry.values(PROGRAMS)
    assert entry["DisplayVersion"] == __version__
    assert str(entry["QuietUninstallString"]).endswith("uninstall --quiet")
    assert status(machine).exit_code == 0
    assert uninstall(machine).exit_code == 0
    assert everything(machine) == before
    assert not machine.root.exists()
    assert status(machine).exit_code == 2


def test_keys_that_were_not_there_go_again(machine, addin):
    """Where Excel was never started, uninstall removes the keys that install made."""
    machine = machine._replace(registry=MemoryRegistry())
    install(machine, addin=addin)
    install(machine, addin=addin)
    assert machine.registry.exists(OPTIONS)
    uninstall(machine)
    assert machine.registry.keys("HKCU") == []


def test_a_second_installation_changes_nothing(machine, addin, everything):
    """Installing twice is installing once."""
    install(machine, addin=addin)
    once = everything(machine)
    assert install(machine, addin=addin).exit_code == 0
    assert everything(machine) == once


def test_uninstall_renumbers_and_clears_the_manager(machine, addin):
    """Values behind ours move up, and the Add-in Manager forgets our path but no other."""
    install(machine, addin=addin)
    path = str(machine.root / "xlhedge.xlam")
    machine.registry.write(OPTIONS, "OPEN3", "/R LATER.XLAM")
    machine.registry.write(MANAGER, path, "")
    machine.registry.write(MANAGER, r"C:\tools\other.xlam", "")
    uninstall(machine)
    assert opened(machine) == {"OPEN": OTHER, "OPEN1": "ANALYS32.XLL", "OPEN2": "/R LATER.XLAM"}
    assert machine.registry.values(MANAGER) == {r"C:\tools\other.xlam": ""}


def test_doubles_gaps_and_other_copies_are_mended(machine, addin):
    """Two entries, one at another path, and a hole in the numbers end as one entry in a row."""
    machine.registry.write(OPTIONS, "OPEN4", r'/R "D:\old place\XLHEDGE.xlam"')
    machine.registry.write(OPTIONS, "OPEN5", "xlhedge.xlam")
    install(machine, addin=addin)
    wanted = f'/R "{machine.root / "xlhedge.xlam"}"'
    assert opened(machine) == {"OPEN": OTHER, "OPEN1": "ANALYS32.XLL", "OPEN2": wanted}


@pytest.mark.parametrize("word", [" venv ", " install ", "entry.example"])
def test_a_failure_leaves_all_as_it_was(machine, addin, word, everything, programs):
    """Whichever program fails, a fresh installation leaves nothing and an old one stays whole."""
    before = everything(machine)
    broken = machine._replace(run=programs(fails=word))
    report = install(broken, addin=addin)
    assert report.exit_code == 2
    assert "it broke" in report.problem
    assert everything(machine) == before
    assert not machine.root.exists()
    install(machine, addin=addin)
    whole = everything(machine)
    assert install(broken, addin=addin).exit_code == 2
    assert everything(machine) == whole


def test_a_registry_that_refuses_is_rolled_back(machine, addin, everything):
    """When Windows forbids the last value, what was written before it is taken back."""

    class Refusing(MemoryRegistry):
        def write(self, key, name, value):
            if name == "NoRepair":
                raise PermissionError(13, "denied")  # as winreg does: without the key
            super().write(key, name, value)

    refusing = machine._replace(registry=Refusing({OPTIONS: {"OPEN": OTHER}}))
    before = everything(refusing)
    assert (
        "not let this account write to its own registry" in install(refusing, addin=addin).problem
    )
    assert everything(refusing) == before


def test_a_library_in_quarantine_is_named(machine, addin, programs):
    """A DLL that vanished between pip and us is reported with what to do."""

    def forgetful(command, *, seconds):
        done = programs()(command, seconds=seconds)
        for path in machine.root.rglob("xlwings64*.dll"):
            path.unlink()
        return done

    problem = install(machine._replace(run=forgetful), addin=addin).problem
    assert "xlwings64" in problem
    assert "quarantine" in problem


def test_what_is_refused_before_it_begins(machine, addin, tmp_path, everything):
    """Excel open, no such folder, a folder without our wheel, our own Python: a sentence each."""
    before = everything(machine)
    own = machine.root / "python" / "python.exe"
    for changed, wheels, said in (
        (machine._replace(excel_is_open=True), None, "Close all its windows"),
        (machine, tmp_path / "nowhere", "is not a folder"),
        (machine, tmp_path, f"holds no xlhedge-{__version__}"),
        (machine._replace(python=own), None, "cannot replace itself"),
    ):
        report = install(changed, wheels=wheels, addin=addin)
        assert report.exit_code == 2
        assert said in report.problem
    assert "Close all its windows" in uninstall(machine._replace(excel_is_open=True)).problem
    assert "missing.xlam" in install(machine, addin=tmp_path / "missing.xlam").problem
    assert everything(machine) == before


def test_a_dry_run_touches_nothing(machine, addin, everything):
    """What would be done is said in full, and nothing is done."""
    before = everything(machine)
    planned = "\n".join(install(machine, addin=addin, dry_run=True).done)
    assert all(word in planned for word in ("OPEN", "Uninstall", "xlhedge.xlam", "python"))
    assert everything(machine) == before
    install(machine, addin=addin)
    before = everything(machine)
    assert uninstall(machine, dry_run=True).exit_code == 0
    assert everything(machine) == before


def test_an_offline_installation_ships_its_python(machine, addin, tmp_path, programs):
    """A folder with an embeddable Python and pip becomes the private Python, without an index."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / f"xlhedge-{__version__}-py3-none-any.whl").touch()
    with zipfile.ZipFile(wheels / "python-3.12.9-embed-amd64.zip", "w") as packed:
        for name in ("python.exe", "pythonw.exe", "python312._pth"):
            packed.writestr(name, "")
    assert "no pip-*.whl" in install(machine, wheels=wheels, addin=addin).problem
    (wheels / "pip-25.3-py3-none-any.whl").touch()
    programs = programs()

    def run_embedded(command, *, seconds):
        if "install" in command:
            for name in environment.DLLS:
                (machine.root / "python" / name).touch()
        programs.commands.append(command)
        assert seconds > 0
        return Ran(0, "", "")

    assert install(machine._replace(run=run_embedded), wheels=wheels, addin=addin).exit_code == 0
    pip = programs.commands[0]
    assert pip[1].endswith("pip")
    assert "--no-index" in pip
    assert "import site" in (machine.root / "python" / "python312._pth").read_text()
    assert environment.interpreter(machine.root).console.name == "python.exe"


def test_a_damaged_record_is_mended(machine, addin):
    """Status names a record that cannot be read; installing again writes a good one."""
    install(machine, addin=addin)
    (machine.root / "installed.json").write_text("{")
    assert any("is damaged" in one for one in status(machine).missing)
    assert status(machine).exit_code == 1
    install(machine, addin=addin)
    assert status(machine).exit_code == 0
    assert read_record(machine.root).version == __version__


def test_uninstalling_twice_does_nothing(machine, everything):
    """Where nothing is installed there is nothing to remove, and that is no error."""
    before = everything(machine)
    assert uninstall(machine).exit_code == 0
    assert everything(machine) == before


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (r'/R "C:\a b\x.xlam"', r"C:\a b\x.xlam"),
        (r"/R C:\a\x.xlam", r"C:\a\x.xlam"),
        ("x.xlam", "x.xlam"),
        (r'"C:\ä\x.xlam"', r"C:\ä\x.xlam"),
    ],
)
def test_paths_in_open_values(value, path):
    """With or without switches and quotes, the path is found."""
    assert install_excel.path_in(value) == path


def test_the_pinned_xlwings_is_the_one_in_use():
    """The DLL that the add-in loads by name is of the xlwings that the tests run with."""
    from importlib.metadata import version

    assert version("xlwings") == environment.XLWINGS


def test_the_packaged_addin_is_found(root):
    """The add-in of the checkout is the one that is installed."""
    assert packaged_addin() == (root / "install" / "xlhedge.xlam").read_bytes()


def test_other_systems_are_told(capsys):
    """On a system without Excel for Windows every command ends with one sentence."""
    with pytest.raises(NotWindowsError):
        this_machine()
    for command in install_main.COMMANDS:
        assert install_main.main([command]) == 2
        assert "installs on Windows" in capsys.readouterr().err
    assert install_main.main(["status", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["exit_code"] == 2


def test_every_command_answers_people_and_programs(machine, addin):
    """Each command gives an exit code, lines and the same as JSON."""
    for command in ("install", "status", "uninstall", "status"):
        code, text, data = install_main.perform(command, machine, addin=addin)
        assert text
        assert json.loads(json.dumps(data))["exit_code"] == code


def test_a_program_is_run_and_stopped():
    """Output, errors and the exit code come back; a program that hangs is stopped in time."""
    import sys

    say = "import sys; print('ö'); print('oh', file=sys.stderr); sys.exit(3)"
    code, out, errors = run([sys.executable, "-X", "utf8", "-c", say], seconds=60)
    assert (code, out.strip(), errors.strip()) == (3, "ö", "oh")
    assert run([sys.executable, "-c", "input()"], seconds=60).code == 1
    hung = run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.5)
    assert hung.code is None
    assert "no answer within 0.5 s" in hung.errors
    assert run(["no such program"], seconds=5).code == 127


def test_a_program_that_leaves_another_behind_is_not_waited_for():
    """The answer comes when the program ends, though its child holds the output open."""
    import sys

    leave = "import subprocess, sys; print('done', flush=True); "
    leave += "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(4)'])"
    assert run([sys.executable, "-c", leave], seconds=3) == Ran(0, "done\n", "")
