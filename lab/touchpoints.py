"""What follows from a meeting: whom we write to, about what, and when. A plan that each lab can change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, time, timedelta
from typing import Any

from lab.meetings import Meeting
from lab.policy import Opening, Policy
from lab.wall_time import is_within, moment_of, zone_of

CORRECTIONS = ("moved", "cancelled")
"""Kinds that say that what people know about a meeting is wrong."""
CHANGE, ANSWER, REMINDER, CHECK, POLL, UPDATE, NUDGE = range(1, 8)
"""What goes first when there is more than the ceiling allows (domain.md)."""

PRIORITIES: Mapping[str, int] = {
    "moved": CHANGE,
    "cancelled": CHANGE,
    "seat_free": CHANGE,
    "talk_reminder": REMINDER,
    "invitation": REMINDER,
    "reminder_week": REMINDER,
    "reminder_day": REMINDER,
    "reminder_hours": REMINDER,
    "preparation": CHECK,
    "check_in": CHECK,
    "check_out": CHECK,
    "missed": POLL,
    "decided": UPDATE,
    "came_back": UPDATE,
    "check_up": NUDGE,
}
"""Every kind of contact."""

AUDIENCES = ("all", "unprepared", "not_declined", "coming", "came", "absent")


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One contact with each person of `audience`, counted from the meeting's `anchor` (start or end).

    `days` local days from the anchor's day, at `at` o'clock there; without `at`, `days` and `minutes` from the anchor
    itself. Both negative: before. `life_hours`: how long it is of use; 0: until the meeting starts.
    `texts` are a coordinator's own words by language, instead of ours.
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
    reason code why she needs it no more, or ""."""

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


@dataclass(frozen=True, slots=True)
class Past:
    """An automated conversation that was begun."""

    kind: str
    at: datetime
    priority: int = NUDGE


MOST_DAYS = 120
_DAY_MINUTES = 24 * 60
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
    "invitation": "The invitation",
    "preparation": "The preparation talk",
    "reminder_week": "The reminder a week before",
    "reminder_day": "The reminder a day before",
    "reminder_hours": "The reminder two hours before",
    "check_in": "The check-in",
    "check_out": "The check-out",
    "missed": "The message to those who did not come",
    "decided": "The message on what was decided",
}
"""In sentences for coordinators."""


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
    return min(ends, meeting.starts_at) if _reminds(touchpoint) else ends


def _reminds(touchpoint: Touchpoint) -> bool:
    return PRIORITIES.get(touchpoint.kind) == REMINDER


def faults_of(plan: Iterable[Touchpoint], policy: Policy) -> list[str]:
    """Sentences that say what to change before this plan can hold. None: it can."""
    found: list[str] = []
    seen: set[str] = set()
    for touchpoint in plan:
        name = NAMES.get(touchpoint.kind, "")
        if not name:
            found.append(f"There is no contact of the kind {touchpoint.kind!r}. Choose one of: {', '.join(NAMES)}.")
            continue
        if touchpoint.kind in seen:
            found.append(f"{name} is in the plan twice. Keep one.")
        seen.add(touchpoint.kind)
        found += (f"{name} {fault}" for fault in (*_place_faults(touchpoint), *_hour_faults(touchpoint, policy)))
    return found


def _place_faults(touchpoint: Touchpoint) -> Iterator[str]:
    """For whom, counted from what, for how long. Each sentence begins with the name of the contact."""
    if touchpoint.audience not in AUDIENCES or touchpoint.anchor not in ("start", "end"):
        yield "does not say for whom it is, or from when it counts. Take the default."
    if abs(touchpoint.days * _DAY_MINUTES + touchpoint.minutes) > MOST_DAYS * _DAY_MINUTES:
        yield f"is more than {MOST_DAYS} days away from its meeting. Choose a nearer day."
    elif abs(touchpoint.days) > 2 * MOST_DAYS:
        yield "counts days forth and minutes back. Write its distance from the meeting in one of the two."
    if touchpoint.anchor == "end" and touchpoint.life_hours <= 0:
        yield "does not say for how long it is of use. Give it some hours."
    elif not 0 <= touchpoint.life_hours <= MOST_DAYS * 24:
        yield f"must be of use for some hours, and for {MOST_DAYS} days at most. Change the hours."


def _hour_faults(touchpoint: Touchpoint, policy: Policy) -> Iterator[str]:
    if touchpoint.on and touchpoint.at and is_within(touchpoint.at, policy.quiet_from, policy.quiet_to):
        yield (
            f"would wake people: {touchpoint.at:%H:%M} is within the quiet hours "
            f"({policy.quiet_from:%H:%M} to {policy.quiet_to:%H:%M}). Choose an hour outside them."
        )
    if _after_start(touchpoint) and (_reminds(touchpoint) or not touchpoint.life_hours):
        yield "would come after the meeting has begun. Choose an earlier time."


def _after_start(touchpoint: Touchpoint) -> bool:
    """Whether that is sure. What has an hour and no days depends on when the meeting begins (`warnings_of`)."""
    if touchpoint.anchor != "start":
        return _reminds(touchpoint) and touchpoint.days >= 0 <= touchpoint.minutes
    if touchpoint.at is not None:
        return touchpoint.days > 0
    return touchpoint.days * _DAY_MINUTES + touchpoint.minutes >= 0


def warnings_of(plan: Iterable[Touchpoint], meeting: Meeting, policy: Policy) -> list[str]:
    """What nobody will get, or only later, because of the day and hour at which this meeting starts or ends."""
    opening = Opening(policy, zone_of(meeting.timezone), frozenset(policy.rest_days))
    found = (_warning(touchpoint, meeting, opening) for touchpoint in plan if touchpoint.on)
    return [warning for warning in found if warning]


def _warning(touchpoint: Touchpoint, meeting: Meeting, opening: Opening) -> str:
    name, due, expires = NAMES.get(touchpoint.kind), due_at(touchpoint, meeting), expires_at(touchpoint, meeting)
    if not name:
        return ""
    if due >= expires:
        return f"{name} would come after the meeting has begun: nobody gets it."
    closed_by = opening.closed_by(due)
    if not closed_by:
        return ""
    local, later = due.astimezone(opening.zone), opening.after(due)
    when = f"at {local:%H:%M}, in the quiet hours" if closed_by == "quiet" else f"on a {local:%A}, a day of rest"
    then = later.astimezone(opening.zone)
    becomes = "that is too late, so nobody gets it" if later >= expires else "it waits until then"
    return f"{name} would fall {when}. The next moment is {then:%d %B %H:%M}: {becomes}."


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
