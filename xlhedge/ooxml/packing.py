"""Parts packed into a file, so that the same parts always give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def pack(parts: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
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
