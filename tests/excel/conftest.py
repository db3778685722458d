"""A Windows to install on that is none, and LibreOffice as the judge of our VBA."""

import contextlib
import io
import json
import os
import secrets
import select
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path

import pytest
from excel.memory_registry import MemoryRegistry
from required import missing

from xlhedge import __version__
from xlhedge.excel import environment, install, install_excel
from xlhedge.excel.environment_machine import Machine, Ran

with warnings.catch_warnings():  # oletools 0.60 uses what pyparsing has deprecated
    warnings.simplefilter("ignore")
    import oletools.olevba  # noqa: F401 - the tests then find it imported

OFFICE_PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="session")
def make_addin():
    """What stands for an add-in's file: what it says of itself, and a signature if wanted."""

    def make(version=__version__, *, signed=False, more=""):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            packed.writestr("docProps/core.xml", f"<t>Hedge functions (xlhedge {version})</t>")
            packed.writestr("xl/vbaProject.bin", more)
            if signed:
                packed.writestr("xl/vbaProjectSignature.bin", "")
        return buffer.getvalue()

    return make


class Programs:
    """What stands for Python and pip: makes the files that they would make."""

    def __init__(self, fails=""):
        self.fails = fails
        self.said = ""  # before it failed
        self.commands = []

    def __call__(self, command, *, seconds):
        """Make the files of a command, or fail where the command holds a certain word."""
        assert seconds > 0
        self.commands.append(command)
        if self.fails and self.fails in " ".join(command):
            return Ran(1, self.said, "Traceback\nERROR: it broke")
        home = Path(command[-1]) if "venv" in command else Path(command[0]).parents[1]
        if "venv" in command:
            (home / "Scripts").mkdir(parents=True)
            (home / "pyvenv.cfg").touch()
            for name in ("python.exe", "pythonw.exe"):
                (home / "Scripts" / name).touch()
        elif "install" in command:
            for name in environment.DLLS:
                (environment.interpreter(home.parent).dlls / name).touch()
        elif "--pages" in command:
            Path(command[-1]).mkdir()
            (Path(command[-1]) / "index.html").write_text("pages", encoding="utf-8")
        return Ran(0, "", "")


@pytest.fixture(scope="session")
def programs():
    """What makes programs of that kind."""
    return Programs


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A user's Windows with two add-ins of others and nothing of ours; templates are small."""
    small = {"one.xlsx": b"PK one", "two.xlsx": b"PK two"}
    monkeypatch.setattr(install, "templates_for", lambda _: small)
    options = {"OPEN": '/R "C:\\tools\\solver.xlam"', "OPEN1": "ANALYS32.XLL", "Zoom": 100}
    registry = MemoryRegistry({install_excel.OPTIONS: options})
    local, roaming = tmp_path / "Lo cal", tmp_path / "Roaming"
    local.mkdir()
    python = tmp_path / "elsewhere" / "python.exe"
    return Machine(registry, local, roaming, python, Programs(), excel_is_open=False)


@pytest.fixture
def addin(tmp_path, make_addin):
    """A file that stands for the add-in."""
    path = tmp_path / "new.xlam"
    path.write_bytes(make_addin())
    return path


@pytest.fixture(scope="session")
def everything():
    """What returns all that an installation could have touched."""

    def look(machine):
        keys = (install_excel.OPTIONS, install_excel.MANAGER, install.PROGRAMS)
        registry = [(machine.registry.exists(key), machine.registry.values(key)) for key in keys]
        files = {str(p): p.read_bytes() for p in machine.local.rglob("*") if p.is_file()}
        return registry, files, sorted(map(str, machine.local.rglob("*")))

    return look


class Office:
    """A LibreOffice of our own, and the script that speaks to it."""

    def __init__(self, folder):
        pipe = f"judge{secrets.token_hex(8)}"
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
        } | {"SAL_USE_VCLPLUGIN": "svp"}
        program = Path(shutil.which("soffice")).resolve().with_name("soffice.bin")
        command = [
            program, "--headless", "--norestore", "--nologo", "--nodefault",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp",
        ]  # fmt: skip
        self._office = self._start(command)
        self._judge = subprocess.Popen(
            [OFFICE_PYTHON, Path(__file__).with_name("office_judge.py"), pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        while not select.select([self._judge.stdout], [], [], 0.1)[0]:
            if self._office.poll() is not None:  # a new profile: it asks to be started again
                self._office = self._start(command)
        self._answer()

    def _start(self, command):
        return subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _answer(self):
        answer = json.loads(self._judge.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer["done"]

    def ask(self, *request):
        """Have the judge do one thing."""
        self._judge.stdin.write(json.dumps(request) + "\n")
        self._judge.stdin.flush()
        return self._answer()

    def call(self, macro, *arguments):
        """Run a function of the open workbook's VBA project."""
        return self.ask("call", macro, list(arguments))

    def close(self):
        """Let LibreOffice end by itself, or it leaves locks; then end both, by their ids."""
        with contextlib.suppress(ValueError, OSError, subprocess.TimeoutExpired):
            self.ask("end")
            self._office.wait(timeout=10)
        for process in (self._judge, self._office):
            process.kill()
            process.wait()
        self._judge.stdin.close()
        self._judge.stdout.close()


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A running LibreOffice: left out where there is none."""
    speaks_uno = [OFFICE_PYTHON, "-c", "import uno"]
    if (
        shutil.which("soffice") is None
        or not Path(OFFICE_PYTHON).exists()
        or subprocess.run(speaks_uno, capture_output=True, check=False, env={}).returncode
    ):
        missing("LibreOffice with its Python, the judge of our VBA")
    judge = Office(tmp_path_factory.mktemp("office"))
    yield judge
    judge.close()
