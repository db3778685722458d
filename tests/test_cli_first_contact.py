"""A newcomer at the command line: near misses, exit codes, widths, Tab, one's own Excel."""

import json
import os
import subprocess
import sys

import pytest
import typer

from xlhedge import cli
from xlhedge.recalc import recalculate
from xlhedge.recalc.batch.one_book import recompute


def commands():
    """Return every command with its words."""
    top = typer.main.get_command(cli.app)

    def below(group, words):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, [*words, name])
            else:
                yield [*words, name], command

    return list(below(top, []))


COMMANDS = commands()
JET_FUEL = "workbooks/jet-fuel-prices.csv"


@pytest.mark.parametrize("words", [w for w, _ in COMMANDS], ids=" ".join)
def test_every_command_keeps_the_exit_codes(run, words):
    """Help is 0; an option that there is not is 2, in one sentence with the command to ask."""
    assert run(*words, "--help")[0] == 0
    code, out, err = run(*words, "--no-such-option")
    assert (code, out) == (2, "")
    assert err.startswith("xlhedge: No such option")
    assert f"xlhedge {' '.join(words)} --help" in err
    assert len(err.splitlines()) == 1


def test_what_prints_can_be_quiet_and_json():
    """Every command that says what it did takes --quiet and --json, but a server and a list."""
    without = {"serve": {"quiet", "as_json"}, "eval": set(), "functions": {"quiet"}}
    for words, command in COMMANDS:
        options = {parameter.name for parameter in command.params}
        assert {"quiet", "as_json"} - options == without.get(" ".join(words), set()), words


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["recal"], "recalc"),
        (["calc", "instal"], "install"),
        (["recalc", "BOOK", "--sett", "a=1"], "--set"),
        (["recalc", "BOOK", "--set", "futures_pric=1"], "futures_price"),
        (["recalc", "BOOK", "--set", "Farmr!B3=1"], "use Farmer."),
        (["recalc", "BOOK", "--show", "farmr"], "use Farmer."),
        (["recalc", "workbooks/hedging-templat.xlsx"], "hedging-template.xlsx?"),
        (["template", "hedging"], "use hedging-template."),
        (["template", "commodity-cross-hedge", "--data", "workbooks/jet-fuel-price.csv"], "prices"),
        (["functions", "HEDGE_RATOI"], "HEDGE_RATIO"),
        (["functions", "curency"], "currency"),
        (["contracts", "ZWW"], "use ZW."),
        (["template", "shw", "treasury-fx"], "use show."),
        (["template", "show", "vocabluary"], "use vocabulary."),
        (["template", "treasury-fx", "--set", "shown=GBPP"], "one of EUR, GBP, JPY, CAD."),
        (["recalc", "BOOK", "--jobs", "two"], "'two' is not a whole number."),
        (["recalc", "BOOK", "--engine", "embeded"], "'embedded'"),
        (
            ["template", "hedging-template", "--data", JET_FUEL, "--where", "fule=1"],
            "'jet fuel'",
        ),
    ],
)
def test_near_misses_are_named(run, root, monkeypatch, args, words, tmp_path):
    """A typo in any place is exit code 2 and one sentence with what was perhaps meant."""
    monkeypatch.chdir(root)
    book = str(root / "workbooks" / "hedging-template.xlsx")
    more = ["-o", str(tmp_path / "x.xlsx")] if {"--data", "treasury-fx"} & set(args[1:]) else []
    code, out, err = run(*[book if a == "BOOK" else a for a in args], *more)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_functions_are_found_by_words(run):
    """`functions currency` lists; several words narrow; JSON has the same."""
    code, out, _ = run("functions", "currency", "forward")
    assert code == 0
    assert "FX_FORWARD_RATE" in out
    found = json.loads(run("functions", "currency", "--json")[1])
    assert {entry["category"] for entry in found} == {"Currency"}


def test_eval_reads_semicolons_and_says_so(run):
    """The value is on standard output, what was read on standard error, nothing with --quiet."""
    code, out, err = run("eval", "=HEDGE_RATIO(0,5;2)")
    assert (code, out) == (0, "0.25\n")
    assert err.startswith("Read as =HEDGE_RATIO(0.5,2)")
    assert run("eval", "=HEDGE_RATIO(0,5;2)", "--quiet") == (0, "0.25\n", "")
    assert run("eval", "=SUM(1,2)") == (0, "3\n", "")


