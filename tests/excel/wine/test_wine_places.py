"""A home whose name has letters beyond ASCII: the way from the DLL to an answer is the same."""

import json
import os
import shutil

import pytest

from xlhedge.excel.doctor_server import ANSWER

pytestmark = pytest.mark.wine

SERVED_THERE = """
import os, subprocess, sys
os.environ["LOCALAPPDATA"], place = sys.argv[1:]
python = os.path.join(os.environ["LOCALAPPDATA"], place)
command = [python, "-I", "-m", "xlhedge.excel.doctor_server"]
done = subprocess.run(command, stdout=subprocess.PIPE, timeout=200)
print(done.stdout.decode("ascii", "replace").splitlines()[-1])
"""
DOCTORED_THERE = """
import os, subprocess, sys
os.environ["LOCALAPPDATA"], place = sys.argv[1:]
python = os.path.join(os.environ["LOCALAPPDATA"], place)
command = [python, "-I", "-m", "xlhedge.excel.install_main", "doctor", "--json"]
done = subprocess.run(command, stdout=subprocess.PIPE, timeout=200)
print(done.stdout.decode("ascii", "replace"))
"""


@pytest.fixture(scope="module")
def moved(wine, installed):  # noqa: ARG001 - what is moved
    """What puts a copy of the installation, of links to the same files, into a home of a name."""
    home = wine.prefix / "drive_c" / "home"
    shutil.copytree(wine.home, home / "xlhedge", copy_function=os.link)
    place = str(wine.python.relative_to(wine.home.parent)).replace("/", "\\")

    def move(name):
        nonlocal home
        home = home.rename(home.with_name(name))
        return f"C:\\{name}", place

    yield move
    shutil.rmtree(home)


def test_letters_of_the_code_page(wine, moved):
    """The server starts there and answers."""
    _, said = wine.run(wine.bare, "-c", SERVED_THERE, *moved("Zoë Müller"))
    assert json.loads(said)["answer"] == ANSWER, said


def test_letters_beyond_the_code_page(wine, moved):
    """The doctor calls the server there, and names the short path that it is started by."""
    _, said = wine.run(wine.bare, "-c", DOCTORED_THERE, *moved("Łódź 東京"))
    found = {one["about"]: one for one in json.loads(said)["findings"]}
    trip = found["a call as Excel makes it"]
    assert trip["level"] == "ok", said
    assert f"= {ANSWER}, " in trip["says"]
    assert found["place"]["level"] == "ok"
    short = found["place"]["says"].rpartition(" ")[2]
    assert short.isascii()
    assert "~" in short
