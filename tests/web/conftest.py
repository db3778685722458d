"""A real xlwings Server on a free loopback port, and a way to call functions on it."""

import contextlib
import http.client
import importlib.util
import json
import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from required import missing

PATIENCE = 180  # seconds until a server answers, on a machine that is busy


@dataclass
class Server:
    """A running server."""

    url: str
    token: str
    process: subprocess.Popen
    log: Path
    trusted: ssl.SSLContext | None = None

    @property
    def headers(self):
        """What a call that is let in brings."""
        return {"Authorization": self.token, "Content-Type": "application/json"}

    def request(self, path, body=None, headers=None, method=None):
        """Return status and text of an answer, whatever it is."""
        data = json.dumps(body).encode() if isinstance(body, dict | list) else body
        request = urllib.request.Request(  # noqa: S310 - our own server's address
            self.url + path,
            data=data,
            headers=self.headers if headers is None else headers,
            method=method,
        )
        try:
            opened = urllib.request.urlopen(  # noqa: S310
                request, timeout=PATIENCE, context=self.trusted
            )
            with opened as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as trouble:
            with trouble:
                return trouble.code, trouble.read().decode()

    def answer(self, path, headers):
        """Return the answer to a request that reads a page."""
        request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310 - as above
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            return answer

    def call(self, name, *args, runtime="1.4"):
        """Return what a function gives: the rows that Excel would get."""
        status, text = self.request("/xlwings/custom-functions-call", call_of(name, args, runtime))
        assert status == 200, (name, status, text)
        return json.loads(text)["result"]

    def calls(self, requests):
        """Return status, text and seconds of calls (name, arguments) made on one connection."""
        host = self.url.removeprefix("http://")
        answers = []
        with contextlib.closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as line:
            for name, args in requests:
                body = json.dumps(call_of(name, args))
                start = time.perf_counter()
                line.request("POST", "/xlwings/custom-functions-call", body, self.headers)
                answer = line.getresponse()
                text = answer.read().decode()
                answers.append((answer.status, text, time.perf_counter() - start))
        return answers


def call_of(name, args, runtime="1.4"):
    """Return the request that Excel's side makes of a call."""
    return {
        "client": "Office.js",
        "func_name": name,
        "args": list(args),
        "caller_address": "[Book1.xlsx]Sheet1!A1",
        "session_id": "a-session",
        "culture_info_name": "en-US",
        "date_format": "m/d/yyyy",
        "version": "0.37.8",
        "runtime": runtime,
    }


def need_xlwings_server():
    """Leave out what needs xlwings Server where it is not installed."""
    if importlib.util.find_spec("xlwings_server") is None:
        missing("xlwings Server, of the extra `server`")


def free_port():
    """Return a loopback port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def environment(**more):
    """Return the environment of a server: the evaluation key is in the tests' alone."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XLWINGS_", "XLHEDGE_"))}
    return {**kept, "XLWINGS_LICENSE_KEY": "noncommercial", **more}


@contextlib.contextmanager
def started(folder, *options, trusted=None, **variables):
    """Run `xlhedge serve` until it answers, and end it afterwards."""
    token, port = secrets.token_urlsafe(32), free_port()
    log = folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "xlhedge", "serve", "--port", str(port), *options],
            env=environment(**{"XLHEDGE_TOKENS": f"tester:{token}", **variables}),
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    scheme = "https" if trusted else "http"
    host = "[::1]" if "[::1]" in options else "127.0.0.1"
    server = Server(f"{scheme}://{host}:{port}", token, process, log, trusted)
    try:
        wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(server):
    """Wait until a server answers its health check."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.request("/")[0] == 200:
                return
        time.sleep(0.02)
    pytest.fail(f"the server does not answer:\n{server.log.read_text()}")


@pytest.fixture(scope="session")
def instructions(root):
    """The Dockerfile as (instruction, rest), continued lines joined."""
    text = (root / "install" / "server" / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The server of the whole session: .url, .token, .headers, .process."""
    need_xlwings_server()
    with started(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def start_server(tmp_path):
    """Start a server of the test's own: options of the command, then variables."""
    need_xlwings_server()
    return lambda *options, **variables: started(tmp_path, *options, **variables)


@pytest.fixture(scope="module")
def start_server_of_module(tmp_path_factory):
    """Start a server of all tests of a module, as `start_server` does."""
    need_xlwings_server()
    new = tmp_path_factory.mktemp
    return lambda *options, **variables: started(new("server"), *options, **variables)


LOADED = ("fastapi", "jinja2", "numpy", "pydantic_settings", "socketio", "typer", "uvicorn")
COPIES = """
import gc, importlib, json, os, signal, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
gc.freeze()  # a search for garbage would copy all of it
for line in sys.stdin:
    if not (copy := os.fork()):
        break
    print(os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]), flush=True)
else:
    sys.exit()
asked = json.loads(line)
signal.alarm(asked["seconds"])
for descriptor, file in enumerate((os.devnull, asked["said"], asked["said"])):
    os.dup2(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND), descriptor)
os.environ.clear()
os.environ.update(asked["variables"])
os.chdir(asked["folder"])
sys.argv[1:] = asked["words"]
exec(asked["prelude"])
from xlhedge.cli import main
main()
"""


@pytest.fixture(scope="session")
def copies():
    """A process that has other people's libraries loaded, and runs `xlhedge` in copies of itself.

    Loading them takes most of a second, and none of them reads a setting meanwhile.
    """
    with subprocess.Popen(
        [sys.executable, "-c", COPIES, *LOADED],
        env={k: v for k, v in environment().items() if k != "XLWINGS_LICENSE_KEY"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def try_server(copies, tmp_path, tmp_path_factory):
    """Run `xlhedge serve` where it must not start; returns exit code and what it said."""
    need_xlwings_server()
    said = tmp_path_factory.mktemp("said") / "said"

    def run(*options, prelude="", **variables):
        asked = {
            "words": ["serve", "--port", str(free_port()), *options],
            "variables": {k: v for k, v in environment(**variables).items() if v is not None},
            "folder": str(tmp_path),
            "prelude": prelude,
            "said": str(said),
            "seconds": PATIENCE,
        }
        said.write_text("")
        copies.stdin.write(json.dumps(asked) + "\n")
        copies.stdin.flush()
        return int(copies.stdout.readline()), " ".join(said.read_text().split())

    return run
