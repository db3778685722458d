"""The conventions table, row by row, for every function of the catalogue.

Each situation is made from the function's own documented example, so a new function is held to
the table without a line being added here.
"""

import copy
import itertools
import logging
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from required import FULL

from xlhedge import worksheet
from xlhedge.worksheet import CATALOGUE, ExcelError
from xlhedge.worksheet.catalogue import WorksheetFunction
from xlhedge.worksheet.cells import NUMBER, Number

FUNCTIONS = [entry for name, entry in sorted(CATALOGUE.items()) if name != "HEDGE_EXPLAIN"]
each_function = pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda entry: entry.name)


def arguments_of(entry):
    """Yield position, argument and the example's value for it (None where it is left out)."""
    for i, argument in enumerate(entry.arguments):
        yield i, argument, entry.example[i] if i < len(entry.example) else None


def call_with(entry, position, value):
    """Call the example with one argument replaced."""
    args = [*copy.deepcopy(entry.example), *[None] * (position + 1 - len(entry.example))]
    args[position] = value
    return entry(*args)


def cells_of(result):
    """Yield a result's cells."""
    if isinstance(result, list):
        yield from itertools.chain.from_iterable(result)
    else:
        yield result


@each_function
@pytest.mark.parametrize("code", ["#DIV/0!", "#N/A", "#REF!", "#NAME?"])
def test_an_error_in_any_argument_is_returned(entry, code):
    """An Excel error as an argument, or in one cell of a range, comes back as that same error."""
    for i, argument, value in arguments_of(entry):
        assert str(call_with(entry, i, ExcelError(code))) == code, argument.name
        if argument.reader.is_range and isinstance(value, list):
            spoilt = copy.deepcopy(value)
            spoilt[-1][-1] = ExcelError(code)
            result = call_with(entry, i, spoilt)
            assert str(result) == code, argument.name
            assert argument.name in result.message


@each_function
def test_errors_come_before_every_other_trouble(entry):
    """An error in the last argument wins over a wrong type in the first."""
    args = ["wrong", *[None] * (len(entry.arguments) - 2), ExcelError("#NULL!")]
    if len(entry.arguments) > 1:
        assert str(entry(*args)) == "#NULL!"


@each_function
def test_the_wrong_type_is_value_error(entry):
    """A text, TRUE or a block where one number is needed is #VALUE!, with the argument's name."""
    for i, argument, _ in arguments_of(entry):
        wrong = ["no such word", [[1.0, 2.0], [3.0, 4.0]]]
        if argument.reader.takes == NUMBER.takes:
            wrong += [True, "5"]
        if argument.reader.is_range:
            wrong = ["no such word"]
        if argument.reader.takes in {"a text", "any value", "a block of cells"}:
            wrong = []
        for value in wrong:
            result = call_with(entry, i, value)
            assert str(result) == "#VALUE!", (argument.name, value)
            assert argument.name in result.message


@each_function
def test_a_blank_optional_argument_is_its_default(entry):
    """A blank cell for an optional argument is the same as leaving it out."""
    given_arguments = entry.example[: sum(a.required for a in entry.arguments)]
    expected = entry(*given_arguments)
    for blank in (None, [[None]]):
        args = given_arguments + [blank] * (len(entry.arguments) - len(given_arguments))
        assert entry(*args) == expected


@each_function
def test_a_missing_or_blank_required_argument_is_value_error(entry):
    """A required argument that is left out or blank is #VALUE! with its name; it is never 0."""
    needed = sum(a.required for a in entry.arguments)
    for count in range(needed):
        result = entry(*entry.example[:count])
        assert str(result) == "#VALUE!"
        assert entry.arguments[count].name in result.message
    for i, argument, _ in arguments_of(entry):
        if argument.required:
            result = call_with(entry, i, None)
            assert str(result) == "#VALUE!", argument.name
            assert argument.name in result.message


