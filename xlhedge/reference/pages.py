"""The pages written into a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xlhedge.reference import html, markdown
from xlhedge.reference.page import page_of
from xlhedge.reference.search import in_order

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {"html": html, "md": markdown}


def write_pages(folder: Path, form: str = "html", workbooks: Path | None = None) -> list[Path]:
    """Write the function reference: an index, and a page a function.

    Parameters
    ----------
    folder : Path
        Where to; made if it is not there. Pages of the same names are replaced, all else stays.
    form : str
        "html" or "md".
    workbooks : Path, optional
        The folder of the template workbooks, which the pages then link to.

    Returns
    -------
    list of Path
        The files, the index first.
    """
    writer = FORMATS[form]

    def workbook(name: str) -> str | None:
        file = workbooks / f"{name}.xlsx" if workbooks else None
        if file is None or not file.is_file():
            return None
        try:
            return os.path.relpath(file.resolve(), folder.resolve()).replace(os.sep, "/")
        except ValueError:  # Windows: on another drive
            return file.resolve().as_uri()

    pages = [page_of(entry) for entry in in_order()]
    names = frozenset(page.name for page in pages)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {writer.INDEX: writer.index(pages)}
    texts |= {page.name + writer.ENDING: writer.page(page, workbook, names) for page in pages}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in texts]
