"""uvicorn's HTTP, with an end to what it waits for forever: headers that do not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from xlhedge.web.server_settings import whole_setting

if TYPE_CHECKING:
    import asyncio

HEADER_SECONDS = 20  # as Apache's default


def header_seconds() -> int:
    """Return how long a request's headers may take."""
    return whole_setting("XLHEDGE_HEADER_SECONDS", HEADER_SECONDS, "seconds")


class Http(HttpToolsProtocol):
    """A connection that is closed when a request's headers take too long.

    uvicorn itself ends a connection between two requests, and `server_guard` a body that is slow.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first headers."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; where its headers do not end in it, they have to soon."""
        super().data_received(data)
        between_requests = self.cycle is None or self.cycle.response_complete
        if between_requests and self._late is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """Take a request whose headers are there."""
        self._wait_no_more()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(header_seconds(), self.transport.close)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
