r"""Installing for one user, all of it or nothing, and taking every trace away again.

Everything lies in ``%LOCALAPPDATA%\xlhedge`` and in three keys of HKEY_CURRENT_USER: Excel's
list of add-ins, its Add-in Manager, and the entry among the installed programs.
"""

from __future__ import annotations

import shutil
import subprocess
from contextlib import ExitStack, suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge import __version__
from xlhedge.excel import environment, install_excel
from xlhedge.excel.install_checks import addin_to_install, check
from xlhedge.excel.install_record import (
    RECORD_NAME,
    DamagedRecordError,
    Record,
    read_record,
    sha256,
)
from xlhedge.excel.install_templates import TEMPLATES, templates_for, untouched_templates
from xlhedge.excel.registry import Saved, ancestors, remove_if_empty

if TYPE_CHECKING:
    from xlhedge.excel.environment_machine import Machine
    from xlhedge.excel.registry import Value

PROGRAMS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\xlhedge"
KEYS = (install_excel.OPTIONS, install_excel.MANAGER, PROGRAMS)

REFERENCE = "reference"  # the pages that the ribbon's Help opens

_OURS = ("python", REFERENCE, install_excel.ADDIN_NAME, RECORD_NAME)
_NO_RECORD = Record("", "", (), {})
_OLD = ".before"  # what a file or folder is called while its successor is made


class InstallReport(NamedTuple):
    """What an installation or its removal did."""

    done: tuple[str, ...]  # in the past tense, or what would be done in a dry run
    problem: str = ""  # why nothing was done, and the next step

    @property
    def exit_code(self) -> int:
        """0: done. 2: not possible, and nothing was changed."""
        return 2 if self.problem else 0

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON has it."""
        return {"done": list(self.done), "problem": self.problem, "exit_code": self.exit_code}

    def __str__(self) -> str:
        return self.problem or "\n".join(self.done) or "Nothing was installed; nothing to do."


def packaged_addin() -> bytes:
    """Return the add-in that this xlhedge was shipped with.

    Raises
    ------
    FileNotFoundError
        It was shipped with none.
    """
    shipped = resources.files("xlhedge") / "excel" / install_excel.ADDIN_NAME
    if shipped.is_file():
        return shipped.read_bytes()
    checkout = Path(__file__).parents[2] / "install" / install_excel.ADDIN_NAME
    if checkout.is_file():
        return checkout.read_bytes()
    raise FileNotFoundError(
        f"This xlhedge holds no {install_excel.ADDIN_NAME}; give its path with --addin."
    )


def install(
    machine: Machine,
    *,
    wheels: Path | None = None,
    addin: Path | None = None,
    dry_run: bool = False,
) -> InstallReport:
    """Install the add-in for this user; a second time corrects or updates it.

    Parameters
    ----------
    machine : Machine
        Where to install.
    wheels : Path, optional
        A folder of wheels, for an installation without a network.
    addin : Path, optional
        The add-in's file, where it is not the one that xlhedge was shipped with.
    dry_run : bool
        Only say what would be done.

    Returns
    -------
    InstallReport
        What was done. With a problem, all is as it was before.
    """
    try:
        check(machine, wheels)
        content = addin_to_install(machine, addin, b"" if addin else packaged_addin())
        if dry_run:
            return InstallReport(tuple(_steps(machine, wheels)))
        return InstallReport(tuple(_install(machine, wheels, content)))
    except environment.BrokenEnvironmentError as error:
        return InstallReport((), f"{error} Nothing was installed.")
    except OSError as error:
        return InstallReport((), f"{_reason(error)} Nothing was installed.")


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError) and not error.filename:  # winreg names no key
        return (
            "Windows does not let this account write to its own registry (HKCU\\Software): ask "
            "your administrator, or set the OPEN value for the user by policy."
        )
    if isinstance(error, PermissionError):
        return (
            f"{error.filename} is in use or write-protected; close Excel, end pythonw.exe "
            "in the Task Manager if it is still there, and try again."
        )
    if error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}."
    return f"{error}"


def _steps(machine: Machine, wheels: Path | None) -> list[str]:
    root = machine.root
    shipped = environment.shipped_python(wheels)
    python = f"the Python of {shipped.name}" if shipped else f"an environment of {machine.python}"
    packages = f"packages from {wheels}" if wheels else "packages from the package index"
    return [
        f"make {root / 'python'}: {python}, {packages}",
        f"write the template workbooks into {root / TEMPLATES}",
        f"write the function reference into {root / REFERENCE}",
        f"write {root / install_excel.ADDIN_NAME} and {RECORD_NAME}",
        f'set OPEN to /R "{root / install_excel.ADDIN_NAME}" in {install_excel.OPTIONS}',
        f"clear the add-in's entries in {install_excel.MANAGER}",
        f"enter xlhedge {__version__} in {PROGRAMS}",
    ]


def _install(machine: Machine, wheels: Path | None, content: bytes) -> list[str]:
    root = machine.root
    keys_made, templates = _keys_made_before(root), _record_before(root).templates
    with ExitStack() as undo:
        if not root.exists():
            root.mkdir(parents=True)
            undo.callback(shutil.rmtree, root, ignore_errors=True)
        for name in _OURS:
            _set_aside(root / name, undo)
        made = environment.make(machine, wheels, __version__)
        templates = _put_templates(root / TEMPLATES, templates, undo)
        environment.try_out(machine, made, root / REFERENCE)
        path = root / install_excel.ADDIN_NAME
        path.write_bytes(content)
        saved = Saved(machine.registry, KEYS)
        undo.callback(saved.restore)
        done = [f"{root / 'python'} holds Python and xlhedge {__version__}", f"{path} is written"]
        done += install_excel.tick(machine.registry, str(path))
        _enter_program(machine, made)
        done.append(f"xlhedge {__version__} is among the installed programs")
        made_now = [key for key in saved.missing if machine.registry.exists(key)]
        Record(__version__, sha256(path), (*made_now, *keys_made), templates).write(root)
        undo.pop_all()
    for path in _aside(root):
        with suppress(OSError):  # a scanner reads it just now: the next time will do
            _remove(path)
    return done


def _aside(root: Path) -> list[Path]:
    """Return what was set aside in an installation's folder."""
    return [path for folder in (root, root / TEMPLATES) for path in folder.glob(f"*{_OLD}")]


