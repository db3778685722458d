"""Every workbook that Excel saved and that lies beside the checkout: right, or refused."""

import csv
import math
import multiprocessing
import re
import time
import zipfile
from collections import Counter, defaultdict
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from xlhedge.ooxml.addresses import cell_text, parse_area
from xlhedge.recalc import recalculate
from xlhedge.recalc.content import FormulaKind
from xlhedge.recalc.sameness import same
from xlhedge.worksheet.errors import XlhedgeError

KNOWN = Path(__file__).parent / "data" / "excel_differences.csv"
RELATIVE = 1e-9
TIME_LIMIT = 120.0  # seconds a book; the slowest takes a tenth of it alone
PROCESSES = 2
COMPUTED, CELLS = 601, 134_100  # of 662 books; cells that keep their value are not counted
NAMES = re.compile(r"/\S+/|'[^']*'|\"[^\"]*\"|\b\d[\d.e+]*")  # in a reason for refusing
FORMULA = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?>\s*<(?:\w+:)?f[\s/>]")


def agrees(cached, fresh):
    """Whether a fresh value is the one that Excel saved."""
    if isinstance(cached, float) and isinstance(fresh, float):
        return math.isclose(cached, fresh, rel_tol=RELATIVE, abs_tol=1e-12)
    if isinstance(cached, str) and isinstance(fresh, str):
        return cached.replace("\r\n", "\n") == fresh.replace("\r\n", "\n")
    return same(cached, fresh)


def compared(path):
    """What became of one book: right cells, differing ones, refused ones, and why if none is."""
    try:
        result = recalculate(path, functions={}, partial=True)
    except XlhedgeError as trouble:
        return {"book": str(trouble), "right": 0, "different": {}, "refused": {}}
    different, right, uncached = {}, 0, 0
    for name, values in result.values.items():
        cells = result._book.sheets[name].cells
        for place, fresh in values.items():
            cached = cells[place].value if place in cells else None
            if cached is None:
                uncached += 1
            elif agrees(cached, fresh):
                right += 1
            else:
                formula = result.parts.plan.formulas.get((name, place), "")
                different[f"{name}!{cell_text(*place)}"] = (formula, str(cached), str(fresh))
    different |= unfilled(result)
    return {
        "book": "",
        "right": right,
        "uncached": uncached,
        "kept": len(result.kept),
        "different": different,
        "formulas": sum(1 for sheet in result._book.sheets.values() for _ in sheet.formulas),
        "refused": {f"{r.sheet}!{r.cell}": (r.formula, r.reason) for r in result.refusals},
    }


def unfilled(result):
    """The cells of arrays that hold a value in the file and get none."""
    found = {}
    for sheet in result._book.sheets.values():
        for place, cell in sheet.formulas:
            area = (
                parse_area(cell.reference, sheet.name) if cell.kind is FormulaKind.ARRAY else None
            )
            if area is None or place not in result.values[sheet.name]:
                continue
            for child in sheet.cells:
                if area.holds(*child) and child not in result.values[sheet.name]:
                    cached = sheet.cells[child].value
                    if cached is not None:
                        found[f"{sheet.name}!{cell_text(*child)}"] = ("", str(cached), "nothing")
    return found


def by_reason(outcomes):
    """Why cells are refused, with names and numbers left out: reason, books, cells."""
    books, cells = defaultdict(set), Counter()
    for book, outcome in outcomes.items():
        reasons = [reason for _, reason in outcome.get("refused", {}).values()]
        for reason in [outcome["book"]] if outcome.get("book") else reasons:
            depends = " is refused" in reason or "which is refused" in reason
            kind = "it depends on a refused cell" if depends else NAMES.sub("...", reason)
            books[kind].add(book)
            cells[kind] += 1
    rows = [(kind, len(books[kind]), cells[kind]) for kind in books]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def formulas_in(path):
    """How many formulas a file has, by a way of its own."""
    with zipfile.ZipFile(path) as package:
        used = b"".join(package.read(n) for n in package.namelist() if n.endswith("book.xml.rels"))
        parts = [
            name
            for name in package.namelist()
            if re.search(r"worksheets/[^/]*\.xml$", name)
            and name.rsplit("/", 1)[1].encode() in used
        ]
        return sum(len(FORMULA.findall(package.read(part))) for part in parts)


