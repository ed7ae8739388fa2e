"""A year in half a minute: a clock that is moved by hand, and an event loop whose pauses are over when it says so."""

import asyncio
import selectors
from dataclasses import dataclass
from datetime import datetime, timedelta

HURRY = 100.0
"""Between two moves of the clock the loop's own time goes so many times faster: pauses of milliseconds cost nothing."""


@dataclass(slots=True)
class VirtualClock:
    """`moment` is the true time, in UTC. `wrong_by`: so much too late or too early is the clock of the machine."""

    moment: datetime
    wrong_by: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.moment + self.wrong_by


class _Impatient(selectors.SelectSelector):
    """Of the selectors the one that can wait for less than a millisecond."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / HURRY if timeout else timeout)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Timers follow the clock: what would have been due while it was moved, is due at once. Never goes back."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(_Impatient())
        self._played, self._began = clock, clock.moment

    def time(self) -> float:
        return super().time() * HURRY + (self._played.moment - self._began).total_seconds()
