"""The lists made from the modules: nothing that is written can fail to exist."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from xlhedge import udfs, worksheet
from xlhedge.calc.functions import installed_methods
from xlhedge.excel.vba_source import function_modules
from xlhedge.worksheet import listing
from xlhedge.worksheet.index import MODULE_OF

ROOM = Path(worksheet.__file__).parent
ASK = "run: python -m xlhedge.worksheet.listing (or .ci/build)"


def test_the_index_is_what_the_modules_hold():
    """index.py names each decorated function and its module, as a scan of the sources does."""
    assert (ROOM / "index.py").read_text(encoding="utf-8") == listing.index_source(), ASK


def test_the_stub_is_what_the_catalogue_takes():
    """__init__.pyi has every function with its arguments and defaults."""
    assert (ROOM / "__init__.pyi").read_text(encoding="utf-8") == listing.stub_source(), ASK


def test_a_decorated_function_is_listed_and_others_are_not(tmp_path, monkeypatch):
    """Writing a function is enough; a helper, or a function of another decorator, is none."""
    (tmp_path / "new.py").write_text(
        '@worksheet_function("Currency")\ndef MINE_HERE(): ...\n'
        '@worksheet_function("Contracts")\ndef ALSO_MINE(): ...\n'
        "@cached\ndef NOT_MINE(): ...\ndef _helper(): ...\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(listing, "_ROOM", tmp_path)
    assert listing.modules_of_functions() == {"ALSO_MINE": "new", "MINE_HERE": "new"}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(lambda: set(worksheet.CATALOGUE), id="catalogue"),
        pytest.param(lambda: set(udfs.__all__), id="udfs: COM, Lite, Server"),
        pytest.param(lambda: {method.function for method in installed_methods()}, id="calc"),
        pytest.param(
            lambda: {
                name
                for name in MODULE_OF
                if any(f"Function {name}(" in module.source for module in function_modules())
            },
            id="add-in",
        ),
    ],
)
def test_every_host_has_every_function(names):
    """What is decorated is in the list that each host serves, and nothing else is."""
    assert names() == set(listing.modules_of_functions())


def test_the_stub_is_read_by_a_type_checker(tmp_path):
    """A right call passes mypy; a misspelt argument and a missing one do not."""
    program = tmp_path / "program.py"
    program.write_text(
        "from xlhedge.worksheet import FUTURES_CONTRACTS\n"
        "FUTURES_CONTRACTS(20000, 5000, hedge_ratio=0.9)\n"
        "FUTURES_CONTRACTS(20000, 5000, hedge=0.9)\n"
        "FUTURES_CONTRACTS(20000)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--no-incremental", "--follow-imports=silent", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    lines = [line.split(":")[1] for line in done.stdout.splitlines() if ": error:" in line]
    assert lines == ["3", "4"], done.stdout


def test_the_stub_is_python():
    """A stub that cannot be parsed would be found only by its reader."""
    ast.parse((ROOM / "__init__.pyi").read_text(encoding="utf-8"))
