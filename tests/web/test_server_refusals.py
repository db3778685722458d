"""What the server turns away: strangers, and what is no call. Always 4xx, always a sentence."""

import contextlib
import http.client
import json

import pytest

CALL = "/xlwings/custom-functions-call"


def call(**changes):
    """Return a call that works, with some of it replaced, or left out where that is the value."""
    whole = {
        "client": "Office.js",
        "func_name": "HEDGE_RATIO",
        "args": [[[1.0]], [[2.0]]],
        "version": "0.37.8",
        "runtime": "1.4",
    } | changes
    return {key: value for key, value in whole.items() if value is not ...}


def is_refusal(status, text, expected):
    """Check a refusal: the status, and a sentence without a trace of how the server works."""
    assert status == expected, text
    assert text.endswith("."), text
    assert len(text) < 400
    assert "Traceback" not in text
    assert ".py" not in text


@pytest.fixture
def alive(server):
    """The same process answers before and after the test."""
    before = server.process.pid
    yield server
    assert server.process.poll() is None
    assert server.process.pid == before
    assert server.call("HEDGE_RATIO", [[1.0]], [[2.0]]) == [[0.5]]
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(
    "token",
    [None, "", "Bearer ", "test-token", "x" * 43, "ä" * 40, "Bearer test-token", "é" * 5000],
)
def test_a_stranger_is_refused(alive, token):
    """No token, a wrong one, and the sample token of xlwings Server's own code get nowhere."""
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = token
    status, text = alive.request(CALL, call(), headers)
    is_refusal(status, text, 401)
    assert "token" in text
    assert token is None or not token or token not in text


def test_a_near_miss_is_refused(alive):
    """A token with one sign changed, added or missing is nobody's."""
    for token in (alive.token[:-1], alive.token + "x", alive.token[:-1] + "~"):
        status, text = alive.request(CALL, call(), alive.headers | {"Authorization": token})
        is_refusal(status, text, 401)


def test_a_stranger_is_not_listened_to(alive):
    """Who may call is asked first: a stranger's bad request is not told what is wrong with it."""
    status, _ = alive.request(CALL, b"{" * 100, {"Content-Type": "application/json"})
    assert status == 401


def test_a_token_may_be_called_bearer(alive):
    """The token is taken with and without the word that HTTP puts before it."""
    headers = alive.headers | {"Authorization": f"Bearer {alive.token}"}
    assert alive.request(CALL, call(), headers)[0] == 200


def test_the_token_is_not_in_the_log(alive):
    """Neither a right token nor a wrong one is written down."""
    wrong = "w" * 43
    alive.request(CALL, call(), alive.headers | {"Authorization": wrong})
    log = alive.log.read_text()
    assert alive.token not in log
    assert wrong not in log


