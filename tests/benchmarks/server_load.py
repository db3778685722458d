# ruff: noqa: T201 - printing tables is what it is for
"""What many users make of a server: python tests/benchmarks/server_load.py CASE ...

    calls     20,000 calls over 16 connections, with 1 and 2 workers: p50, p95, p99, and the
              processor time of a call, of all processes of the server
    stock     the same call on stock xlwings Server, which computes it in the process that answers
    slow      another user's calls while eight calls run that take long
    large     answers to a small call, and memory, while ten large bodies arrive

Everything runs on this machine, the client too: the first line says how busy it is.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

sys.path[:0] = [str(Path(__file__).parents[1])]
from processor_time import processor_seconds  # noqa: E402 - of tests/

CALL = "/xlwings/custom-functions-call"
TOKENS = {"alice": "a" * 40, "bob": "b" * 40}


def request(name, *args):
    """Return a call as Excel's side makes it."""
    call = {"client": "Office.js", "func_name": name, "args": args, "version": "", "runtime": "1.4"}
    call |= {"date_format": None, "culture_info_name": None, "caller_address": None}
    return json.dumps(call).encode()


def column(rows, seed):
    """Return a column of prices."""
    prices = random.Random(seed)
    return [[round(prices.gauss(100, 1), 4)] for _ in range(rows)]


def headers(user):
    """Return what a user's call brings."""
    return {"Content-Type": "application/json", "Authorization": TOKENS[user]}


def peak_mb(pid):
    """Return the most memory that a process has had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


@contextlib.contextmanager
def serving(command, **variables):
    """Run a server until it answers; give its address and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, *[word.replace("PORT", str(port)) for word in command]],
            env=os.environ | {"XLWINGS_LICENSE_KEY": "noncommercial"} | variables,
            stdout=log,
            stderr=log,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                with contextlib.suppress(httpx.HTTPError):
                    if httpx.get(f"{url}/").status_code == 200:
                        break
                time.sleep(0.2)
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(60)


def ours(workers=1):
    """Run our server."""
    tokens = ",".join(f"{name}:{token}" for name, token in TOKENS.items())
    command = ["-m", "xlhedge", "serve", "--port", "PORT", "--workers", str(workers)]
    return serving(command, XLHEDGE_TOKENS=tokens)


async def seconds_of(url, body, calls, lines):
    """Return the seconds of each of a number of calls, made over a number of connections."""
    left = iter(range(calls))
    taken = []

    async def line():
        async with httpx.AsyncClient(timeout=600) as client:
            for _ in left:
                start = time.perf_counter()
                answer = await client.post(url + CALL, content=body, headers=headers("alice"))
                taken.append(time.perf_counter() - start)
                assert answer.status_code == 200, answer.text

    await asyncio.gather(*(line() for _ in range(lines)))
    return taken


def table(label, url, pid, body, calls, lines):
    """Print a line: how long calls take, how many a second, and what they cost."""
    asyncio.run(seconds_of(url, body, max(calls // 20, 20), lines))
    before, start = processor_seconds(pid), time.perf_counter()
    taken = asyncio.run(seconds_of(url, body, calls, lines))
    whole, spent = time.perf_counter() - start, processor_seconds(pid) - before
    cuts = statistics.quantiles(taken, n=100)
    print(
        f"{label:34} {calls:>7,} {1000 * cuts[49]:9.1f} {1000 * cuts[94]:9.1f} "
        f"{1000 * cuts[98]:9.1f} {calls / whole:9.0f} {1000 * spent / calls:10.2f}",
        flush=True,
    )


def calls(count, lines):
    """Print the table of calls."""
    bodies = {
        "HEDGE_RATIO": (request("HEDGE_RATIO", [[52005]], [[60000]]), count),
        "MV_HEDGE_RATIO, 250 rows": (
            request("MV_HEDGE_RATIO", column(250, 1), column(250, 2), None, None),
            count // 4,
        ),
    }
    print(f"{'ms':34} {'calls':>7} {'p50':>9} {'p95':>9} {'p99':>9} {'a second':>9} {'cpu ms':>10}")
    for workers in (1, 2):
        with ours(workers) as (url, pid):
            for label, (body, number) in bodies.items():
                table(f"{label}, {workers} worker(s)", url, pid, body, number, lines)


def stock(count, lines):
    """Print the same call's line for stock xlwings Server."""
    import test_server_speed as speed

    body = request("MV_HEDGE_RATIO", column(250, 1), column(250, 2))
    with tempfile.TemporaryDirectory() as folder:
        for package, text in (("custom_functions", speed.STOCK), ("custom_scripts", "")):
            Path(folder, package).mkdir()
            Path(folder, package, "__init__.py").write_text(text)
        variables = {"XLWINGS_PROJECT_DIR": folder, "XLWINGS_LOG_LEVEL": "CRITICAL"}
        with serving(["-c", speed.SERVE, "stock", "PORT"], **variables) as (url, pid):
            table("MV_HEDGE_RATIO, 250 rows, stock", url, pid, body, count // 20, lines)


async def waits(url, bodies, small, user):
    """Return the seconds of a user's small calls, one after the other, while others' run."""
    async with httpx.AsyncClient(timeout=600) as many, httpx.AsyncClient(timeout=600) as one:
        running = [
            asyncio.create_task(many.post(url + CALL, content=body, headers=headers("alice")))
            for body in bodies
        ]
        taken, statuses = [], set()
        while not all(each.done() for each in running):
            start = time.perf_counter()
            answer = await one.post(url + CALL, content=small, headers=headers(user))
            taken.append(time.perf_counter() - start)
            statuses.add(answer.status_code)
            await asyncio.sleep(0.05)
        return taken, statuses, sorted({each.result().status_code for each in running})


def slow(count, lines):  # noqa: ARG001 - every case is called alike
    """Print another user's wait while eight long calls run."""
    body = request("HEDGE_MODEL_CONTEST", column(40_000, 1), column(40_000, 2))
    small = request("HEDGE_RATIO", [[52005]], [[60000]])
    with ours() as (url, _):
        taken, statuses, others = asyncio.run(waits(url, [body] * 8, small, "bob"))
    print(f"eight long calls ({others}): {len(taken)} calls of another user ({statuses}),")
    print(f"  median {1000 * statistics.median(taken):.0f} ms, worst {1000 * max(taken):.0f} ms")


def large(count, lines):  # noqa: ARG001 - every case is called alike
    """Print the worst answer and the front's memory while ten large bodies arrive."""
    body = request("MV_HEDGE_RATIO", column(500_000, 1), column(500_000, 2), None, None)
    small = request("HEDGE_RATIO", [[52005]], [[60000]])
    with ours() as (url, pid):
        taken, statuses, others = asyncio.run(waits(url, [body] * 10, small, "bob"))
        print(
            f"ten bodies of {len(body) / 2**20:.1f} MiB ({others}): {len(taken)} small calls "
            f"({statuses}), worst {1000 * max(taken):.0f} ms, front's peak {peak_mb(pid)} MB"
        )


CASES = {"calls": calls, "stock": stock, "slow": slow, "large": large}


def main():
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="*", default=list(CASES), help=", ".join(CASES))
    parser.add_argument("--count", type=int, default=20_000, help="calls")
    parser.add_argument("--lines", type=int, default=16, help="connections")
    options = parser.parse_args()
    for case in options.case:
        print(f"{case}: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        CASES[case](options.count, options.lines)


if __name__ == "__main__":
    main()
