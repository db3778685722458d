"""A batch computed by the workers of a Dask cluster.

Books travel to the workers and back as bytes, so that no disk is shared; only this process writes
files. The scheduler gives the book of a worker that dies to another one, by its own rule
(``distributed.scheduler.allowed-failures``, three by default); what it gives up is listed.

Dask's messages are Python pickles: whoever runs the scheduler or a worker can run any code here.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections import deque
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.recalc.batch.one_book import BookResult, Request, Task, recompute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Future

ANSWER_LIMIT = 10.0  # seconds for the scheduler to answer, and for a first worker to be there
ALONE_LIMIT = 60.0  # seconds without any worker after which the books left are given up
_AT_ONCE = 2  # books on their way for each thread of the workers: one computed, one ready
_ABANDONED = 1


def on_cluster(tasks: list[Task], request: Request, address: str) -> Iterator[BookResult]:
    """Recompute books on a Dask cluster; yield each when its worker has answered.

    Parameters
    ----------
    tasks : list of Task
        The books.
    request : Request
        What is to be done with each.
    address : str
        The scheduler's, such as ``tcp://10.0.0.5:8786``; ``tls://...`` with the keys that Dask's
        own configuration names.

    Raises
    ------
    BadBook
        Dask is not installed, the scheduler does not answer, there is no worker, or a worker has
        another xlhedge.
    """
    try:
        from distributed import Client
    except ImportError as missing:
        raise BadBook(
            f"--scheduler needs Dask, which is not installed ({missing}); "
            'run python -m pip install "distributed>=2026.1,<2027".'
        ) from missing
    # What goes wrong is told book by book; Dask's own lines would stand between them.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    _reach(address)
    try:
        client = Client(address, timeout=ANSWER_LIMIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadBook(f"{address} does not answer as a Dask scheduler ({error}).") from error
    try:
        threads = _workers(client, address)
        yield from _results(client, deque(tasks), request, _AT_ONCE * threads)
    finally:
        client.close()


def _reach(address: str) -> None:
    """Make sure that somebody answers, before a client is made that would try on and on."""
    import asyncio

    from distributed.core import connect
    from distributed.security import Security

    async def greet() -> None:
        keys = Security().get_connection_args("client")
        comm = await connect(address, timeout=ANSWER_LIMIT, **keys)
        await comm.close()

    try:
        asyncio.run(greet())
    except (OSError, ValueError, TypeError) as error:
        raise BadBook(
            f"There is no Dask scheduler at {address!r} ({error}); an address such as "
            "tcp://10.0.0.5:8786 is needed, or tls://... with the keys in Dask's configuration."
        ) from error


def _workers(client: Client, address: str) -> int:
    """Return how many books the workers can compute at once; all have our own xlhedge."""
    try:
        client.wait_for_workers(1, timeout=ANSWER_LIMIT)
    except TimeoutError as error:
        raise BadBook(
            f"The Dask scheduler at {address} has no worker; start one with "
            f"`dask worker {address}` where xlhedge {__version__} is installed."
        ) from error
    for worker, version in client.run(_own_version, on_error="return").items():
        if version != __version__:
            has = f"xlhedge {version}" if isinstance(version, str) else f"no xlhedge ({version})"
            raise BadBook(
                f"The Dask worker {worker} has {has}; here is {__version__}. "
                "Install the same version everywhere."
            )
    return sum(client.nthreads().values())


def _own_version() -> str:
    return __version__


def _results(
    client: Client, waiting: deque[Task], request: Request, at_once: int
) -> Iterator[BookResult]:
    """Keep a number of books on their way; all at once would fill the scheduler's memory."""
    import distributed

    sent: dict[Future, Task] = {}
    alone_since: float | None = None
    while waiting or sent:
        while waiting and len(sent) < at_once:
            task = waiting.popleft()
            try:
                content = Package(task.path).data
            except BadBook as error:
                yield BookResult(task.name, code=error.exit_code, message=str(error))
                continue
            future = client.submit(recompute, task.name, content, request, pure=False, retries=0)
            sent[future] = task
        if not sent:
            continue
        with client.as_current(), contextlib.suppress(TimeoutError, CancelledError):
            distributed.wait(list(sent), timeout=1, return_when="FIRST_COMPLETED")
        done = [future for future in sent if future.done()]
        if any(future.cancelled() for future in done):
            yield from _abandon([*sent.values(), *waiting], "the Dask scheduler was lost.")
            return
        answered = False
        for future in done:
            try:
                result = _answer(future, sent[future])
            except TimeoutError:  # its worker died before it handed it over: it is computed anew
                continue
            del sent[future]
            answered = True
            yield result
        if answered or _someone_works(client):
            alone_since = None
            continue
        alone_since = alone_since or time.monotonic()
        if time.monotonic() - alone_since > ALONE_LIMIT:
            why = f"no Dask worker was left to compute it for {ALONE_LIMIT:g} seconds."
            yield from _abandon([*sent.values(), *waiting], why)
            return


def _abandon(tasks: list[Task], why: str) -> Iterator[BookResult]:
    return (BookResult(task.name, code=_ABANDONED, message=why) for task in tasks)


def _someone_works(client: Client) -> bool:
    try:
        return bool(client.nthreads())
    except OSError:  # the scheduler itself is gone
        return False


def _answer(future: Future, task: Task) -> BookResult:
    """Return what a worker answered, or why it did not.

    Raises
    ------
    TimeoutError
        The answer was there and has not come.
    """
    try:
        result: BookResult = future.result(timeout=ALONE_LIMIT)
    except TimeoutError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this book's alone
        sentence = f"the Dask cluster gave it up ({type(error).__name__}: {error})."
        return BookResult(task.name, code=_ABANDONED, message=sentence)
    if result.version != __version__:  # of a worker that came later
        sentence = f"its Dask worker has xlhedge {result.version}; here is {__version__}."
        return BookResult(task.name, code=BadBook.exit_code, message=sentence)
    return result
