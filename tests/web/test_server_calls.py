"""The real xlwings Server on loopback: what it says of the functions, and what they give."""

import importlib.util
import json
import statistics
from concurrent.futures import ThreadPoolExecutor

import pytest

from xlhedge.worksheet import CATALOGUE, ExcelError

CODE_OF = {
    "Div0": "#DIV/0!",
    "NotAvailable": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
KIND_OF = {code: kind for kind, code in CODE_OF.items()}
SPOT = [[3.0], [3.1], [None], [3.2], [3.15], [3.3]]
FUTURES = [[3.4], [3.5], [3.6], [3.65], [3.5], [3.7]]
EMPTY = {"type": "Empty", "basicType": "Empty", "basicValue": ""}  # a rich value of Office.js


def sent(value):
    """Return a cell value as Office.js sends it."""
    if isinstance(value, ExcelError):
        return {
            "type": "Error",
            "errorType": KIND_OF[value.code],
            "basicType": "Error",
            "basicValue": value.code,
        }
    return value


def arguments(name, args):
    """Return a call's arguments as Office.js sends them: ranges, null for what is omitted."""
    entry = CATALOGUE[name]
    ranges = [
        None
        if value is None
        else [[sent(cell) for cell in row] for row in value]
        if isinstance(value, list)
        else [[sent(value)]]
        for value in args
    ]
    fixed = [a for a in entry.arguments if not a.repeats]
    ranges += [None] * (len(fixed) - len(ranges))
    if len(fixed) < len(entry.arguments):
        ranges = [*ranges[: len(fixed)], ranges[len(fixed) :]]
    return ranges


def got(rows):
    """Return a server's rows as the catalogue would give them."""
    cells = [
        [ExcelError(CODE_OF[cell["errorType"]]) if isinstance(cell, dict) else cell for cell in row]
        for row in rows
    ]
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else cells


def as_rows(value):
    """Return a result of the catalogue in the same shape; a blank is an empty text."""
    rows = value if isinstance(value, list) else [[value]]
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else cells


def as_excel_says(value):
    """Return an argument with its empty texts as blanks: Office.js does not tell them apart."""
    if isinstance(value, list):
        return [[None if cell == "" else cell for cell in row] for row in value]
    return value


class Recorder:
    """Takes the calls that the conventions table makes of a host."""

    def __init__(self):
        self.calls = []

    def call(self, label, name, args):
        """Keep a call."""
        self.calls.append((label, name, args))


@pytest.fixture(scope="module")
def conventions(root):
    """The conventions table that LibreOffice Calc is held to, as calls."""
    path = root / "tests" / "calc" / "test_functions_in_calc.py"
    spec = importlib.util.spec_from_file_location("conventions_of_calc", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    recorder = Recorder()
    module.conventions(recorder)
    return recorder.calls


def test_metadata_of_every_function(server):
    """Excel reads every name, its help, and every argument's name, help and kind."""
    status, text = server.request("/xlwings/custom-functions-meta.json", headers={}, method="GET")
    assert status == 200
    described = {function["id"]: function for function in json.loads(text)["functions"]}
    assert sorted(described) == sorted([*CATALOGUE, "HEDGE_BLANK_CHECK"])
    for name, entry in CATALOGUE.items():
        function = described[name]
        assert function["name"] == name
        assert function["description"] == entry.summary
        assert function["parameters"] == [
            {
                "name": argument.name,
                "description": argument.help,
                "dimensionality": "matrix",
                "type": "any",
            }
            | (
                {"repeating": True}
                if argument.repeats
                else {}
                if argument.required
                else {"optional": True}
            )
            for argument in entry.arguments
        ]


def test_code_registers_every_function(server):
    """The page's script ties every name to a call."""
    _, text = server.request("/xlwings/custom-functions-code.js", headers={}, method="GET")
    for name in CATALOGUE:
        assert f'CustomFunctions.associate("{name}", {name});' in text


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_examples(server, name):
    """Every function's example gives through the server what the catalogue gives."""
    entry = CATALOGUE[name]
    rows = server.call(name, *arguments(name, entry.example))
    assert got(rows) == as_rows(entry(*entry.example))


def test_conventions(server, conventions):
    """Blanks, texts, errors and unequal ranges mean here what they mean everywhere."""
    assert len(conventions) > 10 * len(CATALOGUE)
    requests = [(name, arguments(name, args)) for _, name, args in conventions]
    answers = server.calls(requests)
    wrong = []
    for (label, name, args), (status, text, _) in zip(conventions, answers, strict=True):
        expected = as_rows(CATALOGUE[name](*map(as_excel_says, args)))
        if status != 200 or got(json.loads(text)["result"]) != expected:
            wrong.append((label, status, text[:200], expected))
    assert not wrong, f"{len(wrong)} of {len(answers)} differ, first {wrong[:3]}"


ERROR_KINDS = [
    ("#DIV/0!", "HEDGE_RATIO", [1, 0]),
    ("#NUM!", "FUTURES_CONTRACTS", [1, -5]),
    ("#N/A", "MV_HEDGE_RATIO", [SPOT, FUTURES[:-1]]),
    ("#VALUE!", "MV_HEDGE_RATIO", [SPOT, FUTURES, "prices"]),
    ("#REF!", "HEDGE_RATIO", [ExcelError("#REF!"), 1]),
    ("#NAME?", "HEDGE_RATIO", [ExcelError("#NAME?"), 1]),
    ("#NULL!", "MV_HEDGE_RATIO", [[[1.0], [ExcelError("#NULL!")]], [[1.0], [2.0]]]),
]


@pytest.mark.parametrize(("code", "name", "args"), ERROR_KINDS)
def test_each_error_comes_back_at_once(server, code, name, args):
    """An error is an answer (status 200, so Excel does not ask again) and is that error."""
    call = arguments(name, args)
    assert server.call(name, *call) == [[{"type": "Error", "errorType": KIND_OF[code]}]]
    assert server.call(name, *call, runtime="1.1") == [[code]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("#DIV/0!", ExcelError("#VALUE!")),  # a text that looks like an error is a text
        ({"type": "Error", "basicValue": "#SPILL!"}, ExcelError("#VALUE!")),
        ({"type": "Error", "errorType": "Div0"}, ExcelError("#DIV/0!")),
        ({"type": "Error"}, ExcelError("#VALUE!")),
        ({"type": "Entity", "text": "a card"}, ExcelError("#VALUE!")),
        ({"type": "FormattedNumber", "basicValue": 4.0, "numberFormat": "0.00"}, 0.5),
        ({"type": "Double", "basicValue": 4, "basicType": "Double"}, 0.5),
        (EMPTY, ExcelError("#VALUE!")),
        ("", ExcelError("#VALUE!")),
        (None, ExcelError("#VALUE!")),
    ],
)
def test_cells_as_office_wraps_them(server, cell, expected):
    """Typed cells are their value or their error; nothing unknown becomes a blank or a number."""
    assert got(server.call("HEDGE_RATIO", [[2.0]], [[cell]])) == expected


def test_omitted_arguments(server):
    """An argument that is left out in the middle has its default, at the end too."""
    call = [[[20000]], [[5000]], [[0.9]], None, None, None, None, [[1]]]
    assert server.call("FUTURES_CONTRACTS", *call) == [[-4.0]]
    assert server.call("FUTURES_CONTRACTS", *call[:3]) == [[-3.6]]


@pytest.mark.parametrize("blank", [None, "", EMPTY], ids=["null", "an empty text", "Empty"])
def test_a_blank_cell_is_an_omitted_argument(server, blank):
    """An optional argument that points at a blank cell has its default, however it is sent."""
    call = [[[20000]], [[5000]], [[blank]], None, None, None, None, None]
    assert server.call("FUTURES_CONTRACTS", *call) == [[-4.0]]


def test_blanks_and_rows(server):
    """A blank is null or an empty text; a row serves as well as a column; integers are numbers."""
    expected = CATALOGUE["MV_HEDGE_RATIO"](SPOT, FUTURES)
    row = [[cell for (cell,) in FUTURES]]
    empty = [["" if cell is None else cell] for (cell,) in SPOT]
    assert server.call("MV_HEDGE_RATIO", SPOT, row, None, None) == [[expected]]
    assert server.call("MV_HEDGE_RATIO", empty, FUTURES, None, None) == [[expected]]
    assert server.call("HEDGE_RATIO", [[1]], [[4]]) == [[0.25]]


def test_a_spill_keeps_its_error_cells(server):
    """A table comes back whole; a figure that does not exist is an error in its own cell."""
    changes = [[0.1], [-0.3], [0.2]]
    table = got(server.call("HEDGE_STATS", changes, changes, [["given"]], None))
    assert table == CATALOGUE["HEDGE_STATS"](changes, changes, "given")
    assert any(isinstance(value, ExcelError) for _, value in table[1:])


def test_a_thousand_calls(server):
    """A thousand calls, eight at a time, give a thousand right answers and nothing is repeated."""
    ranges = (SPOT, FUTURES)
    kinds = [
        ("HEDGE_RATIO", [52005.0, 60000.0]),
        ("HEDGE_RATIO", [1.0, 0.0]),
        ("MV_HEDGE_RATIO", ranges),
        ("HEDGE_STATS", ranges),
    ]
    expected = [as_rows(CATALOGUE[name](*args)) for name, args in kinds]
    requests = [(name, arguments(name, args)) for name, args in kinds]
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(server.calls, [(requests * 32)[:125]] * 8))
    answers = [answer for batch in batches for answer in batch]
    assert len(answers) == 1000
    assert {status for status, _, _ in answers} == {200}
    for batch in batches:
        for i, (_, text, _) in enumerate(batch):
            assert got(json.loads(text)["result"]) == expected[i % 4]
    taken = [seconds for _, _, seconds in answers]
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"1,000 calls, 8 at a time: p95 {p95:.4f} s")  # noqa: T201 - measured, not judged


