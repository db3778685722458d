"""Books computed in several processes of this machine, each of which may die at its own cost."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from typing import TYPE_CHECKING

from xlhedge.recalc.batch.one_book import INTERNAL, BookResult, Request, Task, recompute
from xlhedge.recalc.batch.starting import METHOD, get_ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

_ATTEMPTS = 2  # memory may run out for one book by another's doing
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def in_processes(tasks: list[Task], request: Request, jobs: int) -> Iterator[BookResult]:
    """Compute in several processes.

    Each has an executor of its own: one that dies takes down the executor, which would be all
    the others and every book that waits.
    """
    get_ready()
    waiting = deque((task, 1) for task in sorted(tasks, key=_size, reverse=True))
    idle = [_executor() for _ in range(min(jobs, len(tasks)))]
    busy: dict[Future[BookResult], tuple[ProcessPoolExecutor, Task, int]] = {}
    ready: list[BookResult] = []
    try:
        while waiting or busy or ready:
            while waiting and idle:
                task, attempt = waiting.popleft()
                executor = idle.pop()
                try:
                    future = executor.submit(recompute, task.name, task.path, request)
                except BrokenExecutor:  # it died between two books
                    executor.shutdown()
                    executor = _executor()
                    future = executor.submit(recompute, task.name, task.path, request)
                busy[future] = executor, task, attempt
            yield from ready  # written while the processes compute the next ones
            ready = []
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                executor, task, attempt = busy.pop(future)
                try:
                    result = future.result()
                except BrokenExecutor:
                    executor.shutdown()
                    idle.append(_executor())
                    if attempt < _ATTEMPTS:
                        waiting.append((task, attempt + 1))
                        continue
                    result = BookResult(task.name, code=INTERNAL, message=_DIED)
                else:
                    idle.append(executor)
                ready.append(result)
    finally:
        for executor in [*idle, *(executor for executor, _, _ in busy.values())]:
            executor.shutdown(cancel_futures=True)


_DIED = (
    f"the process that computed it died, {_ATTEMPTS} times: it was killed, ran out of memory or "
    "crashed. `xlhedge recalc` on this book alone shows which."
)


def _size(task: Task) -> int:
    """Return how large a book's file is: the largest first, so that none is waited for alone."""
    try:
        return task.path.stat().st_size
    except OSError:  # it is gone, which the process that is to read it says
        return 0


def _executor() -> ProcessPoolExecutor:
    from multiprocessing import get_context

    # Linear algebra would take a thread for each processor in every process, and most would spin.
    threads = {name: os.environ.get(name, "1") for name in _THREADS}
    context = get_context(METHOD)
    return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(threads,))


def _begin(environment: dict[str, str]) -> None:
    """Make a new process end at Ctrl-C without a word, and with the one that started it."""
    from multiprocessing import parent_process

    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: object) -> None:
    parent.join()  # type: ignore[attr-defined]  # its class is private
    os._exit(1)
