"""install/server: what its files name exists, and nothing in them lets a stranger in.

What is for Kubernetes and for Azure is read: against Kubernetes' schemas, and by what we ask of
both. The image's own commands are run in test_server_watch.py.
"""

import re
import tomllib

import kubernetes_validate
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def folder(root):
    """The folder of the server's files."""
    return root / "install" / "server"


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
                assert any(f"!{source}/".startswith(f"{each}/") for each in let_in), source
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


def test_the_service_s_share_is_bounded(service):
    """Processor, memory and processes have a limit; calls are answered before the end."""
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)
    assert service["stop_grace_period"] == "70s"


def test_the_base_is_one_release(instructions):
    """Every stage begins with an exact Python release, the same one."""
    bases = {rest.partition(" AS ")[0] for name, rest in instructions if name == "FROM"}
    (base,) = bases
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base)


@pytest.fixture(scope="module")
def locked(folder):
    """The lock: a package's version and its hashes, by name."""
    text = (folder / "requirements.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    found = {}
    for line in lines:
        name, version, rest = re.fullmatch(r"([a-z0-9-]+)==(\S+)( .*)", line).groups()
        found[name] = version, re.findall(r" --hash=(sha256:[0-9a-f]{64})(?= |$)", rest)
    assert len(found) == len(lines)
    return found


def test_the_lock_is_what_the_image_installs(instructions, locked):
    """Every package has its hashes, pip must have them, and nothing else is fetched."""
    assert all(hashes for _, hashes in locked.values())
    installs = [rest for name, rest in instructions if name == "RUN" and "pip install" in rest]
    first, own = installs
    assert "--require-hashes -r install/server/requirements.txt" in first
    assert "--no-deps --no-build-isolation ." in own
    assert "hatchling" in locked


def test_the_lock_does_for_the_project(locked, root):
    """What pyproject.toml asks of the server is in it, in a version that does: else .ci/lock."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["server"]]
    asked += project["optional-dependencies"]["models"]
    for requirement in map(Requirement, asked):
        if requirement.name != "xlhedge":
            version, _ = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), (requirement.name, version)


def container_of(document):
    """Return the one container of a Deployment or a Container App."""
    properties = document.get("properties") or document["spec"]["template"]["spec"]
    (container,) = (properties.get("template") or properties)["containers"]
    return container


@pytest.fixture(scope="module")
def cluster(folder):
    """Kubernetes' objects, by kind."""
    objects = list(yaml.safe_load_all((folder / "kubernetes.yaml").read_text()))
    return {each["kind"]: each for each in objects}


def test_kubernetes_knows_all_of_it(cluster):
    """Each object has the fields that its schema has and no other, in an old and a new release."""
    for release in ("1.32", "1.37"):
        for each in cluster.values():
            kubernetes_validate.validate(each, release, strict=True)
    expected = {"Secret", "Deployment", "HorizontalPodAutoscaler", "Service", "Ingress"}
    assert expected <= set(cluster)


def test_kubernetes_parts_belong_together(cluster):
    """Each name that one object says of another is that one's."""
    pod = cluster["Deployment"]["spec"]["template"]
    labels = pod["metadata"]["labels"]
    for chooser in (
        cluster["Deployment"]["spec"]["selector"]["matchLabels"],
        cluster["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        cluster["Service"]["spec"]["selector"],
    ):
        assert chooser.items() <= labels.items()
    target = cluster["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert target["name"] == cluster["Deployment"]["metadata"]["name"]
    (rule,) = cluster["Ingress"]["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]
    assert backend["name"] == cluster["Service"]["metadata"]["name"]
    (port,) = cluster["Service"]["spec"]["ports"]
    assert backend["port"]["name"] == port["name"]
    container = container_of(cluster["Deployment"])
    assert port["targetPort"] in {each["name"] for each in container["ports"]}
    volumes = {volume["name"] for volume in pod["spec"]["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes


def test_a_pod_may_do_nothing_else(cluster):
    """Not root, nothing to write but /tmp, no capabilities, no account of the cluster."""
    pod = cluster["Deployment"]["spec"]["template"]["spec"]
    container = container_of(cluster["Deployment"])
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    context = container["securityContext"]
    assert context["readOnlyRootFilesystem"] is True
    assert context["allowPrivilegeEscalation"] is False
    assert context["capabilities"] == {"drop": ["ALL"]}
    writable = [m["mountPath"] for m in container["volumeMounts"] if not m.get("readOnly")]
    assert writable == ["/tmp"]  # noqa: S108 - the container's own


def test_the_tokens_of_a_secret_are_taken(cluster):
    """The mode of the mounted file is one that the server reads, in the folder it is told of."""
    pod = cluster["Deployment"]["spec"]["template"]["spec"]
    (volume,) = [v for v in pod["volumes"] if v["name"] == "tokens"]
    assert volume["secret"]["defaultMode"] == 0o440
    container = container_of(cluster["Deployment"])
    (mount,) = [m for m in container["volumeMounts"] if m["name"] == "tokens"]
    set_ = {each["name"]: each.get("value") for each in container["env"]}
    assert set_["XLHEDGE_TOKEN_FILE"] == mount["mountPath"]


@pytest.mark.parametrize("kind", ["kubernetes", "azure"])
def test_a_container_has_its_share_and_its_probes(kind, cluster, folder):
    """What computes fits into the memory; probes wait as long as the server takes to say 503."""
    app = yaml.safe_load((folder / "container-app.yaml").read_text())
    document = cluster["Deployment"] if kind == "kubernetes" else app
    container = container_of(document)
    resources = container["resources"].get("limits") or container["resources"]
    set_ = {each["name"]: each.get("value") for each in container["env"]}
    computing = int(set_["XLHEDGE_COMPUTE"]) * int(set_["XLHEDGE_WORKERS"])
    most = int(resources["memory"].removesuffix("Gi")) * 2**30
    assert computing * int(set_["XLHEDGE_MEMORY"]) + 2**29 <= most
    if kind == "kubernetes":
        probes = [container[f"{each}Probe"] for each in ("startup", "readiness", "liveness")]
        grace = document["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    else:
        probes = container["probes"]
        assert {probe["type"] for probe in probes} == {"Startup", "Readiness", "Liveness"}
        grace = document["properties"]["template"]["terminationGracePeriodSeconds"]
    assert all(probe["timeoutSeconds"] > 5 for probe in probes)
    assert grace > 65, "a call of 60 seconds, and five more"


def test_nobody_is_let_in_by_an_example(cluster, folder, try_server):
    """Left as they are, the tokens of the files start no server."""
    app = yaml.safe_load((folder / "container-app.yaml").read_text())
    (azure,) = [s for s in app["properties"]["configuration"]["secrets"] if s["name"] == "tokens"]
    for text in (cluster["Secret"]["stringData"]["tokens"], azure["value"]):
        code, said = try_server("--behind-proxy", XLHEDGE_TOKENS=text)
        assert code == 2
        assert "of XLHEDGE_TOKENS is no token" in said


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
