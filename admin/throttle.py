"""How often somebody may try to come in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from time import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

OF_ONE_ACCOUNT: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(5), RateLimitItemPerHour(20))
# A whole team may sit behind one address.
OF_ONE_PLACE: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(20), RateLimitItemPerHour(120))


@dataclass(frozen=True, slots=True)
class Throttle:
    _tries: FixedWindowRateLimiter = field(default_factory=lambda: FixedWindowRateLimiter(MemoryStorage()))

    def lets_through(self, place: str, account: str = "") -> bool:
        """Counts this try. `account` and `place` are fingerprints or addresses, kept in memory only."""
        hits = [self._tries.hit(item, *who) for item, *who in _counted(place, account)]
        return all(hits)

    def retry_after(self, place: str, account: str = "") -> dict[str, str]:
        """The header that says in how many seconds a try counts again."""
        stats = [self._tries.get_window_stats(item, *who) for item, *who in _counted(place, account)]
        until = max((one.reset_time for one in stats if not one.remaining), default=0.0)
        return {"Retry-After": str(max(1, ceil(until - time())))}

    def forgive(self, account: str) -> None:
        """It was her: her tries do not count against her."""
        for item in OF_ONE_ACCOUNT:
            self._tries.clear(item, "account", account)


def _counted(place: str, account: str) -> Iterator[tuple[RateLimitItem, str, str]]:
    yield from ((item, "place", place) for item in OF_ONE_PLACE)
    yield from ((item, "account", account) for item in OF_ONE_ACCOUNT if account)
