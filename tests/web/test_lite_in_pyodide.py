"""The code inside a workbook for xlwings Lite, run as the add-in runs it.

The add-in is Pyodide in Excel's browser; here it is Pyodide in Node, with the code that a workbook
carries, or the wheel of this checkout, and xlwings' real front door for custom functions. npm has
Pyodide without its packages, and neither npm nor PyPI has numpy for it: there the functions run
that need none, and all of them run, out of the same main.py, in the Python of the tests.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings
from required import missing

from xlhedge.web import lite, lite_code
from xlhedge.worksheet import CATALOGUE, ExcelError
from xlhedge.worksheet.index import MODULE_OF

HERE = Path(__file__).parent
NODE_FOLDER = Path(os.environ.get("XLHEDGE_NODE", Path.home() / ".cache" / "xlhedge-node"))
PYODIDES = ("0.27.5", "314.0.7")

IMPORTED_WITHOUT_NUMPY = [
    "collars", "commodity", "contracts", "currency", "explain", "outcome", "rates", "value",
]  # fmt: skip
COMPUTED_WITHOUT_NUMPY = [
    "CIP_BASIS", "COLLAR_CEILING", "COLLAR_FLOOR", "COLLAR_NET_PRICE", "CRACK_HEDGE_CONTRACTS",
    "CRACK_SPREAD", "CRUSH_SPREAD", "DURATION_HEDGE_CONTRACTS", "DV01_HEDGE_CONTRACTS",
    "EFFECTIVE_PRICE", "EXPECTED_PRICE", "FORWARD_PRICE", "FUTURES_CONTRACTS", "FUTURES_PNL",
    "FX_FORWARD_RATE", "FX_OPTION_HEDGE", "HEDGE_COST", "HEDGE_EXPLAIN", "HEDGE_PROFILE",
    "HEDGE_RATIO", "HEDGE_STATUS", "MONEY_MARKET_HEDGE", "REBALANCE_CONTRACTS",
    "UNHEDGED_EXPOSURE", "YIELD_RISK_HEDGE_RATIO",
]  # fmt: skip

ERROR_TYPES = {"#DIV/0!": "Div0", "#N/A": "NotAvailable", "#NUM!": "Num", "#VALUE!": "Value"}
ANY_ERROR = {"type": "Error", "errorType": "NotAvailable", "basicValue": "#N/A"}
REPLACEMENTS = (None, ExcelError("#N/A"), "text", True, 0.0, -2.5, 1e300)


def situations(name):
    """Yield a function's calls: its example, and the example with one argument replaced."""
    entry = CATALOGUE[name]
    yield entry.example
    for position in range(len(entry.example)):
        argument = entry.arguments[min(position, len(entry.arguments) - 1)]
        for value in REPLACEMENTS:
            changed = copy.deepcopy(entry.example)
            changed[position] = [[value]] if argument.reader.is_range else value
            yield changed
        if isinstance(entry.example[position], list):
            changed = copy.deepcopy(entry.example)
            changed[position][-1][-1] = None  # a gap at the end of a range
            yield changed


def sent(name, arguments):
    """Return a call's arguments as Excel sends them: blocks of cells, all repeated ones in one."""
    cells = [[[*map(cell_sent, row)] for row in rows(argument)] for argument in arguments]
    fixed = [a for a in CATALOGUE[name].arguments if not a.repeats]
    if len(fixed) == len(CATALOGUE[name].arguments):
        return cells + [None] * (len(fixed) - len(cells))
    return [*cells[: len(fixed)], cells[len(fixed) :]]


def rows(value):
    """Return an argument as rows of cells."""
    return value if isinstance(value, list) else [[value]]


def cell_sent(cell):
    """Return a cell as Excel sends it."""
    return ANY_ERROR if isinstance(cell, ExcelError) else cell


def cell_shown(cell):
    """Return a cell of the catalogue's answer as Excel is told it, ready to compare."""
    if isinstance(cell, ExcelError):
        return {"type": "Error", "errorType": ERROR_TYPES[cell.code]}
    return pytest.approx(cell, rel=1e-9, abs=1e-12) if isinstance(cell, float) else cell


def examples(name):
    """Yield a function's one call that is enough where all situations are tried elsewhere."""
    yield CATALOGUE[name].example


