"""Microsoft Entra ID: tokens signed with keys of a local key set, and what is refused."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest
from required import missing

CLIENT = "11111111-1111-4111-8111-111111111111"
TENANT = "22222222-2222-4222-8222-222222222222"
PROGRAM = """
import asyncio, json, sys, time
import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey
from xlhedge.web.server import create_app
app = create_app()
from xlwings_server.auth.entraid import jwks
ours = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
others = RSAKey.generate_key(2048, {"kid": "k1"})
keys = {"keys": [ours.as_dict(private=False)]}
now = int(time.time())

async def local():
    if isinstance(keys, Exception):
        raise keys
    return keys

jwks.get_jwks_json = local

def token(signer=ours, head=None, **changes):
    claims = {"ver": "2.0", "aud": CLIENT, "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0",
        "exp": now + 3600, "nbf": now - 10, "iat": now - 10, "oid": "u", "name": "Ann",
        "roles": ["Hedger"], "tid": TENANT} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "k1"} | (head or {}), claims, signer)

async def status(client, token):
    answer = await client.post(
        "/xlwings/custom-functions-call", content=b"{}",
        headers={"Authorization": token, "Content-Type": "application/json"})
    return [answer.status_code, answer.text]

async def main():
    global keys
    said = {}
    way = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=way, base_url="http://t") as client:
        for name, value in CASES().items():
            said[name] = await status(client, f"Bearer {value}")
        clock = time.time
        soon = "Bearer " + token(exp=int(clock()) + 60)
        said["about to end"] = await status(client, soon)
        time.time = lambda: clock() + 62
        said["ended a moment ago"] = await status(client, soon)
        time.time = clock
        from xlhedge.web import server_entra
        for name, keys in (("a page of a proxy", json.JSONDecodeError("x", "<html>", 0)),
                ("no keys", {"error": "x"}), ("no network", httpx.ConnectError("x"))):
            server_entra._kept.clear()
            said[name] = await status(client, "Bearer " + token())
        others = {"nothing": "", "a token of ours": "t" * 43, "13001": "error: 13001"}
        for name, other in others.items():
            said[name] = await status(client, other)
        for page in ("/manifest", "/taskpane.html"):
            answer = await client.get(page)
            said[page] = [answer.status_code, answer.text]
    print(json.dumps(said))

def CASES():
    return {
        "right": token(),
        "of version 1": token(ver="1.0", aud=f"api://{CLIENT}",
            iss=f"https://sts.windows.net/{TENANT}/"),
        "for another add-in": token(aud="other"),
        "of another tenant": token(
            iss="https://login.microsoftonline.com/33333333-3333-4333-8333-333333333333/v2.0"),
        "of an attacker": token(iss="https://evil.example/"),
        "expired": token(exp=now - 3600),
        "without an end": token(exp=None),
        "not valid yet": token(nbf=now + 3600),
        "of no version": token(ver=None),
        "of another key": token(others),
        "of a key elsewhere": token(others, {"jku": "https://evil.example/keys"}),
        "of a program": token(idtyp="app"),
        "of nobody": token(oid=None),
        "unsigned": token().rpartition(".")[0] + ".",
        "no token": "a.b.c",
        "without the role": token(roles=None),
    }
CLIENT, TENANT = sys.argv[1:]
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the server answers to each token, in a process of its own: status and sentence."""
    if importlib.util.find_spec("xlwings_server") is None:
        missing("xlwings Server, of the extra `server`")
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("XLWINGS_", "XLHEDGE_"))}
    variables |= {
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "XLWINGS_AUTH_PROVIDERS": '["entraid"]',
        "XLWINGS_AUTH_ENTRAID_CLIENT_ID": CLIENT,
        "XLWINGS_AUTH_ENTRAID_TENANT_ID": TENANT,
        "XLWINGS_AUTH_REQUIRED_ROLES": '["Hedger"]',
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, CLIENT, TENANT],
        env=variables,
        cwd=tmp_path_factory.mktemp("entra"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout.splitlines()[-1])  # the lines before are the access log


@pytest.mark.parametrize("name", ["right", "of version 1", "about to end"])
def test_a_token_of_this_tenant_for_this_add_in_is_taken(said, name):
    """The caller is let in: what is refused is the empty call that was sent."""
    assert said[name][0] == 400
    assert "func_name is missing" in said[name][1]


@pytest.mark.parametrize(
    "name",
    [
        "for another add-in",
        "of another tenant",
        "of an attacker",
        "expired",
        "ended a moment ago",
        "without an end",
        "not valid yet",
        "of no version",
        "of another key",
        "of a key elsewhere",
        "of a program",
        "of nobody",
        "unsigned",
        "no token",
    ],
)
def test_every_other_token_is_refused(said, name):
    """401 and one sentence that says what to do."""
    status, text = said[name]
    assert status == 401, text
    assert text.endswith("to sign in.")


def test_a_user_without_the_role_is_refused(said):
    """403 names the role that is required."""
    assert said["without the role"][0] == 403
    assert "Hedger" in said["without the role"][1]


@pytest.mark.parametrize("name", ["a page of a proxy", "no keys", "no network"])
def test_keys_that_cannot_be_had_are_a_sentence(said, name):
    """503, which is asked again, never 500."""
    status, text = said[name]
    assert status == 503
    assert "cannot be reached" in text


@pytest.mark.parametrize("name", ["nothing", "a token of ours", "13001"])
def test_what_is_no_token_of_entra_id_is_no_help(said, name):
    """A call needs Entra ID's token; what Office.js says for want of one is none either."""
    status, text = said[name]
    assert status == 401
    assert "token" in text


def test_the_pages_are_for_entra_id(said):
    """The manifest names the app, and the task pane asks for no token."""
    assert [said[page][0] for page in ("/manifest", "/taskpane.html")] == [200, 200]
    assert f"<Id>{CLIENT}</Id>" in said["/manifest"][1]
    assert "token-form" not in said["/taskpane.html"][1]


def test_many_tenants_are_refused_at_the_start(try_server):
    """Every organisation of the world would be let in."""
    code, text = try_server(
        XLWINGS_AUTH_PROVIDERS='["entraid"]',
        XLWINGS_AUTH_ENTRAID_CLIENT_ID=CLIENT,
        XLWINGS_AUTH_ENTRAID_TENANT_ID=TENANT,
        XLWINGS_AUTH_ENTRAID_MULTITENANT="true",
    )
    assert code == 2
    assert "XLWINGS_AUTH_ENTRAID_MULTITENANT" in text
