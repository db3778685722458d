"""What was perhaps meant: names and files near to one that is not there."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MOST_FILES = 2_000  # of a folder; a longer one is not looked through


def nearest(word: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Return the known names that are spelt most like a word, the nearest first; none if none is.

    Examples
    --------
    >>> nearest("farmr", ["About", "Farmer", "Checks"])
    ['Farmer']
    """
    spelt = {name.casefold(): name for name in names}
    beginning = [name for low, name in spelt.items() if word and low.startswith(word.casefold())]
    close = difflib.get_close_matches(word.casefold(), spelt, n=count, cutoff=0.65)
    return list(dict.fromkeys([*(spelt[low] for low in close), *beginning]))[:count]


def no_file(path: Path) -> str:
    """Return the sentence on a file that is not there, with the nearest one that is."""
    folder = path.parent
    if not folder.is_dir():
        return f"There is no file {path}: there is no folder {folder}."
    names = [one.name for _, one in zip(range(_MOST_FILES), folder.iterdir(), strict=False)]
    alike = [name for name in names if name.endswith(path.suffix)]
    near = nearest(path.name, alike if path.suffix else names)
    meant = f"; did you mean {' or '.join(str(folder / name) for name in near)}?" if near else "."
    return f"There is no file {path}{meant}"
