"""Calls that go from Office.js through the front of xlwings to the server, and their answers."""

import pytest

from xlhedge.worksheet import CATALOGUE, ExcelError

NAMES = sorted([*CATALOGUE, "HEDGE_BLANK_CHECK"])
SPOT = [[float(price)] for price in (
    100, 101, 103, 102, 105, 104, 107, 110, 108, 111, 113, 112, 115, 117, 114, 116, 119, 118,
)]  # fmt: skip
FUTURES = [[float(price)] for price in (
    99, 100.5, 102, 101.5, 104.5, 103, 106.5, 109, 107.5, 110, 112.5, 111, 114.5, 116, 113.5, 115,
    118.5, 117,
)]  # fmt: skip


def test_every_function_of_the_metadata_has_an_implementation(excel):
    """Excel finds a function for each id it is told of, and knows no other."""
    found = excel.page.evaluate(
        """async () => {
             const answer = await fetch("/xlwings/custom-functions-meta.json");
             const { functions } = await answer.json();
             const there = CustomFunctions._association.mappings;
             return {
               told: functions.map(({ id, name }) => [id, name]),
               there: Object.keys(there).filter((id) => typeof there[id] === "function"),
             };
           }"""
    )
    assert sorted(found["there"]) == NAMES
    assert sorted(found["told"]) == [[name, name] for name in NAMES]


def test_a_value_comes_back(excel):
    """=HEDGE_RATIO(52005, 60000) shows 0.86675, after one request."""
    assert excel.calculate("HEDGE_RATIO", [[52005]], [[60000]]) == [[0.86675]]
    assert len(excel.calls) == 1


def test_a_call_says_where_it_comes_from(excel):
    """The server is told the cell, the book and what this Excel can take."""
    excel.calculate("HEDGE_RATIO", [[52005]], [[60000]])
    call = excel.calls[0].post_data_json
    assert call["caller_address"] == "[Book1.xlsx]Sheet1!A1"
    assert call["runtime"] == "1.4"


@pytest.mark.parametrize(
    ("name", "args"),
    [("HEDGE_STATS", (SPOT, FUTURES)), ("ROLLING_HEDGE_RATIO", (SPOT, FUTURES, [[5]]))],
)
def test_a_table_spills(excel, name, args):
    """Excel gets the rows that the function gives, header and all."""
    table = CATALOGUE[name](*args)
    assert len(table) > 3
    assert excel.calculate(name, *args, *[None] * (4 - len(args))) == table


def test_each_cell_gets_its_own_answer(excel):
    """Two hundred cells calculated at once are not mixed up, and cost one request each."""
    calls = [("HEDGE_RATIO", ([[i]], [[1]])) for i in range(200)]
    assert excel.calculate_all(calls) == [[[i]] for i in range(200)]
    assert len(excel.calls) == 200


@pytest.mark.parametrize("blank", ["", None])
def test_blanks_and_texts_in_a_range_drop_their_row(excel, blank):
    """A blank cell is no zero, however Excel hands it over."""
    spot = [*SPOT[:4], [blank], *SPOT[5:]]
    futures = [*FUTURES[:6], ["n/a"], *FUTURES[7:]]
    expected = CATALOGUE["HEDGE_STATS"]([*SPOT[:4], [None], *SPOT[5:]], futures)
    assert ["dropped", 2] in expected
    assert excel.calculate("HEDGE_STATS", spot, futures, None, None) == expected


@pytest.mark.parametrize("rich", [False, True], ids=["as an object", "as a rich value"])
@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#NAME?"])
def test_an_error_in_a_range_comes_back_as_itself(excel, code, rich):
    """An error cell is told from a blank in both ways that Office.js has for it."""
    spot = [*SPOT[:4], [{"error": code}], *SPOT[5:]]
    (row,) = excel.calculate("MV_HEDGE_RATIO", spot, FUTURES, None, None, rich=rich)
    kinds = {"#REF!": "Ref", "#N/A": "NotAvailable", "#NAME?": "Name"}
    assert row == [{"type": "Error", "errorType": kinds[code]}]


def test_omitted_arguments_have_their_defaults(excel):
    """Office.js sends null for what a formula leaves out, in the middle and at the end."""
    name, args = "FUTURES_CONTRACTS", ([[1_000_000]], [[5000]])
    end = excel.calculate(name, *args, *[None] * 6)
    middle = excel.calculate(name, *args, None, None, None, None, None, [[1]])
    assert end == [[CATALOGUE[name](1_000_000, 5000)]]
    assert middle == [[CATALOGUE[name](1_000_000, 5000, rounding=1)]]


def test_a_repeating_argument_takes_what_follows(excel):
    """=HEDGE_EXPLAIN("HEDGE_RATIO", 52005, 0) shows the sentence behind the error."""
    told = excel.calculate("HEDGE_EXPLAIN", [["HEDGE_RATIO"]], [[[52005]], [[0]]])
    assert told == [[CATALOGUE["HEDGE_RATIO"](52005, 0).message]]
    assert isinstance(CATALOGUE["HEDGE_RATIO"](52005, 0), ExcelError)


def test_the_same_question_is_asked_once(excel):
    """A thousand cells with forty different calls make forty requests, and each cell its figure."""
    cells = [("HEDGE_RATIO", ([[float(i % 40 + 1)]], [[2.0]])) for i in range(1000)]
    answers = excel.calculate_all(cells)
    assert answers == [[[(i % 40 + 1) / 2]] for i in range(1000)]
    assert len(excel.calls) == 40
    assert excel.calculate("HEDGE_RATIO", [[3.0]], [[2.0]]) == [[1.5]]
    assert len(excel.calls) == 40


def test_an_error_is_asked_for_again(excel):
    """What failed is not kept: a server that was busy may have time now."""
    for _ in range(2):
        excel.calculate("HEDGE_RATIO", [[1]], [[0]])
    assert len(excel.calls) == 2
