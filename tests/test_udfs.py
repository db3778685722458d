"""The UDF module: the catalogue as xlwings sees it, on the server path that runs anywhere."""

import inspect
import json
import subprocess
import sys

import numpy as np
import pytest

from xlhedge import udfs
from xlhedge.worksheet import CATALOGUE, ExcelError
from xlhedge.worksheet.packed import GAP

SERVER = """
import asyncio, json, sys
import xlwings
from xlhedge import udfs
from xlwings.pro.udfs_officejs import custom_functions_call, custom_functions_meta

def call(name, *args):
    request = {"client": "test", "func_name": name, "args": list(args), "runtime": "1.4",
               "version": xlwings.__version__, "date_format": None, "culture_info_name": None}
    return asyncio.run(custom_functions_call(request, udfs))

calls = json.load(sys.stdin)
print(json.dumps({
    "meta": custom_functions_meta(udfs),
    "results": [call(name, *args) for name, args in calls],
}))
"""

SPOT = [[3.0], [3.1], [None], [3.2], [3.15], [3.3]]
FUTURES = [[3.4, 3.5, 3.6, 3.65, 3.5, 3.7]]
ERROR_CELL = {"type": "Error", "errorType": "NotAvailable", "basicValue": "#N/A"}
CALLS = [
    ("HEDGE_RATIO", [[[52005]], [[60000]]]),
    ("HEDGE_RATIO", [[[52005]], [[0]]]),
    ("HEDGE_RATIO", [[[52005]], [[ERROR_CELL]]]),
    ("FUTURES_CONTRACTS", [[[20000]], [[5000]], None, None, None, None, None, [[3]]]),
    ("MV_HEDGE_RATIO", [SPOT, FUTURES, None, None]),
    ("HEDGE_EXPLAIN", [[["HEDGE_RATIO"]], [[[52005]], [[0]]]]),
    ("HEDGE_STATS", [SPOT, FUTURES, None, None]),
    ("HEDGE_BLANK_CHECK", [[[""], [None]]]),
    ("HEDGE_BLANK_CHECK", [[[0]]]),
    ("MV_HEDGE_RATIO", [[[0.0] if row == [None] else row for row in SPOT], FUTURES, None, None]),
    ("HEDGE_RATIO", [[[0]], [[60000]]]),
]


