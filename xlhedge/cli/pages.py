"""`xlhedge render`: a workbook on paper."""

from pathlib import Path
from typing import Annotated

import typer


def render(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder for the pages.")],
    sheet: Annotated[list[str] | None, typer.Option(help="A sheet; all when omitted.")] = None,
) -> None:
    """Print a recomputed workbook as PDF and PNG pages, charts included (needs LibreOffice)."""
    from xlhedge.recalc.render import render as render_pages

    for page in render_pages(book, output, sheet):
        print(page)
