"""What operators need: a line a call, figures, versions, tokens that change, ends in good order.

No Docker daemon is needed: the server of two processes is started by the image's own command.
"""

import ast
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

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


def count(server):
    """Return the calls and the times that the figures have of HEDGE_RATIO."""
    _, text = server.request("/metrics", headers={}, method="GET")
    names = (
        'xlhedge_calls_total{function="HEDGE_RATIO",status="200"}',
        'xlhedge_call_seconds_count{function="HEDGE_RATIO"}',
    )
    figures = dict(line.rsplit(" ", 1) for line in text.splitlines())
    return [float(figures.get(name, 0)) for name in names]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    """A folder of tokens, one of the user a in it."""
    folder = tmp_path_factory.mktemp("secret")
    write(folder / "a", "a" * 32)
    return folder


def write(file, text):
    """Write a token's file, its owner's alone."""
    file.write_text(text)
    file.chmod(0o600)


@pytest.fixture(scope="module")
def watched(start_server_of_module, tokens):
    """A server with figures and a folder of tokens; the last test ends it."""
    variables = {"XLHEDGE_METRICS": "1", "XLHEDGE_TOKEN_FILE": str(tokens), "XLHEDGE_TOKENS": ""}
    with start_server_of_module(**variables) as server:
        server.token = "a" * 32
        yield server


def test_every_call_is_a_line(watched):
    """Time, user, function, status and seconds, of those that are refused too; no token."""
    before = len(lines_of(watched))
    assert watched.request(CALL, RATIO)[0] == 200
    assert watched.request(CALL, RATIO, watched.headers | {"Authorization": "x" * 40})[0] == 401
    assert watched.request(CALL, RATIO | {"func_name": "NONE"})[0] == 404
    watched.request("/", headers={}, method="GET")
    lines = lines_of(watched)[before:]
    assert [line["status"] for line in lines] == [200, 401, 404]
    assert [line["user"] for line in lines] == ["a", "", "a"]
    assert [line["function"] for line in lines] == ["HEDGE_RATIO", "", ""]
    assert all(0 <= line["seconds"] < 100 for line in lines)
    assert len({line["request"] for line in lines}) == 3
    assert watched.token not in watched.log.read_text()


def check_figures(server):
    """Eight calls are counted as eight; through a proxy nobody learns it."""
    before = count(server)
    for _ in range(8):
        server.request(CALL, RATIO)
    assert count(server) == [figure + 8 for figure in before]
    by_proxy = {"X-Forwarded-For": "192.0.2.1"}
    assert server.request("/metrics", headers=by_proxy, method="GET")[0] == 403


def test_figures_add_up(watched):
    """Calls are counted by function and status, and not told through a proxy."""
    check_figures(watched)


@pytest.fixture(scope="module")
def two(start_server_of_module, instructions):
    """A server of two processes, as the image starts it; the last test of it ends it."""
    command = ast.literal_eval(instructions[-1][1])
    assert command[:2] == ["xlhedge", "serve"]
    options = [word for word in command[2:] if word not in {"--port", "8000"}]
    environment = dict(
        part.split("=", 1)
        for name, rest in instructions
        if name == "ENV"
        for part in shlex.split(rest)
    )
    workers = environment["XLHEDGE_WORKERS"]
    assert workers == "2"
    with start_server_of_module(*options, XLHEDGE_WORKERS=workers, XLHEDGE_METRICS="1") as server:
        yield server


@pytest.fixture(scope="module")
def healthy(instructions):
    """Whether the image's health check passes on a server."""
    health = next(rest for name, rest in instructions if name == "HEALTHCHECK")
    python, *check = ast.literal_eval(health.partition("CMD ")[2])
    assert python == "python"

    def passes(server):
        port = server.url.rpartition(":")[2]
        asked = [word.replace(":8000/", f":{port}/") for word in check]
        return not subprocess.run(
            [sys.executable, *asked], capture_output=True, check=False
        ).returncode

    return passes


