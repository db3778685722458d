"""The templates that ship: each is a folder with a `book.toml`, and exists by lying here."""

from __future__ import annotations

from importlib import resources

_FOLDERS = sorted(
    (entry for entry in resources.files("xlhedge.templates").iterdir() if entry.is_dir()),
    key=lambda folder: folder.name,
)


def _with(file: str) -> tuple[str, ...]:
    """Return the names of the templates whose folder has a file."""
    folders = [folder for folder in _FOLDERS if folder.joinpath(file).is_file()]
    return tuple(folder.name.replace("_", "-") for folder in folders)


NAMES = _with("book.toml")
SAMPLES = _with("sample.py")  # its sample prices are computed


def description_text(name: str) -> str:
    """Return the description of a template, in TOML.

    Raises
    ------
    ValueError
        There is no such template.
    """
    if name not in NAMES:
        raise ValueError(f"name is {name!r}; there are {', '.join(NAMES)}.")
    folder = resources.files("xlhedge.templates").joinpath(name.replace("-", "_"))
    return folder.joinpath("book.toml").read_text(encoding="utf-8")
