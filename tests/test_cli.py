"""The command line as a person meets it: what it prints, what it says when it can't, its codes."""

import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from xlhedge.worksheet import CATALOGUE

FARMER_RATIO = 0.86675


def members(path):
    """Return a package's parts in order: two deflate libraries pack the same parts differently."""
    with zipfile.ZipFile(path) as package:
        return [(part.filename, package.read(part)) for part in package.infolist()]


@pytest.fixture
def book(root, tmp_path):
    """A copy of the template workbook."""
    return shutil.copy(root / "workbooks" / "hedging-template.xlsx", tmp_path / "book.xlsx")


def test_recalc_shows_the_named_outputs_and_writes_nothing(run, book):
    """Without -o the farmer's ratio is shown and the file is not touched."""
    before = book.read_bytes()
    code, out, err = run("recalc", book)
    assert (code, err) == (0, "")
    assert "86.7" in out or "87" in out
    assert "Nothing was written" in out
    assert book.read_bytes() == before


def test_recalc_of_an_unchanged_book_is_the_same_file(run, book, tmp_path):
    """Recomputing the template changes no byte of it."""
    target = tmp_path / "again.xlsx"
    code, _, _ = run("recalc", book, "-o", target)
    assert code == 0
    assert target.read_bytes() == book.read_bytes()


def test_an_input_is_changed_and_its_outputs_follow(run, book, tmp_path):
    """--set changes an input by name; the ratio follows, on screen, in JSON and in the file."""
    target = tmp_path / "higher.xlsx"
    code, out, _ = run("recalc", book, "--set", "futures_price=3.60", "-o", target, "--json")
    assert code == 0
    said = json.loads(out)
    assert said["outputs"]["ratio_by_value"] == pytest.approx(15000 * 3.60 / 60000)
    code, out, _ = run("recalc", target, "--json")
    assert json.loads(out)["outputs"] == said["outputs"]


def test_show_prints_a_sheet(run, book):
    """--show prints the sheet's labels and values as the cells show them."""
    code, out, _ = run("recalc", book, "--show", "Farmer")
    assert code == 0
    assert "20,000" in out


def test_json_is_json_even_with_a_progress_bar(book):
    """A program reading standard output gets JSON and nothing else."""
    command = [sys.executable, "-m", "xlhedge", "recalc", str(book), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["outputs"]["ratio_by_value"] == pytest.approx(FARMER_RATIO)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["recalc", "absent.xlsx"], 2, "absent.xlsx"),
        (["recalc", "BOOK", "--set", "no_such_name=1"], 2, "no_such_name"),
        (["recalc", "BOOK", "--set", "futures_price=cheap"], 2, "cheap"),
        (["recalc", "BOOK", "--set", "futures_price"], 2, "NAME=VALUE"),
        (["recalc", "BOOK", "--show", "Nowhere"], 2, "Nowhere"),
        (["recalc", "BOOK", "-o", "no/such/folder/x.xlsx"], 2, "folder"),
        (["eval", "=NO_SUCH_FUNCTION(1)"], 3, "NO_SUCH_FUNCTION"),
        (["functions", "HEDGE_RATOI"], 2, "HEDGE_RATIO"),
        (["template", "no-such-template"], 2, "hedging-template"),
        (["template", "hedging-template", "-o", "BOOK"], 2, "exists"),
    ],
)
def test_mistakes_get_one_sentence_and_a_code(run, book, args, code, words, monkeypatch):
    """Bad input is exit code 2, a refused formula 3, with the reason on standard error."""
    monkeypatch.chdir(book.parent)
    before = sorted(book.parent.iterdir())
    found, out, err = run(*[str(book) if a == "BOOK" else a for a in args])
    assert found == code
    assert out == ""
    assert words in err
    assert "Traceback" not in err
    assert sorted(book.parent.iterdir()) == before


def test_eval_prints_a_value(run):
    """A formula's value is printed with code 0."""
    assert run("eval", "=FUTURES_CONTRACTS(20000,5000,0.9)") == (0, "-3.6\n", "")


