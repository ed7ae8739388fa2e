"""News that cannot wait: something changes about a meeting of today or tomorrow, or the team says so. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lab.touchpoints import CHANGE, CORRECTIONS, Contact
from lab.wall_time import moment_of

DAY = timedelta(days=1)


def is_urgent(contact: Contact, now: datetime, zone: ZoneInfo) -> bool:
    """A change to a meeting of today or tomorrow, as it is now or as she knows it, or what the team calls urgent: no
    ceiling holds it."""
    today = now.astimezone(zone).date()
    near = any(0 <= (day - today).days <= 1 for day in _days(contact, zone))
    return contact.priority == CHANGE and (near or is_said_to_be(contact))


def passes_ceiling(contact: Contact, now: datetime, zone: ZoneInfo) -> bool:
    """What is urgent, and that what she knows of a meeting is wrong, however far ahead: she plans around it."""
    return corrects(contact) or is_urgent(contact, now, zone)


def corrects(contact: Contact) -> bool:
    """Whether it says that a meeting she was told of is at another time or place, or not at all."""
    return bool(contact.meeting) and contact.kind in CORRECTIONS


def is_said_to_be(contact: Contact) -> bool:
    """A message to many that a coordinator sent as urgent, with a reason."""
    return contact.kind == "broadcast" and contact.priority == CHANGE


def may_wake(contact: Contact, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it breaks quiet hours too. A free seat of tomorrow is good news: that can wait for the morning."""
    of_today = now.astimezone(zone).date() in _days(contact, zone)
    return is_urgent(contact, now, zone) and (contact.kind in CORRECTIONS or of_today or contact.wakes)


def eve(contact: Contact, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When it becomes urgent. None: it never does."""
    today = now.astimezone(zone).date()
    ahead = [day for day in _days(contact, zone) if day > today]
    return moment_of(datetime.combine(min(ahead) - DAY, time()), zone) if ahead else None


def _days(contact: Contact, zone: ZoneInfo) -> list[date]:
    """On which the meeting is, and was when she heard of it last."""
    return [start.astimezone(zone).date() for start in (contact.meeting_at, contact.told_at) if start]