@each_function
def test_unknown_keywords_and_surplus_arguments_are_value_errors(entry):
    """A keyword that does not exist, one given twice, or one argument too many is #VALUE!."""
    assert str(entry(*entry.example, no_such_argument=1)) == "#VALUE!"
    first = entry.arguments[0].name
    assert str(entry(*entry.example, **{first: 1})) == "#VALUE!"
    surplus = [1.0] * (len(entry.arguments) + 1)
    assert "at most" in entry(*surplus).message


@each_function
def test_keywords_and_positions_agree(entry):
    """An argument means the same by keyword as by position."""
    by_name = {a.name: v for a, v in zip(entry.arguments, entry.example, strict=False)}
    assert entry(**by_name) == entry(*entry.example)


@each_function
def test_a_single_cell_may_come_as_a_range(entry):
    """A host that hands over one cell as a 1 x 1 block means that cell."""
    args = [value if isinstance(value, list) else [[value]] for value in entry.example]
    assert entry(*args) == entry(*entry.example)


@each_function
def test_tuples_from_com_mean_the_same_as_lists(entry):
    """Excel's COM arrays arrive as tuples of tuples."""
    args = [tuple(map(tuple, v)) if isinstance(v, list) else v for v in entry.example]
    assert entry(*args) == entry(*entry.example)


@each_function
def test_arguments_are_left_as_they_were(entry):
    """A function changes nothing that it is given, and gives the same answer again."""
    args = copy.deepcopy(entry.example)
    first = entry(*args)
    assert args == entry.example
    assert entry(*args) == first


ANY_CELL = st.one_of(
    st.floats(width=64),
    st.sampled_from([0.0, 1.0, -1.0, 1e308, -1e308, 5e-324, None, "", "text", True, False]),
)


REPLACED = st.lists(  # argument, row and column, each counted round; made once, as that takes long
    st.tuples(st.integers(0, 11), st.integers(0, 39), st.integers(0, 39), ANY_CELL), max_size=10
)


@each_function
@settings(max_examples=35 if FULL else 8)  # of each function; the simulations make 200,000 calls
@given(replaced=REPLACED)
def test_nothing_that_is_not_finite_ever_leaves(entry, replaced):
    """Whatever numbers, blanks and words go in: finite numbers, words or errors come out."""
    args = copy.deepcopy(entry.example)
    for k, i, j, cell in replaced:
        if isinstance(rows := args[k % len(args)], list):
            row = rows[i % len(rows)]
            row[j % len(row)] = cell
        else:
            args[k % len(args)] = cell
    for value in cells_of(entry(*args)):
        assert isinstance(value, str | bool | float | ExcelError)
        assert not isinstance(value, float) or math.isfinite(value)
        if isinstance(value, ExcelError):
            assert value.message.endswith((".", "?", '"', ")"))
            assert "fault of xlhedge" not in value.message, value.message


PAIRED = [e for e in FUNCTIONS if [a.reader.is_range for a in e.arguments[:2]] == [True, True]]
each_pair = pytest.mark.parametrize("entry", PAIRED, ids=lambda entry: entry.name)


@each_pair
def test_ranges_of_unequal_count_are_not_available(entry):
    """Ranges that belong together and differ in count are #N/A, as in SLOPE."""
    first = entry.example[0]
    longer = [*first, first[-1]] if len(first) > 1 else [[*first[0], first[0][-1]]]
    result = call_with(entry, 0, longer)
    assert str(result) == "#N/A"
    assert any(argument.name in result.message for argument in entry.arguments)


@each_pair
def test_a_row_against_a_column_is_fine(entry):
    """A row and a column of equal count pair up."""
    row = [list(cells_of(entry.example[0]))]
    assert call_with(entry, 0, row) == entry(*entry.example)


