"""Texts to look for, in which ``?`` and ``*`` stand for any letters and ``~`` takes that away."""

from __future__ import annotations

import functools
import re

_MARK = re.compile(r"~([~*?])|([*?])")


def has_wildcards(text: str) -> bool:
    """Whether a text holds ``?``, ``*`` or an escape."""
    return _MARK.search(text) is not None


def unescaped(text: str) -> str:
    """Return a text without the ``~`` before ``?``, ``*`` and ``~``."""
    return re.sub(r"~([~*?])", r"\1", text)


@functools.lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """Return the expression that finds what a text with wildcards stands for, in any case."""
    out, end = [], 0
    for mark in _MARK.finditer(text):
        out.append(re.escape(text[end : mark.start()]))
        out.append(re.escape(mark[1]) if mark[1] else ".*" if mark[2] == "*" else ".")
        end = mark.end()
    out.append(re.escape(text[end:]))
    return re.compile("".join(out), re.IGNORECASE | re.DOTALL)
