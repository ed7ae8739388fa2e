"""Local wall time, as people say it, and the moment it means. A zone's rules may change: what is stored is local."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


@lru_cache(maxsize=1024)
def zone_of(name: str, otherwise: str = "UTC") -> ZoneInfo:
    """The IANA zone `name`; where there is none of that name the zone `otherwise`; where there is neither, UTC."""
    for wanted in (name, otherwise):
        try:
            return ZoneInfo(wanted)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Without what is no place: the machine's own zone, and the one that says that there is none."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def is_zone(name: str) -> bool:
    """Whether `name` is in the IANA list: what may be asked for. Files of the same folder are no zones."""
    return name in _names()


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which clocks there show `local` (naive).

    A time that occurs twice means the first one; one that is skipped moves forward by the gap.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_skipped(local: datetime, zone: ZoneInfo) -> bool:
    """Whether no clock there ever shows `local` (naive): summer time jumps over it."""
    return moment_of(local, zone).astimezone(zone).replace(tzinfo=None) != local


def is_within(clock: time, begin: time, end: time) -> bool:
    """Whether `clock` lies in [begin, end), which may cross midnight. Equal ends: never."""
    if begin <= end:
        return begin <= clock < end
    return clock >= begin or clock < end


def next_at(moment: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The first moment from `moment` on that `clock` means there on some day (`moment_of`)."""
    today = moment.astimezone(zone).date()
    for days in range(-1, 3):  # a gap before midnight moves yesterday's late hours into today
        at = moment_of(datetime.combine(today + timedelta(days=days), clock), zone)
        if at >= moment:
            return at
    raise AssertionError("every day has every time, or jumps over it")
