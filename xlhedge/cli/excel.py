"""`xlhedge addin | install | uninstall | doctor | status`: Excel for Windows."""

from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli.common import AsJson, DryRun, Quiet, need, print_answer


def build(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The add-in to write.")
    ] = Path("install/xlhedge.xlam"),
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write the Excel add-in: the wrappers of all functions, and the ribbon."""
    from xlhedge.excel.addin import write_addin

    need(output.parent.is_dir(), f"there is no folder {output.parent}", ["-o FILE"])
    write_addin(output)
    print_answer({"written": str(output)}, f"{output} written.", as_json=as_json, quiet=quiet)


def sbom(
    wheels: Annotated[Path, typer.Option(metavar="FOLDER", help="The wheels to install from.")],
    addin: Annotated[Path, typer.Option(metavar="FILE", help="The add-in, signed or not.")] = Path(
        "install/xlhedge.xlam"
    ),
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write.")
    ] = Path("install"),
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write a bill of materials (CycloneDX) and the packages' licences, for an IT department."""
    from xlhedge.excel.software_bill import BILL, LICENCES, software_bill
    from xlhedge.ooxml.errors import BadBook

    need(addin.is_file(), f"there is no {addin}", ["--addin FILE"])
    need(output.is_dir(), f"there is no folder {output}", ["-o FOLDER"])
    try:
        texts = software_bill(addin, wheels)
    except ValueError as error:
        raise BadBook(str(error)) from error
    for name, text in zip((BILL, LICENCES), texts, strict=True):
        (output / name).write_text(text, encoding="utf-8")
    written = [str(output / name) for name in (BILL, LICENCES)]
    lines = [f"{name} written." for name in written]
    print_answer({"written": written}, *lines, as_json=as_json, quiet=quiet)


def install(
    wheels: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The packages, as wheels; then no network is used."),
    ] = None,
    addin: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An xlhedge.xlam that you signed.")
    ] = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Install the Excel add-in for you, without an administrator (Windows)."""
    files = [("--wheels", wheels), ("--addin", addin)]
    options = [text for option, path in files if path for text in (option, str(path))]
    _keep_excel("install", *options, dry_run=dry_run, quiet=quiet, as_json=as_json)


def uninstall(dry_run: DryRun = False, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Remove the Excel add-in and all else that `install` brought (Windows)."""
    _keep_excel("uninstall", dry_run=dry_run, quiet=quiet, as_json=as_json)


def doctor(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Say what keeps the Excel add-in from working, and what to do about it (Windows)."""
    _keep_excel("doctor", quiet=quiet, as_json=as_json)


def status(quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Say what of the Excel add-in is installed (Windows)."""
    _keep_excel("status", quiet=quiet, as_json=as_json)


def _keep_excel(*words: str, **flags: bool) -> None:
    """Hand over to the program that also runs in a Python with nothing installed."""
    from xlhedge.excel import install_main

    options = {"dry_run": "--dry-run", "quiet": "--quiet", "as_json": "--json"}
    switches = [options[name] for name, is_set in flags.items() if is_set]
    raise typer.Exit(install_main.main([*words, *switches]))
