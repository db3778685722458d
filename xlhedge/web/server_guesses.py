"""Wrong tokens: how many a client's address may try before its calls wait."""

from __future__ import annotations

import ipaddress
import math
import time

from fastapi import HTTPException
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_MOST = 20  # different wrong tokens a minute: a firm's users may share an address
_IPV6_PREFIX = 64  # what one customer is given


class Guesses:
    """Counts the different wrong tokens of each address: a sheet repeats one, a guesser does not.

    Each process that answers has its own count.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._all = RateLimitItemPerMinute(_MOST)
        self._same = RateLimitItemPerMinute(1)

    def check(self, address: str) -> None:
        """Refuse an address that has tried too many, whatever it brings now.

        Raises
        ------
        HTTPException
            429, with the seconds to wait.
        """
        if self._limiter.test(self._all, _network(address)):
            return
        again = self._limiter.get_window_stats(self._all, _network(address)).reset_time
        seconds = max(1, math.ceil(again - time.time()))
        raise HTTPException(
            429,
            f"Too many wrong tokens came from your address; try again in {seconds} seconds.",
            {"Retry-After": str(seconds)},
        )

    def note(self, address: str, token: str) -> None:
        """Count a wrong token, once."""
        network = _network(address)
        if token and self._limiter.hit(self._same, network, str(hash(token))):
            self._limiter.hit(self._all, network)


def _network(address: str) -> str:
    """Return an address, or the network that it can choose its addresses from."""
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:  # a proxy's own word, or none
        return address
    if version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/{_IPV6_PREFIX}", strict=False))
