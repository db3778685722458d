"""The manifest and the pages of the task pane, as a running server gives them."""

import gzip
import importlib.util
import json
import re
import struct
import tomllib
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from required import missing

from xlhedge import __version__
from xlhedge.web.server import manifest_version

NAMESPACES = {
    "a": "http://schemas.microsoft.com/office/appforoffice/1.1",
    "b": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
    "o": "http://schemas.microsoft.com/office/taskpaneappversionoverrides",
}
VENDOR = "/static/vendor/office-js/16.0.20308.15050/dist/office.js"
PANE = "/taskpane.html"


@pytest.fixture(scope="module")
def manifest(server):
    """The manifest, read."""
    status, text = server.request("/manifest", headers={}, method="GET")
    assert status == 200
    return ET.fromstring(text)  # noqa: S314 - our own server's


def read(server, path, body=None, **headers):
    """Return status, headers and body of a page."""
    request = urllib.request.Request(server.url + path, body, headers)  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as trouble:
        with trouble:
            return trouble.code, trouble.headers, trouble.read()


def test_the_manifest_s_addresses(server, manifest):
    """They are this server's, with the functions' three pages; every one is answered."""
    addresses = {e.get("DefaultValue", "") for e in manifest.iter()}
    addresses = {a for a in addresses if a.startswith("http")}
    assert len(addresses) >= 6
    assert all(a.startswith(server.url) for a in addresses)
    points = {p.get("{http://www.w3.org/2001/XMLSchema-instance}type") for p in manifest.iter()}
    assert {"CustomFunctions", "PrimaryCommandSurface"} <= points
    assert not manifest.findall(".//o:Namespace", NAMESPACES), "=HEDGE_RATIO() has no prefix"
    resids = {e.get("resid") for e in manifest.iter() if e.get("resid")}
    assert resids <= {e.get("id") for e in manifest.iter()}
    for address in addresses:
        assert server.request(address.removeprefix(server.url), headers={}, method="GET")[0] == 200


def test_the_manifest_s_pictures_have_the_size_they_say(server, manifest):
    """32 and 64 pixels for the add-in; 16, 32 and 80, which Excel requires, for each button."""

    def size(address):
        _, _, picture = read(server, address.removeprefix(server.url))
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        return struct.unpack(">II", picture[16:24])

    for name, expected in (("IconUrl", 32), ("HighResolutionIconUrl", 64)):
        element = manifest.find(f"a:{name}", NAMESPACES)
        assert size(element.get("DefaultValue")) == (expected, expected)
    address_of = {
        image.get("id"): image.get("DefaultValue")
        for image in manifest.iterfind(".//b:Images/b:Image", NAMESPACES)
        or manifest.iterfind(".//b:Image[@id]", NAMESPACES)
    }
    icons = manifest.findall(".//o:Icon", NAMESPACES)
    assert icons
    for icon in icons:
        images = icon.findall("b:Image", NAMESPACES)
        sizes = [int(image.get("size")) for image in images]
        assert {16, 32, 80} <= set(sizes)
        for image, expected in zip(images, sizes, strict=True):
            assert size(address_of[image.get("resid")]) == (expected, expected)


def test_the_manifest_s_version_rises_with_ours(manifest):
    """Four whole numbers, 1 and above, in the order of our releases; this release's own."""
    assert manifest.findtext("a:Version", namespaces=NAMESPACES) == manifest_version(__version__)
    releases = ["0.1.0", "0.2.0", "0.2.1", "0.10.0", "1.0.0", "1.0.12", "2.0.0"]
    versions = [tuple(map(int, manifest_version(each).split("."))) for each in releases]
    assert versions == sorted(set(versions))
    assert all(len(version) == 4 and version >= (1, 0, 0, 1) for version in versions)


