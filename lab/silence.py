"""What each week was for somebody: we wrote, she wrote, nobody did, or too long nobody did. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
BACK, AHEAD = 8, 3
"""So many weeks before this one, and after it."""
AWAY, TALKED, TOLD, WROTE, QUIET, SILENT, PLANNED, OPEN, PAUSED = (
    *("away", "talked", "told", "wrote", "quiet", "silent"),
    *("planned", "open", "paused"),
)
"""Before she came; both wrote; only we; only she; nothing, for less than the floor; for longer; ahead: something is
planned, nothing is; messages are paused."""


@dataclass(frozen=True, slots=True)
class Life:
    """Of one person: when she came, when something reached her or came from her, and what is planned. All aware."""

    since: datetime
    told: Sequence[datetime] = ()
    wrote: Sequence[datetime] = ()
    planned: Sequence[datetime] = ()
    last_before: datetime | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """`many`: messages that reached her, or that are planned."""

    first: date
    state: str
    many: int = 0


def mondays(today: date) -> list[date]:
    this = today - timedelta(days=today.weekday())
    return [this + number * WEEK for number in range(-BACK, AHEAD + 1)]


def week_of(moment: datetime, zone: ZoneInfo) -> date:
    """Its Monday there."""
    local = moment.astimezone(zone).date()
    return local - timedelta(days=local.weekday())


def weeks_of(life: Life, floor_days: int, now: datetime, zone: ZoneInfo) -> Iterator[Week]:
    """One for each of `mondays`."""
    here = week_of(now, zone)
    told, wrote, planned = (_by_week(moments, zone) for moments in (life.told, life.wrote, life.planned))
    last = max(filter(None, (life.last_before, life.since)))
    for first in mondays(now.astimezone(zone).date()):
        ends = min(now, datetime.combine(first + WEEK, datetime.min.time(), zone))
        both = (len(told.get(first, ())), len(wrote.get(first, ())))
        last = max((last, *told.get(first, ()), *wrote.get(first, ())))
        if first > here:
            yield _ahead(first, len(planned.get(first, ())), life, zone)
        elif life.since >= ends:
            yield Week(first, AWAY)
        elif any(both):
            yield Week(first, TALKED if all(both) else TOLD if both[0] else WROTE, both[0])
        elif first == here and planned.get(first):
            yield Week(first, PLANNED, len(planned[first]))
        else:
            yield Week(first, SILENT if ends - last > timedelta(days=floor_days) else QUIET)


def _ahead(first: date, many: int, life: Life, zone: ZoneInfo) -> Week:
    if many:
        return Week(first, PLANNED, many)
    paused = life.paused_until is not None and week_of(life.paused_until, zone) > first
    return Week(first, PAUSED if paused else OPEN)


def _by_week(moments: Iterable[datetime], zone: ZoneInfo) -> dict[date, list[datetime]]:
    found: dict[date, list[datetime]] = {}
    for moment in moments:
        found.setdefault(week_of(moment, zone), []).append(moment)
    return found
