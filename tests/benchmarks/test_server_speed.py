"""Speed on xlwings Server: a range call of ours beside stock xlwings Server, in one run.

python -m pytest tests/benchmarks/test_server_speed.py --benchmark-enable

Both servers are uvicorn on loopback with logging off; the one serves our functions, the other the
same core function with xlwings' own decorators, and asks nobody for a token. What counts is the
processor time of the serving process and of those that it has started. xlwings 0.37.8 searches for
Pyodide once a cell; both servers are measured with that search and without.
"""

import contextlib
import http.client
import importlib.util
import json
import os
import random
import socket
import subprocess
import sys
import time

import pytest
from processor_time import processor_seconds
from required import missing

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="reads a process's processor time from /proc"
)

STOCK = '''"""The same core function as xlwings' documentation has functions of ranges written."""

import numpy as np
from xlwings.server import arg, func

from xlhedge.core.changes import joint_changes
from xlhedge.core.minimum_variance import hedge_ratio


@func
@arg("spot", np.array, ndim=1)
@arg("futures", np.array, ndim=1)
def MV_HEDGE_RATIO(spot, futures):
    return hedge_ratio(joint_changes([spot, futures], "price", 1))
'''
SERVE = """
import sys
kind, port = sys.argv[1:]
import uvicorn
from xlhedge.web import server
if kind == "stock, search spared":
    server.spare_the_search()
if kind.startswith("stock"):
    from xlwings_server.main import main_app as app
else:
    if kind != "ours":
        server.spare_the_search = lambda: None
    app = server.create_app()
uvicorn.run(app, port=int(port), log_level="critical", timeout_keep_alive=600)
"""
KINDS = ["stock", "stock, search spared", "ours, with the search", "ours"]
JUDGED = ["stock", "ours"]  # the others are measured alone
MOST = {250: 1 / 4, 2_500: 1 / 6}  # of stock's processor time
CALLS = {250: 60, 2_500: 15}
TOKEN = "t" * 40


class Process:
    """A serving process, one connection to it, and its processor time."""

    def __init__(self, kind, project, port):
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE, kind, str(port)],
            env=os.environ
            | {
                "XLWINGS_LICENSE_KEY": "noncommercial",
                "XLWINGS_PROJECT_DIR": str(project),
                "XLWINGS_LOG_LEVEL": "CRITICAL",
                "XLHEDGE_TOKENS": TOKEN,
            },
            cwd=project,
        )
        self._kind = kind
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def wait(self):
        """Wait until it answers."""
        for _ in range(3000):
            try:
                self._line.request("GET", "/")
                self._line.getresponse().read()
            except OSError:
                self._line.close()
                time.sleep(0.02)
            else:
                return
        pytest.fail(f"{self._kind} does not answer")

    def end(self):
        """Stop it."""
        self._line.close()
        self._process.terminate()
        self._process.wait(60)

    def call(self, body):
        """Return a call's result."""
        headers = {"Content-Type": "application/json", "Authorization": TOKEN}
        self._line.request("POST", "/xlwings/custom-functions-call", body, headers)
        answer = json.loads(self._line.getresponse().read())
        return answer["result"][0][0]

    def per_call(self, body, calls):
        """Return processor seconds a call."""
        self.call(body)
        before = processor_seconds(self._process.pid)
        for _ in range(calls):
            self.call(body)
        return (processor_seconds(self._process.pid) - before) / calls


def free_ports(count):
    """Return loopback ports that nobody uses."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


@pytest.fixture(scope="module")
def processes(tmp_path_factory, request):
    """The servers, by kind: of those that are only measured none where nothing is measured."""
    if importlib.util.find_spec("xlwings_server") is None:
        missing("xlwings Server, of the extra `server`")
    project = tmp_path_factory.mktemp("stock")
    for package, text in (("custom_functions", STOCK), ("custom_scripts", "")):
        (project / package).mkdir()
        (project / package / "__init__.py").write_text(text)
    kinds = KINDS if request.config.getoption("benchmark_enable") else JUDGED
    ports = free_ports(len(kinds))
    started = {k: Process(k, project, port) for k, port in zip(kinds, ports, strict=True)}
    try:
        for process in started.values():
            process.wait()
        yield started
    finally:
        for process in started.values():
            process.end()


def question(rows, arguments):
    """Return a call with two columns of prices."""
    prices = random.Random(rows)
    columns = [[[round(prices.gauss(100, 1), 4)] for _ in range(rows)] for _ in range(2)]
    call = {
        "client": "Office.js",
        "func_name": "MV_HEDGE_RATIO",
        "args": columns + [None] * (arguments - 2),
        "caller_address": "[Book1.xlsx]Sheet1!A1",
        "session_id": "a-session",
        "culture_info_name": "en-US",
        "date_format": "m/d/yyyy",
        "version": "0.37.8",
        "runtime": "1.4",
    }
    return json.dumps(call).encode()


@pytest.mark.parametrize("rows", MOST)
def test_a_range_call(benchmark, processes, rows):
    """The same ratio from all of them; ours takes at most the stated share of stock's time."""
    bodies = {kind: question(rows, 2 if kind.startswith("stock") else 4) for kind in processes}
    values = {kind: processes[kind].call(bodies[kind]) for kind in processes}
    assert len(set(values.values())) == 1
    if benchmark.disabled:
        benchmark(processes["ours"].call, bodies["ours"])
        return
    seconds = {}
    for kind in processes:
        calls = CALLS[rows] * (1 if kind.startswith("stock") else 8)  # time is counted in ticks
        seconds[kind] = processes[kind].per_call(bodies[kind], calls)
    share = seconds["ours"] / seconds["stock"]
    for kind in processes:
        benchmark.extra_info[f"{kind}, ms of processor a call"] = round(1000 * seconds[kind], 3)
    benchmark.extra_info["share of stock's"] = round(share, 4)
    benchmark.group = f"range call, {rows} x 2"
    benchmark(processes["ours"].call, bodies["ours"])
    print(f"\n{rows} x 2: {benchmark.extra_info}")  # noqa: T201 - the table has no room for it
    assert share <= MOST[rows]
