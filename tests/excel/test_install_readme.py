"""install/README.md says what is so: commands, options, exit codes, keys, messages, functions."""

import datetime as dt
import re
from pathlib import Path

import pytest
import typer

from xlhedge import recalc, worksheet
from xlhedge.cli import printing
from xlhedge.excel import doctor, doctor_excel, install, install_excel, install_main, status
from xlhedge.excel.doctor_finding import FAULT, FINE, WARNING, Finding
from xlhedge.excel.install_templates import TEMPLATES
from xlhedge.excel.vba_source import fixed_source

PAINS = (  # what users of Excel with Python meet again and again, by a word of each
    "COM server", "No interpreter", "conda", "DLL", "gen_py", "VBA project", "path on another",
    "XLSTART", "tab is missing", "virus scanner", "slow", "not calculated", "wizard shows 0",
    "Errors arrive as text", "NaN", "Dates", "an @", "blocked while", "wrong workbook",
    "stays behind",
)  # fmt: skip


@pytest.fixture(scope="module")
def text(root):
    """The whole page."""
    return (root / "install" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def flat(text):
    """The page with each line break as a space."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def sources(root):
    """Every source that speaks to the user, strings on several lines joined."""
    folder = Path(install.__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("vba/*.bas"), *(root / "install").glob("*.ps1")]
    joined = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return re.sub(r'"\s*\+?\s*f?"', "", joined)


def part(text, heading):
    """Return what stands under a heading."""
    return re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def command_of(words):
    """Return the command of ours that the words begin with, and what follows it."""
    from xlhedge.cli import app

    command = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def test_commands_and_their_options_exist(text, flat):
    """Every `xlhedge ...` on the page is a command, with options that it has."""
    calls = re.findall(r"`xlhedge ([a-z][^`]*)`", flat)
    calls += re.findall(r"^ +py -m xlhedge (.*)$", text, re.MULTILINE)
    assert {call.split()[0] for call in calls} >= {"install", "uninstall", "doctor", "freeze"}
    for call in calls:
        command, rest = command_of(call.split())
        assert not hasattr(command, "commands"), call
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("-")} <= known, call


def test_the_four_commands_take_json(flat):
    """What is said of --json holds for each of the four."""
    assert "all of `install`, `uninstall`, `doctor` and `status` take `--json`" in flat
    for name in install_main.COMMANDS:
        command, _ = command_of([name])
        assert "--json" in {option for parameter in command.params for option in parameter.opts}


def test_parameters_of_the_scripts(flat, root):
    """Each script is called with parameters of its own."""
    calls = re.findall(r"powershell ((?:-\w+ )+Bypass) -File (\S+\.ps1)((?: -\w+| [A-Z]+)*)", flat)
    assert len(calls) == flat.count(" -File ") == 6
    for _, name, rest in calls:
        head = re.search(r"^param\((.*)\)$", (root / "install" / name).read_text(), re.MULTILINE)
        assert set(re.findall(r" -(\w+)", rest)) <= set(re.findall(r"\$(\w+)", head[1])), rest
    for option in ("-Wheels", "-Addin", "-DryRun"):
        assert f"`{option}" in flat


def test_exit_codes(text, machine, addin):
    """The table's codes are those that the four commands end with, for the reasons given."""
    rows = re.findall(r"^\| (\d) \| (.*) \| (.*) \| (.*) \|$", text, re.MULTILINE)
    assert [row[0] for row in rows] == ["0", "1", "2"]
    assert (install.InstallReport(("x",)).exit_code, install.InstallReport((), "x").exit_code) == (
        0,
        2,
    )
    assert "nothing was changed" in rows[2][1]
    for level, (code, _, says, _) in zip((FINE, WARNING, FAULT), rows, strict=True):
        health = doctor.Health((Finding("x", level, "x"),))
        assert health.exit_code == int(code)
        assert says.removeprefix("it ").lower() in str(health).lower()
    assert status.status(machine).exit_code == 2
    assert rows[2][3] == "not installed"
    install.install(machine, addin=addin)
    assert status.status(machine).exit_code == 0
    (machine.root / "xlhedge.xlam").unlink()
    assert status.status(machine).exit_code == 1
    assert rows[1][3] == "something is missing"


def test_registry_keys_and_values(text, machine, addin):
    """Every key named is one that the code reads or writes; the values are those written."""
    for key in (
        install_excel.OPTIONS,
        install_excel.MANAGER,
        install.PROGRAMS,
        doctor_excel._POLICY,
        doctor_excel._MANAGED + r"\addinlist",
    ):
        assert f"`{key}`" in text
    known = {*install.KEYS, doctor_excel._POLICY, doctor_excel._MANAGED + r"\addinlist"}
    assert set(re.findall(r"`(HKCU\\[^`]+)`", text)) == known
    assert f"`{install.PROGRAMS.replace('HKCU', 'HKEY_CURRENT_USER')}`" in text
    install.install(machine, addin=addin)
    written = machine.registry.values(install.PROGRAMS)
    for name in re.findall(r"`(Display\w+|Publisher|InstallLocation|\w*UninstallString)`", text):
        assert name in written
    assert f"DWORD {written['NoModify']}" == "DWORD 1"


def test_files_of_an_installation(text, machine, addin):
    """The table of what is installed names exactly what is installed."""
    install.install(machine, addin=addin)
    table = part(text, "What an installation consists of")
    named = set(re.findall(r"`%LOCALAPPDATA%\\xlhedge\\([^`\\]+)`", table))
    assert named == {path.name for path in machine.root.iterdir()}
    assert TEMPLATES in named


def test_messages_are_quoted_as_they_are(flat, sources):
    """Each message in italics is a piece of what a program of ours says."""
    quoted = re.findall(r"(?<![\w`\\])_([A-Za-z][^_`]*[a-z.'])_(?!\w)", flat)
    assert len(quoted) > 12
    for message in quoted:
        assert message in sources, message


def test_the_twenty_pains(text):
    """Each known pain has a row of its own, with something to do or what was done."""
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \|$", part(text, "When something does not work"), re.MULTILINE
    )
    assert len(PAINS) == 20
    used = [[symptom for symptom, _ in rows if pain in symptom] for pain in PAINS]
    assert all(len(symptoms) == 1 for symptoms in used), used
    assert len({symptoms[0] for symptoms in used}) == 20
    assert all(len(answer) > 20 for _, answer in rows)


