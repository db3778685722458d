"""What Excel is told when a function, the token or the way to the server fails."""

import json

import pytest

from xlhedge.web.server_call import MOST_ROWS
from xlhedge.worksheet import CATALOGUE

RISING = [[float(price)] for price in (
    100, 101, 103, 102, 105, 104, 107, 110, 108, 111, 113, 112, 115, 117,
)]  # fmt: skip
OTHER = [[float(price)] for price in (
    99, 100.5, 102, 101.5, 104.5, 103, 106.5, 109, 107.5, 110, 112.5, 111, 114.5, 116,
)]  # fmt: skip
FLAT_AT_FIRST = [[99.0]] * 5 + OTHER[5:]
INVALID_VALUE = 7  # how Office.js tells its host #VALUE!

OF_EACH_KIND = {
    "#DIV/0!": ("HEDGE_RATIO", ([[52005]], [[0]])),
    "#N/A": ("MV_HEDGE_RATIO", (RISING, OTHER[:5], None, None)),
    "#NUM!": ("MV_HEDGE_RATIO", ([[-1.0], *RISING[1:]], OTHER, [["log"]], None)),
    "#VALUE!": ("MV_HEDGE_RATIO", (RISING, OTHER, [["monthly"]], None)),
}
TYPES = {"#DIV/0!": "Div0", "#N/A": "NotAvailable", "#NUM!": "Num", "#VALUE!": "Value"}


def cell_value(code):
    """Return an error as an Excel of data types takes it (CustomFunctionsRuntime 1.4)."""
    return {"type": "Error", "errorType": TYPES[code]}


@pytest.mark.parametrize(("code", "call"), OF_EACH_KIND.items(), ids=OF_EACH_KIND)
def test_an_error_is_that_error_at_once(excel, code, call):
    """A cell gets the function's own kind of error, after one request and no more."""
    assert CATALOGUE[call[0]](*call[1]).code == code
    assert excel.calculate(call[0], *call[1]) == [[cell_value(code)]]
    assert len(excel.calls) == 1


def test_an_error_in_a_table_stands_in_its_cell(excel):
    """A rolling window that does not vary fails alone; the others have their numbers."""
    args = (RISING, FLAT_AT_FIRST, [[4]], None, None)
    table = [
        [cell_value(cell.code) if hasattr(cell, "code") else cell for cell in row]
        for row in CATALOGUE["ROLLING_HEDGE_RATIO"](*args)
    ]
    kinds = {type(cell) for row in table[1:] for cell in row}
    assert kinds == {dict, float}
    assert excel.calculate("ROLLING_HEDGE_RATIO", *args) == table


@pytest.mark.parametrize("runtime", ["1.1", "1.3"])
def test_values_and_tables_need_no_new_excel(excels, runtime):
    """An Excel without data types gets the same numbers."""
    excel = excels(runtime)
    excel.calls.clear()
    ratio, table = excel.calculate_all(
        [("HEDGE_RATIO", ([[52005]], [[60000]])), ("HEDGE_STATS", (RISING, OTHER, None, None))]
    )
    assert ratio == [[0.86675]]
    assert table == CATALOGUE["HEDGE_STATS"](RISING, OTHER)
    assert {call.post_data_json["runtime"] for call in excel.calls} == {runtime}


def test_an_excel_without_data_types_gets_real_errors(excels):
    """Office 2021 to 2024 get what Office.js makes of CustomFunctions.Error, not a text."""
    excel = excels("1.3")
    answers = excel.calculate_all(OF_EACH_KIND.values())
    codes = list(OF_EACH_KIND)
    own = excel.page.evaluate(
        "codes => JSON.stringify(codes.map((code) => [[new CustomFunctions.Error(code)]]))", codes
    )
    assert answers == json.loads(own)
    assert [rows[0][0]["code"] for rows in answers] == codes


def test_the_oldest_excel_gets_the_error_as_text(excels):
    """Before CustomFunctionsRuntime 1.2 there are no errors in Office.js: the code stands there."""
    answers = excels("1.1").calculate_all(OF_EACH_KIND.values())
    assert answers == [[[code]] for code in OF_EACH_KIND]


def needs_a_token(failed):
    """Return whether a cell shows #VALUE! and says what to do about the token."""
    wanted = ("Wrong or missing token", "task pane")
    return failed.code == INVALID_VALUE and all(words in failed.message for words in wanted)