def test_the_add_in_s_ids_are_ours(root):
    """No stage has an id that every other project of xlwings Server has too."""
    spec = importlib.util.find_spec("xlwings_server")
    if spec is None:
        missing('xlwings Server: pip install "xlhedge[server]"')
    config = (Path(spec.origin).parent / "config.py").read_text()  # its import marks the process
    theirs = dict(re.findall(r'(manifest_id_\w+): UUID4 = "([0-9a-f-]+)"', config))
    project = root / "xlhedge" / "web" / "project" / "pyproject.toml"
    ours = tomllib.loads(project.read_text())["tool"]["xlwings_server"]
    assert len(theirs) == 5
    assert len({ours[name] for name in theirs}) == 5
    assert not {ours[name] for name in theirs} & set(theirs.values())


def test_any_page_may_read_what_the_functions_are_called(server):
    """Excel on the web reads the description from its own page; all else stays with ours."""
    page = {"Origin": "https://excel.officeapps.live.com"}
    allowed = "Access-Control-Allow-Origin"
    for path in ("/xlwings/custom-functions-meta.json", "/xlwings/custom-functions-meta"):
        assert server.answer(path, page).headers[allowed] == "*"
    assert allowed not in server.answer("/manifest", page).headers


def test_what_has_a_version_in_its_address_is_kept_for_good(server):
    """Office.js and its like are asked for once; our own scripts again, and are 304 if the same."""
    _, headers, _ = read(server, VENDOR)
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    _, headers, _ = read(server, "/static/js/main.js")
    assert headers["Cache-Control"] == "no-cache"
    status, headers, body = read(server, "/static/js/main.js", **{"If-None-Match": headers["ETag"]})
    assert (status, body, headers["Cache-Control"]) == (304, b"", "no-cache")
    for path in (PANE, "/manifest", "/static/js/none.js", "/static/vendor/a/1.0/none.js"):
        assert "no-store" in read(server, path)[1]["Cache-Control"]


def test_scripts_and_descriptions_are_packed(server):
    """Who takes gzip gets it, with the same content; who does not gets it plain."""
    for path in (
        VENDOR,
        "/xlwings/custom-functions-meta.json",
        "/xlwings/custom-functions-code.js",
    ):
        _, plain, whole = read(server, path)
        _, packed, body = read(server, path, **{"Accept-Encoding": "gzip"})
        assert plain["Content-Encoding"] is None
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(body) == whole
        assert len(body) < len(whole) / 2


def test_a_long_answer_is_packed_and_a_short_one_is_not(server):
    """An answer of thousands of cells travels packed; one of a cell is not worth the work."""
    prices = [[100 + (i * 7919 % 1009) / 100] for i in range(2000)]
    for name, args, expected in (
        ("KALMAN_HEDGE_RATIO", [prices, [[x + 1] for (x,) in prices]], "gzip"),
        ("HEDGE_RATIO", [[[1]], [[2]]], None),
    ):
        call = {"client": "Office.js", "func_name": name, "args": args, "version": ""}
        whole = json.dumps(call | {"runtime": "1.4"}).encode()
        more = server.headers | {"Accept-Encoding": "gzip"}
        status, headers, body = read(server, "/xlwings/custom-functions-call", whole, **more)
        assert status == 200, body
        assert headers["Content-Encoding"] == expected
        assert b"result" in (gzip.decompress(body) if expected else body)


def test_excel_on_the_web_may_show_the_pane(server):
    """Its pages may frame the task pane, others may not."""
    _, headers, _ = read(server, PANE)
    rules = dict(
        rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";")
    )
    framing = rules["frame-ancestors"].split()
    assert {"'self'", "https://*.officeapps.live.com", "https://*.sharepoint.com"} <= set(framing)
    assert all(each == "'self'" or each.startswith("https://*.") for each in framing)
    assert headers["X-Frame-Options"] is None
    assert rules["object-src"] == "'none'"


@pytest.mark.parametrize(
    ("host", "promised"),
    [
        ("127.0.0.1:8000", False),
        ("localhost", False),
        ("[::1]:8000", False),
        ("hedge.localhost:1", False),
        ("hedge.example.com", True),
        ("localhost.example.com", True),
    ],
)
def test_this_machine_is_not_promised_to_https(server, host, promised):
    """HSTS is a firm's name's: on localhost it would hold for every other program's port."""
    _, headers, _ = read(server, PANE, Host=host)
    assert (headers["Strict-Transport-Security"] is not None) == promised
