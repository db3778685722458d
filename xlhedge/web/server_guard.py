"""What stands before xlwings Server: who calls, how much is sent, and whether it is a call at all.

A refusal is a 4xx with one sentence. That matters beyond politeness: Excel's side asks again three
times after a 5xx.
"""

import logging

import httpx
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import PlainTextResponse
from pydantic_core import from_json
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from xlwings_server import dependencies

from xlhedge.web.server_call import check_call

_READ_ONLY = {"GET", "HEAD", "OPTIONS"}
_log = logging.getLogger("xlhedge")


def guard(app: FastAPI, app_path: str, largest_body: int) -> None:
    """Put the checks before an xlwings Server that has not started yet.

    Parameters
    ----------
    app : FastAPI
        xlwings Server's application.
    app_path : str
        What stands before its paths, usually nothing.
    largest_body : int
        The largest request in bytes that is read.
    """
    app.add_middleware(Guard, path=f"{app_path}/xlwings/custom-functions-call", most=largest_body)
    app.add_middleware(OpenToAllPages, path=f"{app_path}/xlwings/custom-functions-meta")
    app.add_exception_handler(StarletteHTTPException, _in_words)


async def _in_words(_: Request, trouble: Exception) -> PlainTextResponse:
    """Answer with the sentence itself: it is what Excel's side shows."""
    status = getattr(trouble, "status_code", 500)
    return PlainTextResponse(
        str(getattr(trouble, "detail", "")), status, getattr(trouble, "headers", None)
    )


class OpenToAllPages:
    """Lets any page read what the functions are called: Excel on the web does so from its own.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    path : str
        Where the functions are described, with or without ".json".
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._paths = {path, f"{path}.json"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Access-Control-Allow-Origin"] = "*"
            await send(message)

        public = scope["type"] == "http" and scope["path"] in self._paths
        await self._app(scope, receive, opened if public else send)


class Guard:
    """Refuses what comes from nobody, is too large or is no call.

    Parameters
    ----------
    app : ASGIApp
        What answers the rest.
    path : str
        Where calls are made.
    most : int
        The largest request in bytes.
    """

    def __init__(self, app: ASGIApp, path: str, most: int) -> None:
        self._app = app
        self._path = path
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with its body read."""
        if scope["type"] != "http" or scope["method"] in _READ_ONLY:
            await self._app(scope, receive, send)
            return
        try:
            headers = Headers(scope=scope)
            self._check_head(scope, headers)
            await _authenticate(headers)
            body = await self._body(headers, receive)
            check_call(_parsed(body))
        except StarletteHTTPException as refusal:
            await PlainTextResponse(refusal.detail, refusal.status_code, refusal.headers)(
                scope, receive, send
            )
            return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, replay, send)

    def _check_head(self, scope: Scope, headers: Headers) -> None:
        if scope["method"] != "POST":
            raise HTTPException(
                405, f"{scope['method']} is not served; functions are called with POST."
            )
        if scope["path"] != self._path:
            raise HTTPException(404, f"Nothing is called here; functions are at {self._path}.")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "A call is sent as application/json.")

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        refusal = HTTPException(
            413,
            f"The request is larger than the {self._most:,} bytes that this server reads; "
            "select a smaller range.",
            {"Connection": "close"},
        )
        said = headers.get("content-length", "")
        if said.isdecimal() and int(said) > self._most:
            raise refusal
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise HTTPException(400, "The request ended before its body did.")
            part = message.get("body", b"")
            size += len(part)
            if size > self._most:
                raise refusal
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)


async def _authenticate(headers: Headers) -> None:
    """Refuse a caller whom nobody knows."""
    try:
        await dependencies.authenticate(
            headers.get("authorization", ""), headers.get("auth-provider")
        )
    except httpx.HTTPError as trouble:  # 503: this one passes, asking again may help
        _log.error("Entra ID's keys cannot be fetched: %r", trouble)
        raise HTTPException(
            503, "Microsoft Entra ID, which knows the users, cannot be reached by the server."
        ) from trouble


def _parsed(body: bytes) -> object:
    """Return the request's JSON; NaN and Infinity are none."""
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as trouble:
        raise HTTPException(400, f"The request is no JSON: {trouble}.") from trouble
