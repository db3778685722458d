"""`xlhedge serve`: what it says, what keeps it from starting, HTTPS and IPv6."""

import os
import shutil
import socket
import ssl
import stat
import subprocess

import pytest
from required import missing

from xlhedge.web.server_user import make_token_file


def test_it_says_where_it_is_and_where_the_token_is(start_server, tmp_path):
    """The manifest's address and the token's file are printed, the token itself is not."""
    file = tmp_path / "kept" / "token"
    with start_server("--token-file", str(file)) as server:
        said = server.log.read_text()
        assert f"{server.url}/manifest" in said
        assert str(file) in said
        token = file.read_text().strip().partition(":")[2]
        assert len(token) >= 32
        assert token not in said
        assert "HTTPS" in said
        call = {"func_name": "HEDGE_RATIO", "args": [[[1]], [[2]]], "client": "Office.js"}
        call |= {"version": "", "runtime": "1.4"}
        for who, expected in ((token, 200), (server.token, 401)):
            headers = server.headers | {"Authorization": who}
            path = "/xlwings/custom-functions-call"
            assert server.request(path, call, headers)[0] == expected
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_xlwings_server(try_server):
    """One sentence names the extra and the licence."""
    code, said = try_server(prelude="sys.modules['xlwings_server'] = None", XLHEDGE_TOKENS="t" * 40)
    assert code == 2
    assert '"xlwings-server==' in said
    assert "PolyForm Noncommercial" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("key", [None, "", "not-a-key"])
def test_without_a_licence_key(try_server, tmp_path, key):
    """No key, or a wrong one, is one sentence; none is ever filled in."""
    code, said = try_server(XLWINGS_LICENSE_KEY=key, XLHEDGE_TOKENS="t" * 40, HOME=str(tmp_path))
    assert code == 2
    assert "XLWINGS_LICENSE_KEY" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--host", "0.0.0.0"], "--behind-proxy"),  # noqa: S104 - this must be refused
        (["--host", "::"], "--behind-proxy"),
        (["--certificate", "c.pem"], "belong together"),
        (["--certificate", "c.pem", "--key", "k.pem"], "c.pem is no file"),
        (["--host", "..", "--behind-proxy"], "no name of a machine"),
        (["--host", "no.such.host.invalid", "--behind-proxy"], "cannot be listened at"),
    ],
)
def test_addresses_that_are_refused(try_server, options, expected):
    """A way on which a token could be read, and files that are not there, are refused."""
    code, said = try_server(*options, XLHEDGE_TOKENS="t" * 40)
    assert code == 2
    assert expected in said
    assert "Traceback" not in said


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("host", ["127.0.0.1", "LocalHost"])
def test_a_port_in_use(try_server, host, workers):
    """A port that somebody has is one sentence, at each address that a name stands for."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        options = ("--port", str(port), "--host", host, "--workers", workers)
        code, said = try_server(*options, XLHEDGE_TOKENS="t" * 40)
    assert code == 2
    assert f"{host}:{port} cannot be listened at (Address already in use); choose" in said


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"XLHEDGE_TOKENS": "  ", "XLHEDGE_TOKEN_FILE": "."}, ". holds no token"),
        ({"XLHEDGE_TOKENS": "short"}, "Entry 1 of XLHEDGE_TOKENS"),
        ({"XLHEDGE_TOKENS": "a:" + "t" * 40 + ",b:" + "ü" * 40}, "Entry 2 of XLHEDGE_TOKENS"),
        ({"XLHEDGE_TOKENS": ","}, "holds no token"),
        ({"XLWINGS_AUTH_PROVIDERS": "[]"}, "XLWINGS_AUTH_PROVIDERS is []"),
        ({"XLWINGS_AUTH_PROVIDERS": '["none"]'}, "XLWINGS_AUTH_PROVIDERS is ['none']"),
        ({"XLWINGS_AUTH_PROVIDERS": '["entraid"]'}, "XLWINGS_AUTH_ENTRAID_CLIENT_ID"),
        ({"XLHEDGE_MAX_BODY": "0"}, "XLHEDGE_MAX_BODY is '0'"),
        (
            {"XLHEDGE_MEMORY": "1000"},
            "XLHEDGE_MEMORY is '1000'; a whole number of bytes, 1073741824",
        ),
        (
            {"XLHEDGE_METRICS": "1", "PROMETHEUS_MULTIPROC_DIR": "none"},
            "PROMETHEUS_MULTIPROC_DIR is 'none'; a folder that can be written is needed.",
        ),
        ({"XLWINGS_HOSTNAME": "https://a.example/"}, "without https:// and without a path"),
        (
            {"XLWINGS_STATIC_URL_PATH": "static"},
            "_STATIC_URL_PATH is 'static'; input should",
        ),
        (
            {"XLWINGS_AUTH_PROVIDERS": "custom", "XLWINGS_ENVIRONMENT": "live"},
            """a valid list, such as ["custom"]. XLWINGS_ENVIRONMENT is 'live'; input should""",
        ),
        ({"XLWINGS_LOG_LEVEL": "loud"}, "XLWINGS_LOG_LEVEL is 'loud'; input should be DEBUG"),
        ({"XLWINGS_APP_PATH": "hedge"}, "input should start with / and not end with it"),
        (
            {"XLWINGS_CORS_ALLOW_ORIGINS": "*"},
            """XLWINGS_CORS_ALLOW_ORIGINS is '*'; input should be JSON, such as ["*"].""",
        ),
    ],
)
def test_settings_that_are_refused(try_server, variables, expected):
    """Without a way to know its users, or with a wrong setting, the server does not start."""
    code, said = try_server(**({"XLHEDGE_TOKENS": "t" * 40} | variables))
    assert code == 2
    assert expected in said
    assert "Traceback" not in said
    assert "ü" not in said


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_token_file_that_others_read(try_server, tmp_path):
    """A token file is its owner's alone."""
    file = tmp_path / "token"
    file.write_text("t" * 40)
    file.chmod(0o644)
    code, said = try_server("--token-file", str(file))
    assert code == 2
    assert "chmod 600" in said


