"""The private Python of an installation: made, filled from a folder of wheels, and tried.

It lies inside the installation, knows no other Python and no other packages, and nothing else
uses it: what a user does to their own Python cannot break the worksheet.
"""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.extras import packages
from xlhedge.worksheet.errors import XlhedgeError

if TYPE_CHECKING:
    from xlhedge.excel.environment_machine import Machine, Ran

XLWINGS = "0.37.8"  # the add-in's VBA loads this version's DLL by name
EXTRA = "desk"  # the packages that a desk's machine needs, all of them
DLLS = (f"xlwings64-{XLWINGS}.dll", f"xlwings32-{XLWINGS}.dll")  # for either Excel

_INSTALL_SECONDS = 1800.0  # a slow disk, a slow line and a virus scanner together
_TRIAL_SECONDS = 600.0
_COMPUTED = "all functions computed"
TRIAL = (  # imports as the server does and computes all examples, which writes the byte code too
    "import sys\n"
    "from pathlib import Path\n"
    "import xlhedge.excel.com_server\n"
    "from xlhedge import udfs\n"
    "from xlhedge.worksheet import CATALOGUE\n"
    "for entry in CATALOGUE.values(): entry(*entry.example)\n"
    f"print({_COMPUTED!r}, flush=True)\n"
    # not by the command line, whose libraries an installation's health does not hang on
    "from xlhedge.reference.pages import write_pages\n"
    "folder = Path(sys.argv[2])\n"
    "write_pages(folder, workbooks=folder.parent / 'templates')\n"
)


class BrokenEnvironmentError(XlhedgeError):
    """The private Python could not be made; the message says what to do."""


class Interpreter(NamedTuple):
    """The two programs of a private Python, and where its DLLs lie."""

    console: Path  # python.exe, for the command line
    windowless: Path  # pythonw.exe, for Excel
    dlls: Path


def interpreter(root: Path) -> Interpreter:
    """Return where an installation's Python is, whether it is there or not."""
    home = root / "python"
    programs = home / "Scripts" if (home / "pyvenv.cfg").exists() else home
    return Interpreter(programs / "python.exe", programs / "pythonw.exe", home)


def shipped_python(wheels: Path | None) -> Path | None:
    """Return python.org's embeddable Python out of a folder of wheels, if it has one."""
    archives = sorted(wheels.glob("python-*-embed-*.zip")) if wheels else []
    if len(archives) > 1:
        raise BrokenEnvironmentError(
            f"{wheels} holds {' and '.join(path.name for path in archives)}; keep the one that "
            "the wheels are made for."
        )
    return archives[0] if archives else None


