"""The add-in as LibreOffice takes it: an extension (.oxt) with everything but numpy in it."""

from __future__ import annotations

import json
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import xlhedge
from xlhedge.calc.functions import MODULE, SERVICE, ArgumentKind, installed_methods, returns_table
from xlhedge.calc.typelib import type_library
from xlhedge.ooxml.packing import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlhedge.calc.functions import Method

IDENTIFIER = ".".join(MODULE)
_COMPONENT = "addin.py"

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="functions.rdb"
  manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="CalcAddIns.xcu"
  manifest:media-type="application/vnd.sun.star.configuration-data"/>
 <manifest:file-entry manifest:full-path="addin.py"
  manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
</manifest:manifest>
"""
_DESCRIPTION = f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
 <identifier value="{IDENTIFIER}"/>
 <version value="{xlhedge.__version__}"/>
 <display-name><name lang="en">Hedge ratios (xlhedge)</name></display-name>
 <publisher><name lang="en">The xlhedge authors</name></publisher>
</description>
"""


def write_extension(target: Path | str, methods: Iterable[Method] | None = None) -> Path:
    """Write the add-in as an .oxt file.

    Parameters
    ----------
    target : Path or str
        Where to write it.
    methods : iterable of Method, optional
        What it offers; by default every function of the catalogue.

    Returns
    -------
    Path
        The file.
    """
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(pack(dict(_files(methods))))
    return target


def unpack_extension(folder: Path, methods: Iterable[Method] | None = None) -> None:
    """Write the add-in as a folder, the form in which LibreOffice takes one without installing."""
    for name, content in _files(methods):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _files(methods: Iterable[Method] | None) -> Iterator[tuple[str, bytes]]:
    methods = installed_methods() if methods is None else sorted(set(methods))
    yield "META-INF/manifest.xml", _MANIFEST.encode()
    yield "description.xml", _DESCRIPTION.encode()
    yield "CalcAddIns.xcu", _configuration(methods).encode()
    yield "functions.rdb", type_library(methods)
    yield "functions.json", json.dumps(_table(methods), indent=0).encode()
    package = Path(__file__).parent.parent
    yield _COMPONENT, (package / "calc" / _COMPONENT).read_bytes()
    sources = [
        package / "__init__.py",
        package / "calc" / "__init__.py",
        package / "calc" / "values.py",
        *sorted((package / "core").rglob("*.py")),
        *sorted((package / "worksheet").rglob("*.py")),
    ]
    for source in sources:
        yield f"pythonpath/xlhedge/{source.relative_to(package).as_posix()}", source.read_bytes()


def _table(methods: Iterable[Method]) -> dict[str, object]:
    """Return what the component has to know before it can load anything."""
    return {
        "python": list(sys.version_info[:2]),
        "libraries": sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}),
        "methods": {m.name: [m.function, m.kinds, returns_table(m.function)] for m in methods},
    }


def _configuration(methods: Iterable[Method]) -> str:
    """Return CalcAddIns.xcu: the names, the descriptions and the arguments' help."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
            ' oor:name="CalcAddIns" oor:package="org.openoffice.Office">'
        ),
        '<node oor:name="AddInInfo">',
        f'<node oor:name="{SERVICE}" oor:op="replace"><node oor:name="AddInFunctions">',
    ]
    for method in methods:
        lines += _function(method)
    return "\n".join([*lines, "</node></node></node>", "</oor:component-data>", ""])


def _function(method: Method) -> Iterator[str]:
    entry = method.entry
    shown = method.full_name if method.is_variant else method.function
    yield f'<node oor:name="{method.name}" oor:op="replace">'
    yield _property("DisplayName", shown)
    yield _property("Description", entry.summary)
    yield '<prop oor:name="Category"><value>Add-In</value></prop>'
    yield _property("CompatibilityName", shown)
    yield '<node oor:name="Parameters">'
    for i, kind in enumerate(method.kinds):
        argument = entry.arguments[min(i, len(entry.arguments) - 1)]
        remark = " (A range of cells.)" if kind is ArgumentKind.RANGE else ""
        yield f'<node oor:name={quoteattr(f"a{i}")} oor:op="replace">'
        yield _property("DisplayName", argument.name)
        yield _property("Description", argument.help + remark)
        yield "</node>"
    yield "</node></node>"


def _property(name: str, text: str) -> str:
    value = f'<value xml:lang="en-US">{escape(text)}</value>'
    return f'<prop oor:name="{name}">{value}</prop>'
