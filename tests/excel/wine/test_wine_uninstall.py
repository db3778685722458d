"""The way out, last of all: what Windows' list of installed programs starts."""

import pytest

pytestmark = pytest.mark.wine


def test_its_own_python_can_take_it_away(wine, installed):
    """What Windows' list of programs starts removes all of it, the Python it runs in included."""
    code, said = wine.run(wine.python, "-I", "-m", "xlhedge.excel.install_main", "uninstall")
    assert code == 0
    assert "as soon as this program has ended" in said
    gone = "import os, sys, time\nfor _ in range(100):\n    time.sleep(0.3)\n"
    gone += "    if not os.path.exists(sys.argv[1]): break\nelse: sys.exit(1)"
    wine.run(wine.bare, "-c", gone, wine.path(wine.home))
    assert not wine.home.exists()
    assert wine.registry() == installed
