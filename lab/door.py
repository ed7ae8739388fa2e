"""When the code at the door of a meeting works: from two hours before it starts until its day is over."""

from datetime import datetime, time, timedelta

from lab.meetings import PLANNED, Meeting
from lab.wall_time import moment_of, zone_of

PREFIX = "here-"
"""So begins the code, so that it is no code to sign up with."""
OPENS_BEFORE = timedelta(hours=2)


def opens_at(meeting: Meeting) -> datetime:
    """In UTC."""
    return meeting.starts_at - OPENS_BEFORE


def closes_at(meeting: Meeting) -> datetime:
    """In UTC: the midnight after its last day, at the place."""
    following = datetime.combine(meeting.ends.date() + timedelta(days=1), time())
    return moment_of(following, zone_of(meeting.timezone))


def is_open(meeting: Meeting, now: datetime) -> bool:
    """`now` is aware."""
    return meeting.state == PLANNED and opens_at(meeting) <= now < closes_at(meeting)