def _put_templates(folder: Path, recorded: dict[str, str], undo: ExitStack) -> dict[str, str]:
    """Put the template workbooks in place, but for those that the user changed; return ours."""
    if not folder.exists():
        folder.mkdir()
        undo.callback(folder.rmdir)
    replaceable = untouched_templates(folder, recorded)
    ours = {}
    for name, content in templates_for(folder.parent / install_excel.ADDIN_NAME).items():
        path = folder / name
        if path.exists() and path not in replaceable and path.read_bytes() != content:
            continue
        _set_aside(path, undo)
        path.write_bytes(content)
        ours[name] = sha256(path)
    return ours


def _record_before(root: Path) -> Record:
    """Return what an earlier installation wrote down; an empty record where nothing can be read."""
    with suppress(DamagedRecordError):
        return read_record(root) or _NO_RECORD
    return _NO_RECORD


def _keys_made_before(root: Path) -> tuple[str, ...]:
    """Return the keys that an earlier installation made; none that it cannot have made."""
    possible = {one for key in KEYS for one in (key, *ancestors(key))}
    return tuple(key for key in _record_before(root).keys_made if key in possible)


def _set_aside(path: Path, undo: ExitStack) -> None:
    """Move a file or folder out of the way until the new one is in its place."""
    before = path.with_name(path.name + _OLD)
    if path.exists():
        _remove(before)
        path.rename(before)

    def put_back() -> None:
        _remove(path)
        if before.exists():
            before.rename(path)

    undo.callback(put_back)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _enter_program(machine: Machine, made: environment.Interpreter) -> None:
    """Enter the add-in among the installed programs, where Windows and Intune look for it."""
    remove = f'"{made.console}" -I -m xlhedge.excel.install_main uninstall'
    entry: dict[str, Value] = {
        "DisplayName": "xlhedge: hedge ratios for Excel",
        "DisplayVersion": __version__,
        "Publisher": "The xlhedge authors",
        "InstallLocation": str(machine.root),
        "UninstallString": remove,
        "QuietUninstallString": f"{remove} --quiet",
        "NoModify": 1,
        "NoRepair": 1,
    }
    for name, value in entry.items():
        machine.registry.write(PROGRAMS, name, value)


