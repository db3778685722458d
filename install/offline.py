"""Makes the folder that an IT department installs from, without a network on the users' machines.

    python install/offline.py FOLDER [--python FILE] [--wheels-from FOLDER] [--addin FILE]

Run it in a checkout, with the network and pip 23 or later, on any system. In FOLDER, which must be
new or empty, come `install.ps1`, `uninstall.ps1`, the add-in, `wheels` (those of wheels.txt, each
held to its hash, and xlhedge's own, made of this checkout), a bill of materials and the packages'
licences. FILE is python.org's embeddable Python for 64-bit Windows, as downloaded
(python-3.12.x-embed-amd64.zip). With --wheels-from nothing is downloaded: the wheels are taken from
a folder, by the same hashes. --addin takes an add-in that you signed.

Exit codes: 0 done; 2 not possible, with the reason, and FOLDER is as it was.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
EMBEDDABLE = re.compile(r"python-3\.12\.\d+-embed-amd64\.zip")
FOR_WINDOWS = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.12")


class OfflineError(Exception):
    """What keeps the folder from being made, in a sentence."""


def pip(*words: str | Path) -> None:
    """Run pip, or say what it said last."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pip
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        raise OfflineError(f"pip {words[0]} failed: {lines[-1].removeprefix('ERROR: ')}")


def fill(folder: Path, embeddable: Path | None, wheels_from: Path | None, addin: Path) -> None:
    """Put everything into an empty folder."""
    sys.path.insert(0, str(CHECKOUT))  # the checkout, whatever is installed
    from xlhedge.excel.software_bill import BILL, LICENCES, software_bill

    wheels = folder / "wheels"
    source = ["--no-index", "--find-links", wheels_from] if wheels_from else []
    pins = CHECKOUT / "install" / "wheels.txt"
    hashes = ["--no-deps", "--require-hashes", "--requirement", pins]
    pip("download", "--quiet", *FOR_WINDOWS, *hashes, *source, "--dest", wheels)
    # A backend that is there needs no network, and no environment of its own.
    own = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    pip("wheel", "--quiet", "--no-deps", *own, "--wheel-dir", wheels, CHECKOUT)
    if embeddable:
        shutil.copy(embeddable, wheels)
    for script in ("install.ps1", "uninstall.ps1"):
        shutil.copy(CHECKOUT / "install" / script, folder)
    shutil.copy(addin, folder / "xlhedge.xlam")
    for name, text in zip((BILL, LICENCES), software_bill(addin, wheels), strict=True):
        (folder / name).write_text(text, encoding="utf-8")


def make(options: argparse.Namespace) -> None:
    """Make the folder whole, or leave it as it was."""
    folder, embeddable = options.folder, options.python
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OfflineError(f"{folder} is not empty; name a new folder")
    for path in (embeddable, options.addin):
        if path and not path.is_file():
            raise OfflineError(f"there is no file {path}")
    if embeddable and not EMBEDDABLE.fullmatch(embeddable.name):
        raise OfflineError(
            f"{embeddable.name} is not python.org's embeddable Python 3.12 for 64-bit Windows; its "
            "name is python-3.12.x-embed-amd64.zip"
        )
    if options.wheels_from and not options.wheels_from.is_dir():
        raise OfflineError(f"there is no folder {options.wheels_from}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as half:
        whole = Path(half) / folder.name
        whole.mkdir()
        fill(whole, embeddable, options.wheels_from, options.addin)
        if folder.exists():
            folder.rmdir()  # it is empty
        whole.rename(folder)


def main(words: list[str] | None = None) -> int:
    """Read the words, make the folder, say what was made."""
    about, *_ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=about)
    add = functools.partial(parser.add_argument, type=Path)
    add("folder", metavar="FOLDER", help="a new or empty folder: all comes there")
    add(
        "--python",
        metavar="FILE",
        help="python.org's embeddable Python for 64-bit Windows, as "
        "downloaded: python-3.12.x-embed-amd64.zip; without it the users need Python 3.12",
    )
    add("--wheels-from", metavar="FOLDER", help="take the packages from there, not the network")
    add(
        "--addin",
        metavar="FILE",
        default=CHECKOUT / "install" / "xlhedge.xlam",
        help="the add-in that you signed, in place of this checkout's",
    )
    options = parser.parse_args(words)
    try:
        make(options)
    except (OfflineError, OSError) as error:
        print(f"{error}. Nothing was made.", file=sys.stderr)
        return 2
    print(f"{options.folder} is ready: run install.ps1 in it, or hand it to who distributes it.")
    if not options.python:
        print(
            "It holds no Python: the users need Python 3.12 from python.org. With --python "
            "python-3.12.x-embed-amd64.zip they need nothing."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
