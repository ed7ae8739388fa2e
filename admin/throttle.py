"""How often somebody may try to come in."""

from dataclasses import dataclass, field

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
        hits = [self._tries.hit(item, "place", place) for item in OF_ONE_PLACE]
        hits += [self._tries.hit(item, "account", account) for item in OF_ONE_ACCOUNT if account]
        return all(hits)

    def forgive(self, account: str) -> None:
        """It was her: her tries do not count against her."""
        for item in OF_ONE_ACCOUNT:
            self._tries.clear(item, "account", account)
