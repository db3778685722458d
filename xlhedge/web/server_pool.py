"""The processes that compute, and whose turn it is.

A call is computed in a process that is ended when its time is over or its caller has left. Users
take turns. Calls that may take long never have all processes, so that a short one is computed while
they run, and one user never has all of them.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import sys
import time
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from xlhedge.web import server_worker
from xlhedge.web.server_worker import CallAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOADED = "xlhedge.web.server_libraries"  # what a fresh process has from the start
_CALLS_OF_A_WORKER = 2000  # then it is replaced: memory that a large range took is given back
_MOST_WAITING = 5000  # of one user: five times what xlwings' front sends at once
_log = logging.getLogger("xlhedge")


class Limits(NamedTuple):
    """What the calls of one server may take.

    Parameters
    ----------
    processes : int
        How many compute at once.
    seconds : float
        From a call's arrival to its answer.
    memory : int
        The most bytes of one process.
    """

    processes: int
    seconds: float
    memory: int


class Turns:
    """Hands out a number of places: round the users, and never all to what may take long.

    Parameters
    ----------
    places : int
        How many may be taken at once.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._most_of_user = max(1, places - 1)
        self._most_slow = max(1, places - 1)
        self._most_slow_of_user = max(1, places - 2)
        self._taken: dict[tuple[str, bool], int] = {}
        self._waiting: dict[tuple[str, bool], deque[asyncio.Future[None]]] = {}

    def waiting(self, user: str) -> int:
        """Return how many calls of a user wait for a place."""
        return sum(len(self._waiting.get((user, slow), ())) for slow in (False, True))

    async def take(self, user: str, slow: bool) -> None:
        """Wait for a place; it must be given back."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault((user, slow), deque()).append(mine)
        self._hand_out()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.give_back(user, slow)
            raise

    def give_back(self, user: str, slow: bool) -> None:
        """Let the next have a place."""
        self._free += 1
        self._taken[user, slow] -= 1
        if not self._taken[user, slow]:
            del self._taken[user, slow]
        self._hand_out()

    def _hand_out(self) -> None:
        while self._free and (turn := next(self._allowed(), None)):
            queue = self._waiting.pop(turn)
            first = queue.popleft()
            if queue:
                self._waiting[turn] = queue  # behind the others
            if not first.done():  # its caller may have left
                self._free -= 1
                self._taken[turn] = self._taken.get(turn, 0) + 1
                first.set_result(None)

    def _allowed(self) -> Iterator[tuple[str, bool]]:
        all_slow = sum(n for (_, slow), n in self._taken.items() if slow)
        for user, slow in self._waiting:
            slow_of_user = self._taken.get((user, True), 0)
            of_user = slow_of_user + self._taken.get((user, False), 0)
            if of_user >= self._most_of_user:
                continue
            if slow and (all_slow >= self._most_slow or slow_of_user >= self._most_slow_of_user):
                continue
            yield user, slow


class Pool:
    """Computes calls in processes that can be ended.

    Parameters
    ----------
    limits : Limits
        What calls may take.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.turns = Turns(limits.processes)
        self._processes = self._started()

    def _started(self) -> ProcessPool:
        # fresh processes are copies of one that has everything loaded: 20 ms instead of seconds
        way = "spawn" if sys.platform == "win32" else "forkserver"
        context = multiprocessing.get_context(way)
        if way == "forkserver":
            context.set_forkserver_preload([_LOADED])
        return ProcessPool(
            max_workers=self.limits.processes,
            max_tasks=_CALLS_OF_A_WORKER,
            initializer=server_worker.prepare,
            initargs=(self.limits.memory, dict(os.environ)),
            context=context,
        )

    async def answer(self, body: bytes, user: str, *, slow: bool) -> CallAnswer:
        """Return the answer to a call, within the time that a call has.

        Cancelling ends the computation.

        Parameters
        ----------
        body : bytes
            The request.
        user : str
            Whose call it is.
        slow : bool
            Whether it may take long.
        """
        seconds = self.limits.seconds
        end = time.monotonic() + seconds
        if self.turns.waiting(user) >= _MOST_WAITING:
            return _refusal(429, "Too many of your cells wait for this server; recalculate later.")
        try:
            async with asyncio.timeout(seconds):
                await self.turns.take(user, slow)
        except TimeoutError:
            return _refusal(
                429,
                f"The server was busy for {seconds:g} seconds, with your own or others' "
                "calculations; recalculate later.",
            )
        try:
            return await self._computed(body, max(end - time.monotonic(), 0.1))
        finally:
            self.turns.give_back(user, slow)

    async def _computed(self, body: bytes, seconds: float) -> CallAnswer:
        try:
            return await asyncio.wrap_future(self._scheduled(body, seconds))
        except TimeoutError:
            return _refusal(
                422,
                f"The calculation was ended after {self.limits.seconds:g} seconds, which is what "
                "a call has here; use fewer rows, or calculate it on your own machine.",
            )
        except (ProcessExpired, BrokenProcessPool) as error:
            _log.warning("A process that computed has ended: %s", error)
            return _refusal(
                422,
                "The process that calculated has ended, perhaps for want of memory; use fewer "
                "rows, or recalculate.",
            )

    def _scheduled(self, body: bytes, seconds: float) -> ProcessFuture[CallAnswer]:
        try:
            return self._processes.schedule(server_worker.answer, args=[body], timeout=seconds)
        except RuntimeError as error:  # it has broken down as a whole
            _log.warning("The processes are started anew: %s", error)
            self._end()
            self._processes = self._started()
            return self._processes.schedule(server_worker.answer, args=[body], timeout=seconds)

    def stop(self) -> None:
        """End the processes."""
        self._end()
        self._processes.join()

    def _end(self) -> None:
        end: Callable[[], None] = self._processes.stop  # untyped
        end()


def _refusal(status: int, sentence: str) -> CallAnswer:
    return CallAnswer(status, sentence.encode())
