"""Texts to look for, in which ``?`` and ``*`` stand for any letters and ``~`` takes that away."""

from __future__ import annotations

import functools
import re

_MARK = re.compile(r"~(.?)|([*?])", re.DOTALL)


def has_wildcards(text: str) -> bool:
    """Whether a text holds ``?``, ``*`` or an escape."""
    return _MARK.search(text) is not None


def unescaped(text: str) -> str:
    """Return a text without the ``~`` before ``?``, ``*`` and ``~``."""
    return re.sub(r"~(.?)", r"\1", text, flags=re.DOTALL)


@functools.lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """Return the expression that finds what a text with wildcards stands for, in any case."""
    out, end = [], 0
    for mark in _MARK.finditer(text):
        out.append(re.escape(text[end : mark.start()]))
        # "~" before any letter is not looked for itself
        out.append({"*": ".*", "?": "."}.get(mark[2] or "", re.escape(mark[1] or "")))
        end = mark.end()
    out.append(re.escape(text[end:]))
    return re.compile("".join(out), re.IGNORECASE | re.DOTALL)
