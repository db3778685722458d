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
    return f"python -m pip install {' '.join(_packages(extra))}"


def _packages(extra: str) -> list[str]:
    mark = re.compile(rf"; extra == ['\"]{extra}['\"]$")
    packages: list[str] = []
    for line in importlib.metadata.requires("xlhedge") or []:
        requirement, is_of_extra = mark.subn("", line)
        if own := _OWN.match(requirement):  # an extra within this one
            if is_of_extra:
                packages += [package for name in own[1].split(",") for package in _packages(name)]
        elif is_of_extra:
            packages.append(f'"{requirement.strip()}"')
    return packages