def test_another_token_check_is_not_run(try_server):
    """A check that is not ours, such as the sample xlwings Server falls back to, is refused."""
    prelude = (
        "import types; sys.modules['auth'] = types.ModuleType('auth'); "
        "m = sys.modules['auth.custom'] = types.ModuleType('auth.custom'); m.__file__ = 'other.py'"
    )
    code, said = try_server(prelude=prelude, XLHEDGE_TOKENS="t" * 40)
    assert code == 2
    assert "other.py stands before the token check" in said


@pytest.fixture
def new_certificate(tmp_path):
    """A way to make a certificate for the loopback addresses and its key."""
    if shutil.which("openssl") is None:
        missing("openssl, which makes the certificate")

    def made(name, *passphrase):
        key, certificate = tmp_path / f"{name}-key.pem", tmp_path / f"{name}.pem"
        command = "openssl req -x509 -newkey rsa:2048 -days 2 -subj /CN=localhost"
        options = ["-addext", "subjectAltName=IP:127.0.0.1,IP:::1", *(passphrase or ["-nodes"])]
        subprocess.run(
            [*command.split(), *options, "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        return certificate, key

    return made


def test_certificates_that_are_refused(try_server, new_certificate, tmp_path):
    """Two files that do not belong together, a passphrase and no PEM are said before the start."""
    certificate, key = new_certificate("one")
    other, _ = new_certificate("other")
    locked, locked_key = new_certificate("locked", "-passout", "pass:secret")
    text = tmp_path / "text.pem"
    text.write_text("no certificate")
    for pair, expected in (
        ((other, key), "key values mismatch"),
        ((locked, locked_key), "without a passphrase"),
        ((text, text), "cannot be used"),
        ((certificate, text), "cannot be used"),
    ):
        options = ("--certificate", str(pair[0]), "--key", str(pair[1]))
        code, said = try_server(*options, XLHEDGE_TOKENS="t" * 40)
        assert code == 2
        assert expected in said
        assert "Traceback" not in said


@pytest.fixture
def loopback():
    """The loopback address of IPv6 in brackets; that of IPv4 where the machine has no other."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return "127.0.0.1"
    return "[::1]"


def test_https_and_ipv6(start_server, new_certificate, loopback, tmp_path):
    """Both are served, the manifest and what is said have them so; a token once made stays."""
    certificate, key = new_certificate("one")
    trusted = ssl.create_default_context(cafile=certificate)
    file = tmp_path / "token"
    make_token_file(file)
    before = file.read_text()
    options = ["--certificate", certificate, "--key", key, "--token-file", file]
    with start_server(*map(str, options), "--host", loopback, trusted=trusted) as server:
        assert server.url.startswith(f"https://{loopback}:")
        server.token = before.strip().partition(":")[2]
        assert server.call("HEDGE_RATIO", [[1.0]], [[2.0]]) == [[0.5]]
        assert f"Manifest: {server.url}/manifest" in server.log.read_text()
        _, manifest = server.request("/manifest", headers={}, method="GET")
        assert f'DefaultValue="{server.url}/taskpane.html"' in manifest
    assert file.read_text() == before
