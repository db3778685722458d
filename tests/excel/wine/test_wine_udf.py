"""The real chain under Wine: xlwings' DLL, pythonw, xlwings' COM server, every function."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from xlhedge import udfs
from xlhedge.worksheet import CATALOGUE, ExcelError
from xlhedge.worksheet.packed import GAP

pytestmark = pytest.mark.wine

NOT_UNDER_WINE: dict[str, str] = {}  # functions whose libraries cannot be had there, and why

SPOT = [[3.0], [3.1], [None], [3.2], ["n/a"], [3.15], [True], [3.3]]
FUTURES = [[3.4], [3.5], [3.6], [3.65], [3.5], [3.55], [3.6], [3.7]]
PACKED = [[GAP if i % 9 == 4 else 3.0 + i % 5 / 10] for i in range(1100)]
OF_PACKED = [[3.4 + i % 7 / 10] for i in range(1100)]
CHANGES = [[0.1], [-0.3], [0.2]]
OMITTED = {"omitted": True}


def sent(cell):
    """Return an argument as client.py wants it."""
    if isinstance(cell, list):
        return [[sent(one) for one in row] for row in cell]
    return {"error": cell.code} if isinstance(cell, ExcelError) else cell


def received(answer):
    """Return an answer as a cell value, or as rows of them, by the rules that VBA applies."""
    kind, held, *cells = answer
    if kind == "array":
        found = [received(cell) for cell in cells[0]]
        if len(held) == 1:  # xlwings makes one row a list
            return [found]
        rows = held[0][0]
        return [found[i::rows] for i in range(rows)]
    if kind == "text" and held.startswith(udfs.ERROR_TAG):
        return ExcelError(held.removeprefix(udfs.ERROR_TAG))
    assert kind in {"number", "text", "flag"}, answer
    return held


def same(one, other):
    """Whether two cell values agree, numbers as far as two builds of numpy do."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-6, abs=1e-9)
    return type(one) is type(other) and one == other


EXAMPLES = {name: entry.example for name, entry in CATALOGUE.items() if name not in NOT_UNDER_WINE}
SPREAD = [[1.0], [ExcelError("#REF!")], [3.0]]
ERRORS = {  # one call for each error that a function gives or hands on
    "#DIV/0!": ("HEDGE_RATIO", [52005.0, 0.0]),
    "#NUM!": ("FUTURES_CONTRACTS", [20000.0, -5000.0]),
    "#VALUE!": ("HEDGE_RATIO", ["text", 5.0]),
    "#N/A": ("MV_HEDGE_RATIO", [[[1.0], [2.0], [3.0]], [[1.0], [2.0]]]),
    "#REF!": ("MV_HEDGE_RATIO", [SPREAD, [[1.0], [2.0], [3.0]]]),
    "#NAME?": ("HEDGE_RATIO", [ExcelError("#NAME?"), 1.0]),
    "#NULL!": ("HEDGE_RATIO", [1.0, ExcelError("#NULL!")]),
}
OTHERS = {
    "gaps": ("MV_HEDGE_RATIO", [SPOT, FUTURES]),
    "omitted": ("FUTURES_CONTRACTS", [20000.0, 5000.0, OMITTED, OMITTED]),
    "blank": ("FUTURES_CONTRACTS", [20000.0, 5000.0, None, None]),
    "packed": ("MV_HEDGE_RATIO", [{"packed": PACKED}, {"packed": OF_PACKED}]),
    "table": ("HEDGE_STATS", [CHANGES, CHANGES, "given"]),
    "explained": ("HEDGE_EXPLAIN", ["HEDGE_RATIO", 52005.0, 0.0]),
}


ASKED = {**{f"={name}": (name, cells) for name, cells in EXAMPLES.items()}, **ERRORS, **OTHERS}


@pytest.fixture(scope="module")
def told(wine, installed):  # noqa: ARG001 - the client runs in the installation
    """What one server told: of itself once it was warm, its answers to all calls, what it read."""
    path = wine.root / "calls.json"
    calls = [[name, [sent(cell) for cell in cells]] for name, cells in ASKED.values()]
    path.write_text(json.dumps(calls), encoding="utf-8")
    return wine.client("calls", wine.path(path))


