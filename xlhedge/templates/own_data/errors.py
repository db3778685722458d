"""What is said of data that cannot be used."""

from __future__ import annotations

SHOWN = 60  # characters of somebody else's text in a sentence of ours


class BadData(Exception):  # noqa: N818 - named by what is wrong
    """The data cannot be used as they are; the sentence says what would be."""

    exit_code = 2


def quoted(value: object) -> str:
    """Return what was found, in quotes, on one line and not too long."""
    text = str(value)
    return repr(text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}...")
