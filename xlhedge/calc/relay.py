"""The way into a LibreOffice: runs in its own Python, beside it, and loads `driver.py` into it.

Started by `office.Session` with the name of the pipe. Takes one request a line on its standard
input and gives one answer a line on its standard output, both JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import NamedValue
from com.sun.star.connection import NoConnectException

_DRIVER = "org.xlhedge.calc.Driver"


def _connect(pipe: str) -> Any:
    """Return LibreOffice's context; who started us ends us if it never comes up."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.05)


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _driver(context: Any) -> Any:
    """Return the driver, an object of the Python inside LibreOffice."""
    source = uno.systemPathToFileUrl(str(Path(__file__).with_name("driver.py")))
    factory = _service(context, "com.sun.star.loader.Python").activate(_DRIVER, "", source, None)
    return factory.createInstanceWithContext(context)


def main() -> None:
    """Hand requests over until the input ends, or ask LibreOffice to end."""
    context = _connect(sys.argv[1])
    driver = _driver(context)
    print(json.dumps({"done": "ready"}), flush=True)  # noqa: T201 - the way to answer
    for line in sys.stdin:
        if json.loads(line)[0] == "end":
            _service(context, "com.sun.star.frame.Desktop").terminate()
            return
        try:
            answer = driver.execute((NamedValue("request", line),))
        except Exception as error:  # noqa: BLE001 - the client shows it
            answer = json.dumps({"failed": f"{type(error).__name__}: {error}"})
        print(answer, flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