def test_the_image_s_commands_run(two, healthy):
    """What starts the container starts the server; its health check passes."""
    assert healthy(two)
    assert "https://NAME-OF-THE-PROXY/manifest" in two.log.read_text()
    assert two.call("HEDGE_RATIO", [[1.0]], [[2.0]]) == [[0.5]]


def test_figures_add_up_over_all_processes(two):
    """Which of two processes is asked makes no difference."""
    check_figures(two)
    assert {line["user"] for line in lines_of(two)} == {"tester"}


def workers_of(process):
    """Return the processes that a server answers with."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    found = set()
    for child in map(int, listed):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except FileNotFoundError:
            continue
        if b"spawn_main" in command:
            found.add(child)
    return found


def wait_for_workers(process, others=frozenset(), seconds=60):
    """Return the workers once there are two, none of them among `others`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = workers_of(process)
        if len(found) == 2 and not found & others:
            return found
        time.sleep(0.02)
    pytest.fail(f"there are no two workers: {workers_of(process)}")


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
def test_a_worker_that_is_killed(two, healthy):
    """Of two workers one is killed: calls go on, it is replaced, and none outlives the server.

    The image's health check fails on a server that has ended.
    """
    before = wait_for_workers(two.process)
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    for i in range(1, 41):
        assert two.call("HEDGE_RATIO", [[float(i)]], [[2.0]]) == [[i / 2]]
        assert two.request("/", headers={}, method="GET")[0] == 200
    after = wait_for_workers(two.process, others={killed})
    assert before - {killed} < after
    for i in range(1, 41):
        assert two.call("HEDGE_RATIO", [[float(i)]], [[2.0]]) == [[i / 2]]
    two.process.send_signal(signal.SIGTERM)
    two.process.wait(60)
    for worker in after:
        assert not Path(f"/proc/{worker}").exists()
    assert not healthy(two)


def test_figures_are_for_those_who_ask_for_them(server):
    """Without the setting there is no such page; the versions are no secret."""
    assert server.request("/metrics", headers={}, method="GET")[0] == 404
    status, text = server.request("/version", headers={}, method="GET")
    assert status == 200
    assert set(json.loads(text)) == {"xlhedge", "xlwings", "xlwings-server"}


@pytest.mark.skipif(os.name != "posix", reason="file modes and signals are POSIX's")
def test_tokens_in_a_folder_change_while_it_runs(watched, tokens):
    """A file more lets its user in at once, one less out; a bad one changes nothing. No SIGHUP."""
    before = len(lines_of(watched))

    def status(name):
        return watched.request(CALL, RATIO, watched.headers | {"Authorization": name * 32})[0]

    assert (status("a"), status("b")) == (200, 401)
    write(tokens / "b", "b" * 32)
    assert (status("a"), status("b")) == (200, 200)
    write(tokens / "c", "short")
    assert (status("a"), status("b")) == (200, 200)
    (tokens / "c").unlink()
    (tokens / "a").unlink()
    assert (status("a"), status("b")) == (401, 200)
    write(tokens / "a", "a" * 32)
    watched.process.send_signal(signal.SIGHUP)
    assert status("b") == 200
    assert {line["user"] for line in lines_of(watched)[before:]} == {"a", "b", ""}
    assert "The tokens read before stay" in watched.log.read_text()


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_call_that_runs_is_answered_before_the_end(watched):
    """SIGTERM drains: a call that came before it has its answer."""
    from concurrent.futures import ThreadPoolExecutor

    prices = [[100 + (i * 7919 % 1009) / 100] for i in range(20_000)]
    others = [[101 + (i * 104_729 % 1013) / 100] for i in range(20_000)]
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(watched.call, "KALMAN_HEDGE_RATIO", prices, others)
        while not watched.process.poll() and not call.running():
            pass
        watched.request("/", headers={}, method="GET")
        watched.process.send_signal(signal.SIGTERM)
        assert len(call.result()) > 10_000
        assert watched.process.wait(60) is not None