@pytest.fixture(scope="module")
def server():
    """What xlwings' Office.js path makes of the module: metadata and the results of CALLS."""
    import os

    done = subprocess.run(
        [sys.executable, "-c", SERVER],
        input=json.dumps(CALLS),
        env={**os.environ, "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


LEAN = """
import sys
from xlhedge.xlwings_imports import converted_libraries_unseen
with converted_libraries_unseen():
    import xlwings
print("pandas" in sys.modules)
import pandas
"""


def test_what_xlwings_could_convert_is_not_imported():
    """Pandas, half of a server's start, is left to the function that needs it, and can be had."""
    done = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr


def test_every_function_is_served():
    """The module holds one plain function an entry, with the catalogue's arguments."""
    assert sorted(udfs.__all__) == sorted(CATALOGUE)
    for name, entry in CATALOGUE.items():
        parameters = inspect.signature(getattr(udfs, name)).parameters.values()
        assert [p.name for p in parameters] == [a.name for a in entry.arguments]


def test_an_excel_that_makes_blanks_zeros(server):
    """A look at blank cells tells; from then on a range with a 0 is #N/A, a single 0 a number."""
    *_, ((well,),), ((told,),), ((refused,),), ((ratio,),) = server["results"]
    assert well == "Blank cells arrive as blanks."
    assert told.startswith("This Excel hands blank cells over as 0.")
    assert refused == {"type": "Error", "errorType": "NotAvailable"}
    assert ratio == 0.0


def test_metadata(server):
    """Names, help and optional arguments reach the manifest that Excel reads."""
    described = {function["name"]: function for function in server["meta"]["functions"]}
    assert sorted(described) == sorted([*CATALOGUE, "HEDGE_BLANK_CHECK"])
    for name, entry in CATALOGUE.items():
        assert described[name]["description"] == entry.summary
        for said, argument in zip(described[name]["parameters"], entry.arguments, strict=True):
            assert said["description"] == argument.help
            assert said.get("optional", False) == (not argument.required and not argument.repeats)


def test_values_and_errors_on_the_server(server):
    """Scalars, error cells, omitted arguments, gaps and tables mean what they mean everywhere."""
    ratio, divided, spread, contracts, variance, explained, table, *_ = server["results"]
    assert ratio == [[0.86675]]
    assert divided == [[{"type": "Error", "errorType": "Div0"}]]
    assert spread == [[{"type": "Error", "errorType": "NotAvailable"}]]
    assert contracts == [[-4.0]]
    column = [[x] for x in FUTURES[0]]
    assert variance == [[pytest.approx(CATALOGUE["MV_HEDGE_RATIO"](SPOT, column))]]
    assert explained == [["position_value is 0; a value other than 0 is needed."]]
    assert table[0] == ["statistic", "value"]
    assert dict(table[1:])["dropped"] == 1


def test_com_error_codes_come_in_and_go_out_tagged():
    """On Windows an error cell is an integer scode; an error result is tagged for CVErr."""
    assert udfs.HEDGE_RATIO(-2146826281, 5.0) == udfs.ERROR_TAG + "#DIV/0!"
    assert udfs.HEDGE_RATIO(1.0, 0.0) == udfs.ERROR_TAG + "#DIV/0!"
    column = ((1.0,), (-2146826246,), (3.0,))
    assert udfs.MV_HEDGE_RATIO(column, column) == udfs.ERROR_TAG + "#N/A"
    assert udfs.HEDGE_RATIO(-5.0, 2.0) == -2.5


def test_an_error_inside_a_table_is_tagged_in_its_cell():
    """A figure that does not exist is an error in its own cell of a spilled table."""
    changes = ((0.1,), (-0.3,), (0.2,))
    table = dict(udfs.HEDGE_STATS(changes, changes, "given")[1:])
    assert table["hedge ratio"] == 1
    assert table["durbin-watson"].startswith(udfs.ERROR_TAG)
    entry = dict(CATALOGUE["HEDGE_STATS"](changes, changes, "given")[1:])
    assert isinstance(entry["durbin-watson"], ExcelError)


def test_every_error_of_com_is_an_error():
    """Newer error codes, and codes not known by name, come in as errors, never as numbers."""
    assert udfs.HEDGE_RATIO(-2146826243, 5.0) == udfs.ERROR_TAG + "#SPILL!"
    assert udfs.HEDGE_RATIO(-2146826200, 5.0) == udfs.ERROR_TAG + "#VALUE!"


def packed(rows):
    """Return a range as the VBA wrapper packs it: its size, and blocks of bytes."""
    numbers = np.ravel(rows)
    filled = np.append(numbers, np.zeros(-len(numbers) % 256)).reshape(-1, 256)
    blocks = [memoryview(block.tobytes()) for block in filled]
    return (float(len(rows)), float(len(rows[0])), *blocks)


@pytest.mark.parametrize("rows", [256, 513])
def test_packed_numbers_are_the_range(rows):
    """Numbers sent as bytes give what the same cells give, in every kind of argument."""
    spot = [[90.0 + i % 7] for i in range(rows)]
    futures = [[100.0 + i % 7 + i % 3] for i in range(rows)]
    for name in ("MV_HEDGE_RATIO", "HEDGE_STATS"):
        assert getattr(udfs, name)(packed(spot), packed(futures)) == getattr(udfs, name)(
            spot, futures
        )
    block = [[*one, *other] for one, other in zip(spot, futures, strict=True)]
    assert udfs.HEDGE_RATIO(packed(block), 5.0) == udfs.HEDGE_RATIO(block, 5.0)
    asked = ("HEDGE_EXPLAIN", "HEDGE_RATIO", block, 5.0)
    assert udfs.HEDGE_EXPLAIN(*asked[1:2], packed(block), 5.0) == udfs.HEDGE_EXPLAIN(*asked[1:])


def test_packed_gaps_are_blanks():
    """A range packed as numbers marks its blanks with one number that no price is."""
    spot = [[3.0 + i % 5 / 10] for i in range(100)]
    futures = [[3.4 + i % 7 / 10] for i in range(100)]
    blanks = [[None] if i % 10 == 3 else cell for i, cell in enumerate(spot)]
    gaps = [[GAP] if cell == [None] else cell for cell in blanks]
    given = udfs.MV_HEDGE_RATIO(packed(gaps), packed(futures))
    assert given == CATALOGUE["MV_HEDGE_RATIO"](blanks, futures)
    assert given != CATALOGUE["MV_HEDGE_RATIO"](spot, futures)


IN_TWO_THREADS = """
import sys, threading
from xlhedge.worksheet import CATALOGUE

importing = threading.Thread(target=lambda: __import__("numpy"))
CATALOGUE["HEDGE_RATIO"](1.0, 2.0)
assert "numpy" not in sys.modules
importing.start()
while "numpy" not in sys.modules:
    pass
print(CATALOGUE["HEDGE_RATIO"](1.0, 2.0), repr(CATALOGUE["HEDGE_RATIO"](1.0, 0.0)))
importing.join()
"""


def test_a_call_while_another_thread_imports_numpy(tmp_path):
    """Hosts call from several threads at once: a half-imported numpy must not fail a function."""
    (tmp_path / "numpy.py").write_text(
        "import contextlib, time\ntime.sleep(0.5)\n"
        "def errstate(**_): return contextlib.nullcontext()\n"
    )
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{IN_TWO_THREADS}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0.5 ExcelError('#DIV/0!'"), done.stdout + done.stderr
