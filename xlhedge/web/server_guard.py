"""What stands before xlwings Server: who calls, how much is sent, and the way to what computes.

A refusal is a 4xx with one sentence. That matters beyond politeness: Excel's side asks again three
times after a 5xx.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from xlhedge.web.server_adapter import user_of
from xlhedge.web.server_call import MOST_ROWS
from xlhedge.web.server_guesses import Guesses
from xlhedge.web.server_pool import Pool
from xlhedge.web.server_watch import RECORD, Watch
from xlhedge.web.server_worker import CallAnswer

_READ_ONLY = {"GET", "HEAD", "OPTIONS"}
_NAME_AHEAD = re.compile(rb'[^\[\]]{0,200}?"func_name"\s*:\s*"(\w{1,64})"')
_LARGE = 2**17  # bytes: below, all but the functions of MOST_ROWS take less than a second
_MOST_HELD = 2**28  # bytes of all bodies that wait or are computed
_PROBE = (
    b'{"client":"Office.js","func_name":"HEDGE_RATIO","args":[[[52005]],[[60000]]],'
    b'"version":"","runtime":"1.4"}'
)
_PROBE_SECONDS = 5
_WORTH_PACKING = 4096  # bytes of an answer
_PACKING = 4  # of 9: beyond, a script is a tenth smaller for three times the work


def guard(app: FastAPI, app_path: str, largest_body: int, pool: Pool, figures: str | None) -> None:
    """Put the checks, and what computes, before an xlwings Server that has not started yet.

    Parameters
    ----------
    app : FastAPI
        xlwings Server's application.
    app_path : str
        What stands before its paths, usually nothing.
    largest_body : int
        The largest request in bytes that is read.
    pool : Pool
        What computes.
    figures : str or None
        Whether, and where, figures are kept, as `Watch` takes it.
    """
    calls = Calls(pool, largest_body)
    app.add_middleware(Guard, app_path=app_path, calls=calls)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=_PACKING)
    app.add_middleware(Watch, app_path=app_path, figures=figures)
    app.add_exception_handler(StarletteHTTPException, _in_words)


async def _in_words(_: Request, error: Exception) -> PlainTextResponse:
    """Answer with the sentence itself: it is what Excel's side shows."""
    status = getattr(error, "status_code", 500)
    return PlainTextResponse(
        str(getattr(error, "detail", "")), status, getattr(error, "headers", None)
    )


class Guard:
    """Answers calls and the health check; refuses what comes from nobody or is too large.

    Parameters
    ----------
    app : ASGIApp
        What answers the rest.
    app_path : str
        What stands before all paths.
    calls : Calls
        What answers calls.
    """

    def __init__(self, app: ASGIApp, app_path: str, calls: "Calls") -> None:
        self._app = app
        self._path = f"{app_path}/xlwings/custom-functions-call"
        self._health = f"{app_path}/"
        self._calls = calls
        self._guesses = Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            self._calls.start()
            try:
                await self._app(scope, receive, send)
            finally:
                self._calls.stop()
            return
        if scope["type"] != "http" or scope["method"] in _READ_ONLY:
            health = scope["type"] == "http" and scope["path"] == self._health
            await (self._calls.health if health else self._app)(scope, receive, send)
            return
        try:
            self._check_head(scope)
            user = await self._user(scope)
            scope[RECORD]["user"] = user.name
            response = await self._calls.response(scope, receive, str(user.id))
        except StarletteHTTPException as refusal:
            response = PlainTextResponse(refusal.detail, refusal.status_code, refusal.headers)
        except _CallerLeftError:
            return
        await response(scope, receive, send)

    async def _user(self, scope: Scope) -> Any:
        """Return who calls; where it is nobody who is known, an address has few more tries."""
        address = (scope.get("client") or ("",))[0]
        self._guesses.check(address)
        try:
            return await user_of(Request(scope))
        except StarletteHTTPException as refusal:
            if refusal.status_code == 401:
                self._guesses.note(address, Headers(scope=scope).get("authorization", ""))
            raise

    def _check_head(self, scope: Scope) -> None:
        if scope["method"] != "POST":
            raise HTTPException(
                405, f"{scope['method']} is not served; functions are called with POST."
            )
        if scope["path"] != self._path:
            raise HTTPException(404, f"Nothing is called here; functions are at {self._path}.")
        kind = Headers(scope=scope).get("content-type", "")
        if kind.partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "A call is sent as application/json.")


