"""`xlhedge calc`: the functions in LibreOffice Calc."""

from pathlib import Path
from typing import Annotated

import typer


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


def remove() -> None:
    """Remove the functions from your LibreOffice."""
    from xlhedge.calc.install import uninstall

    print(uninstall())
