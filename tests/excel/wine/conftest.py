"""Windows under Wine: a prefix made by .ci/wine, and the add-in really installed in it."""

import contextlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from required import missing

from xlhedge.excel.environment_machine import run

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[2]


def pytest_configure(config):
    """Name the marker where it is used."""
    config.addinivalue_line("markers", "wine: runs Windows programs, which needs .ci/wine")


class Wine:
    """A Windows in which Python programs run."""

    def __init__(self, root):
        self.root = root
        self.prefix = root / "prefix"
        self.wheels = root / "wheels"
        self.bare = root / "python" / "python.exe"  # has no packages: what starts the installer
        self.local = next(self.prefix.glob("drive_c/users/*/AppData/Local"))
        self.home = self.local / "xlhedge"
        self.python = self.home / "python" / "python.exe"

    def settings(self):
        """Return the environment of a Windows program."""
        return os.environ | {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
        }

    def run(self, *command, seconds=900, check=True):
        """Run a Windows program and return its exit code and output.

        All of Windows has one core: a program asks Wine's server at every step, and the two would
        wait for each other across cores.
        """
        core = str(max(os.sched_getaffinity(0)))
        command = ["taskset", "--cpu-list", core, "wine", *map(str, command)]
        done = run(command, seconds=seconds, settings=self.settings())
        assert not check or done.code == 0, done
        return done.code, done.out + done.errors

    @staticmethod
    def path(path):
        """Return a path of this machine as Wine's programs see it."""
        return "Z:" + str(path).replace("/", "\\")

    def json(self, *command, **options):
        """Run a program that prints one JSON object and return it."""
        return json.loads(self.run(*command, **options)[1].splitlines()[-1])

    def client(self, *command, seconds=900):
        """Run Excel's part in the installation's Python."""
        return self.json(self.python, HERE / "client.py", *command, seconds=seconds)

    def installer(self, *arguments, check=True):
        """Run the installer out of its wheel, in a Python without packages."""
        (wheel,) = self.wheels.glob("xlhedge-*.whl")
        start = "import sys; sys.path.insert(0, sys.argv.pop(1)); import xlhedge.excel.install_main"
        code = f"{start} as it; sys.exit(it.main())"
        return self.run(self.bare, "-c", code, self.path(wheel), *arguments, check=check)

    def registry(self):
        """Return the user's registry as text, but for what Wine keeps of itself there."""
        target = self.root / "exported.reg"
        self.run("reg", "export", "HKCU", self.path(target), "/y")
        keys = target.read_bytes().decode("utf-16").split("\r\n\r\n")
        own = tuple(f"[HKEY_CURRENT_USER\\{name}" for name in ("Console", "Software\\Wine"))
        return "\n".join(key for key in keys if not key.startswith(own))


@pytest.fixture(scope="session")
def wine():
    """The Windows that .ci/wine made: left out where there is none."""
    root = Path(os.environ.get("XLHEDGE_WINE", Path.home() / ".cache" / "xlhedge-wine"))
    if not (shutil.which("wine") and (root / "made-by").exists()):
        missing("the Windows that .ci/wine makes: run it first")
    made = Wine(root)
    yield made
    with contextlib.suppress(subprocess.TimeoutExpired):  # all of this prefix, and nothing else
        subprocess.run(["wineserver", "-k"], env=made.settings(), check=False, timeout=20)


@pytest.fixture(scope="session")
def wheel(wine, wheel_of_checkout):
    """The wheel of this checkout, beside those it needs."""
    for old in wine.wheels.glob("xlhedge-*.whl"):
        old.unlink()
    return Path(shutil.copy(wheel_of_checkout, wine.wheels))


@pytest.fixture(scope="session")
def installed(wine, wheel):  # noqa: ARG001 - the wheel lies in a folder
    """The add-in, installed by its own installer and taken away at the end.

    The benchmarks have this fixture too: what they have installed in this run is taken over.
    """
    note = wine.root / "installed-by"  # as JSON: the registry's line ends have to survive
    run, before = json.loads(note.read_text()) if note.exists() else (None, "")
    if not (wine.home.exists() and run == os.getpid()):
        if wine.home.exists():  # an earlier run was cut off
            wine.installer("uninstall")
        before = wine.registry()
        wine.installer("install", "--wheels", wine.path(wine.wheels), *addin(wine))
        note.write_text(json.dumps([os.getpid(), before]))
    yield before
    if wine.home.exists():
        wine.installer("uninstall")


def addin(wine):
    """Return the option that names an add-in, for a checkout in which none is built yet."""
    if (CHECKOUT / "install" / "xlhedge.xlam").exists():
        return ["--addin", wine.path(CHECKOUT / "install" / "xlhedge.xlam")]
    stand_in = wine.root / "xlhedge.xlam"
    stand_in.write_bytes(b"PK")
    return ["--addin", wine.path(stand_in)]