class Calls:
    """Reads calls, has them computed and answers them.

    Parameters
    ----------
    pool : Pool
        What computes.
    most : int
        The largest request in bytes.
    """

    def __init__(self, pool: Pool, most: int) -> None:
        self._pool = pool
        self._most = most
        self._held = 0  # bytes of bodies
        self._probe: asyncio.Task[CallAnswer] | None = None
        self.stop = pool.stop

    def start(self) -> asyncio.Task[CallAnswer]:
        """Have a call computed that nobody made: the processes start, or show that they work."""
        self._probe = asyncio.ensure_future(self._pool.answer(_PROBE, "", slow=False))
        return self._probe

    async def response(self, scope: Scope, receive: Receive, user: str) -> Response:
        """Return the response to a call of somebody who is known."""
        async with self._body(Headers(scope=scope), receive) as body:
            ahead = _NAME_AHEAD.match(body)
            quick = ahead and ahead[1].decode() not in MOST_ROWS and len(body) <= _LARGE
            work = asyncio.ensure_future(self._pool.answer(body, user, slow=not quick))
            left = asyncio.ensure_future(receive())  # after the body there is nothing but the end
            try:
                await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
                if not work.done():
                    raise _CallerLeftError
                status, answer, scope[RECORD]["function"] = work.result()
            finally:
                work.cancel()
                left.cancel()
        kind = "application/json" if status == 200 else "text/plain; charset=utf-8"
        return Response(answer, status, media_type=kind)

    @contextlib.asynccontextmanager
    async def _body(self, headers: Headers, receive: Receive) -> AsyncIterator[bytes]:
        """Give a request's body, and count it as long as it is needed."""
        size = 0
        parts: list[bytes] = []
        # Starlette's own limit says "Content Too Large" in place of our sentence
        refusal = HTTPException(
            413,
            f"The request is larger than the {self._most:,} bytes that this server reads; "
            "select a smaller range.",
            {"Connection": "close"},
        )
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._most:
            raise refusal
        try:
            async with asyncio.timeout(self._pool.limits.seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _CallerLeftError
                    part = message.get("body", b"")
                    more = message.get("more_body", False)
                    parts.append(part)
                    size += len(part)
                    self._held += len(part)
                    if size > self._most:
                        raise refusal
                    if self._held > _MOST_HELD:
                        raise HTTPException(
                            429,
                            "This server has as many large ranges to compute as it can hold; "
                            "recalculate later.",
                            {"Connection": "close"},
                        )
            body = b"".join(parts)
            parts.clear()
            yield body
        except TimeoutError as error:
            raise HTTPException(
                408, "The request did not arrive in time.", {"Connection": "close"}
            ) from error
        finally:
            self._held -= size

    async def health(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the health check: well is who computes a call in time."""
        probe = self._probe
        if probe is None or probe.done():  # one for all who ask meanwhile
            probe = self.start()
        response: Response = JSONResponse({"status": "ok"})
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                answer = await asyncio.shield(probe)
            if answer.status != 200:
                response = PlainTextResponse(answer.body, 503)
        except TimeoutError:
            response = PlainTextResponse(
                f"No process has computed a call within {_PROBE_SECONDS} seconds.", 503
            )
        await response(scope, receive, send)


class _CallerLeftError(Exception):
    """Nobody waits for the answer any more."""
