"""`xlhedge template`: a fresh workbook."""

from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli.common import need


def template(
    name: Annotated[
        str | None, typer.Argument(help="Which one; all are listed if omitted.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; NAME.xlsx if omitted.")
    ] = None,
    macro_enabled: Annotated[
        bool, typer.Option(help="As .xlsm that carries the functions inside, for Excel on Windows.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write a fresh template workbook, recomputed and ready to fill in."""
    from xlhedge import templates
    from xlhedge.recalc import recalculate
    from xlhedge.recalc.saving import save

    if name is None:
        print("\n".join(templates.NAMES))
        return
    need(name in templates.NAMES, f"there is no template {name!r}", templates.NAMES)
    target = output or Path(f"{name}.xlsm" if macro_enabled else f"{name}.xlsx")
    need(
        force or not target.exists(),
        f"{target} exists",
        ["another -o FILE", "--force to replace it"],
    )
    book = recalculate(templates.build(name)).to_bytes()
    if macro_enabled:
        from xlhedge.excel.macro_book import macro_book

        book = macro_book(book)
    save(book, target)
    print(f"{target} written.")