def test_without_a_token_the_cell_says_what_to_do(new_excel, server):
    """After one request, as asking again would not help; given the token, the cell calculates."""
    excel = new_excel()
    assert needs_a_token(excel.calculate("HEDGE_RATIO", [[1]], [[2]]))
    assert [call.response().status for call in excel.calls] == [401]
    assert excel.sign_in(server.token) == "Signed in: the functions work."
    assert excel.calculate("HEDGE_RATIO", [[1]], [[2]]) == [[0.5]]


def test_with_a_wrong_token_the_cell_says_what_to_do(new_excel):
    """Both the task pane and the cell, and the server is not asked again and again."""
    excel = new_excel()
    assert excel.sign_in("w" * 43).startswith("Wrong or missing token")
    assert needs_a_token(excel.calculate("HEDGE_RATIO", [[1]], [[2]]))
    assert [call.response().status for call in excel.calls] == [401]


def test_a_dead_server_is_asked_three_times_and_then_explained(new_excel, start_server):
    """The cell shows #VALUE! and that nothing answers: no blank, no old value, no endless wait."""
    with start_server() as own:
        excel = new_excel(own)
        excel.sign_in(own.token)
        assert excel.calculate("HEDGE_RATIO", [[1]], [[2]]) == [[0.5]]
        own.process.kill()
        own.process.wait()
        excel.calls.clear()
        failed = excel.calculate("HEDGE_RATIO", [[1]], [[4]])  # not asked before
    assert failed.code == INVALID_VALUE
    assert "Network error" in failed.message
    assert len(excel.calls) == 3


def test_what_the_server_does_not_compute_is_na_with_its_sentence(excel):
    """A range beyond a function's limit is #N/A after one request, and says what would do."""
    name, most = min(MOST_ROWS.items(), key=lambda entry: entry[1])
    ((cell,),) = excel.calculate(name, *[[[100.0]] * (most + 1)] * len(CATALOGUE[name].arguments))
    assert cell["code"] == "#N/A"
    assert f"at most {most:,} rows" in cell["message"]
    assert [call.response().status for call in excel.calls] == [422]


def test_a_cell_recovers_with_the_network(excel):
    """What failed while the machine was offline calculates when it is back."""
    excel.context.set_offline(True)
    try:
        assert excel.calculate("HEDGE_RATIO", [[1]], [[2]]).code == INVALID_VALUE
    finally:
        excel.context.set_offline(False)
    assert excel.calculate("HEDGE_RATIO", [[1]], [[2]]) == [[0.5]]


def test_a_request_that_is_lost_once_is_made_again(excel):
    """A short interruption costs a second request; the cell has its value."""
    lost = []

    def lose_one(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.request)
            route.abort("connectionreset")

    excel.page.route("**/custom-functions-call", lose_one)
    try:
        assert excel.calculate("HEDGE_RATIO", [[1]], [[2]]) == [[0.5]]
    finally:
        excel.page.unroute("**/custom-functions-call")
    assert len(excel.calls) == 2


def test_a_proxy_without_its_server_is_explained(excel):
    """A dead server behind a proxy is a 502 with a page of HTML: the cell has a sentence."""
    page = "<html><h1>502 Bad Gateway</h1></html>"
    excel.page.route("**/custom-functions-call", lambda route: route.fulfill(status=502, body=page))
    try:
        failed = excel.calculate("HEDGE_RATIO", [[1]], [[2]])
    finally:
        excel.page.unroute("**/custom-functions-call")
    assert failed.code == INVALID_VALUE
    assert "does not answer (HTTP 502)" in failed.message
    assert "<" not in failed.message
    assert len(excel.calls) == 3


def test_a_browser_that_keeps_nothing_is_explained(new_excel):
    """Where add-ins may not store anything, the cell asks for the token instead of nothing."""
    excel = new_excel()
    excel.page.evaluate(
        "() => { Storage.prototype.getItem = Storage.prototype.setItem = () => {"
        " throw new DOMException('denied', 'SecurityError'); }; }"
    )
    failed = excel.calculate("HEDGE_RATIO", [[1]], [[2]])
    assert failed.code == INVALID_VALUE
    assert "Wrong or missing token" in failed.message
    assert "keeps nothing" in excel.sign_in("w" * 43)
