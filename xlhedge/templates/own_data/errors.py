"""What is said of data that cannot be used."""

from __future__ import annotations

from xlhedge.worksheet.errors import XlhedgeError

TWO_UNITS = "bring both into one, or the number of contracts is off by their rate."
SHOWN = 60  # characters of somebody else's text in a sentence of ours


class BadData(XlhedgeError):  # noqa: N818 - named by what is wrong
    """The data cannot be used as they are; the sentence says what would be."""


def excerpt(value: object) -> str:
    """Return what was found, in quotes, on one line and not too long."""
    text = str(value)
    return repr(text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}...")
