"""What is missing is named by the packages' own names; the smallest extra is enough for recalc."""

import subprocess
import sys
import tomllib

import pytest

from xlhedge.extras import install_command, packages


@pytest.fixture(scope="module")
def project(root):
    """What pyproject.toml says of the project."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize(
    "extra", ["recalc", "desk", "server", "models", "parquet", "cluster", "notebook"]
)
def test_an_extra_is_its_packages(project, extra):
    """Every package that pyproject.toml lists is in the command, and xlhedge itself is not."""
    command = install_command(extra)
    assert command.startswith('python -m pip install "')
    assert "xlhedge" not in command
    for requirement in project["optional-dependencies"][extra]:
        if not requirement.startswith("xlhedge["):
            name = requirement.partition("=")[0].rstrip("<>~!")
            assert f'"{name}' in command


def test_desk_has_all_of_recalc():
    """Who installs the larger set lacks nothing of the smaller one."""
    assert set(packages("recalc")) < set(packages("desk"))


@pytest.mark.parametrize(
    "words",
    [
        ("recalc", "workbooks/hedging-template.xlsx", "--set", "futures_price=3.6", "-o", "OUT"),
        ("recalc", "workbooks/treasury-fx.xlsx"),
        ("freeze", "workbooks/rates-hedge.xlsx", "-o", "OUT"),
        ("eval", "=MV_HEDGE_RATIO({1;2;4;3},{1;3;3;2})"),
        ("functions", "forward"),
        ("contracts", "wheat"),
    ],
    ids=" ".join,
)
def test_recalc_needs_no_more_than_its_extra(root, project, tmp_path, words):
    """The commands that read and compute run where no package of desk alone is installed."""
    extras = project["optional-dependencies"]
    apart = {"babel", "python_calamine", "xlsxwriter", "xlwings", "arch", "pandas", "statsmodels"}
    named = {
        line.partition("=")[0].rstrip("<>").lower() for line in extras["desk"] + extras["models"]
    }
    assert {name.replace("_", "-") for name in apart - {"pandas", "statsmodels"}} <= named
    without = (
        "import sys; "
        f"sys.modules.update(dict.fromkeys({sorted(apart)!r})); "
        "from xlhedge.__main__ import main; main()"
    )
    given = [str(tmp_path / "out.xlsx") if word == "OUT" else word for word in words]
    done = subprocess.run(
        [sys.executable, "-c", without, *given],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
