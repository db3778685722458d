"""What computes: one call in a process of its own, which can be ended in the middle of it.

Nothing of the web is here. The request's bytes are parsed where they are computed, so that a large
one stops nobody; what comes back are the answer's bytes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple, Never

from xlhedge.web.server_adapter import call_function, spare_the_search
from xlhedge.web.server_call import NotACallError, check_call, check_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARENT_CHECK = 2  # seconds
_log = logging.getLogger("xlhedge")


class CallAnswer(NamedTuple):
    """What a call is answered with."""

    status: int
    body: bytes
    function: str = ""


def prepare(memory: int, environment: Mapping[str, str]) -> None:
    """Make this process one that computes: bounded, and gone when its server is.

    Parameters
    ----------
    memory : int
        The most bytes of address space it may have; no bound where the system has none.
    environment : mapping
        The server's own: the process that this one is a copy of may be older than what is in it.
    """
    os.environ.update(environment)
    spare_the_search()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the server, which ends this
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK)
    os._exit(1)


def answer(body: bytes) -> CallAnswer:
    """Return the answer to a request for a function.

    Parameters
    ----------
    body : bytes
        The request's JSON.

    Returns
    -------
    CallAnswer
        200 with the rows that Excel gets; 4xx with a sentence for what is no call, or cannot be
        computed here; 500 for a fault of ours, which is logged.
    """
    name = ""
    try:
        call = _parsed(body)
        name = check_call(call)
        check_rows(name, call["args"])
        from xlhedge import udfs  # with xlwings and its licence: for what computes alone

        rows = _LOOP.run_until_complete(call_function(call, udfs))
        text = json.dumps({"result": rows}, allow_nan=False)
        return CallAnswer(200, text.encode(), name)
    except NotACallError as refusal:
        return CallAnswer(refusal.status, str(refusal).encode(), name)
    except MemoryError:
        sentence = f"{name or 'The call'} needs more memory than a call has here; use fewer rows."
        return CallAnswer(422, sentence.encode(), name)
    except Exception:  # noqa: BLE001 - whatever a call does, the process answers the next
        _log.exception("A call of %s failed", name or "a function")
        return CallAnswer(500, b"An error occurred.", name)


def _parsed(body: bytes) -> Any:
    """Return the request's JSON; NaN and Infinity are none.

    Python's own parser: one written in Rust is no faster here, and where memory ends it ends the
    process, or waits for ever in the middle of saying so.
    """
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotACallError(400, f"The request is no JSON: {error}.") from error


def _no_number(name: str) -> Never:
    raise ValueError(f"{name} is no number of JSON")


_LOOP = asyncio.new_event_loop()  # xlwings' front door is asynchronous; nothing here waits
