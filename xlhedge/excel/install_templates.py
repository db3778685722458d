r"""The template workbooks that the ribbon offers, in ``%LOCALAPPDATA%\xlhedge\templates``.

The folder is shared with the user: what we did not put there, and what was changed since, is
neither replaced nor removed.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from xlhedge.excel.install_record import sha256
from xlhedge.excel.linked_book import linked_book

TEMPLATES = "templates"  # the ribbon's menu looks for this folder


def packaged_templates() -> dict[str, bytes]:
    """Return the workbooks that this xlhedge was shipped with, by file name.

    Raises
    ------
    FileNotFoundError
        It was shipped with none.
    """
    shipped = resources.files("xlhedge") / "excel" / TEMPLATES
    checkout = Path(__file__).parents[2] / "workbooks"
    for folder in (shipped, checkout):
        if folder.is_dir():
            return {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(".xlsx")}
    raise FileNotFoundError("This xlhedge holds no template workbooks; its wheel is not whole.")


def templates_for(addin: Path) -> dict[str, bytes]:
    """Return the workbooks by file name, tied to the add-in at a path: none needs a repair."""
    return {name: linked_book(book, str(addin)) for name, book in packaged_templates().items()}


def untouched_templates(folder: Path, record: dict[str, str]) -> list[Path]:
    """Return the templates that are still as they were installed."""
    there = [folder / name for name in record if (folder / name).is_file()]
    return [path for path in there if sha256(path) == record[path.name]]
