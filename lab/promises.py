"""When people may expect an answer."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

WORKING_DAYS = 5


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
