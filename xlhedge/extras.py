"""How to install what is missing: the packages of an optional extra, by their own names.

Nobody is told to install `xlhedge` by name: on a package index the name is not ours yet.
"""

import importlib.metadata
import re

_OWN = re.compile(r"xlhedge\[([\w,-]+)\]")


def install_command(extra: str) -> str:
    """Return the command that installs the packages of an extra.

    Parameters
    ----------
    extra : str
        As pyproject.toml calls it: ``desk``.

    Examples
    --------
    >>> install_command("models")
    'python -m pip install "arch>=7.2"'
    """
    return "python -m pip install " + " ".join(f'"{package}"' for package in packages(extra))


def packages(extra: str) -> list[str]:
    """Return an extra's packages as pip takes them; "" are those that are needed always."""
    mark = re.compile(rf"; extra == ['\"]{extra}['\"]$" if extra else r"^(?!.*; extra ==)")
    names: list[str] = []
    for line in importlib.metadata.requires("xlhedge") or []:
        requirement, is_of_extra = mark.subn("", line)
        if own := _OWN.match(requirement):  # an extra within this one
            if is_of_extra:
                names += [package for name in own[1].split(",") for package in packages(name)]
        elif is_of_extra:
            names.append(requirement.strip())
    return names
