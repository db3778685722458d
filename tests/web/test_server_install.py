"""install/server: what its files name exists, nothing in them lets a stranger in, and they run.

No Docker daemon is needed: the image's own commands are run here against the real server.
"""

import ast
import re
import shlex
import subprocess
import sys

import pytest
import yaml


@pytest.fixture(scope="module")
def folder(root):
    """The folder of the server's files."""
    return root / "install" / "server"


@pytest.fixture(scope="module")
def instructions(folder):
    """The Dockerfile as (instruction, rest), continued lines joined."""
    text = (folder / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def service(folder):
    """The one service of the compose file."""
    services = yaml.safe_load((folder / "compose.yaml").read_text())["services"]
    assert list(services) == ["xlhedge"]
    return services["xlhedge"]


def variables(folder):
    """Return the template's variables, those in comments too, with what they are set to."""
    text = (folder / ".env.template").read_text()
    return dict(re.findall(r"^(?:# )?(X[A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_what_is_copied_exists(instructions, root, folder):
    """Every path that the image takes from the checkout is there, and is let into the build."""
    let_in = (folder / "Dockerfile.dockerignore").read_text().split()
    for name, rest in instructions:
        if name == "COPY" and "--from" not in rest:
            for source in rest.split()[:-1]:
                assert (root / source).exists(), source
                assert f"!{source}" in let_in
    project = (root / "pyproject.toml").read_text()
    for path in re.findall(r'^"(.+?)" = "xlhedge/', project, re.MULTILINE):
        assert f"!{path.partition('/')[0]}" in let_in, path


def test_the_image_is_not_root_and_holds_no_secret(instructions, folder):
    """The user is a number other than 0; no key or token is built in."""
    users = [rest for name, rest in instructions if name == "USER"]
    assert users
    assert users[-1].isdecimal()
    assert int(users[-1]) > 0
    assert instructions[-1][0] == "CMD"
    set_ = " ".join(rest for name, rest in instructions if name in {"ENV", "ARG"})
    assert "LICENSE" not in set_
    assert "TOKEN" not in set_
    assert "install/server/.env" in (folder / "Dockerfile.dockerignore").read_text()


def test_the_service_is_for_this_machine_alone(service):
    """Published on loopback; read-only, without capabilities."""
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "environment" not in service
    assert service["env_file"] == ".env"
    assert "privileged" not in service


def test_the_service_is_built_from_here(service, folder):
    """The context and the Dockerfile that the compose file names are these."""
    context = (folder / service["build"]["context"]).resolve()
    assert (context / service["build"]["dockerfile"]).samefile(folder / "Dockerfile")


def test_the_template_holds_no_secret_and_no_unknown_name(folder, root):
    """Keys and tokens are empty; every variable is one that xlwings Server or xlhedge reads."""
    from xlwings_server.config import Settings

    found = variables(folder)
    assert found["XLWINGS_LICENSE_KEY"] == ""
    assert found["XLHEDGE_TOKENS"] == ""
    ours = "".join(p.read_text() for p in (root / "xlhedge").rglob("*.py"))
    for name in found:
        if name.startswith("XLWINGS_"):
            assert name.removeprefix("XLWINGS_").lower() in Settings.model_fields, name
        else:
            assert f'"{name}"' in ours, name


def test_the_template_as_it_is_starts_nothing(try_server, folder):
    """Without a token, and then without a key, the server says what is missing."""
    set_ = {k: v for k, v in variables(folder).items() if v == ""}
    command = ["--host", "0.0.0.0", "--behind-proxy"]  # noqa: S104 - as in the image
    code, said = try_server(*command, **set_)
    assert code == 2
    assert "set XLHEDGE_TOKENS" in said
    code, said = try_server(*command, **set_ | {"XLHEDGE_TOKENS": "t" * 40})
    assert code == 2
    assert "XLWINGS_LICENSE_KEY" in said


def test_the_image_s_commands_run(instructions, start_server):
    """What starts the container starts the server; its health check passes, and fails without."""
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
    health = next(rest for name, rest in instructions if name == "HEALTHCHECK")
    python, *check = ast.literal_eval(health.partition("CMD ")[2])
    assert python == "python"

    def healthy(port):
        asked = [word.replace(":8000/", f":{port}/") for word in check]
        return subprocess.run([sys.executable, *asked], capture_output=True, check=False)

    with start_server(*options, XLHEDGE_WORKERS=workers) as server:
        port = server.url.rpartition(":")[2]
        assert healthy(port).returncode == 0
        assert "https://NAME-OF-THE-PROXY/manifest" in server.log.read_text()
        assert server.call("HEDGE_RATIO", [[1.0]], [[2.0]]) == [[0.5]]
    assert healthy(port).returncode != 0


def test_entra_id(start_server):
    """With Entra ID a call needs its token, ours is no help, and the manifest names the app."""
    ids = {
        "XLWINGS_AUTH_ENTRAID_CLIENT_ID": "11111111-1111-4111-8111-111111111111",
        "XLWINGS_AUTH_ENTRAID_TENANT_ID": "22222222-2222-4222-8222-222222222222",
    }
    with start_server(XLWINGS_AUTH_PROVIDERS='["entraid"]', **ids) as server:
        for token in ("", server.token, "error: 13001"):
            status, text = server.request(
                "/xlwings/custom-functions-call", {}, server.headers | {"Authorization": token}
            )
            assert status == 401
            assert "token" in text
        _, manifest = server.request("/manifest", headers={}, method="GET")
        assert f"<Id>{ids['XLWINGS_AUTH_ENTRAID_CLIENT_ID']}</Id>" in manifest
        _, pane = server.request("/taskpane.html", headers={}, method="GET")
        assert "token-form" not in pane


def test_two_ways_to_sign_in(start_server):
    """Where both are on, a call says which it uses; Entra ID out of reach is a sentence too."""
    ids = {"XLWINGS_AUTH_ENTRAID_CLIENT_ID": "a", "XLWINGS_AUTH_ENTRAID_TENANT_ID": "b"}
    ids |= dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    with start_server(XLWINGS_AUTH_PROVIDERS='["entraid", "custom"]', **ids) as server:
        path, call = "/xlwings/custom-functions-call", {}
        assert server.request(path, call)[0] == 400
        for provider, expected in (("custom", 400), ("entraid", 401), ("other", 400)):
            status, text = server.request(path, call, server.headers | {"Auth-Provider": provider})
            assert status == expected, text
        _, text = server.request(path, call, server.headers | {"Auth-Provider": "custom"})
        assert "func_name" in text
        guest = {"Auth-Provider": "entraid", "Authorization": "Bearer of-somebody"}
        status, text = server.request(path, call, server.headers | guest)
        assert (status, "Entra ID" in text, "reached" in text) == (503, True, True)
        assert "of-somebody" not in server.log.read_text()
