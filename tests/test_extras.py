"""What is missing is named by the packages' own names."""

import tomllib

import pytest

from xlhedge.extras import install_command


@pytest.mark.parametrize("extra", ["desk", "server", "models", "parquet", "cluster", "notebook"])
def test_an_extra_is_its_packages(root, extra):
    """Every package that pyproject.toml lists is in the command, and xlhedge itself is not."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    command = install_command(extra)
    assert command.startswith('python -m pip install "')
    assert "xlhedge" not in command
    for requirement in project["optional-dependencies"][extra]:
        if not requirement.startswith("xlhedge["):
            assert f'"{requirement.partition("=")[0].rstrip("<>~!")}' in command
