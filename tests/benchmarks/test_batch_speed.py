"""Folders of books: two processes beside one, and what a process takes of memory.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
Each batch is a command of its own, as a user starts it: the start of every process is in its time.
"""

import itertools
import json
import shutil
import subprocess
import sys

import pytest
import xlsxwriter

MEMORY_LIMIT = 400 * 2**20  # bytes for each process that computes
# The command's own report, then the memory of its largest child: those are the processes.
COMMAND = """
import resource, sys
from xlhedge.cli import main
try:
    main()
finally:
    if sys.platform == "linux":  # it is the parent of those that compute, and has to end first
        from multiprocessing.forkserver import _forkserver
        _forkserver._stop()
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)
"""


def copied_formulas(path, rows):
    """Write a book of five formulas copied down."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    for row in range(1, rows + 1):
        sheet.write_row(row - 1, 0, [row * 1.25, 100 - row % 90])
        formulas = (f"=A{row}*2+B{row}", f"=A{row}-B{row}", f"=IF(C{row}>D{row},1,0)",
                    f"=ROUND(C{row}/3,2)", f"=MAX(A{row},B{row},D{row})")  # fmt: skip
        for column, formula in enumerate(formulas, 2):
            sheet.write_formula(row - 1, column, formula)
    book.close()


@pytest.fixture(scope="module", params=["100 books of ours", "8 books of 10,000 formulas"])
def folder(request, size, root, tmp_path_factory):
    """Many small books, the shipped ones in turn, or a few large ones; fewer where not timed."""
    place = tmp_path_factory.mktemp("speed") / request.param
    place.mkdir()
    if request.param.startswith("8"):
        for number in range(size(8, 2)):
            copied_formulas(place / f"{number}.xlsx", size(2_000, 200))
        return place
    shipped = sorted((root / "workbooks").glob("*.xlsx"), key=lambda path: path.stat().st_size)
    for number, book in zip(range(size(100, 2)), itertools.cycle(shipped), strict=False):
        shutil.copy(book, place / f"{number:03}.xlsx")
    return place


def batch(folder, jobs):
    """Recompute and write the folder; return what was said and the memory of the largest child."""
    target = folder.parent / "out"
    shutil.rmtree(target, ignore_errors=True)
    args = ["recalc", folder, "-o", target, "--jobs", str(jobs), "--json", "--no-check"]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *args], capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    assert len(said["books"]) == len(list(folder.iterdir())) == len(list(target.iterdir()))
    return said, int(done.stderr.split()[-1])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder(benchmark, folder, jobs):
    """With two processes at least 1.7 times faster than one after another, where two are free."""
    benchmark.group = folder.name
    said, memory = benchmark.pedantic(batch, (folder, jobs), rounds=3)
    benchmark.extra_info["books"] = len(said["books"])
    if jobs > 1:
        benchmark.extra_info["memory_of_a_process_mb"] = round(memory / 2**20)
        assert 30 * 2**20 < memory < MEMORY_LIMIT
