"""What operators need: a line a call, figures, versions, tokens that change while it runs."""

import json
import os
import signal

import pytest

CALL = "/xlwings/custom-functions-call"
RATIO = {
    "client": "Office.js",
    "func_name": "HEDGE_RATIO",
    "args": [[[1.0]], [[2.0]]],
    "version": "",
    "runtime": "1.4",
}


def lines_of(server):
    """Return the lines of calls in a server's log."""
    return [json.loads(line) for line in server.log.read_text().splitlines() if line[:1] == "{"]


def test_every_call_is_a_line(start_server):
    """Time, user, function, status and seconds, of those that are refused too; no token."""
    with start_server() as server:
        assert server.request(CALL, RATIO)[0] == 200
        assert server.request(CALL, RATIO, server.headers | {"Authorization": "x" * 40})[0] == 401
        assert server.request(CALL, RATIO | {"func_name": "NONE"})[0] == 404
        server.request("/", headers={}, method="GET")
        lines = lines_of(server)
    assert [line["status"] for line in lines] == [200, 401, 404]
    assert [line["user"] for line in lines] == ["tester", "", "tester"]
    assert [line["function"] for line in lines] == ["HEDGE_RATIO", "", ""]
    assert all(0 <= line["seconds"] < 100 for line in lines)
    assert len({line["request"] for line in lines}) == 3
    assert server.token not in server.log.read_text()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_figures_add_up(start_server, workers):
    """Calls are counted by function and status, over all processes, and not through a proxy."""
    with start_server("--workers", workers, XLHEDGE_METRICS="1") as server:
        for _ in range(8):
            server.request(CALL, RATIO)
        _, text = server.request("/metrics", headers={}, method="GET")
        assert 'xlhedge_calls_total{function="HEDGE_RATIO",status="200"} 8.0' in text
        assert 'xlhedge_call_seconds_count{function="HEDGE_RATIO"} 8.0' in text
        by_proxy = {"X-Forwarded-For": "192.0.2.1"}
        assert server.request("/metrics", headers=by_proxy, method="GET")[0] == 403


def test_figures_are_for_those_who_ask_for_them(server):
    """Without the setting there is no such page; the versions are no secret."""
    assert server.request("/metrics", headers={}, method="GET")[0] == 404
    status, text = server.request("/version", headers={}, method="GET")
    assert status == 200
    assert set(json.loads(text)) == {"xlhedge", "xlwings", "xlwings-server"}


@pytest.mark.skipif(os.name != "posix", reason="file modes and signals are POSIX's")
def test_tokens_in_a_folder_change_while_it_runs(start_server, tmp_path):
    """A file more lets its user in at once, one less out; a bad one changes nothing. No SIGHUP."""
    folder = tmp_path / "secret"
    folder.mkdir()
    tokens = {name: name * 32 for name in ("a", "b")}

    def write(name, text):
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)

    write("a", tokens["a"])
    with start_server(XLHEDGE_TOKENS="", XLHEDGE_TOKEN_FILE=str(folder)) as server:

        def status(name):
            return server.request(CALL, RATIO, server.headers | {"Authorization": tokens[name]})[0]

        assert (status("a"), status("b")) == (200, 401)
        write("b", tokens["b"])
        assert (status("a"), status("b")) == (200, 200)
        write("c", "short")
        assert (status("a"), status("b")) == (200, 200)
        (folder / "c").unlink()
        (folder / "a").unlink()
        assert (status("a"), status("b")) == (401, 200)
        server.process.send_signal(signal.SIGHUP)
        assert status("b") == 200
        assert {line["user"] for line in lines_of(server)} == {"a", "b", ""}
        assert "The tokens read before stay" in server.log.read_text()


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_call_that_runs_is_answered_before_the_end(start_server):
    """SIGTERM drains: a call that came before it has its answer."""
    from concurrent.futures import ThreadPoolExecutor

    prices = [[100 + (i * 7919 % 1009) / 100] for i in range(20_000)]
    others = [[101 + (i * 104_729 % 1013) / 100] for i in range(20_000)]
    with start_server() as server, ThreadPoolExecutor(1) as pool:
        call = pool.submit(server.call, "KALMAN_HEDGE_RATIO", prices, others)
        while not server.process.poll() and not call.running():
            pass
        server.request("/", headers={}, method="GET")
        server.process.send_signal(signal.SIGTERM)
        assert len(call.result()) > 10_000
        assert server.process.wait(60) is not None
