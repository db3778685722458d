"""A file that cannot be used."""

from __future__ import annotations

from xlhedge.worksheet.errors import XlhedgeError


class BadBook(XlhedgeError):  # noqa: N818 - named by what is wrong
    """The file, an input or the place to write to cannot be used as it is."""

    exit_code = 2