def uninstall(machine: Machine, *, dry_run: bool = False) -> InstallReport:
    """Take the add-in away: its files, its place in Excel's lists, its program entry.

    Parameters
    ----------
    machine : Machine
        Where it is installed.
    dry_run : bool
        Only say what would be done.

    Returns
    -------
    InstallReport
        What was done; nothing where nothing was installed. With a problem, all is as it was.
    """
    if machine.excel_is_open:
        return InstallReport((), "Excel is open. Close all its windows, then run this again.")
    root = machine.root
    files = [path for path in (root / name for name in _OURS) if path.exists()]
    files += untouched_templates(root / TEMPLATES, _record_before(root).templates)
    if dry_run:
        listed = [f"remove {path}" for path in files]
        return InstallReport(
            (*listed, "take the add-in off Excel's lists and the installed programs")
        )
    keys_made = _keys_made_before(root)
    with ExitStack() as undo:
        undo.callback(Saved(machine.registry, KEYS).restore)
        done = install_excel.untick(machine.registry)
        if machine.registry.exists(PROGRAMS):
            machine.registry.remove_key(PROGRAMS)
            done.append("xlhedge is no longer among the installed programs")
        remove_if_empty(machine.registry, keys_made)
        try:
            done += _remove_files(machine, files, undo)
        except OSError as error:
            return InstallReport((), f"{_reason(error)} The add-in is still installed.")
    return InstallReport(tuple(done))


def _remove_files(machine: Machine, files: list[Path], undo: ExitStack) -> list[str]:
    """Remove files and folders, all of them or none; past that, nothing is undone any more."""
    root = machine.root
    python = root / "python"
    runs_this = root in machine.python.parents
    for path in files:
        if not (runs_this and path == python):
            _set_aside(path, undo)  # this fails at once while a server runs in it
    undo.pop_all()
    done = [f"{path} is removed" for path in files if not path.exists()]
    for path in _aside(root):
        try:
            _remove(path)
        except OSError as error:
            done.append(f"{path} could not be removed and may be deleted by hand: {error}")
    for folder in (root / TEMPLATES, root):
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
    if runs_this:
        _remove_when_this_ends(python)
        done.append(f"{python} goes as soon as this program has ended")
    shelf = root / TEMPLATES
    kept = sorted(shelf.iterdir()) if shelf.exists() else []
    return done + [f"{path} is kept: it is not as xlhedge installed it" for path in kept]


def _remove_when_this_ends(python: Path) -> None:
    """Remove what Windows lets go of, and leave the rest, this very program, to a shell."""
    shutil.rmtree(python, ignore_errors=True)
    # without /s the folder above goes only if nothing is left in it
    again = f'rmdir /s /q "{python}" & if not exist "{python}" (rmdir "{python.parent}" & exit)'
    subprocess.Popen(  # noqa: S603 - the path is the installation's own
        f'cmd.exe /d /c "for /l %i in (1,1,60) do (ping -n 2 127.0.0.1 >nul & {again})"',
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=str(python.parent.parent),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
