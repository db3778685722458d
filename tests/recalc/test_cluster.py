"""A batch on a real Dask cluster of two worker processes on loopback, some of them killed."""

import contextlib
import importlib.util
import shutil
import socket
import subprocess
import sys
import time

import pytest
from required import missing
from whole_books import whole

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.batch import cluster
from xlhedge.recalc.batch.folder import find_books, run
from xlhedge.recalc.batch.one_book import Request


@pytest.fixture(scope="module")
def distributed():
    """Dask's scheduler and workers."""
    if importlib.util.find_spec("distributed") is None:
        missing("Dask, of the extra `cluster`")
    import distributed

    return distributed


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._log = log
        self.scheduler = self._start("dask_scheduler", "--port", str(port), "--no-show")
        self.workers = []

    def _start(self, program, *args):
        module = f"distributed.cli.{program}"
        local = ["--host", "127.0.0.1", "--no-dashboard"]
        with self._log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *args, *local], stdout=log, stderr=log
            )

    def have(self, workers):
        """Start the workers that are missing of so many."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        options = (self.address, "--no-nanny", "--nthreads", "2")
        for _ in range(workers - len(self.workers)):
            self.workers.append(self._start("dask_worker", *options))

    def end(self):
        """End what is left of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def start(distributed, tmp_path_factory):
    """Give a cluster with so many workers: the one of the test before, as far as it lives.

    Those that need fewer workers come first: none is ended but by a test.
    """
    log = tmp_path_factory.mktemp("dask") / "dask.log"
    clusters = []

    def begin(workers=2):
        if not clusters or clusters[-1].scheduler.poll() is not None:
            clusters.append(Cluster(log))
        there = clusters[-1]
        deadline = time.monotonic() + 60
        while True:  # a client that asks too early would wait, and then be refused
            there.have(workers)
            with (
                contextlib.suppress(OSError),
                distributed.Client(there.address, timeout=5, set_as_default=False) as client,
            ):
                if len(client.nthreads()) == workers:
                    return there
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.02)

    yield begin
    for made in clusters:
        made.end()


@pytest.fixture
def books(tmp_path, book_of):
    """Sixteen books that take a moment each, and one that is none.

    With two workers of two threads at most eleven are sent before a third outcome is there.
    """
    folder = tmp_path / "in"
    (folder / "desk").mkdir(parents=True)
    content = book_of({"Sums": {f"A{row}": f"=SUM(B1:B{row})+{row}" for row in range(1, 301)}})
    for number in range(16):
        name = f"desk/{number:02}.xlsx" if number % 2 else f"{number:02}.xlsx"
        (folder / name).write_bytes(content)
    (folder / "broken.xlsx").write_text("not a workbook")
    return folder


def test_a_scheduler_without_workers_is_said_plainly(start, books, monkeypatch):
    """Nobody to compute: a sentence that says how to start a worker."""
    monkeypatch.setattr(cluster, "ANSWER_LIMIT", 1.0)
    address = start(workers=0).address
    with pytest.raises(BadBook, match=f"has no worker; start one with `dask worker {address}`"):
        list(run(find_books(books), scheduler=address))


def test_another_version_is_refused(start, books, monkeypatch):
    """A worker with another xlhedge does not compute: refused at once, or book by book."""
    address = start(workers=1).address
    monkeypatch.setattr(cluster, "__version__", "99.1")
    with pytest.raises(BadBook, match=r"has xlhedge \d.*; here is 99\.1"):
        list(run(find_books(books), scheduler=address))
    monkeypatch.setattr(cluster, "_workers", lambda *_: 2)  # as if it had joined later
    outcomes = list(run(find_books(books)[:3], scheduler=address))
    assert [outcome.code for outcome in outcomes] == [2, 2, 2]
    assert all("its Dask worker has xlhedge" in outcome.message for outcome in outcomes)