@pytest.mark.parametrize("hole", [None, "", "n/a", True, False])
@pytest.mark.parametrize("name", ["PORTFOLIO_HEDGE_RATIO", "MACRO_HEDGE_CONTRACTS"])
def test_a_line_without_two_numbers_is_dropped(name, hole):
    """A blank, a text or TRUE/FALSE in either range drops that line; a zero is a number."""
    entry = CATALOGUE[name]
    values, others, *rest = entry.example
    expected = entry(values, others, *rest)
    assert entry([*values, [hole]], [*others, [0.5]], *rest) == expected
    assert entry([*values, [123.0]], [*others, [hole]], *rest) == expected
    with_zero = entry([*values, [0.0]], [*others, [0.5]], *rest)
    assert with_zero == pytest.approx(expected)


SPOT = [[3.0], [3.1], [3.05], [3.2], [3.15], [3.3], [3.1]]
FUTURES = [[3.4], [3.5], [3.45], [3.65], [3.5], [3.7], [3.45]]


@pytest.mark.parametrize("hole", [None, "", "n/a", True])
@pytest.mark.parametrize("which", [0, 1])
def test_no_change_is_taken_across_a_gap(hole, which):
    """A row without two numbers drops the changes into it and out of it, and is counted."""
    columns = [copy.deepcopy(SPOT), copy.deepcopy(FUTURES)]
    columns[which][3] = [hole]
    changes = [
        [after[0] - before[0] for before, after in itertools.pairwise(c)] for c in (SPOT, FUTURES)
    ]
    kept = [[c for i, c in enumerate(column) if i not in {2, 3}] for column in changes]
    expected = worksheet.MV_HEDGE_RATIO(*kept, "given")
    assert worksheet.MV_HEDGE_RATIO(*columns) == pytest.approx(expected, rel=1e-12)
    stats = dict(worksheet.HEDGE_STATS(*columns)[1:])
    assert stats["observations"] == 4
    assert stats["dropped"] == 1


def test_a_header_and_empty_rows_below_are_dropped():
    """A range selected too generously, header and empty rows included, gives the same ratio."""
    expected = worksheet.MV_HEDGE_RATIO(SPOT, FUTURES)
    generous = worksheet.MV_HEDGE_RATIO(
        [["Spot"], *SPOT, [None], [None]], [["Futures"], *FUTURES, [None], [None]]
    )
    assert generous == expected


def test_a_block_is_no_series():
    """Two columns where a series is needed are refused: their order would be anybody's guess."""
    result = worksheet.MV_HEDGE_RATIO([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]])
    assert str(result) == "#VALUE!"
    assert "2 x 2" in result.message


