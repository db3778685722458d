"""Office packages: taken apart, and written so that the same parts always give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def parts_of(xlsx: bytes, needed: Iterable[str]) -> dict[str, bytes]:
    """Return a workbook's parts by name.

    Raises
    ------
    ValueError
        It is no zip archive, or a part that is needed is missing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except zipfile.BadZipFile as trouble:
        raise ValueError("The file is no .xlsx workbook: it is no zip archive.") from trouble
    missing = set(needed) - set(parts)
    if missing:
        raise ValueError(f"The file is no .xlsx workbook: {', '.join(sorted(missing))} is missing.")
    return parts


def package(parts: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """Return a zip file with these parts in this order, all of the same old date.

    Parameters
    ----------
    parts : mapping
        Content by name.
    compressed : bool
        Stored parts give the same bytes with every version of zlib.
    """
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = method
            info.create_system = 0  # or the machine that built it would show
            archive.writestr(info, content)
    return buffer.getvalue()
