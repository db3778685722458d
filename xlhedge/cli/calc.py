"""`xlhedge calc`: the functions in LibreOffice Calc."""

import json
from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli.common import AsJson, Quiet


def build(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file.")] = Path("xlhedge.oxt"),
) -> None:
    """Write the Calc add-in as a LibreOffice extension file."""
    from xlhedge.calc.extension import write_extension

    print(f"{write_extension(output)} written; `xlhedge calc install` installs it for you.")


def add() -> None:
    """Install the functions in your LibreOffice."""
    from xlhedge.calc.install import install

    print(install())


def status(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Say whether the functions are in your LibreOffice, and which version."""
    from xlhedge.calc.status import status as status_now

    now = status_now()
    if as_json:
        print(json.dumps(now.as_json(), indent=2))
    elif not (quiet and now.exit_code == 0):
        print(now)
    raise typer.Exit(now.exit_code)


def remove() -> None:
    """Remove the functions from your LibreOffice."""
    from xlhedge.calc.install import uninstall

    print(uninstall())
