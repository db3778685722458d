"""The PowerShell scripts, which no test can run: their syntax, and all that they hand to Python.

The syntax is judged by tree-sitter's PowerShell grammar; what they mean to Windows is not.
"""

import ast
import os
import re
import subprocess
import sys

import pytest
from required import missing

from xlhedge.excel import environment, install, install_excel, install_main

SCRIPTS = ("install.ps1", "uninstall.ps1")


@pytest.fixture(params=SCRIPTS)
def script(request, root):
    """The text of a script."""
    return (root / "install" / request.param).read_text(encoding="ascii")


@pytest.fixture(scope="module")
def faults():
    """What returns where a text is no PowerShell: needs a parser."""
    try:
        import tree_sitter
        import tree_sitter_powershell
    except ImportError:
        missing("tree-sitter-powershell, the judge of the scripts' syntax")
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))

    def find(text):
        found, nodes = [], [parser.parse(text.encode()).root_node]
        for node in nodes:
            nodes += node.children
            if node.type == "ERROR" or node.is_missing:
                found.append((node.start_point.row + 1, node.text.decode()[:60]))
        return found

    return find


def test_the_syntax(script, faults):
    """Each script is PowerShell from its first line to its last."""
    assert faults(script) == []


def test_the_syntax_of_the_completion(faults):
    """What PowerShell loads so that the Tab key completes is PowerShell, and asks xlhedge."""
    done = subprocess.run(
        [sys.executable, "-m", "xlhedge"],
        env=os.environ | {"_XLHEDGE_COMPLETE": "source_pwsh"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Register-ArgumentCompleter -Native -CommandName xlhedge" in done.stdout
    assert faults(done.stdout) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("if ($Quiet) {", "if ($Quiet {"), ("exit 2", "exit 2 }"), ('" +', "+"), ("param(", "param")],
)
def test_the_judge_finds_faults(root, faults, before, after):
    """A brace, a parenthesis or a quote too many or too few is found."""
    text = (root / "install" / "install.ps1").read_text()
    assert before in text
    assert faults(text.replace(before, after, 1))


def parameters(text):
    """Return the names in a script's param block."""
    return re.findall(r"\$(\w+)", re.search(r"^param\((.*)\)$", text, re.MULTILINE)[1])


def test_the_head_names_every_parameter(script):
    """The line that says how to call a script names its parameters and no others."""
    (usage,) = re.findall(r"^#   powershell (.*)$", script, re.MULTILINE)
    assert re.findall(r"\[-(\w+)", usage) == parameters(script)
    assert "-ExecutionPolicy Bypass -File" in usage


def test_every_option_is_one_of_the_installers(script):
    """What a script hands on is a command with options that the installer takes."""
    options = re.findall(r'"(--[a-z-]+)"|\s(--[a-z-]+)\b', script)
    given = [one or other for one, other in options]
    commands = set(re.findall(r"\s(install|uninstall) (?:--wheels|@options)", script))
    assert given
    assert len(commands) == 1
    values = {"--wheels": ["W"], "--addin": ["A"]}
    words = [word for option in given for word in (option, *values.get(option, []))]
    chosen = install_main.parser().parse_args([*commands, *words])
    assert chosen.command in install_main.COMMANDS
    assert chosen.quiet
    assert chosen.dry_run


def test_every_parameter_is_handed_on(script):
    """No parameter is taken and then forgotten."""
    for name in parameters(script):
        assert len(re.findall(rf"\${name}\b", script)) > 1, name


def test_modules_and_code_are_ours(script):
    """The module that is run exists, and the lines of Python are Python and call its main."""
    assert set(re.findall(r"-m (\S+)", script)) <= {install_main.__name__}
    pieces = re.findall(r'"(import [^"]*)"', script)
    texts = ["".join(pieces)] if "$start" in script else pieces
    for code in texts:
        imported = [
            one.names[0].name for one in ast.parse(code).body if isinstance(one, ast.Import)
        ]
        assert install_main.__name__ in imported
    if "$start" in script:
        assert texts[0].endswith("sys.exit(it.main())")


def test_exit_codes(script):
    """A script ends with 0, with 2, or with what the installer said."""
    ends = set(re.findall(r"^\s*exit (\S+)", script, re.MULTILINE))
    assert ends <= {"0", "2", "$LASTEXITCODE", "$code"}
    assert "$LASTEXITCODE" in script


def test_the_names_are_those_of_the_installation(root, tmp_path):
    """Folders, files and the registry key in the scripts are those of the Python code."""
    text = (root / "install" / "uninstall.ps1").read_text()
    assert install.PROGRAMS.replace("HKCU\\", "HKCU:\\") in text
    assert install_excel.ADDIN_NAME in text
    places = re.findall(r'"(python\\[^"]*python\.exe)"', text)
    home = tmp_path / "python"
    bare = environment.interpreter(tmp_path).console
    home.mkdir()
    (home / "pyvenv.cfg").touch()
    virtual = environment.interpreter(tmp_path).console
    assert [tmp_path.joinpath(*place.split("\\")) for place in places] == [bare, virtual]
    start = (root / "install" / "install.ps1").read_text()
    assert '"python-*-embed-*.zip"' in start