DOMAIN = [
    ("HEDGE_RATIO", (1, 0), "#DIV/0!", "position_value"),
    ("UNHEDGED_EXPOSURE", (1, 0, True), "#DIV/0!", "position_value"),
    ("PORTFOLIO_HEDGE_RATIO", ([[1], [-1]], [[1], [0]]), "#DIV/0!", "values"),
    ("PORTFOLIO_HEDGE_RATIO", ([[None]], [[1]]), "#DIV/0!", "values"),
    ("PORTFOLIO_HEDGE_RATIO", ([[1]], [[100]]), "#NUM!", "hedged_share"),
    ("HEDGE_STATUS", (0.5, -0.1), "#NUM!", "tolerance"),
    ("HEDGE_STATUS", (0.5, 0.5), "#NUM!", "tolerance"),
    ("MV_HEDGE_RATIO", ([[1], [2]], [[1], [2]]), "#DIV/0!", "futures"),
    ("MV_HEDGE_RATIO", (SPOT, [[2.0]] * 7), "#DIV/0!", "futures"),
    ("MV_HEDGE_RATIO", (SPOT, [[100.1 + 0.1 * i] for i in range(7)]), "#DIV/0!", "futures"),
    ("MV_HEDGE_RATIO", ([["a"], [None]], [[1], [2]]), "#DIV/0!", "spot"),
    ("MV_HEDGE_RATIO", ([[1], [-2], [3]], [[1], [2], [4]], "log"), "#NUM!", "spot"),
    ("MV_HEDGE_RATIO", ([[1], [2], [3]], [[1], [-2], [4]], "return"), "#NUM!", "futures"),
    ("MV_HEDGE_RATIO", ([[1], [0], [3]], [[1], [2], [4]], "return"), "#DIV/0!", "spot"),
    ("MV_HEDGE_RATIO", (SPOT, FUTURES, "price", 0), "#NUM!", "step"),
    ("MV_HEDGE_RATIO", (SPOT, FUTURES, "price", 1.5), "#NUM!", "step"),
    ("MV_HEDGE_RATIO", (SPOT, FUTURES, "given", 2), "#NUM!", "step"),
    ("MV_HEDGE_RATIO", (SPOT, FUTURES, "prices"), "#VALUE!", "changes"),
    ("MV_HEDGE_RATIO_STATS", (1.01, 1, 1), "#NUM!", "correlation"),
    ("MV_HEDGE_RATIO_STATS", (0.5, -1, 1), "#NUM!", "sd_spot"),
    ("MV_HEDGE_RATIO_STATS", (0.5, 1, -1), "#NUM!", "sd_futures"),
    ("MV_HEDGE_RATIO_STATS", (0.5, 1, 0), "#DIV/0!", "sd_futures"),
    ("HEDGE_STATS", (SPOT[:3], FUTURES[:3]), "#DIV/0!", "spot"),
    ("HEDGE_EFFECTIVENESS", ([[2.0]] * 7, FUTURES, 1), "#DIV/0!", "spot"),
    ("HEDGE_EFFECTIVENESS", (SPOT, [[2.0]] * 7), "#DIV/0!", "futures"),
    ("CROSS_HEDGE", (SPOT, FUTURES, 100, 0), "#NUM!", "contract_size"),
    ("CROSS_HEDGE", (SPOT, FUTURES, 100, 10, "price", 4), "#NUM!", "rounding"),
    ("FUTURES_CONTRACTS", (1, 0), "#NUM!", "contract_size"),
    ("FUTURES_CONTRACTS", (1, -5), "#NUM!", "contract_size"),
    ("FUTURES_CONTRACTS", (1, 1, 1, 3.0), "#VALUE!", "futures_price"),
    ("FUTURES_CONTRACTS", (1, 1, 1, None, 3.0), "#VALUE!", "spot_price"),
    ("FUTURES_CONTRACTS", (1, 1, 1, 3.0, 0), "#DIV/0!", "futures_price"),
    ("FUTURES_CONTRACTS", (1, 1, 1, -36.98, -37.63), "#NUM!", "spot_price"),
    ("FUTURES_CONTRACTS", (1, 1, 1, None, None, -1), "#NUM!", "rate"),
    ("FUTURES_CONTRACTS", (1, 1, 1, None, None, 0.05, -1), "#NUM!", "years"),
    ("FUTURES_CONTRACTS", (1, 1, 1, None, None, 0, 0, 5), "#NUM!", "rounding"),
    ("BETA_HEDGE_CONTRACTS", (1, 1, 0, 250), "#DIV/0!", "futures_price"),
    ("BETA_HEDGE_CONTRACTS", (1, 1, 1000, 0), "#NUM!", "multiplier"),
    ("MACRO_HEDGE_CONTRACTS", ([[1]], [[None]], 1000, 250), "#DIV/0!", "values"),
    ("REBALANCE_CONTRACTS", (1, 0, 1, 0), "#NUM!", "contract_size"),
    ("REBALANCE_CONTRACTS", (1, 1, 1, 0, -0.1), "#NUM!", "band"),
    ("EXPECTED_PRICE", (1, 1, -0.1), "#NUM!", "cost"),
    ("EXPECTED_PRICE", (1, 1, 0, "hold"), "#VALUE!", "side"),
    ("FUTURES_PNL", (1, 0, 1, 1), "#NUM!", "contract_size"),
    ("FUTURES_PNL", (1, 1, 1, 1, -1), "#NUM!", "cost_per_contract"),
    ("HEDGE_OUTCOME", (0, 3, 3.4, -3, 5000, [[3]]), "#DIV/0!", "quantity"),
    ("HEDGE_OUTCOME", (1, 3, 3.4, -3, 5000, [["x"]]), "#DIV/0!", "price_scenarios"),
    ("HEDGE_OUTCOME", (1, 3, 3.4, -3, -1, [[3]]), "#NUM!", "contract_size"),
    ("HEDGE_COST", (1, -1, 1), "#NUM!", "fee"),
    ("HEDGE_COST", (1, 1, 1, 1, 1, 1, -1), "#NUM!", "rolls"),
    ("MV_HEDGE_RATIO", ([[1e200], [-1e200], [1e200]], [[1], [2], [4]]), "#NUM!", "spot"),
    ("HEDGE_EXPLAIN", ("NO_SUCH_FUNCTION",), "#VALUE!", "function"),
]