def python_it_needs(root: Path) -> Path | None:
    """Return the installed Python that a private virtual environment cannot do without.

    None where the private Python stands on its own, or does not say.
    """
    try:
        settings = (root / "python" / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    home = re.search(r"^home *= *(.+?) *$", settings, re.MULTILINE)
    return Path(home[1]) / "python.exe" if home else None


def make(machine: Machine, wheels: Path | None, version: str) -> Interpreter:
    """Make the private Python and install this version of xlhedge in it, untried.

    Parameters
    ----------
    machine : Machine
        Where to install.
    wheels : Path or None
        A folder with every package needed, for an installation without a network. If it holds
        python.org's embeddable Python (and pip's wheel), that becomes the private Python; else a
        virtual environment of the running one does. None: the packages come from the package
        index, and xlhedge itself is copied from where it runs.
    version : str
        Of xlhedge.

    Returns
    -------
    Interpreter
        What was made.

    Raises
    ------
    BrokenEnvironmentError
        Something is missing or does not run. What was begun is left for the caller to remove.
    """
    home = machine.root / "python"
    archive = shipped_python(wheels)
    if archive:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(home)
        _look_for_packages(home)
    else:
        _need(
            machine.run([str(machine.python), "-m", "venv", str(home)], seconds=_INSTALL_SECONDS),
            "A virtual environment could not be made; run the installer with a Python from "
            "python.org, or put its embeddable Python beside the wheels",
        )
    made = interpreter(machine.root)
    ours = [f"xlhedge[{EXTRA}]=={version}"] if wheels else [*packages(""), *packages(EXTRA)]
    pins = [*ours, f"xlwings=={XLWINGS}"]
    _need(
        machine.run(
            [*_pip(made, wheels, archive), "install", *_source(wheels), *pins],
            seconds=_INSTALL_SECONDS,
        ),
        "The packages could not be installed",
    )
    if not wheels:
        _copy_ourselves(home / "Lib" / "site-packages", version)
    for name in DLLS:
        if not (made.dlls / name).exists():
            raise BrokenEnvironmentError(
                f"{made.dlls / name} is missing though its package was installed: look into the "
                "virus scanner's quarantine, then install again."
            )
    return made


def try_out(machine: Machine, interpreter: Interpreter, pages: Path) -> None:
    """Compute every function's example in the private Python, and write the function reference.

    One program does both: most of its time it imports what the functions need.

    Raises
    ------
    BrokenEnvironmentError
        A function does not run, or the pages could not be written.
    """
    command = [str(interpreter.console), "-I", "-c", TRIAL, "--pages", str(pages)]
    ran = machine.run(command, seconds=_TRIAL_SECONDS)
    if _COMPUTED in ran.out:
        _need(ran, "The function pages could not be written")
    else:
        _need(ran, "The functions do not run in the new Python")


def _copy_ourselves(site_packages: Path, version: str) -> None:
    """Copy the xlhedge that is running: on the package index the name is not ours yet."""
    source = Path(__file__).parent.parent
    if not source.is_dir():
        raise BrokenEnvironmentError(
            "xlhedge runs out of its wheel here; give the folder of wheels with --wheels."
        )
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, site_packages / "xlhedge", ignore=unneeded, dirs_exist_ok=True)
    about = site_packages / f"xlhedge-{version}.dist-info"
    about.mkdir(exist_ok=True)
    metadata = importlib.metadata.distribution("xlhedge").read_text("METADATA") or ""
    (about / "METADATA").write_text(metadata, encoding="utf-8")


def _look_for_packages(home: Path) -> None:
    """Give an embeddable Python a site-packages folder: out of the box it reads none."""
    (paths,) = home.glob("python*._pth")
    paths.write_text(
        f"{paths.stem}.zip\n.\nLib\\site-packages\nimport site\n", encoding="utf-8", newline="\r\n"
    )


def _pip(interpreter: Interpreter, wheels: Path | None, archive: Path | None) -> list[str]:
    """Return the command that is pip: an embeddable Python runs it out of its wheel."""
    if not archive:
        return [str(interpreter.console), "-m", "pip"]
    pips = sorted((wheels or Path()).glob("pip-*.whl"))
    if not pips:
        raise BrokenEnvironmentError(
            f"{wheels} holds an embeddable Python but no pip-*.whl to fill it with; "
            "run pip download pip in that folder."
        )
    return [str(interpreter.console), str(pips[-1] / "pip")]


def _source(wheels: Path | None) -> list[str]:
    quiet = ["--quiet", "--no-warn-script-location", "--disable-pip-version-check", "--no-compile"]
    quiet += ["--no-cache-dir"]  # it would outlive the uninstallation
    offline = ["--no-index", "--find-links", str(wheels)] if wheels else []
    return [*quiet, "--no-input", "--isolated", *offline]


def _need(ran: Ran, otherwise: str) -> None:
    if ran.code:
        lines = (ran.errors.strip() or ran.out.strip()).splitlines()
        raise BrokenEnvironmentError(f"{otherwise}: {lines[-1] if lines else 'without a reason'}")
    if ran.code is None:
        raise BrokenEnvironmentError(f"{otherwise}: {ran.errors}.")