def test_a_long_calculation_keeps_nobody_waiting(server):
    """While one call computes for long, the health check and other calls are answered before it."""
    prices = [[100 + (i * 7919 % 1009) / 100] for i in range(20_000)]
    others = [[101 + (i * 104_729 % 1013) / 100] for i in range(20_000)]
    call = arguments("KALMAN_HEDGE_RATIO", [prices, others])
    finished = []
    with ThreadPoolExecutor(1) as pool:
        long = pool.submit(server.call, "KALMAN_HEDGE_RATIO", *call)
        long.add_done_callback(lambda _: finished.append("long"))
        while "health" not in finished or not long.done():
            assert server.request("/", headers={}, method="GET")[0] == 200
            assert server.call("HEDGE_RATIO", [[1.0]], [[2.0]]) == [[0.5]]
            finished.append("health")
    assert finished.index("long") > 3, "requests were answered only after the long call"
    assert len(long.result()) > 10_000


def test_runtimes_between(server):
    """Runtimes 1.2 and 1.3 know an error as the object that CustomFunctions.Error makes."""
    for runtime in ("1.2", "1.3"):
        ((cell,),) = server.call("HEDGE_RATIO", [[1.0]], [[0.0]], runtime=runtime)
        assert (cell["type"], cell["errorType"], cell["code"]) == ("Error", "Div0", "#DIV/0!")
