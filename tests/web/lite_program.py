"""Runs a workbook's main.py and calls its functions, in Pyodide or in any other Python."""

import importlib.util
import json
import platform
import sys
import types


async def run(job):
    """Return, as JSON, what main.py offers and what Excel gets of every call."""
    sys.path[:0] = job["paths"]
    import xlwings
    from xlwings.pro.udfs_officejs import custom_functions_call, custom_functions_meta

    main = types.ModuleType("main")
    before, use, after = job["main"].partition("from xlhedge.udfs import")
    exec(compile(before, "main.py", "exec"), main.__dict__)  # noqa: S102 - as the add-in does
    if job["without_numpy"]:
        _leave_out(job["modules"])
    exec(compile(use + after, "main.py", "exec"), main.__dict__)  # noqa: S102 - as above
    request = {"client": "Office.js", "runtime": "1.4", "version": xlwings.__version__}
    request |= {"date_format": None, "culture_info_name": None}
    results = [
        await custom_functions_call(request | {"func_name": name, "args": cells}, main)
        for name, cells in job["calls"]
    ]
    return json.dumps(
        {
            "python": platform.python_version(),
            "xlhedge": sys.modules["xlhedge"].__file__,
            "functions": [f["name"] for f in custom_functions_meta(main)["functions"]],
            "results": results,
        }
    )


def _leave_out(modules):
    """Cut the catalogue down to modules that can be imported, and so described, without numpy."""
    from xlhedge.worksheet.index import MODULE_OF

    assert importlib.util.find_spec("numpy") is None
    for name in [name for name, module in MODULE_OF.items() if module not in modules]:
        del MODULE_OF[name]
