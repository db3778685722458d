"""What of xlwings and its Server is used beyond their manuals: named, so that a release tells.

The licence key of the tests lets their modules be imported, so a process of its own looks.
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from required import missing

LOOK = """
import inspect, json, sys
from xlhedge.web.server_adapter import spare_the_search, xlwings_server
spare_the_search()
main = xlwings_server()
libraries = ["matplotlib", "pandas", "PIL", "plotly", "polars"]
loaded = [name for name in libraries if name in sys.modules]
import pandas, xlwings.server
from xlwings_server import dependencies
from xlwings_server.auth.entraid import jwks
from xlwings_server.templates import templates
takes = lambda f: list(inspect.signature(f).parameters)
print(json.dumps({
    "custom_functions_call": takes(xlwings.server.custom_functions_call),
    "authenticate": takes(dependencies.authenticate),
    "get_user": takes(dependencies.get_user),
    "get_jwks_json": takes(jwks.get_jwks_json),
    "main": [type(main.app).__name__, callable(main.main_app)],
    "globals": type(templates.env.globals).__name__,
    "licence": xlwings.LicenseError.__name__,
    "asynchronous": [inspect.iscoroutinefunction(f) for f in (
        xlwings.server.custom_functions_call, dependencies.authenticate, dependencies.get_user,
        jwks.get_jwks_json)],
    "loaded": loaded,
    "searched": [n for n in ("pyodide", "pyodide.ffi") if sys.modules.get(n, 1) is not None],
}))
"""


@pytest.fixture(scope="module")
def inside():
    """How the parts that the adapter uses are made in the versions installed here."""
    if importlib.util.find_spec("xlwings_server") is None:
        missing("xlwings Server, of the extra `server`")
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=os.environ | {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_call_is_computed_by_a_request_and_a_module(inside):
    """`custom_functions_call` takes the request's data and the module, and is awaited."""
    assert inside["custom_functions_call"][:2] == ["data", "module"]
    assert inside["asynchronous"][0]


def test_a_caller_is_known_by_a_token_and_its_provider(inside):
    """`authenticate` takes two texts, `get_user` the request and what came of it; both awaited."""
    assert len(inside["authenticate"]) == 2
    assert len(inside["get_user"]) == 2
    assert inside["asynchronous"][1:3] == [True, True]


def test_no_cell_looks_for_pyodide(inside):
    """What xlwings would try to import once a cell is marked as absent."""
    assert inside["searched"] == []


def test_libraries_that_no_function_needs_are_not_loaded(inside):
    """What xlwings would convert is left alone, seconds of the start; it can be imported later."""
    assert inside["loaded"] == []


def test_keys_are_given_by_one_function(inside):
    """`get_jwks_json` takes nothing and is awaited; tests hand keys over in its place."""
    assert inside["get_jwks_json"] == []
    assert inside["asynchronous"][3]


def test_the_application_and_its_templates(inside):
    """`main.app` takes middleware, `main.main_app` is what runs, templates have global names."""
    assert inside["main"] == ["FastAPI", True]
    assert inside["globals"] == "dict"


def test_a_missing_licence_has_its_name(inside):
    """`LicenseError` is what xlwings raises for a key that is missing or not valid."""
    assert inside["licence"] == "LicenseError"


FRONT = {
    "js/utils.js": ["globalThis.xwRequest = request"],
    "js/custom-functions/custom-functions-code.js": [
        "await globalThis.xwRequest.post(",  # one request a call, through what main.js replaces
        "const resultCache = new Map()",  # emptied where blanks turn out to be zeros
        "const { result, script } = response.data",
        "error.response.status",
        "globalThis.getAuth()",
    ],
}


@pytest.mark.parametrize("name", FRONT)
def test_what_our_script_takes_the_place_of_in_the_browser(name):
    """main.js stands between xlwings' front and the network: the names that it uses are there."""
    spec = importlib.util.find_spec("xlwings_server")
    if spec is None:
        missing('xlwings Server: pip install "xlhedge[server]"')
    text = (Path(spec.origin).parent / "static" / name).read_text()
    for used in FRONT[name]:
        assert used in text, used