def test_pages(run, tmp_path):
    """--pages writes them and names the index; a form that there is not is refused."""
    code, out, _ = run("functions", "--pages", tmp_path / "pages", "--format", "md")
    assert code == 0
    assert str(tmp_path / "pages" / "index.md") in out
    assert run("functions", "--pages", tmp_path, "--format", "pdf")[0] == 2
    assert run("functions", "currency", "--pages", tmp_path)[0] == 2


@pytest.fixture(scope="module")
def long(root, tmp_path_factory):
    """A workbook with a long name, alone in its folder."""
    folder = tmp_path_factory.mktemp("long")
    file = folder / "a rather long name of a workbook of the treasury department.xlsx"
    file.write_bytes((root / "workbooks" / "hedging-template.xlsx").read_bytes())
    return file


@pytest.fixture(scope="module")
def computed():
    """What came of each computation: the same is printed at every width."""
    return {}


@pytest.fixture
def compute_once(monkeypatch, computed):
    """Recompute a book with the same inputs once."""

    def once(function):
        def call(*args, **options):
            key = function, repr(args), repr(options.get("inputs"))
            if key not in computed:
                computed[key] = function(*args, **options)
            return computed[key]

        return call

    monkeypatch.setattr("xlhedge.recalc.recalculate", once(recalculate))
    monkeypatch.setattr("xlhedge.recalc.batch.folder.recompute", once(recompute))


@pytest.mark.usefixtures("compute_once")
@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_widths(run, long, columns):
    """No line is longer than the terminal, and no name is cut or broken."""
    code, out, _ = run("recalc", long, "--set", "futures_price=3.6", columns=columns)
    assert code == 0
    assert "hedged_quantity" in out
    assert "Funds!C" in out
    assert "\u2026" not in out
    table = run("recalc", long.parent, columns=columns)[1]
    assert "\u2026" not in table
    assert "department.xlsx" in table
    shown = run("recalc", long, "--show", "Inputs", columns=columns)[1].partition("\nInputs\n")[2]
    assert "\u2026" not in shown
    assert "\n1  Currency and units, which titles" in shown  # a heading reaches over its neighbours
    assert "Contracts held" in shown
    contracts = run("contracts", columns=columns)[1]
    assert "\u2026" not in contracts
    assert "Mini Chicago SRW wheat" in contracts
    table = run("eval", "=HEDGE_STATS({1;2;4;3;5},{1;3;3;2;4})", columns=columns)[1]
    assert "hedge ratio" in table
    listed = run("functions", columns=columns)[1]
    assert "HYPOTHETICAL_DERIVATIVE_TEST" in listed
    helps = [run(*words, "--help", columns=columns)[1] for words in ([], ["recalc"], ["template"])]
    assert "..." not in helps[0].partition("Commands:")[2]  # each command's sentence stands whole
    for text in (listed, contracts, *helps, run("functions", "HEDGE_STATS", columns=columns)[1]):
        assert max(map(len, text.splitlines())) <= columns


def test_quiet_prints_problems_alone(run, root):
    """A book without a fault prints nothing; its exit code says the rest."""
    book = root / "workbooks" / "hedging-template.xlsx"
    assert run("recalc", book, "--quiet") == (0, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize(
    ("line", "word", "found"),
    [
        ("xlhedge rec", "rec", "recalc"),
        ("xlhedge functions mv_hedge_ratio_s", "mv_hedge_ratio_s", "mv_hedge_ratio_stats"),
        ("xlhedge template treas", "treas", "treasury-fx"),
        ("xlhedge recalc BOOK --set futures_pr", "futures_pr", "futures_price="),
    ],
)
def test_tab_completes(root, shell, line, word, found):
    """Commands, functions, templates and a book's inputs are completed as each shell asks."""
    book = str(root / "workbooks" / "hedging-template.xlsx")
    line = line.replace("BOOK", book)
    asks = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
        "powershell": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_WORD_TO_COMPLETE": word},
    }[shell]
    done = subprocess.run(
        [sys.executable, "-m", "xlhedge"],
        env=os.environ | asks | {"_XLHEDGE_COMPLETE": f"complete_{shell}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found in done.stdout, done.stderr


@pytest.mark.parametrize("kind", ["int", "integer", "int range", "integer range"])
def test_a_number_is_asked_for_in_plain_words(kind):
    """However the library that reads the command line calls it, it is a whole number."""
    fault = cli.UsageError(f"Invalid value for '--jobs': 'two' is not a valid {kind}.")
    assert "'two' is not a whole number. All of it" in cli._sentence(fault)
