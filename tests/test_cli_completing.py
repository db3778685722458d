"""The Tab key in real shells: what `xlhedge --install-completion` leaves there completes a line.

PowerShell's script is judged by its syntax alone, in tests/excel/test_powershell.py.
"""

import os
import select
import shutil
import subprocess
import sys
import time

import pytest
from required import missing

AS_ON_A_TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])"
PROGRAM = """#!/bin/sh
case "$_XLHEDGE_COMPLETE$1" in
    ?*_*|--install-completion) exec "{python}" -m xlhedge "$@" ;;
esac
printf '%s\\n' "$@" > "$HOME/typed"
"""  # a line that is entered is noted down, whatever it asks for


@pytest.fixture(scope="module", params=["bash", "zsh", "fish"])
def shell(request, tmp_path_factory):
    """A shell whose new home has completion installed, as a person installs it; its environment."""
    program = shutil.which(request.param)
    if program is None:
        missing(f"{request.param}, in which the Tab key is pressed")
    home = tmp_path_factory.mktemp(request.param)
    xlhedge = home / "bin" / "xlhedge"
    xlhedge.parent.mkdir()
    xlhedge.write_text(PROGRAM.format(python=sys.executable), encoding="ascii")
    xlhedge.chmod(0o755)
    path = f"{xlhedge.parent}{os.pathsep}{os.environ['PATH']}"
    apart = {"ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "BASH_ENV", "ENV", "PROMPT_COMMAND"}
    env = {name: value for name, value in os.environ.items() if name not in apart}
    env |= {"HOME": str(home), "PATH": path, "TERM": "xterm", "SHELL": program}
    subprocess.run(
        [program, "-c", "xlhedge --install-completion; true"],
        env=env,
        check=True,
        capture_output=True,
    )
    return program, env


def silence(process, seconds):
    """Read what a terminal shows until it shows nothing more for so long."""
    shown = b""
    while select.select([process.stdout], [], [], seconds if shown else 30)[0]:
        more = os.read(process.stdout.fileno(), 4096)
        if not more:
            break
        shown += more
    return shown


def entered(program, env, line):
    """Type a line's beginning, Tab and Enter; return the words that xlhedge was started with."""
    typed = f"{env['HOME']}/typed"
    with subprocess.Popen(
        [sys.executable, "-c", AS_ON_A_TERMINAL, program, "-i"],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as process:
        shown = silence(process, 1)
        for keys in (line + "\t", "\r"):
            process.stdin.write(keys.encode())
            shown += silence(process, 2)
        until = time.monotonic() + 30
        while not os.path.exists(typed) and time.monotonic() < until:  # noqa: PTH110
            shown += silence(process, 1)
        process.kill()
    try:
        with open(typed, encoding="utf-8") as file:  # noqa: PTH123
            return file.read().split("\n")[:-1]
    except FileNotFoundError:
        pytest.fail(f"the line was not entered: {shown!r}")
    finally:
        if os.path.exists(typed):  # noqa: PTH110
            os.remove(typed)  # noqa: PTH107


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("xlhedge rec", ["recalc"]),
        ("xlhedge functions mv_hedge_ratio_s", ["functions", "mv_hedge_ratio_stats"]),
        ("xlhedge template treas", ["template", "treasury-fx"]),
        ("xlhedge recalc BOOK --set contracts_h", ["recalc", "BOOK", "--set", "contracts_held="]),
        ("xlhedge recalc BOOK --unl", ["recalc", "BOOK", "--unlock"]),
    ],
)
def test_tab_completes_what_is_typed(shell, root, line, words):
    """Tab makes the word whole; Enter then starts xlhedge with it."""
    book = str(root / "workbooks" / "hedging-template.xlsx")
    whole = [book if word == "BOOK" else word for word in words]
    assert entered(*shell, line.replace("BOOK", book)) == whole