BAD_CALLS = {
    "no JSON": (b"{", 400),
    "nothing": (b"", 400),
    "no text": (b"\xff\xfe\x00", 400),
    "too deep": (b"[" * 100_000, 400),
    "too deep, and ended": (b"[" * 100_000 + b"]" * 100_000, 400),
    "half a letter": (b'"\\ud800"', 400),
    "NaN": (json.dumps(call(args=[[[float("nan")]], [[1]]])).encode(), 400),
    "infinity": (json.dumps(call(args=[[[float("inf")]], [[1]]])).encode(), 400),
    "an array": ([1, 2], 400),
    "a number": (b"5", 400),
    "an empty object": ({}, 400),
    "no function's name": (call(func_name=...), 400),
    "a number as name": (call(func_name=7), 400),
    "an unknown function": (call(func_name="NO_SUCH_FUNCTION"), 404),
    "a name of Python's": (call(func_name="__class__"), 404),
    "a name of the module": (call(func_name="CATALOGUE"), 404),
    "a very long name": (call(func_name="A" * 100_000), 404),
    "no arguments": (call(args=...), 400),
    "arguments by name": (call(args={"hedge_value": 1}), 400),
    "a text as arguments": (call(args="12"), 400),
    "too many arguments": (call(args=[[[1.0]]] * 300), 400),
    "further arguments as text": (call(func_name="HEDGE_EXPLAIN", args=[[["A"]], "x"]), 400),
    "further arguments as null": (call(func_name="HEDGE_EXPLAIN", args=[[["A"]], None]), 400),
    "no version": (call(version=...), 400),
    "another version": (call(client="Other", version="0.1"), 400),
    "no client": (call(client=...), 400),
    "no runtime": (call(runtime=...), 400),
    "a runtime in words": (call(runtime="new"), 400),
    "a runtime of thousands of digits": (call(runtime="9" * 5000 + ".1", args=[[[1]], [[0]]]), 400),
    "a runtime as number": (call(runtime=1.4), 400),
    "an address as number": (call(caller_address=5), 400),
    "a date format as list": (call(date_format=["d"], culture_info_name="en-US"), 400),
    "a culture as number": (call(culture_info_name=5), 400),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_what_is_no_call_is_refused(alive, name):
    """A request that cannot be a call gets 4xx and a sentence, and the server works on."""
    body, expected = BAD_CALLS[name]
    status, text = alive.request(CALL, body)
    if name == "another version":  # xlwings' own sentence
        assert (status, "version mismatch" in text) == (400, True)
    else:
        is_refusal(status, text, expected)


STRANGE_CELLS = {
    "nothing": [],
    "a row of nothing": [[]],
    "an array in a cell": [[[]]],
    "an array among cells": [[1.0, [2.0]]],
    "rows of two lengths": [[1.0], [2.0, 3.0]],
    "a cell among rows": [1.0, [2.0]],
    "an unknown object": [[{"a": 1}]],
    "a type that is a list": [[{"type": []}]],
    "a code that is a list": [[{"type": "Error", "basicValue": ["#N/A"]}]],
    "a kind that is an object": [[{"type": "Error", "errorType": {}}]],
    "an object as range": {"a": 1},
    "a huge integer": [[10**400]],
    "a text": "text",
    "a zero byte": [["\x00"]],
    "a long text": [["x" * 40_000]],
}


@pytest.mark.parametrize("kind", STRANGE_CELLS)
def test_strange_cells_are_answered(alive, kind):
    """Cells that Excel would not send are an error value or a refusal, never fault or number."""
    cells = STRANGE_CELLS[kind]
    for name, other in (("HEDGE_RATIO", [[1.0]]), ("MV_HEDGE_RATIO", [[1.0], [2.0], [4.0]])):
        status, text = alive.request(CALL, call(func_name=name, args=[cells, other]))
        assert status in {200, 400}, text
        if status == 200:
            assert json.loads(text)["result"][0][0]["type"] == "Error"
        else:
            is_refusal(status, text, 400)


@pytest.mark.parametrize(
    ("method", "path", "headers", "expected"),
    [
        ("GET", CALL, {}, 405),
        ("PUT", CALL, {}, 405),
        ("DELETE", "/", {}, 405),
        ("POST", CALL, {"Content-Type": "text/plain"}, 415),
        ("POST", CALL, {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ("POST", "/xlwings/custom-scripts-call/anything", {}, 404),
        ("POST", "/nowhere", {}, 404),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/static/../../../../etc/passwd", {}, 404),
        ("GET", "/static/js/%2e%2e/%2e%2e/%2e%2e/pyproject.toml", {}, 404),
    ],
)
def test_wrong_ways_are_refused(alive, method, path, headers, expected):
    """Another method, path or type of content is 4xx."""
    body = json.dumps(call()).encode() if method in {"POST", "PUT"} else None
    status, text = alive.request(path, body, alive.headers | headers, method=method)
    assert status == expected, text
    assert text
    assert "Traceback" not in text


def test_a_request_that_is_too_large_is_refused(alive):
    """Beyond the limit a request is 413, whether it says how long it is or not."""
    limit = 16 * 2**20
    host = alive.url.removeprefix("http://")
    for chunked in (False, True):
        with contextlib.closing(http.client.HTTPConnection(host, timeout=60)) as line:
            if chunked:
                body = (b"[" * 2**20 for _ in range(limit // 2**20 + 1))
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    line.request("POST", CALL, body, alive.headers, encode_chunked=True)
            else:
                line.putrequest("POST", CALL)
                for name, value in alive.headers.items():
                    line.putheader(name, value)
                line.putheader("Content-Length", str(limit + 1))
                line.endheaders()
            answer = line.getresponse()
            is_refusal(answer.status, answer.read().decode(), 413)


def test_a_large_range_is_computed(alive):
    """A hundred thousand rows in two columns are well within the limit."""
    spot = [[100 + (i * 7919 % 1009) / 100] for i in range(100_000)]
    futures = [[101 + (i * 104_729 % 1013) / 100] for i in range(100_000)]
    result = alive.call("MV_HEDGE_RATIO", spot, futures, None, None)
    assert isinstance(result[0][0], float)


def test_a_caller_who_leaves_does_no_harm(alive):
    """A connection that is closed in the middle of a request is forgotten."""
    host = alive.url.removeprefix("http://")
    for _ in range(5):
        line = http.client.HTTPConnection(host, timeout=60)
        line.putrequest("POST", CALL)
        for name, value in alive.headers.items():
            line.putheader(name, value)
        line.putheader("Content-Length", "1000")
        line.endheaders(b"{")
        line.close()
