"""Where a channel's answers are nothing but errors, one message at a time finds out whether it is well again. Pure.

Each failure may have been a message that arrived: the fewer are risked while it is ill, the fewer come twice, and the
fewer are left for a human to decide.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES = 5
"""In a row, of whomever."""
FIRST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(seconds=30)
LONGEST_TRY = timedelta(seconds=30)
"""So long the one that was let through may take; then the next is."""
ASK_AGAIN = timedelta(seconds=1)


@dataclass(slots=True)
class Breaker:
    """For one bot, in one process."""

    _failures: int = 0
    _rests: int = 0
    _until: datetime | None = None
    _trying: bool = False

    def rests_until(self, now: datetime) -> datetime | None:
        """None: it may be sent to. While somebody finds out how it is, the others ask again soon."""
        if self._until is None or self._until <= now:
            return None
        return now + ASK_AGAIN if self._trying else self._until

    def let_through(self, now: datetime) -> None:
        """Something is sent now. After a rest it is the one that finds out; the others wait for what becomes of it."""
        if self._until is not None:
            self._until, self._trying = now + LONGEST_TRY, True

    def failed(self, now: datetime, *, left: bool = True) -> bool:
        """It may have arrived, or not. True: a rest begins.

        What has not `left` us counts only where it was to find out how the provider is: to try it again costs nothing.
        """
        before_the_rest = self._until is not None and not self._trying
        if before_the_rest or not (left or self._trying):
            return False
        self._failures += 1
        if self._failures < FAILURES:
            return False
        self._until, self._trying = now + min(FIRST_REST * 2**self._rests, LONGEST_REST), False
        self._rests += 1
        return True

    def answered(self) -> None:
        """It took a message, or said why not."""
        self._failures, self._rests, self._until, self._trying = 0, 0, None, False
