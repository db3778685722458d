"""Clients that send slowly, or not at all: each connection comes to an end."""

import contextlib
import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

POST = b"POST /xlwings/custom-functions-call HTTP/1.1\r\nHost: x\r\n"
SECONDS = 2  # of the server in these tests
PATIENCE = 60
STOPPED = [b"", b"PO", POST, POST + b"X-a: b", b"\r\n"]
DRIPPED = [b"a", b"\r\n"]


@pytest.fixture(scope="module")
def impatient(start_server_of_module):
    """A server whose clients have two seconds for headers, and as long for a whole call."""
    variables = dict.fromkeys(("XLHEDGE_HEADER_SECONDS", "XLHEDGE_DEADLINE"), str(SECONDS))
    with start_server_of_module(**variables) as server:
        yield server


def connected(server):
    """Return a connection to a server."""
    return socket.create_connection(
        ("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=PATIENCE
    )


def rest_of(line):
    """Return what comes until the server closes the connection."""
    parts = []
    try:
        while part := line.recv(4096):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def stop(server, sent):
    """Return what comes after headers that stop in the middle."""
    with connected(server) as line:
        line.sendall(sent)
        return rest_of(line)


def drip(server, drop):
    """Return whether the connection is closed on headers that never end, or on empty lines."""
    with connected(server) as line:
        if drop == b"\r\n":
            line.sendall(b"GET /version HTTP/1.1\r\nHost: x\r\n\r\n")
            assert line.recv(4096).startswith(b"HTTP/1.1 200")
        else:
            line.sendall(POST + b"X-a: ")
        line.settimeout(0.2)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line.sendall(drop)
                if not line.recv(4096):
                    return True
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                return True
        return False


def hold_back(server):
    """Return what comes after a call whose body does not."""
    token = f"Authorization: {server.token}\r\nContent-Type: application/json\r\n".encode()
    with connected(server) as line:
        line.sendall(POST + token + b"Content-Length: 1000\r\n\r\n{")
        return rest_of(line)


def pause(server):
    """Return the answers to requests on one connection, pauses between."""
    host = server.url.removeprefix("http://")
    answers = []
    with contextlib.closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as line:
        line.auto_open = False  # a closed connection is an error
        line.connect()
        for i in range(4):
            time.sleep(SECONDS / 2 if i else 0)
            line.request("GET", "/version")
            answer = line.getresponse()
            answers.append((answer.status, bool(answer.read())))
    return answers


@pytest.fixture(scope="module")
def came(impatient):
    """What came of each client, all at once: most of their time is waiting."""
    clients = {("stop", sent): (stop, impatient, sent) for sent in STOPPED}
    clients |= {("drip", drop): (drip, impatient, drop) for drop in DRIPPED}
    clients |= {"hold back": (hold_back, impatient), "pause": (pause, impatient)}
    with ThreadPoolExecutor(len(clients)) as pool:
        return {name: pool.submit(*client) for name, client in clients.items()}


@pytest.mark.parametrize("sent", STOPPED)
def test_headers_that_stop_in_the_middle(came, sent):
    """The connection is closed, whatever came of the headers."""
    assert came["stop", sent].result() == b""


@pytest.mark.parametrize("drop", DRIPPED)
def test_headers_that_drip(came, drop):
    """A sign now and then wins no time, nor do empty lines after an answer."""
    assert came["drip", drop].result(), "the connection is still open"


def test_a_body_that_does_not_arrive(came):
    """It is 408 with a sentence once the time of a call is over, and the connection is closed."""
    answer = came["hold back"].result()
    assert answer.startswith(b"HTTP/1.1 408")
    assert answer.endswith(b"The request did not arrive in time.")


def test_a_connection_that_is_used_stays(came):
    """Requests that come one after the other are answered on one connection, pauses between."""
    assert came["pause"].result() == [(200, True)] * 4


def test_the_time_is_a_setting(try_server):
    """What is no whole number is refused before the start."""
    code, said = try_server(XLHEDGE_HEADER_SECONDS="soon", XLHEDGE_TOKENS="t" * 40)
    assert code == 2
    assert "XLHEDGE_HEADER_SECONDS is 'soon'; a whole number of seconds is needed" in said