def _work(pipe):
    """Compare one book after another, until there is none."""
    for path in iter(pipe.recv, None):
        try:
            started = time.perf_counter()
            found = compared(path)
            found["seconds"] = time.perf_counter() - started
        except BaseException as fault:  # noqa: BLE001 - an engine's panic is no Exception
            found = {"fault": f"{type(fault).__name__}: {fault}"}
        pipe.send(found)


class _Worker:
    """A process forked from this one, with the book that it is at."""

    def __init__(self, context):
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def take(self, path, limit):
        """Begin with a book."""
        self.path, self.end = path, time.monotonic() + limit
        self.pipe.send(path)

    def answer(self):
        """Return what became of the book; a text if its process died of it."""
        try:
            return self.pipe.recv()
        except EOFError:
            return "its process died"

    def leave(self):
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_books(paths, processes=PROCESSES, limit=TIME_LIMIT):
    """Compare books in a few processes; one that a book ends is replaced."""
    import formualizer  # noqa: F401 - loaded once, for all

    from xlhedge.worksheet.catalogue import CATALOGUE  # noqa: F401 - the same

    context = multiprocessing.get_context("fork")
    waiting, busy, done = list(reversed(paths)), {}, {}

    def give_work(worker=None):
        if waiting:
            worker = worker or _Worker(context)
            worker.take(waiting.pop(), limit)
            busy[worker.pipe] = worker
        elif worker:
            worker.leave()

    for _ in range(processes):
        give_work()
    while busy:
        ready = wait(busy, timeout=1.0)
        for pipe, worker in list(busy.items()):
            if pipe not in ready and time.monotonic() < worker.end:
                continue
            found = worker.answer() if pipe in ready else f"it took more than {limit:g} s"
            is_lost = isinstance(found, str)
            done[worker.path] = {"fault": found} if is_lost else found
            del busy[pipe]
            if is_lost:
                worker.leave()
            give_work(None if is_lost else worker)
    return done


@pytest.fixture(scope="module")
def outcomes(excel_books):
    """What became of every book, by its name."""
    paths = sorted(path for path in excel_books.rglob("*.xls[xm]"))
    done = run_books(paths)
    return {path.relative_to(excel_books).as_posix(): done[path] for path in paths}


@pytest.fixture(scope="module")
def known():
    """The cells in which the cache is at fault: (book, cell) -> reason."""
    with KNOWN.open(encoding="utf-8", newline="") as file:
        return {(row["book"], row["cell"]): row["reason"] for row in csv.DictReader(file)}


@pytest.mark.excel_books
def test_each_cell_is_right_or_refused(outcomes, known):
    """No computed cell differs from what Excel saved, but those whose cache is at fault."""
    different = {
        (book, cell): what
        for book, outcome in outcomes.items()
        for cell, what in outcome.get("different", {}).items()
    }
    assert {place: what for place, what in different.items() if place not in known} == {}
    assert set(known) - set(different) == set(), "these no longer differ: take them off the list"


@pytest.mark.excel_books
def test_no_book_breaks_the_engine(outcomes):
    """Every book is computed or refused with a sentence, within its time."""
    assert {b: o["fault"] for b, o in outcomes.items() if "fault" in o} == {}


@pytest.mark.excel_books
def test_books_are_computed(outcomes):
    """Refusing is no way to be right: at least this many books are computed as a whole."""
    for reason, books, cells in by_reason(outcomes):
        print(f"{books:4} books {cells:6} cells  {reason}")  # noqa: T201 - with -s, or if it fails
    whole = [o for o in outcomes.values() if not o.get("book") and not o.get("refused", True)]
    assert len(whole) >= COMPUTED
    assert sum(outcome.get("right", 0) for outcome in outcomes.values()) >= CELLS


@pytest.mark.excel_books
def test_no_formula_is_overlooked(outcomes, excel_books):
    """Each formula in a book's sheets is computed or refused; none is passed over."""
    missed = {}
    for book, outcome in outcomes.items():
        if "formulas" in outcome and outcome["formulas"] != formulas_in(excel_books / book):
            missed[book] = (outcome["formulas"], formulas_in(excel_books / book))
    assert missed == {}
