"""`xlhedge calc`: the functions in LibreOffice Calc."""

from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli.common import AsJson, Quiet, print_answer


def build(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The extension.")
    ] = Path("xlhedge.oxt"),
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write the Calc add-in as a LibreOffice extension file."""
    from xlhedge.calc.extension import write_extension

    written = str(write_extension(output))
    line = f"{written} written; `xlhedge calc install` installs it for you."
    print_answer({"written": written}, line, as_json=as_json, quiet=quiet)


def add(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Install the functions in your LibreOffice."""
    from xlhedge.calc.install import install

    done = install()
    print_answer({"done": done}, done, as_json=as_json, quiet=quiet)


def status(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Say whether the functions are in your LibreOffice, and which version."""
    from xlhedge.calc.status import status as status_now

    now = status_now()
    well = now.exit_code == 0
    print_answer(now.as_json(), str(now), as_json=as_json, quiet=quiet and well)
    raise typer.Exit(now.exit_code)


def remove(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Remove the functions from your LibreOffice."""
    from xlhedge.calc.install import uninstall

    done = uninstall()
    print_answer({"done": done}, done, as_json=as_json, quiet=quiet)
