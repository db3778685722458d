"""What operators see: a line of JSON a call, figures for Prometheus, and the versions that run."""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

RECORD = "xlhedge.record"  # in a request's scope: what is known of it, for its line
_CALLER_LEFT = 499  # as nginx calls it
_PACKAGES = ("xlhedge", "xlwings", "xlwings-server")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_CALLS = Counter("xlhedge_calls", "Requests for a function", ["function", "status"])
_TAKEN = Histogram("xlhedge_call_seconds", "From request to answer", ["function"], buckets=_SECONDS)


class Watch:
    """Writes down each call, counts it, and answers /metrics and /version.

    Parameters
    ----------
    app : ASGIApp
        What answers the rest.
    app_path : str
        What stands before all paths.
    figures : str or None
        The folder in which several servers of one machine add up their figures; "" for one server
        alone, None where nobody may ask.
    """

    def __init__(self, app: ASGIApp, app_path: str, figures: str | None) -> None:
        self._app = app
        self._figures = figures
        self._answers: dict[str, Callable[[Scope], Response]] = {f"{app_path}/version": _versions}
        if figures is not None:
            self._answers[f"{app_path}/metrics"] = self._metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered and write it down."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "POST":
            await self._written_down(scope, receive, send)
        else:
            own = self._answers.get(scope["path"]) if scope["method"] in {"GET", "HEAD"} else None
            await (own(scope) if own else self._app)(scope, receive, send)

    def _metrics(self, scope: Scope) -> Response:
        if "x-forwarded-for" in Headers(scope=scope):
            return PlainTextResponse("Figures are not for those who come by the proxy.", 403)
        registry = REGISTRY
        if self._figures:
            registry = CollectorRegistry()
            collector: Any = multiprocess.MultiProcessCollector  # untyped
            collector(registry, path=self._figures)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    async def _written_down(self, scope: Scope, receive: Receive, send: Send) -> None:
        record = scope[RECORD] = {"user": "", "function": ""}
        mark, start, status = uuid.uuid4().hex, time.perf_counter(), None

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = mark
                _write_down(scope, record, mark, status, time.perf_counter() - start)
            await send(message)

        try:
            await self._app(scope, receive, marked)
        finally:
            if status is None:
                _write_down(scope, record, mark, _CALLER_LEFT, time.perf_counter() - start)


def _write_down(
    scope: Scope, record: dict[str, str], mark: str, status: int, seconds: float
) -> None:
    client = scope.get("client")
    line = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "request": mark,
        "client": client[0] if client else "",
        **record,
        "status": status,
        "seconds": round(seconds, 4),
    }
    _access_log().info(json.dumps(line))
    _CALLS.labels(record["function"], status).inc()
    _TAKEN.labels(record["function"]).observe(seconds)


def _versions(_: Scope) -> Response:
    return JSONResponse({name: version(name) for name in _PACKAGES})


def _access_log() -> logging.Logger:
    """Return the logger of calls: lines to standard output, whatever else is logged."""
    log = logging.getLogger("xlhedge.calls")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
        logging.raiseExceptions = False  # a full disk under the log ends no call
    return log
