"""The rules of a time zone for some days, for calendars that do not know the zone by its name (VTIMEZONE).

Our own: icalendar 7 takes summer time to begin an hour late (its `from_tzinfo` searches in wall time).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@lru_cache(maxsize=64)
def zone_rules(zone: ZoneInfo, first: datetime, last: datetime) -> "Timezone":
    """From `first` to `last` (UTC): what holds at first, and each change after it. Not to be changed: it is shared."""
    from icalendar import Timezone

    rules = Timezone()
    rules.add("tzid", zone.key)
    rules.add_component(_rule(zone, first, _offset(zone, first)))
    for moment in _changes(zone, first, last):
        rules.add_component(_rule(zone, moment, _offset(zone, moment - MINUTE)))
    return rules


def _rule(zone: ZoneInfo, moment: datetime, before: timedelta) -> "TimezoneStandard | TimezoneDaylight":
    from icalendar import TimezoneDaylight, TimezoneStandard

    local = moment.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    onset = (moment + before).replace(tzinfo=None)  # as clocks show it that are not yet changed
    rule.add("dtstart", onset)
    rule.add("rdate", [onset])  # says it twice: some readers take a rule without a recurrence for none
    rule.add("tzoffsetfrom", before)
    rule.add("tzoffsetto", _offset(zone, moment))
    rule.add("tzname", local.tzname() or zone.key)
    return rule


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments from which clocks show another time. No zone changes twice within a day."""
    day = first
    while day < last:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _change(zone, day, day + DAY)
        day += DAY


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """To the minute, by halving."""
    old = _offset(zone, before)
    low, high = 0, (after - before) // MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, before + middle * MINUTE) == old else (low, middle)
    return before + high * MINUTE


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