def test_buttons_and_checks_exist(flat):
    """The names of buttons and of the doctor's checks are those of the ribbon and the doctor."""
    from xlhedge.excel.ribbon import ribbon_xml

    labels = set(re.findall(r'label="([^"]+)"', ribbon_xml().decode()))
    for name in (
        "Recalculate", "Recalculate all", "Explain", "Insert function", "New from template",
        "Repair links", "Restart Python", "Doctor", "Help", "Hedge", "Calculate", "Insert", "Care",
        "Send", "Send as values",
    ):  # fmt: skip
        assert name in flat
        assert name in labels, name
    named = re.search(r"Doctor: (start [^|]*) \|", flat)[1].split(", ")
    assert set(named) <= set(doctor_excel.EXCEL_CHECKS)


def test_the_smoke_tests_figures(text):
    """Each formula of the smoke test gives what the page says, each error kind is there."""
    steps = part(text, "The ten-minute smoke test")
    pairs = re.findall(
        r"`(=[A-Z_]+\([^`]*\))`\.? (?:gives|Expect:) `?([^\s`,;.]+(?:\.\d+)?)", steps
    )
    assert len(pairs) >= 8
    for formula, shown in pairs:
        if shown != "#NAME?":  # once it is uninstalled
            assert printing.general_format(recalc.evaluate(formula)) == shown, formula
    assert {shown for _, shown in pairs if shown.startswith("#")} >= {
        "#DIV/0!", "#NUM!", "#VALUE!", "#N/A", "#REF!", "#NAME?",
    }  # fmt: skip
    assert f"HEDGE_RATIO: {worksheet.HEDGE_EXPLAIN('HEDGE_RATIO', 52005.0, 0.0)}" in steps
    assert [int(n) for n in re.findall(r"^(\d+)\. ", steps, re.MULTILINE)] == list(range(1, 26))
    assert steps.count("Expect") >= 15
    for word in (
        "Send as values",
        "password",
        "Protected View",
        "Spill",
        "Explain",
        "Restart Python",
        "Repair links",
        "uninstall",
        "groups",
        "1904",
        "Help on the tab",
        "taken out",
        "Lock",
    ):
        assert word in steps


