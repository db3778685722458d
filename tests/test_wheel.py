"""The wheel: pure Python, lean enough for a browser, and clear about what is not installed."""

import email
import subprocess
import sys
import zipfile

import pytest

from xlhedge import __version__
from xlhedge.templates import NAMES

OPTIONAL = {  # what the extras bring
    "arch", "distributed", "formualizer", "openpyxl", "pandas", "pyarrow", "rich", "statsmodels",
    "typer", "xlsxwriter", "xlwings", "xlwings_server",
}  # fmt: skip
LARGEST = 2_000_000  # bytes: the browser fetches it whenever the workbook is opened


@pytest.fixture(scope="module")
def members(wheel_of_checkout):
    """The wheel's members."""
    with zipfile.ZipFile(wheel_of_checkout) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def metadata(members):
    """The wheel's metadata."""
    return email.message_from_bytes(members[f"xlhedge-{__version__}.dist-info/METADATA"])


def run_without(wheel, missing, code):
    """Run code out of the wheel in a fresh Python in which libraries cannot be imported."""
    start = f"import sys; sys.path.insert(0, {str(wheel)!r}); sys.modules |= dict.fromkeys("
    start += f"{sorted(missing)!r}); import xlhedge; assert {str(wheel)!r} in xlhedge.__file__\n"
    command = [sys.executable, "-c", start + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_one_wheel_serves_every_python(wheel_of_checkout, members):
    """No compiled part, no version of Python, no platform in its tag; a browser can fetch it."""
    assert wheel_of_checkout.name == f"xlhedge-{__version__}-py3-none-any.whl"
    assert not [name for name in members if name.endswith((".so", ".pyd", ".dll", ".dylib"))]
    assert wheel_of_checkout.stat().st_size < LARGEST


def test_only_numpy_and_scipy_are_needed_always(metadata):
    """Whatever else there is comes with an extra: Pyodide has these two."""
    always = [text for text in metadata.get_all("Requires-Dist") if "extra ==" not in text]
    assert sorted(text.split(">")[0] for text in always) == ["numpy", "scipy"]
    assert set(metadata.get_all("Provides-Extra")) == {
        "check", "cluster", "desk", "models", "notebook", "parquet", "recalc", "server", "test",
    }  # fmt: skip


def test_the_descriptions_of_the_templates_are_inside(members):
    """Every template's table, the vocabulary and the data check travel with the code."""
    tables = {name for name in members if name.endswith(".toml")}
    assert {"xlhedge/templates/vocabulary.toml", "xlhedge/templates/data_check.toml"} <= tables
    assert len([name for name in tables if name.endswith("/book.toml")]) == len(NAMES)


def test_a_workbook_of_every_template_is_inside(root, members):
    """Checkout and wheel hold the same computed workbooks, one of each template."""
    inside = {name: held for name, held in members.items() if name.endswith(".xlsx")}
    assert inside == {
        f"xlhedge/excel/templates/{name}.xlsx": (root / "workbooks" / f"{name}.xlsx").read_bytes()
        for name in NAMES
    }


def test_the_licence_is_inside(members):
    """The wheel carries its licence, and nothing of the tests."""
    assert any(name.endswith("licenses/LICENSE") for name in members)
    assert not [name for name in members if name.startswith(("tests/", "install/"))]


def test_functions_run_where_only_numpy_and_scipy_are(wheel_of_checkout):
    """Every function is described, and computes its own example or says which library it lacks."""
    code = """
from xlhedge.worksheet import CATALOGUE, ExcelError
answers = {name: entry(*entry.example) for name, entry in CATALOGUE.items()}
for name, answer in answers.items():
    if isinstance(answer, ExcelError):
        print(name, answer.code, answer.message)
assert abs(answers["HEDGE_RATIO"] - 0.86675) < 1e-12
contest = {row[0]: row for row in CATALOGUE["HEDGE_MODEL_CONTEST"](
    *CATALOGUE["HEDGE_MODEL_CONTEST"].example)}
for name in ("naive", "ols", "rolling", "ewma", "ecm"):
    assert isinstance(contest[name][1], float), contest
print("contest", contest["dcc"][1].code, contest["dcc"][1].message)
"""
    done = run_without(wheel_of_checkout, OPTIONAL, code)
    assert done.returncode == 0, done.stderr
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if "contest" not in line)
    assert set(said) == {"GARCH_HEDGE_RATIO"}
    assert said["GARCH_HEDGE_RATIO"].startswith("#N/A ")
    assert "Python library arch" in said["GARCH_HEDGE_RATIO"]
    assert "python -m pip install arch." in said["GARCH_HEDGE_RATIO"]
    assert "xlwings Lite" in said["GARCH_HEDGE_RATIO"]
    assert done.stdout.count("contest #N/A") == 1


@pytest.mark.parametrize(
    ("missing", "arguments", "named"),
    [
        ("typer", [], "typer"),
        ("typer", ["serve"], "typer"),
        ("rich", ["functions"], "rich"),
        (
            "formualizer",
            ["recalc", "workbooks/hedging-template.xlsx", "-o", "x.xlsx"],
            "formualizer",
        ),
        ("xlsxwriter", ["template", "hedging-template", "-o", "x.xlsx"], "xlsxwriter"),
    ],
)
def test_the_command_line_says_what_is_not_installed(
    wheel_of_checkout, root, tmp_path, missing, arguments, named
):
    """One sentence with the remedy and exit code 2, no traceback."""
    arguments = [a.replace("workbooks", str(root / "workbooks")) for a in arguments]
    arguments = [str(tmp_path / a) if a == "x.xlsx" else a for a in arguments]
    code = f"sys.argv = ['xlhedge', *{arguments!r}]\nfrom xlhedge.__main__ import main; main()"
    done = run_without(wheel_of_checkout, {missing}, code)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert f"Python library {named}" in line
    assert "run python -m pip install " in line
    assert f'"{named}' in line
    assert ("xlwings-server" in line) == (arguments == ["serve"])


def test_a_missing_module_of_our_own_is_no_question_of_extras(wheel_of_checkout):
    """A fault inside the package keeps its traceback."""
    code = "from xlhedge.__main__ import main; main()"
    done = run_without(wheel_of_checkout, {"xlhedge.cli"}, code)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_the_functions_for_excel_say_that_xlwings_is_missing(wheel_of_checkout):
    """What serves Excel needs xlwings and says how to get it."""
    done = run_without(wheel_of_checkout, {"xlwings"}, "import xlhedge.udfs")
    assert done.returncode == 1
    assert "pip install xlwings." in done.stderr.splitlines()[-1]


def test_the_console_script_is_the_module(members):
    """`xlhedge` and `python -m xlhedge` start the same."""
    scripts = members[f"xlhedge-{__version__}.dist-info/entry_points.txt"].decode()
    assert "xlhedge = xlhedge.__main__:main" in scripts
