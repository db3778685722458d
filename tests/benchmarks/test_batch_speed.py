"""A folder of 100 books: two processes beside one, and what a process takes of memory.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
Each batch is a command of its own, as a user starts it: the start of every process is in its time.
"""

import itertools
import json
import shutil
import subprocess
import sys

import pytest

MEMORY_LIMIT = 400 * 2**20  # bytes for each process that computes
# The command's own report, then the memory of its largest child: those are the processes.
COMMAND = """
import resource, sys
from xlhedge.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def folder(size, root, tmp_path_factory):
    """100 books, the shipped ones in turn; 2 where nothing is measured."""
    place = tmp_path_factory.mktemp("speed") / "in"
    place.mkdir()
    shipped = itertools.cycle(sorted((root / "workbooks").glob("*.xlsx")))
    for number, book in zip(range(size(100, 2)), shipped, strict=False):
        shutil.copy(book, place / f"{number:03}.xlsx")
    return place


def batch(folder, jobs, options):
    """Recompute and write the folder; return what was said and the memory of the largest child."""
    target = folder.parent / "out"
    shutil.rmtree(target, ignore_errors=True)
    args = ["recalc", folder, "-o", target, "--jobs", str(jobs), "--json", *options]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *args], capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    assert len(said["books"]) == len(list(folder.iterdir())) == len(list(target.iterdir()))
    return said, int(done.stderr.split()[-1])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder(benchmark, size, folder, jobs):
    """With two processes at least 1.7 times faster than one after another, where two are free."""
    benchmark.group = "a folder of books"
    options = size((), ("--no-check",))
    said, memory = benchmark.pedantic(batch, (folder, jobs, options), rounds=3)
    benchmark.extra_info["books"] = len(said["books"])
    if jobs > 1:
        benchmark.extra_info["memory_of_a_process_mb"] = round(memory / 2**20)
        assert memory < MEMORY_LIMIT