def test_the_smoke_tests_dates(text):
    """The figure of its two dates, and the other one that shifted dates would give."""
    steps = part(text, "The ten-minute smoke test")
    days = re.findall(r"[AB]1 `(\d{4}-\d\d-\d\d)`", steps)
    first, last = ((dt.date.fromisoformat(day) - dt.date(1899, 12, 30)).days for day in days)
    assert '`=DAY_COUNT_FRACTION(A1,B1,"30/360")*360`. Expect: 30.' in steps
    assert round(360 * worksheet.DAY_COUNT_FRACTION(first, last, "30/360"), 9) == 30
    shifted = worksheet.DAY_COUNT_FRACTION(first - 1462, last - 1462, "30/360")
    assert round(360 * shifted, 9) == 29
    assert "30 (29 would" in steps
    assert "end_date" in worksheet.HEDGE_EXPLAIN("DAY_COUNT_FRACTION", last, first)


def test_the_smoke_tests_table(text):
    """Every function of ours that is called exists; the one that should spill has a header."""
    steps = part(text, "The ten-minute smoke test")
    called = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)\(", steps))
    assert called <= set(worksheet.CATALOGUE)
    (name,) = re.findall(r"Spill: type `=(\w+)\(A1:A6,B1:B6\)`", steps)
    prices = [[3.0], [3.1], [3.3], [3.2], [3.4], [3.7]]
    table = worksheet.CATALOGUE[name](prices, [[cell + 0.2 * cell**2] for (cell,) in prices])
    assert table[0] == ["statistic", "value"]


def test_the_smoke_tests_long_range(text):
    """The range is one that travels as bytes, and the page's two figures are what comes out."""
    steps = part(text, "The ten-minute smoke test")
    rows = int(re.search(r"`=MV_HEDGE_RATIO\(B1:B(\d+),A1:A\1,\"given\"\)`", steps)[1])
    (worth,) = re.findall(r"WORTH_PACKING As Long = (\d+)", fixed_source("HedgeCalls"))
    assert rows >= int(worth)
    assert "A1:A600, type `=MOD(7*ROW(),97)`" in steps
    assert "`=A1+MOD(ROW()*ROW(),101)`" in steps
    first = [[7.0 * row % 97] for row in range(1, rows + 1)]
    second = [[a + row * row % 101] for row, (a,) in enumerate(first, 1)]
    figures = [float(figure) for figure in re.findall(r"both (\d\.\d+)", steps)]
    found = [worksheet.MV_HEDGE_RATIO(second, first, "given")]
    cleared = int(re.search(r"Clear A(\d+)\.", steps)[1])
    first[cleared - 1] = [None]
    found.append(worksheet.MV_HEDGE_RATIO(second, first, "given"))
    assert [round(figure, 5) for figure in found] == figures


def test_what_was_not_run_is_said(text):
    """The page says plainly what has never been run."""
    said = part(text, "Not yet run in real Excel")
    for word in (
        "Never run",
        "ribbon",
        "PowerShell",
        "Signing",
        "Intune",
        "No Excel was available",
    ):
        assert word in said