@pytest.fixture(scope="module")
def answers(told):
    """The answers to all calls, from one server."""
    return dict(zip(ASKED, told["answers"], strict=True))


def test_what_cannot_run_under_wine_is_named():
    """A name on the list is a function: the list shrinks when a function goes."""
    assert set(NOT_UNDER_WINE) <= set(CATALOGUE)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example(answers, name):
    """A function gives through COM what it gives here, for the example of its docstring."""
    assert same(received(answers[f"={name}"]), CATALOGUE[name](*EXAMPLES[name]))


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_comes_back_tagged(answers, code):
    """An error is the tag and the code: text that the VBA wrapper turns into CVErr."""
    assert answers[code] == ["text", udfs.ERROR_TAG + code]


def test_gaps_in_a_range(answers):
    """Blanks, text and TRUE inside a range drop their pair, as they do here."""
    assert same(received(answers["gaps"]), CATALOGUE["MV_HEDGE_RATIO"](SPOT, FUTURES))


def test_what_is_omitted_and_what_is_blank_take_the_default(answers):
    """An omitted argument, a blank one and one not given at all mean the same."""
    assert received(answers["omitted"]) == received(answers["blank"]) == -4.0


def test_packed_numbers(answers):
    """Blocks of bytes read as the range they were packed from, its gaps as blanks."""
    blanks = [[None if cell == GAP else cell for cell in row] for row in PACKED]
    assert same(received(answers["packed"]), CATALOGUE["MV_HEDGE_RATIO"](blanks, OF_PACKED))


def test_a_spilled_table(answers):
    """A table is a two-dimensional array: labels are text, figures numbers, errors tagged."""
    kind, bounds, _ = answers["table"]
    expected = CATALOGUE["HEDGE_STATS"](CHANGES, CHANGES, "given")
    assert kind == "array"
    assert [count for count, _ in bounds] == [len(expected), len(expected[0])]
    assert same(received(answers["table"]), expected)
    assert any(isinstance(value, ExcelError) for _, value in received(answers["table"]))


def test_the_sentence_behind_an_error(answers):
    """HEDGE_EXPLAIN answers in text."""
    assert answers["explained"] == ["text", CATALOGUE["HEDGE_EXPLAIN"]("HEDGE_RATIO", 52005.0, 0.0)]


def test_a_killed_server(wine, installed):  # noqa: ARG001 - the client runs in the installation
    """A call on a server that is gone fails with an error that says so; the next start helps."""
    told = wine.client("killed")
    assert told["before"] == told["after"] == ["number", 0.86675]
    assert told["gone"]
    assert told["another"]
    assert told["found"]  # a start finds the server that runs
    assert told["stopped"]
    word, number = told["lost"]
    assert word == "failed"
    assert number.startswith(("0x8007", "0x8001"))  # what VBA's IsLost takes for a lost server


def test_restarts(wine, installed):  # noqa: ARG001 - the client runs in the installation
    """Each start answers, each stop ends its process, and no process serves twice."""
    with ThreadPoolExecutor(2) as two:  # as two users would
        halves = list(two.map(lambda _: wine.client("restarts", 2, seconds=300), range(2)))
    rounds = [one for half in halves for one in half["rounds"]]
    assert [one["answer"] for one in rounds] == [["number", 0.86675]] * 4
    assert all(one["gone"] for one in rounds)
    assert len({one["pid"] for one in rounds}) == 4


def test_functions_are_warm(told):
    """After the call that follows a start every function is made: later ones import nothing."""
    warm = told["warm"]
    assert not warm["waiting"]
    assert warm["modules"] == warm["modules after calls"]
    assert not warm["watched"]  # xlwings does not look at the file before each call
    assert warm["pandas"] is False  # xlwings alone would want it, and it takes half of a start


def test_byte_code_is_there(told):
    """Python is started with -B: what it loads for any function was compiled when installing."""
    count, without = told["sources"]
    assert count > 500
    assert without == []


def test_no_server_outlives_its_excel(wine, installed):  # noqa: ARG001 - the client runs in the installation
    """When the client ends without a word, so does its server."""
    left = wine.client("orphan")
    assert left["answer"] == ["number", 0.86675]
    assert wine.client("alive", left["pid"]) == {"ended": True}
