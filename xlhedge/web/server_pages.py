"""What goes with each page of the task pane: who may read it, and how long it may be kept."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_YEAR = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"  # kept, and answered with 304 as long as it is the same
_VERSIONED = re.compile(r"/vendor/[^/]+/\d[^/]*/")  # a new version is a new address


class Pages:
    """Adds to the headers of xlwings Server's pages what Excel's browsers need.

    Any page may read what the functions are called: Excel on the web does so from its own. Scripts
    and pictures may be kept. A machine's own name is not promised to HTTPS for a year, which would
    hold for whatever else runs there.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    app_path : str
        What stands before all paths.
    static_path : str
        Where scripts, styles and pictures are.
    """

    def __init__(self, app: ASGIApp, app_path: str, static_path: str) -> None:
        self._app = app
        described = f"{app_path}/xlwings/custom-functions-meta"
        self._open_to_all = {described, f"{described}.json"}
        self._static = f"{static_path}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(scope, message["status"], MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, with_headers)

    def _add(self, scope: Scope, status: int, headers: MutableHeaders) -> None:
        path = scope["path"]
        if path in self._open_to_all:
            headers["Access-Control-Allow-Origin"] = "*"
        if path.startswith(self._static) and status in {200, 304}:
            headers["Cache-Control"] = _YEAR if _VERSIONED.search(path) else _ASK_FIRST
        if _is_this_machine(Headers(scope=scope).get("host", "")):
            del headers["Strict-Transport-Security"]


def _is_this_machine(host: str) -> bool:
    """Return whether a Host header names the machine itself, by name or number."""
    name = re.sub(r":\d+$", "", host).strip("[]").lower()
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
