"""What follows from a meeting: whom we write to, about what, and when. A plan that each lab can change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time, timedelta
from typing import Any

from lab.meetings import Meeting
from lab.wall_time import moment_of, zone_of
from locales import N_

CORRECTIONS = ("moved", "cancelled")
"""Kinds that say that what people know about a meeting is wrong."""
CHANGE, ANSWER, REMINDER, CHECK, POLL, UPDATE, NUDGE = range(1, 8)
"""What goes first when there is more than the ceiling allows (domain.md)."""

PRIORITIES: Mapping[str, int] = {
    "moved": CHANGE,
    "cancelled": CHANGE,
    "seat_free": CHANGE,
    "promise_due": ANSWER,
    "talk_reminder": REMINDER,
    "invitation": REMINDER,
    "reminder_week": REMINDER,
    "reminder_day": REMINDER,
    "reminder_hours": REMINDER,
    "preparation": CHECK,
    "check_in": CHECK,
    "check_out": CHECK,
    "missed": POLL,
    "poll": POLL,
    "poll_round": POLL,
    "poll_result": UPDATE,
    "pilot_check": UPDATE,
    "pilot_news": UPDATE,
    "milestone": UPDATE,
    "recommendation": UPDATE,
    "translation": POLL,
    "decided": UPDATE,
    "broadcast": UPDATE,
    "came_back": UPDATE,
    "check_up": NUDGE,
}
"""Every kind of contact."""

AUDIENCES = ("all", "unprepared", "not_declined", "coming", "came", "absent")
_NOT_YES = ("no", "maybe", "", "waiting", "offered")
_NEEDLESS: Mapping[str, Mapping[str, str]] = {
    "all": {},
    "not_declined": {"no": "answered_no"},
    "coming": dict.fromkeys(_NOT_YES, "not_coming"),
    "came": dict.fromkeys(_NOT_YES, "was_absent"),
}
"""By audience: for which answers a contact is needless, and the reason."""
NOT_KNOWN = "attendance_unknown"


def not_meant(audience: str, answer: str, present: bool | None, *, prepared: bool) -> str:
    """Why a contact for this audience is not for somebody who answered this and was `present` (None: nobody said), as
    the code of a reason; "": it is for her."""
    match audience:
        case "unprepared":
            return "prepared" if prepared else ""
        case "came" if present is not None:
            return "" if present else "was_absent"
        case "absent" if answer == "no":
            return "answered_no"
        case "absent":
            return NOT_KNOWN if present is None else "was_there" if present else ""
        case _:
            return _NEEDLESS[audience].get(answer, "")


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One contact with each person of `audience`, counted from the meeting's `anchor` (start or end).

    `days` local days from the anchor's day, at `at` o'clock there; without `at`, `days` and `minutes` from the anchor
    itself. Both negative: before. `life_hours`: how long it is of use; 0: until the meeting starts.
    `texts` are a coordinator's own words by language, instead of ours, with the placeholders of lab/own_words.py.
    """

    kind: str
    audience: str
    days: int = 0
    minutes: int = 0
    at: time | None = None
    anchor: str = "start"
    life_hours: int = 0
    on: bool = True
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """A touchpoint that is due for one person. `meeting_at` is the start of its meeting, `told_at` the one that she was
    told where that is another; `sayable`: there is a text in her language; `asks`: it has a question; `needless`: the
    reason code why she needs it no more, or ""; `coming`: she said yes to its meeting; `live`: she sits in it now, and
    somebody of the team asks there. `wakes`: it breaks quiet hours, because somebody of the team said so."""

    id: int
    kind: str
    priority: int
    due_at: datetime
    expires_at: datetime
    meeting: int = 0
    meeting_at: datetime | None = None
    sayable: bool = True
    asks: bool = True
    needless: str = ""
    told_at: datetime | None = None
    coming: bool = False
    live: bool = False
    wakes: bool = False


LONG_BEFORE = frozenset({"invitation", "preparation", "reminder_week"})
"""What comes days before its meeting: it can wait for the hours that somebody likes."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is planned for one person later, and how much it matters."""

    at: datetime
    priority: int


@dataclass(frozen=True, slots=True)
class Past:
    """An automated conversation that was begun."""

    kind: str
    at: datetime
    priority: int = NUDGE


MOST_DAYS = 120
_LATE_MORNING = time(10, 30)
_EARLY_EVENING = time(17, 30)