@pytest.mark.parametrize(("name", "args", "code", "argument"), DOMAIN)
def test_what_cannot_be_computed_says_why(name, args, code, argument):
    """Each trouble has its own Excel error and a sentence that names the argument."""
    result = CATALOGUE[name](*args)
    assert str(result) == code
    assert argument in result.message
    if name != "HEDGE_EXPLAIN":
        assert worksheet.HEDGE_EXPLAIN(name, *args) == result.message


@each_function
def test_explain_says_ok_where_there_is_no_error(entry):
    """HEDGE_EXPLAIN of a call that works is "ok"."""
    assert worksheet.HEDGE_EXPLAIN(entry.name, *entry.example) == "ok"


def test_explain_names_the_nearest_function():
    """A misspelt function's name is answered with the right one."""
    assert "MV_HEDGE_RATIO?" in worksheet.HEDGE_EXPLAIN("MV_HEGDE_RATIO").message


def test_an_internal_fault_is_logged_and_shown_as_value_error(caplog):
    """A fault of ours is #VALUE! with the traceback in the log: never 0, never a text."""

    def BROKEN_FUNCTION(number: Number) -> float:
        return {}[number]

    entry = WorksheetFunction("Broken", BROKEN_FUNCTION)
    with caplog.at_level(logging.ERROR, "xlhedge"):
        result = entry(1.0)
    assert str(result) == "#VALUE!"
    assert "fault of xlhedge" in result.message
    assert "KeyError" in caplog.text


def test_dates_are_their_serial_numbers():
    """A date in a range of numbers counts as Excel's serial number."""
    import datetime as dt

    assert worksheet.HEDGE_RATIO(dt.datetime(1900, 3, 1), 1) == 61  # noqa: DTZ001 - a cell's date
    assert worksheet.HEDGE_RATIO(dt.date(2025, 3, 4), 1) == 45720


@pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda entry: entry.name)
def test_cells_hold_plain_values(entry):
    """A result is made of plain numbers, texts and truth values: a host asks for the class."""
    result = entry(*entry.example)
    for row in result if isinstance(result, list) else [[result]]:
        assert {type(cell) for cell in row} <= {float, str, bool, ExcelError, type(None)}


@each_function
def test_money_in_a_table_takes_the_name_of_the_currency(entry):
    """Every table that says [money] says [CHF] where its last argument does; figures stay."""
    result = entry(*copy.deepcopy(entry.example))
    has_money = isinstance(result, list) and any("[money]" in str(c) for c in cells_of(result))
    names = [argument.name for argument in entry.arguments]
    assert has_money == (names[-1] == "money")
    if has_money:
        named = call_with(entry, len(names) - 1, "CHF")
        expected = [
            [c.replace("[money]", "[CHF]") if isinstance(c, str) else c for c in row]
            for row in result
        ]
        assert repr(named) == repr(expected)
