"""When people may expect an answer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from locales import N_

WORKING_DAYS = 5
WITH_OWNER, WITH_COORDINATORS, BROKEN = 0, 1, 2
"""How high a promise has climbed."""
BROKEN_AFTER = timedelta(days=7)
CLOSE = timedelta(days=1)
ONE_RUN = timedelta(hours=1)
"""Messages that follow each other within this time are one thing said in pieces."""

SORTS: Mapping[str, str] = {
    "question": N_("{name} asks a question."),
    "idea": N_("{name} has an idea."),
    "signal": N_("{name} says that something is wrong."),
}
"""What a person brought in, by what she says that it is."""
SOMEBODY = N_("Somebody without a name")
PROMISED = N_("Promised by {day}")
LATE = N_("Late: it was promised by {day}.")
YOURS_NOW = N_("You answer this: please do it today.")


def end_of(day: date) -> datetime:
    """Until when something promised for that day is in time."""
    return datetime.combine(day, time(23, 59), UTC)


@lru_cache(maxsize=64)
def answer_by(today: date, working_days: int = WORKING_DAYS) -> date:
    """The last of so many working days after `today`."""
    day = today
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def height(promised: datetime, now: datetime) -> int:
    """Who has to care now for something that was promised until then: on the day that it is late, the coordinators."""
    if now <= promised:
        return WITH_OWNER
    return BROKEN if now > promised + BROKEN_AFTER else WITH_COORDINATORS


def is_close(promised: datetime, now: datetime) -> bool:
    """Its owner should answer today."""
    return promised - CLOSE <= now <= promised


def in_one_run(newest_first: Sequence[datetime]) -> int:
    """How many of these were said together with the newest one."""
    pairs = enumerate(pairwise(newest_first), start=1)
    breaks = (place for place, (later, earlier) in pairs if later - earlier >= ONE_RUN)
    return next(breaks, len(newest_first))


def needs_translation(said_in: str, hers: str) -> bool:
    """Whether words in one language have to be translated for somebody before they go to her."""
    return said_in != hers
