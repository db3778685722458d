"""`xlhedge recalc DIR` as a person meets it: its table, its codes, Ctrl-C."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest


@pytest.fixture
def short(book_of):
    """The bytes of a book that takes a moment, with other engines asked too."""
    column = {f"A{row}": row for row in range(1, 201)}
    return book_of({"Debt": column | {f"B{row}": f"=SUM(A1:A{row})*2" for row in range(1, 201)}})


@pytest.fixture
def books(root, tmp_path, short):
    """Two good books in a folder, one of them a folder deeper."""
    folder = tmp_path / "books"
    (folder / "desk").mkdir(parents=True)
    shutil.copy(root / "workbooks" / "hedging-template.xlsx", folder / "farm.xlsx")
    (folder / "desk" / "debt.xlsx").write_bytes(short)
    return folder


def test_a_folder_gets_a_table_and_is_not_touched(run, books, tmp_path):
    """Every book has its line; without -o nothing is written; elsewhere than a terminal no bar."""
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run("recalc", books)
    assert (code, err) == (0, "")
    for words in ("desk/debt.xlsx", "farm.xlsx", "computed", "2 of 2 workbooks", "0 failed"):
        assert words in out
    assert "Nothing was written; -o FOLDER writes them." in out
    assert sorted(tmp_path.rglob("*")) == before


def test_books_are_written_as_recalc_writes_one(run, books, tmp_path):
    """The tree keeps its names, the inputs are set in all, and each file is what `recalc` gives."""
    (books / "desk" / "debt.xlsx").unlink()
    shutil.copy(books / "farm.xlsx", books / "desk" / "other.xlsx")
    code, out, _ = run(
        "recalc", books, "-o", tmp_path / "out", "--set", "futures_price=3.6", "--no-check"
    )
    assert code == 0
    assert out.count("  written  ") == 2
    assert run("recalc", books / "farm.xlsx", "-o", tmp_path / "one.xlsx", "--set",
               "futures_price=3.6")[0] == 0  # fmt: skip
    for name in ("farm.xlsx", "desk/other.xlsx"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "one.xlsx").read_bytes()


def test_a_failure_is_listed_and_has_its_code(run, books, tmp_path):
    """The failed book's sentence is below the table, the others are written, the code is 5."""
    (books / "notes.xlsx").write_text("not a workbook")
    code, out, err = run("recalc", books, "-o", tmp_path / "out", "--jobs", "2", "--no-check")
    assert (code, err) == (5, "")
    assert "notes.xlsx is not an .xlsx or .xlsm workbook." in out
    assert "2 of 3 workbooks" in out
    assert "1 failed" in out
    assert (tmp_path / "out" / "desk" / "debt.xlsx").is_file()
    assert not (tmp_path / "out" / "notes.xlsx").exists()


def test_json_for_programs(run, books):
    """--json gives each book's code, counts and outputs, as for one book."""
    (books / "notes.xlsx").write_text("not a workbook")
    code, out, _ = run("recalc", books, "--json")
    said = json.loads(out)
    assert code == 5
    assert [book["book"] for book in said["books"]] == ["desk/debt.xlsx", "farm.xlsx", "notes.xlsx"]
    alone = json.loads(run("recalc", books / "farm.xlsx", "--json")[1])
    assert said["books"][1]["outputs"] == alone["outputs"]
    assert said["books"][1]["formulas"] == alone["formulas"]
    assert [book["code"] for book in said["books"]] == [0, 0, 2]
    assert "not an .xlsx" in said["books"][2]["trouble"]
    assert said["not_begun"] == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--show", "Farmer"], "--show needs one workbook"),
        (["--engine", "both"], "--engine both needs one workbook"),
        (["--jobs", "0"], "--jobs 0 is no number of processes; use 1 or more"),
        (["--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"], "two ways to share the work"),
        (["-o", "books"], "originals could be overwritten"),
        (["--set", "price"], "NAME=VALUE"),
    ],
)
def test_mistakes_get_a_sentence_before_anything_is_computed(run, books, monkeypatch, args, said):
    """What cannot be meant is code 2, and no file appears."""
    monkeypatch.chdir(books.parent)
    before = sorted(books.parent.rglob("*"))
    code, out, err = run("recalc", "books", *args)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
    assert sorted(books.parent.rglob("*")) == before


def test_jobs_for_one_book_is_a_mistake(run, books):
    """--jobs and --scheduler share out books; one book has nothing to share."""
    code, _, err = run("recalc", books / "farm.xlsx", "--jobs", "2")
    assert code == 2
    assert "need a folder" in err


def started(books, short, target):
    """Start a batch of many books as its own process group, and wait until it is at work."""
    for number in range(120):
        (books / f"{number}.xlsx").write_bytes(short)
    process = subprocess.Popen(
        [sys.executable, "-m", "xlhedge", "recalc", books, "-o", target, "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 240
    while not target.is_dir() or len(list(target.glob("*.xlsx"))) < 4:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def everyone_ended(group):
    """Wait until a process group is empty."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def check_whole(target):
    """Every file is a complete workbook, and there is no other file."""
    files = [path for path in target.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert path.suffix == ".xlsx"
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
    return len(files)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_ends_cleanly(books, short, tmp_path):
    """Ctrl-C: what is done is listed, the code is 130, no process and no torn file is left."""
    process = started(books, short, tmp_path / "out")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "not done" in out
    assert everyone_ended(process.pid)
    assert f"{check_whole(tmp_path / 'out')} of 122 workbooks" in out


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_processes_end_with_the_one_that_started_them(books, short, tmp_path):
    """Killed without a chance to tidy up, a batch leaves no process at work and no torn file."""
    process = started(books, short, tmp_path / "out")
    process.kill()
    process.communicate(timeout=240)
    assert everyone_ended(process.pid)
    for path in (tmp_path / "out").glob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
