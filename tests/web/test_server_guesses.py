"""Wrong tokens: an address that tries many waits, others do not, and a proxy's word is weighed."""

import urllib.error
import urllib.request

import pytest

CALL = "/xlwings/custom-functions-call"
RATIO = (
    b'{"client":"Office.js","func_name":"HEDGE_RATIO","args":[[[1]],[[2]]],"version":"",'
    b'"runtime":"1.4"}'
)
MOST = 20


@pytest.fixture(scope="module")
def behind_proxy(start_server_of_module):
    """A server behind a proxy, and a way to call it for an address: status, Retry-After, text."""
    with start_server_of_module("--behind-proxy") as server:

        def call(token, address):
            headers = server.headers | {"Authorization": token, "X-Forwarded-For": address}
            request = urllib.request.Request(server.url + CALL, RATIO, headers)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                    return answer.status, None, ""
            except urllib.error.HTTPError as refusal:
                with refusal:
                    return refusal.code, refusal.headers["Retry-After"], refusal.read().decode()

        yield server, call


def wrong(number):
    """Return a token that nobody has."""
    return f"{number:040}"


def test_an_address_that_guesses_waits(behind_proxy):
    """After twenty different wrong tokens it is 429, a right one too; another address is served."""
    server, call = behind_proxy
    for number in range(MOST):
        assert call(wrong(number), "203.0.113.7")[0] == 401
    for token in (wrong(99), server.token):
        status, seconds, text = call(token, "203.0.113.7")
        assert status == 429
        assert 0 < int(seconds) <= 60
        assert text == (
            f"Too many wrong tokens came from your address; try again in {seconds} seconds."
        )
    assert call(server.token, "203.0.113.8")[0] == 200


def test_a_sheet_with_one_wrong_token_is_no_guesser(behind_proxy):
    """The same wrong token, or none, over and over: its user is told, and no one has to wait."""
    server, call = behind_proxy
    for _ in range(2 * MOST):
        assert call(wrong(1), "203.0.113.9")[0] == 401
        assert call("", "203.0.113.9")[0] == 401
    assert call(server.token, "203.0.113.9")[0] == 200


def test_an_address_that_a_client_writes_itself_does_not_count(behind_proxy):
    """Of the addresses in the header the last one, which the proxy wrote, is the client's."""
    _, call = behind_proxy
    for number in range(MOST):
        assert call(wrong(number), f"198.51.100.{number}, 203.0.113.10")[0] == 401
    assert call(wrong(99), "198.51.100.99, 203.0.113.10")[0] == 429


def test_the_addresses_of_an_ipv6_network_are_one(behind_proxy):
    """A client chooses its address in its network of 64 bits freely: the network is counted."""
    _, call = behind_proxy
    for number in range(MOST):
        assert call(wrong(number), f"2001:db8:1:2::{number + 1:x}")[0] == 401
    assert call(wrong(99), "2001:db8:1:2:ffff::1")[0] == 429
    assert call(wrong(99), "2001:db8:1:3::1")[0] == 401
