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


@pytest.fixture
def moved(wine, installed):  # noqa: ARG001 - what is moved
    """The installation's copy in another home, of links to the same files."""
    home = wine.prefix / "drive_c" / "Zoë Müller"
    shutil.copytree(wine.home, home / "xlhedge", copy_function=os.link)
    yield home
    shutil.rmtree(home)


def test_letters_beyond_ascii(wine, moved):
    """With letters that the code page has, the server starts there and answers."""
    place = str(wine.python.relative_to(wine.home.parent)).replace("/", "\\")
    _, said = wine.run(wine.bare, "-c", SERVED_THERE, f"C:\\{moved.name}", place)
    assert json.loads(said)["answer"] == ANSWER, said