def check(names, ran, calls_of=situations):
    """Compare what came out with what the catalogue itself answers here."""
    calls = [(name, arguments) for name in names for arguments in calls_of(name)]
    assert len(ran) == len(calls)
    for (name, arguments), got in zip(calls, ran, strict=True):
        expected = rows(CATALOGUE[name](*arguments))
        wanted = [[cell_shown(cell) for cell in row] for row in expected]
        assert got == wanted, f"{name}{tuple(arguments)}"


def job(names, main, calls_of=situations, **more):
    """Return what the runner is asked: main.py of a workbook, and calls."""
    calls = [[name, sent(name, arguments)] for name in names for arguments in calls_of(name)]
    return {"main": main, "calls": calls, "program": str(HERE / "lite_program.py"), **more}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder with xlwings alone: the tests' other packages are of another machine."""
    folder = tmp_path_factory.mktemp("packages")
    ignored = shutil.ignore_patterns("*.so", "*.dll", "*.pyd", "__pycache__", "*.xla*", "html")
    shutil.copytree(Path(xlwings.__file__).parent, folder / "xlwings", ignore=ignored)
    return folder


def test_the_modules_named_here_hold_the_functions_named_here():
    """The lists of this test are in step with the catalogue."""
    assert set(IMPORTED_WITHOUT_NUMPY) <= set(MODULE_OF.values())
    assert {MODULE_OF[name] for name in COMPUTED_WITHOUT_NUMPY} <= set(IMPORTED_WITHOUT_NUMPY)


def test_the_oldest_pyodide_tried_is_the_one_that_workbooks_name():
    """What a workbook asks the add-in for is what is run here."""
    assert PYODIDES[0] == lite.PYODIDE


@pytest.mark.parametrize("version", PYODIDES)
def test_main_runs_in_pyodide_where_numpy_is_absent_for_the_25_functions_that_need_none(
    version, packages
):
    """Values, blanks, texts and errors come out of Pyodide as the catalogue has them."""
    if shutil.which("node") is None:
        missing("node")
    pyodide = f"pyodide-{version}"
    if not (NODE_FOLDER / "node_modules" / pyodide).is_dir():
        missing(f"{pyodide}: run .ci/web first")
    question = job(
        COMPUTED_WITHOUT_NUMPY,
        lite_code.main_of_code(),
        without_numpy=True,
        modules=IMPORTED_WITHOUT_NUMPY,
        node_folder=str(NODE_FOLDER),
        pyodide=pyodide,
        packages=str(packages),
    )
    done = subprocess.run(
        ["node", HERE / "lite_in_node.mjs"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert set(COMPUTED_WITHOUT_NUMPY) <= set(answer["functions"])
    check(COMPUTED_WITHOUT_NUMPY, answer["results"])


@pytest.mark.parametrize(
    ("carried", "calls_of"), [(True, situations), (False, examples)], ids=["carried", "wheel"]
)
def test_main_runs_with_numpy_in_this_python_for_every_function(
    wheel_of_checkout, carried, calls_of, tmp_path
):
    """Out of the workbook or the wheel, main.py offers the whole catalogue and computes as it."""
    names = sorted(CATALOGUE)
    main = lite_code.main_of_code() if carried else lite_code.MAIN_OF_WHEEL
    paths = [] if carried else [str(wheel_of_checkout)]
    question = job(names, main, calls_of, without_numpy=False, paths=paths)
    code = (  # xlwings would load the first two, of which no workbook has need, and search the last
        "import asyncio, json, runpy, sys; question = json.load(sys.stdin);"
        "sys.modules |= dict.fromkeys(('matplotlib', 'polars', 'pyodide'));"
        "run = runpy.run_path(question['program'])['run']; print(asyncio.run(run(question)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(question),
        env={
            **os.environ,
            "XLWINGS_ON_SERVER": "true",
            "XLWINGS_LICENSE_KEY": "noncommercial",
            "TMPDIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert answer["xlhedge"].startswith(str(tmp_path if carried else wheel_of_checkout))
    assert sorted(answer["functions"]) == sorted([*names, "HEDGE_BLANK_CHECK"])
    check(names, answer["results"], calls_of)
