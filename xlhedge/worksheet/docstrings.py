"""Reading and completing numpydoc sections: the part of the format that our docstrings use.

A general parser costs more at import than numpy does; `udfs` needs every argument's help at once.
"""

import inspect
import textwrap
from collections.abc import Iterable, Sequence

_ORDER = ("", "Parameters", "Returns", "Raises", "Notes", "References", "Examples")
_ERRORS = ("#N/A", "#DIV/0!", "#NUM!", "#VALUE!")
_WIDTH = 100


def sections(doc: str) -> dict[str, list[str]]:
    """Return a docstring's lines by section, in order; what stands before the first is under ""."""
    lines: dict[str, list[str]] = {title: [] for title in _ORDER}
    title = ""
    for line in inspect.cleandoc(doc).splitlines():
        if line and not line.strip("-"):
            title = lines[title].pop()
        else:
            lines[title].append(line)
    return lines


def entries(lines: list[str]) -> list[tuple[str, str]]:
    """Return a section's entries: what stands at the margin, and the indented text below it."""
    heads: list[tuple[str, list[str]]] = []
    for line in lines:
        if line and not line[0].isspace():
            heads.append((line, []))
        elif heads:
            heads[-1][1].append(line.strip())
    return [(head, " ".join(filter(None, text))) for head, text in heads]


def paragraph(lines: list[str]) -> str:
    """Return a section's text on one line."""
    return " ".join(" ".join(lines).split())


def whole_docstring(
    doc: str, arguments: Sequence[tuple[str, str, str]], errors: Iterable[tuple[str, str]]
) -> str:
    """Return a docstring with what the types of its arguments say: their help and their errors.

    Parameters
    ----------
    doc : str
        What a function says of itself. An entry of its own takes the place of the type's help;
        its own errors stand after those of the types.
    arguments : sequence of tuple
        Name, type in words and help of each argument, in order.
    errors : iterable of tuple
        Error values, each with the sentence on its cause; one that comes twice is said once.

    Examples
    --------
    >>> whole_docstring("Sum.", [("x", "one number", "What is added.")], []).splitlines()[-2:]
    ['x : one number', '    What is added.']
    """
    parts = sections(doc)
    own = {head.partition(" :")[0]: (head, text) for head, text in entries(parts["Parameters"])}
    of_types = {name: (f"{name} : {takes}", text) for name, takes, text in arguments}
    parts["Parameters"] = _written([*(of_types | own).values()])
    causes: dict[str, list[str]] = {code: [] for code in _ERRORS}
    for code, cause in [*errors, *entries(parts["Raises"])]:
        if cause not in causes[code]:
            causes[code].append(cause)
    parts["Raises"] = _written([(code, " ".join(texts)) for code, texts in causes.items() if texts])
    return "\n\n".join(
        f"{title}\n{'-' * len(title)}\n{text}" if title else text
        for title in _ORDER
        if (text := "\n".join(parts[title]).strip())
    )


def _written(of_section: Sequence[tuple[str, str]]) -> list[str]:
    """Return entries as a section's lines."""
    margin = " " * 4
    return [
        line
        for head, text in of_section
        for line in (
            head,
            *textwrap.wrap(
                text,
                _WIDTH,
                initial_indent=margin,
                subsequent_indent=margin,
                break_long_words=False,
                break_on_hyphens=False,
            ),
        )
    ]
