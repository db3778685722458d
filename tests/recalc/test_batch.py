"""A folder of books: which are taken, what a failure costs, and what a dying process leaves."""

import datetime as dt
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading

import pytest
from whole_books import whole

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.batch import processes, starting
from xlhedge.recalc.batch.folder import find_books, prepare_output, run
from xlhedge.recalc.batch.one_book import Request, recompute
from xlhedge.recalc.book import recalculate
from xlhedge.worksheet.errors import ExcelError


@pytest.fixture
def folder(tmp_path, book_of):
    """Three books, one of them in a folder of its own, and one that is none."""
    place = tmp_path / "in"
    (place / "europe").mkdir(parents=True)
    for number, name in enumerate(["b.xlsx", "a.xlsx", "europe/c.xlsm"], 2):
        cells = {"A1": 4.0, "B1": f"=A1*{number}", "B2": "=HEDGE_RATIO(A1,0)"}
        names = {"size": "=Model!$A$1", "result": "=Model!$B$1"}
        (place / name).write_bytes(book_of({"Model": cells}, names))
    (place / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    return place


@pytest.fixture
def many(tmp_path, root):
    """Twelve books that take a moment each."""
    place = tmp_path / "many"
    place.mkdir()
    for number in range(12):
        shutil.copy(root / "workbooks" / "hedge-effectiveness.xlsx", place / f"{number:02}.xlsx")
    return place


def test_which_files_are_books(folder, tmp_path):
    """Books of all folders by name; no lock, hidden or other file, and no link to elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(folder / "a.xlsx", elsewhere / "far.xlsx")
    for name in ("~$a.xlsx", ".a.xlsx", "notes.txt", "a.xlsx.tmp", ".hidden/x.xlsx"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(folder / "a.xlsx", folder / name)
    shutil.copy(folder / "a.xlsx", folder / "UPPER.XLSX")
    (folder / "far.xlsx").symlink_to(elsewhere / "far.xlsx")
    (folder / "linked").symlink_to(elsewhere)
    (folder / "folder.xlsx").mkdir()
    names = [task.name for task in find_books(folder)]
    assert names == ["UPPER.XLSX", "a.xlsx", "b.xlsx", "broken.xlsx", "europe/c.xlsm"]


def test_a_folder_without_books_is_said_plainly(tmp_path):
    """Nothing to do is a mistake to be told of, not a success."""
    with pytest.raises(BadBook, match=r"no workbook in .*\.xlsx or \.xlsm"):
        find_books(tmp_path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_book_as_if_it_were_alone(folder, tmp_path, jobs):
    """Each gets the file, counts and outputs of `recalc`; the broken one its sentence."""
    target = tmp_path / "out"
    given = {"size": "5"}
    found = {o.book: o for o in run(find_books(folder), target, request=Request(given), jobs=jobs)}
    assert sorted(found) == ["a.xlsx", "b.xlsx", "broken.xlsx", "europe/c.xlsm"]
    assert whole(target) == {"a.xlsx", "b.xlsx", "europe/c.xlsm"}
    for name, factor in (("b.xlsx", 2), ("a.xlsx", 3), ("europe/c.xlsm", 4)):
        alone = recalculate(folder / name, inputs=given)
        assert (target / name).read_bytes() == alone.to_bytes()
        result = found[name]
        assert (result.code, result.message, result.file) == (0, "", None)
        assert result.written == target / name
        assert (result.formulas, result.errors) == (2, 1)
        assert result.changed == 2
        assert result.outputs == {"result": 5.0 * factor}
    assert found["broken.xlsx"].code == 2
    assert "broken.xlsx is damaged or cut short" in found["broken.xlsx"].message
    assert not multiprocessing.active_children()


def test_nothing_is_written_unless_asked_for(folder):
    """Without an output folder every book is computed, and no file appears or changes."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    results = list(run(find_books(folder)))
    assert [result.written for result in results] == [None] * 4
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_input_that_a_book_lacks_is_that_book_s_trouble(folder):
    """--set of an unknown name fails the book, with the names that there are."""
    (result,) = run(
        [task for task in find_books(folder) if task.name == "a.xlsx"], request=Request({"x": 1})
    )
    assert result.code == 2
    assert "There is no input 'x'" in result.message
    assert "size" in result.message


def test_a_fault_of_ours_is_one_book_s_trouble_too(monkeypatch, folder):
    """An exception that nobody foresaw is told with its kind, and the other books are done."""
    real = recalculate

    def faulty(book, **options):
        if "a.xlsx" in str(book):
            raise ZeroDivisionError("nobody thought of it")
        return real(book, **options)

    monkeypatch.setattr("xlhedge.recalc.book.recalculate", faulty)
    found = {result.book: result for result in run(find_books(folder))}
    assert found["a.xlsx"].code == 1
    assert "ZeroDivisionError: nobody thought of it" in found["a.xlsx"].message
    assert found["b.xlsx"].code == 0


def test_an_outcome_carries_error_values(book_of):
    """An output that is an error arrives as that error."""
    cells = {"B1": "=HEDGE_RATIO(1,0)"}
    book = book_of({"Model": cells}, {"ratio": "=Model!$B$1"})
    result = recompute("x", book, Request())
    assert result.outputs == {"ratio": ExcelError("#DIV/0!")}
    assert (result.errors, result.file) == (1, None)


def test_the_originals_cannot_be_overwritten(folder, tmp_path):
    """An output in, around or equal to the folder is refused, by whatever name; so is a file."""
    link = tmp_path / "link"
    link.symlink_to(folder)
    before = sorted(tmp_path.rglob("*"))
    for output in (folder, folder / "out", folder / "europe" / "..", link, tmp_path):
        with pytest.raises(BadBook, match="originals could be overwritten"):
            prepare_output(folder, output, [])
    with pytest.raises(BadBook, match="cannot be made"):
        prepare_output(folder / "europe", folder / "a.xlsx", [])
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_there_is_not_replaced_unless_asked(folder, tmp_path):
    """A book that the output holds already stops the batch before anything is computed."""
    target, books = tmp_path / "out", find_books(folder)
    prepare_output(folder, target, books)
    (target / "a.xlsx").write_bytes(b"mine")
    with pytest.raises(BadBook, match=r"a\.xlsx exists; use another -o FOLDER, or --force"):
        prepare_output(folder, target, books)
    prepare_output(folder, target, books, force=True)
    assert (target / "a.xlsx").read_bytes() == b"mine"


def test_dates_and_locked_cells_of_a_folder(build):
    """A batch computes dates of a day, and sets locked cells, where that is asked for."""
    book = build({"S": {"A1": 4.0, "B1": "=TODAY()", "B2": "=A1*2"}}, {"day": "=S!$B$1"})
    book.sheets["S"].protect()
    data, day = book.data(), dt.date(2026, 3, 31)
    assert "--unlock" in recompute("x", data, Request({"A1": 7}, today=day)).message
    result = recompute("x", data, Request({"A1": 7}, today=day, unlock=True))
    assert (result.outputs, result.kept) == ({"day": 46112.0}, 0)


def test_a_link_in_the_output_does_not_lead_to_an_original(folder, tmp_path):
    """Where a link waits in the output, that book is not written and the linked file stays."""
    target = tmp_path / "out"
    target.mkdir()
    (target / "a.xlsx").symlink_to(folder / "a.xlsx")
    (target / "europe").symlink_to(folder / "europe")
    before = {name: (folder / name).read_bytes() for name in ("a.xlsx", "europe/c.xlsm")}
    found = {o.book: o for o in run(find_books(folder), target, request=Request({"size": 9}))}
    for name, content in before.items():
        assert found[name].code == 2
        assert "by a link" in found[name].message
        assert (folder / name).read_bytes() == content
    assert found["b.xlsx"].code == 0


def test_a_place_that_cannot_be_written_to_costs_one_book(folder, tmp_path):
    """A folder where a book should go: that book is listed, the others are there."""
    target = tmp_path / "out"
    (target / "a.xlsx").mkdir(parents=True)
    found = {result.book: result for result in run(find_books(folder), target)}
    assert "a.xlsx is a folder" in found["a.xlsx"].message
    assert found["b.xlsx"].written == target / "b.xlsx"


def test_a_process_that_dies_costs_nothing(many, tmp_path):
    """The processes are killed in the middle; all books are done, in new ones, and none is torn."""
    target = tmp_path / "out"
    results = []
    for result in run(find_books(many), target, jobs=2):
        results.append(result)
        if len(results) == 2:
            for process in multiprocessing.active_children():
                process.kill()
    assert sorted(result.book for result in results) == [task.name for task in find_books(many)]
    assert [result.message for result in results] == [""] * 12
    assert whole(target) == {task.name for task in find_books(many)}
    assert not multiprocessing.active_children()


def test_a_book_that_always_kills_its_process_is_given_up(many, tmp_path):
    """Where every process dies, each book is tried twice and listed; nothing is left behind."""
    target, over = tmp_path / "out", threading.Event()

    def killer():
        while not over.wait(0.01):
            for process in multiprocessing.active_children():
                process.kill()

    thread = threading.Thread(target=killer)
    thread.start()
    try:
        results = list(run(find_books(many)[:3], target, jobs=2))
    finally:
        over.set()
        thread.join()
    assert sorted(result.book for result in results) == ["00.xlsx", "01.xlsx", "02.xlsx"]
    assert {result.code for result in results} == {1}
    assert all("died, 2 times" in result.message for result in results)
    assert not target.exists()


def test_processes_take_one_thread_each(monkeypatch):
    """Linear algebra takes one thread in a process unless the user says otherwise; here as ever."""
    names = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
    monkeypatch.delenv(names[0], raising=False)
    monkeypatch.delenv(names[1], raising=False)
    monkeypatch.setenv(names[2], "3")
    before = dict(os.environ)
    with processes._executor() as executor:
        assert [executor.submit(os.getenv, name).result() for name in names] == ["1", "1", "3"]
    assert dict(os.environ) == before


def test_what_is_loaded_ahead_can_be_copied():
    """It starts no thread, which a copy would lack, and no linear algebra, which counts threads."""
    text = (
        "import importlib, sys, threading\n"
        f"for name in {starting.LOADED}: importlib.import_module(name)\n"
        "print(threading.active_count(), sorted({'numpy', 'formualizer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "1 []"


def test_leaving_early_ends_the_processes(many, tmp_path):
    """Who stops asking gets what is done; the processes end and no temporary file is left."""
    results = run(find_books(many), tmp_path / "out", jobs=2)
    first = next(results)
    results.close()
    assert not multiprocessing.active_children()
    assert whole(tmp_path / "out") == {first.book}