def test_the_cluster_gives_what_this_machine_gives(start, root, tmp_path):
    """Files, outputs and sentences are those of a batch here."""
    books = tmp_path / "in"
    (books / "desk").mkdir(parents=True)
    for name in ("a.xlsx", "b.xlsx", "desk/c.xlsx"):
        shutil.copy(root / "workbooks" / "hedging-template.xlsx", books / name)
    (books / "broken.xlsx").write_text("not a workbook")
    given = {"futures_price": "3.6"}
    far, near = tmp_path / "far", tmp_path / "near"
    address = start().address
    there = {
        o.book: o for o in run(find_books(books), far, request=Request(given), scheduler=address)
    }
    here = {o.book: o for o in run(find_books(books), near, request=Request(given))}
    assert whole(far) == whole(near) == here.keys() - {"broken.xlsx"}
    for name, outcome in here.items():
        answer = there[name]
        assert (answer.code, answer.message) == (outcome.code, outcome.message)
        assert (answer.formulas, answer.changed, answer.errors) == (
            outcome.formulas,
            outcome.changed,
            outcome.errors,
        )
        assert answer.outputs == outcome.outputs
        if not outcome.code:
            assert (far / name).read_bytes() == (near / name).read_bytes()


def test_a_worker_killed_midway_costs_nothing(start, books, tmp_path):
    """One of two workers is killed: the other does its books; every book is done, none torn."""
    dask, target = start(), tmp_path / "out"
    outcomes = []
    for outcome in run(find_books(books), target, scheduler=dask.address):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            dask.workers[0].kill()
    names = {task.name for task in find_books(books)}
    assert sorted(outcome.book for outcome in outcomes) == sorted(names)
    assert {o.book for o in outcomes if o.code} == {"broken.xlsx"}
    assert whole(target) == names - {"broken.xlsx"}


def test_without_workers_the_books_left_are_listed(start, books, tmp_path, monkeypatch):
    """All workers are killed: what was done is whole, all else is listed after a time."""
    monkeypatch.setattr(cluster, "ALONE_LIMIT", 0.5)
    dask, target = start(), tmp_path / "out"
    outcomes = []
    for outcome in run(find_books(books), target, scheduler=dask.address):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            for worker in dask.workers:
                worker.kill()
    assert len({outcome.book for outcome in outcomes}) == len(outcomes) == 17
    lost = [outcome for outcome in outcomes if "no Dask worker was left" in outcome.message]
    assert lost
    assert {outcome.code for outcome in lost} == {1}
    done = {outcome.book for outcome in outcomes if outcome.code == 0}
    assert whole(target) == done


def test_an_answer_lost_with_its_worker_is_no_hang(start, books, tmp_path, monkeypatch):
    """All workers die with answers that nobody had taken yet: those books too are listed."""
    monkeypatch.setattr(cluster, "ALONE_LIMIT", 0.5)
    dask, target = start(), tmp_path / "out"
    take = cluster._answer

    def late(future, task):
        for worker in dask.workers:
            worker.kill()
            worker.wait()
        while future.client.nthreads():
            time.sleep(0.05)
        return take(future, task)

    monkeypatch.setattr(cluster, "_answer", late)
    outcomes = list(run(find_books(books), target, scheduler=dask.address))
    assert len({outcome.book for outcome in outcomes}) == len(outcomes) == 17
    assert {outcome.code for outcome in outcomes if outcome.book != "broken.xlsx"} == {1}
    assert whole(target) == set()


def test_a_lost_scheduler_is_no_hang(start, books, tmp_path):
    """The scheduler is killed: what was done is whole, all else is listed."""
    dask, target = start(), tmp_path / "out"
    outcomes = []
    for outcome in run(find_books(books), target, scheduler=dask.address):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            dask.scheduler.kill()
    assert len({outcome.book for outcome in outcomes}) == len(outcomes) == 17
    assert any("the Dask scheduler was lost" in outcome.message for outcome in outcomes)
    assert whole(target) == {outcome.book for outcome in outcomes if outcome.code == 0}


@pytest.mark.usefixtures("distributed")
@pytest.mark.parametrize(
    "address", ["127.0.0.1:1", "nonsense", "tls://127.0.0.1:1", "foo://127.0.0.1:1", ""]
)
def test_an_address_where_nobody_answers(books, monkeypatch, address):
    """A wrong address is a sentence within the time limit, whatever is wrong with it."""
    monkeypatch.setattr(cluster, "ANSWER_LIMIT", 0.5)
    with pytest.raises(BadBook, match="There is no Dask scheduler at") as error:
        list(run(find_books(books), scheduler=address))
    assert repr(address) in str(error.value)
    assert "tcp://10.0.0.5:8786" in str(error.value)


def test_a_missing_dask_is_said_plainly(books, monkeypatch):
    """Without the optional package the sentence names it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadBook, match=r'pip install "distributed>='):
        list(run(find_books(books), scheduler="tcp://127.0.0.1:8786"))
