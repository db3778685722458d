"""Reading numpydoc sections: the part of the format that our own docstrings use.

A general parser costs more at import than numpy does; `udfs` needs every argument's help at once.
"""

import inspect


def sections(doc: str) -> dict[str, list[str]]:
    """Return a docstring's lines by section; what stands before the first one is under ""."""
    found: dict[str, list[str]] = {"": []}
    title = ""
    for line in inspect.cleandoc(doc).splitlines():
        if line and not line.strip("-"):
            above = found[title].pop()
            title = above
            found[title] = []
        else:
            found[title].append(line)
    return found


def entries(lines: list[str]) -> list[tuple[str, str]]:
    """Return a section's entries: what stands at the margin, and the indented text below it."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line and not line[0].isspace():
            found.append((line, []))
        elif found:
            found[-1][1].append(line.strip())
    return [(head, " ".join(filter(None, text))) for head, text in found]


def paragraph(lines: list[str]) -> str:
    """Return a section's text on one line."""
    return " ".join(" ".join(lines).split())