def test_eval_explains_an_error(run):
    """An error value is printed with its sentence, and code 1."""
    code, out, err = run("eval", "=HEDGE_RATIO(1,0)")
    assert (code, out) == (1, "#DIV/0!\n")
    assert "position_value is 0" in err


def test_eval_prints_a_table(run):
    """A spilled result is printed as rows, or as JSON rows."""
    code, out, _ = run("eval", "=HEDGE_OUTCOME(20000,3,3.467,-3,5000,{2.5;3.5})", "--json")
    assert code == 0
    assert json.loads(out)[1] == [2.5, 2.967, 50000, 7500, 57500, 2.875]


def test_functions_describes_the_whole_catalogue(run):
    """--json lists every function with arguments, help, defaults, summary and category."""
    code, out, _ = run("functions", "--json")
    assert code == 0
    described = {entry["name"]: entry for entry in json.loads(out)}
    assert sorted(described) == sorted(CATALOGUE)
    arguments = {a["name"]: a for a in described["MV_HEDGE_RATIO"]["arguments"]}
    assert arguments["changes"]["default"] == "price"
    assert arguments["spot"]["required"] is True
    assert all(e["summary"] and e["category"] for e in described.values())


def test_functions_prints_one_function_for_people(run):
    """One function's help names its arguments, its errors and an example."""
    code, out, _ = run("functions", "mv_hedge_ratio")
    assert code == 0
    for words in ("MV_HEDGE_RATIO(spot, futures", "#DIV/0!", "Ederington", "Example: ="):
        assert words in out


def test_template_writes_the_committed_workbook(run, root, tmp_path):
    """`xlhedge template` gives the workbook that lies in workbooks/, part for part."""
    target = tmp_path / "mine.xlsx"
    assert run("template", "hedging-template", "-o", target)[0] == 0
    committed = root / "workbooks" / "hedging-template.xlsx"
    assert members(target) == members(committed)


def test_template_with_the_functions_inside(run, tmp_path):
    """--macro-enabled gives a workbook of the macro type that carries a VBA project."""
    target = tmp_path / "mine.xlsm"
    assert run("template", "hedging-template", "--macro-enabled", "-o", target)[0] == 0
    assert "xl/vbaProject.bin" in dict(members(target))
    code, out, _ = run("recalc", target, "--json")
    assert code == 0
    assert json.loads(out)["outputs"]["ratio_by_value"] == pytest.approx(FARMER_RATIO)


def test_addin_build_gives_the_committed_addin(run, root, tmp_path):
    """`xlhedge addin build` gives the file that lies in install/, byte for byte."""
    target = tmp_path / "xlhedge.xlam"
    assert run("addin", "build", "-o", target)[0] == 0
    assert target.read_bytes() == (root / "install" / "xlhedge.xlam").read_bytes()


def test_two_engines_that_differ_are_exit_code_4(run, book, monkeypatch):
    """Differences between the engines are listed, cell by cell, and nothing is written."""
    from xlhedge.recalc.opinions import libreoffice_engine

    found = libreoffice_engine.EngineDifference("Farmer", "C33", 0.86675, 0.9)
    monkeypatch.setattr(libreoffice_engine, "recalculate_in_both", lambda *_, **__: (None, [found]))
    code, out, _ = run("recalc", book, "--engine", "both", "-o", book.with_name("new.xlsx"))
    assert code == 4
    assert "Farmer!C33" in out
    assert not book.with_name("new.xlsx").exists()


def test_the_sentence_of_an_error_is_the_same_in_json(run, root):
    """Who reads JSON is told what was wrong with which argument, as the table tells it."""
    book = root / "workbooks" / "hedging-template.xlsx"
    _, out, _ = run("recalc", book, "--set", "futures_price=346.7", "--json")
    errors = json.loads(out)["errors"]
    _, said, _ = run("recalc", book, "--set", "futures_price=346.7", columns=400)
    first = errors[0]
    assert "hedge_ratio is 86.675" in first["message"]
    assert f"{first['cell']} is {first['error']}: {first['message']}" in said
