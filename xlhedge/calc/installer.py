"""LibreOffice's own installer of extensions, unopkg, and why it did not do what was asked."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from xlhedge.calc.program import OfficeError, environment

if TYPE_CHECKING:
    from xlhedge.calc.program import Program

_TIME_LIMIT = 120.0  # seconds; about 3 are needed
_PREFIX = re.compile(r"^ERROR: (?:Exception occurred: )?")
_PLACE = re.compile(r" at \./\S+:\d+$")  # a line of LibreOffice's own source

# What unopkg says (LibreOffice 7.4), and what it means for the person who runs this.
_REASONS = (
    (
        re.compile(r"as root without --shared"),
        """LibreOffice installs nothing for root alone. Run this as the person who uses Calc,
        without sudo; or for everybody on this machine: xlhedge calc build -o xlhedge.oxt, then
        unopkg add --shared xlhedge.oxt.""",
    ),
    (
        re.compile(r"lock file[^:]*:\s*(?P<what>\S.*)", re.DOTALL),
        """LibreOffice is running, or left its lock file after a crash. Close LibreOffice, its quick
        starter included; where it is not running, delete {what}. Then try again.""",
    ),
    (
        re.compile(r"no such extension deployed"),
        "The hedge functions are not in this LibreOffice; xlhedge calc install puts them there.",
    ),
    (
        re.compile(r"could not be created|[Aa]ccess denied|[Pp]ermission denied|read-only"),
        """LibreOffice cannot write to the profile of this account: see that its folder (in your
        home folder, .config/libreoffice) is yours and not full or write-protected, then try
        again.""",
    ),
)


class NoAddinError(OfficeError):
    """The add-in is not among the extensions of this LibreOffice."""


def run_unopkg(program: Program, *arguments: str) -> str:
    """Run unopkg and return what it printed.

    Raises
    ------
    NotInstalledError
        It was asked for an extension that is not there.
    OfficeError
        It is missing, did not end, or failed; the sentence says why and what to do.
    """
    command = next(
        (
            path
            for name in ("unopkg", "unopkg.com", "unopkg.exe")
            if (path := program.soffice.parent / name).is_file()
        ),
        None,
    )
    if command is None:
        raise OfficeError(f"The LibreOffice in {program.soffice.parent} has no program unopkg.")
    try:
        done = subprocess.run(  # noqa: S603 - LibreOffice's own installer
            [command, *arguments],
            env=environment(program.python),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OfficeError(
            f"unopkg did not end within {_TIME_LIMIT:g} seconds. Close LibreOffice, its quick "
            "starter included, and try again."
        ) from None
    if done.returncode:
        raise _failure((done.stderr or done.stdout).strip(), done.returncode)
    return done.stdout


def _failure(output: str, code: int) -> OfficeError:
    """Return why unopkg failed, as a person can use it."""
    for pattern, sentence in _REASONS:
        if match := pattern.search(output):
            kind = NoAddinError if "deployed" in pattern.pattern else OfficeError
            return kind(" ".join(sentence.split()).format(**match.groupdict()))
    lines = [_PLACE.sub("", _PREFIX.sub("", line)) for line in output.splitlines() if line.strip()]
    reasons = [line for line in lines if line != "unopkg failed."]
    return OfficeError(
        f"unopkg failed: {'; '.join(reasons) or f'exit code {code}'}. Close LibreOffice, its quick "
        "starter included, and try again."
    )
