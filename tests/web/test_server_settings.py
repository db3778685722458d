"""Settings of a running server that are not as they come: each does what it is for."""

import json

import pytest

CALL = "/xlwings/custom-functions-call"
RATIO = {"client": "Office.js", "func_name": "HEDGE_RATIO", "version": "", "runtime": "1.4"}
HEADERS = {"X-Own": "1", "Content-Security-Policy": "frame-ancestors https://intranet.example"}


@pytest.fixture(scope="module")
def own(start_server_of_module):
    """A server with two ways to sign in, Entra ID's out of reach, a limit and headers."""
    proxies = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY")
    with start_server_of_module(
        XLWINGS_AUTH_PROVIDERS='["entraid", "custom"]',
        XLWINGS_AUTH_ENTRAID_CLIENT_ID="a",
        XLWINGS_AUTH_ENTRAID_TENANT_ID="b",
        XLWINGS_CUSTOM_HEADERS=json.dumps(HEADERS),
        XLHEDGE_MAX_BODY="2000",
        **dict.fromkeys(proxies, "http://127.0.0.1:9"),
    ) as server:
        yield server


def test_two_ways_to_sign_in(own):
    """Where both are on, a call says which it uses; Entra ID out of reach is a sentence too."""
    assert own.request(CALL, {})[0] == 400
    for provider, expected in (("custom", 400), ("entraid", 401), ("other", 400)):
        status, text = own.request(CALL, {}, own.headers | {"Auth-Provider": provider})
        assert status == expected, text
    _, text = own.request(CALL, {}, own.headers | {"Auth-Provider": "custom"})
    assert "func_name" in text
    guest = {"Auth-Provider": "entraid", "Authorization": "Bearer of-somebody"}
    status, text = own.request(CALL, {}, own.headers | guest)
    assert (status, "Entra ID" in text, "reached" in text) == (503, True, True)
    assert "of-somebody" not in own.log.read_text()


def test_the_largest_body_is_a_setting(own):
    """A body above XLHEDGE_MAX_BODY is refused, one that fits is computed."""
    custom = own.headers | {"Auth-Provider": "custom"}
    assert own.request(CALL, RATIO | {"args": [[[1.0]], [[2.0]]]}, custom)[0] == 200
    status, text = own.request(CALL, RATIO | {"args": [[["x" * 2000]], [[1.0]]]}, custom)
    assert status == 413
    assert "2,000 bytes" in text


def test_headers_of_one_s_own(own):
    """XLWINGS_CUSTOM_HEADERS replaces a header by its name and leaves the others."""
    headers = own.answer("/taskpane.html", {}).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["X-Content-Type-Options"] == "nosniff"
