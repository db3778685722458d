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
    """A shell whose new home has completion installed, as a person installs it, and its home."""
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
    with subprocess.Popen(
        [sys.executable, "-c", AS_ON_A_TERMINAL, program, "-i"],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as process:
        yield process, home
        process.kill()


def entered(process, home, line):
    """Type a line's beginning, Tab and Enter; return the words that xlhedge was started with.

    A shell takes the keys in their order: nothing needs to be waited for between them.
    """
    typed = home / "typed"
    process.stdin.write(f"{line}\t\r".encode())
    shown, until = b"", time.monotonic() + 60
    while not typed.exists() or not typed.stat().st_size:
        if time.monotonic() > until:
            pytest.fail(f"the line was not entered: {shown!r}")
        if select.select([process.stdout], [], [], 0.02)[0]:
            shown += os.read(process.stdout.fileno(), 4096)
    words = typed.read_text(encoding="utf-8").splitlines()
    typed.unlink()
    return words


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
