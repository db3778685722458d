"""Runs in LibreOffice's own Python: opens a macro workbook and calls its VBA functions.

One JSON request a line on standard input, one JSON answer a line on standard output.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

ALWAYS_RUN_MACROS = 4


def connect(pipe):
    """Return the desktop of the LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    for _ in range(600):
        try:
            context = resolver.resolve(address)
        except Exception:  # noqa: BLE001 - UNO has many ways to say not yet
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    raise TimeoutError("LibreOffice does not listen.")


def open_book(desktop, url, filter_name):
    """Open a workbook, its macros allowed."""
    options = {
        "Hidden": True, "MacroExecutionMode": ALWAYS_RUN_MACROS, "FilterName": filter_name
    }  # fmt: skip
    wanted = tuple(PropertyValue(name, 0, value, 0) for name, value in options.items())
    return desktop.loadComponentFromURL(url, "_blank", 0, wanted)


def call(book, macro, arguments):
    """Run a function of the workbook's VBA project."""
    name = f"vnd.sun.star.script:{macro}?language=Basic&location=document"
    script = book.getScriptProvider().getScript(name)
    return script.invoke(tuple(map(rows, arguments)), (), ())[0]


def cell(book, address, content):
    """Write a value or a formula into a cell of the first sheet; return what it shows."""
    place = book.Sheets.getByIndex(0).getCellRangeByName(address)
    place.setFormula(content)
    return place.getString()


def rows(value):
    """Return JSON's lists as the tuples that UNO knows, and numbers as cells hold them."""
    if isinstance(value, list):
        return tuple(map(rows, value))
    return float(value) if type(value) is int else value


def main(pipe):
    """Answer requests until there are no more."""
    desktop = connect(pipe)
    book = None
    print(json.dumps({"done": "ready"}), flush=True)  # noqa: T201 - the answer
    for line in sys.stdin:
        verb, *rest = json.loads(line)
        try:
            if verb == "open":
                book = open_book(desktop, *rest)
                done = list(book.BasicLibraries.ElementNames)
            elif verb == "modules":
                done = list(book.BasicLibraries.getByName(rest[0]).ElementNames)
            elif verb == "cell":
                done = cell(book, *rest)
            elif verb == "end":
                done = desktop.terminate()
            else:
                done = call(book, *rest)
            answer = {"done": done}
        except Exception as error:  # noqa: BLE001 - the test wants to read it
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, default=str), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main(sys.argv[1])
