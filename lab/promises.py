"""When people may expect an answer."""

from datetime import date, timedelta
from functools import lru_cache

WORKING_DAYS = 5


@lru_cache(maxsize=64)
def answer_by(today: date, working_days: int = WORKING_DAYS) -> date:
    """The last of so many working days after `today`."""
    day = today
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day