DEFAULT_PLAN = (
    Touchpoint("invitation", "all", days=-21, at=_EARLY_EVENING),
    Touchpoint("preparation", "unprepared", days=-14, at=_EARLY_EVENING),
    Touchpoint("reminder_week", "not_declined", days=-7, at=_EARLY_EVENING),
    Touchpoint("reminder_day", "not_declined", days=-1, at=_LATE_MORNING),
    Touchpoint("reminder_hours", "coming", minutes=-120),
    Touchpoint("check_in", "coming", minutes=-120),
    Touchpoint("check_out", "came", anchor="end", minutes=10, life_hours=48),
    Touchpoint("missed", "absent", anchor="end", days=1, at=_EARLY_EVENING, life_hours=96),
    Touchpoint("decided", "all", anchor="end", days=2, at=_EARLY_EVENING, life_hours=168),
)

NAMES: Mapping[str, str] = {
    "invitation": N_("Invitation to a meeting"),
    "preparation": N_("We prepare the meeting with you"),
    "reminder_week": N_("Reminder a week before"),
    "reminder_day": N_("Reminder a day before"),
    "reminder_hours": N_("Reminder two hours before"),
    "check_in": N_("Question before a meeting"),
    "check_out": N_("Question after a meeting"),
    "missed": N_("We missed you"),
    "decided": N_("What was decided"),
}
"""As the desk calls them."""


def due_at(touchpoint: Touchpoint, meeting: Meeting) -> datetime:
    """In UTC. Days are local days: a reminder at 10:30 stays one at 10:30 when the clocks change."""
    zone = zone_of(meeting.timezone)
    anchor = meeting.starts if touchpoint.anchor == "start" else meeting.ends
    day = anchor + timedelta(days=touchpoint.days)
    if touchpoint.at is not None:
        return moment_of(datetime.combine(day, touchpoint.at), zone)
    return moment_of(day, zone) + timedelta(minutes=touchpoint.minutes)


def expires_at(touchpoint: Touchpoint, meeting: Meeting) -> datetime:
    """In UTC. A reminder dies when its meeting starts."""
    if not touchpoint.life_hours:
        return meeting.starts_at
    ends = due_at(touchpoint, meeting) + timedelta(hours=touchpoint.life_hours)
    return min(ends, meeting.starts_at) if is_reminder(touchpoint) else ends


def is_reminder(touchpoint: Touchpoint) -> bool:
    return PRIORITIES.get(touchpoint.kind) == REMINDER


REMINDERS = ("reminder_week", "reminder_day", "reminder_hours")
"""Of one meeting, in their order: each asks the same."""


def reminder_of(ahead: timedelta) -> str:
    """In whose words one reminds of a meeting that is so many days ahead."""
    return {0: "reminder_hours", 1: "reminder_day", 7: "reminder_week"}.get(ahead.days, "invitation")


def without_older_reminders(due: Iterable[Contact]) -> list[Contact]:
    """After an outage several of one meeting may be due at once: the newest that can go out says it all."""
    listed = list(due)
    asking = [one for one in listed if one.kind in REMINDERS and one.sayable and not one.needless]
    newest = {one.meeting: one.kind for one in sorted(asking, key=lambda one: REMINDERS.index(one.kind))}
    return [
        replace(one, needless="superseded") if one in asking and newest[one.meeting] != one.kind else one
        for one in listed
    ]


def dump_plan(plan: Iterable[Touchpoint]) -> list[dict[str, Any]]:
    """As JSON-able data."""
    names = ("kind", "audience", "days", "minutes", "anchor", "life_hours", "on")
    return [
        {name: getattr(touchpoint, name) for name in names}
        | {"at": touchpoint.at.isoformat("minutes") if touchpoint.at else None, "texts": dict(touchpoint.texts)}
        for touchpoint in plan
    ]


def load_plan(stored: list[dict[str, Any]] | None) -> tuple[Touchpoint, ...]:
    """The lab's plan; ours where it has none. Unknown names are ignored: a newer Brug may have written it."""
    if stored is None:
        return DEFAULT_PLAN
    return tuple(_touchpoint(values) for values in stored)


def _touchpoint(values: Mapping[str, Any]) -> Touchpoint:
    known = {field.name: values[field.name] for field in fields(Touchpoint) if field.name in values}
    return Touchpoint(**known | {"at": time.fromisoformat(values["at"]) if values.get("at") else None})
