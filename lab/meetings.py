"""A meeting of a lab: when, where, what happens there. The object from which all contact is planned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from lab.plan_warnings import PlanWarning
from lab.wall_time import is_skipped, is_zone, moment_of, zone_of
from locales import N_

PLANNED = "planned"
CANCELLED = "cancelled"

SESSION_KINDS = (
    *("welcome", "check_in", "introduction", "plenary", "small_groups", "presentation", "vote", "play"),
    *("break", "meal", "prayer", "check_out", "end"),
)
"""What a line of the agenda is: it has an icon and a name in every language."""


@dataclass(frozen=True, slots=True)
class Session:
    """One line of the day: `kind` of `SESSION_KINDS`; `title` by language, "" everywhere: the name of the kind."""

    starts: time
    kind: str
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """`directions` by language: how to get there by public transport. `latitude` and `longitude` in degrees."""

    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    directions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """What makes it possible to come."""

    interpreters: tuple[str, ...] = ()
    childcare: bool = False
    food: bool = False
    travel_costs: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """`starts` and `ends` are naive: the wall time at the place, in the IANA zone `timezone`.

    `title` and `decided` (what was decided there and what happens next) by language. `facilitators` are person ids.
    `sequence` counts changes of time and place, as calendars do (RFC 5545); `uid` never changes.
    """

    id: int
    lab_id: int
    phase: str
    starts: datetime
    ends: datetime
    timezone: str
    place: Place
    title: Mapping[str, str] = field(default_factory=dict)
    capacity: int = 0
    sessions: tuple[Session, ...] = ()
    offer: Offer = field(default_factory=Offer)
    facilitators: tuple[int, ...] = ()
    decided: Mapping[str, str] = field(default_factory=dict)
    state: str = PLANNED
    sequence: int = 0
    uid: str = ""

    @property
    def starts_at(self) -> datetime:
        """In UTC."""
        return moment_of(self.starts, zone_of(self.timezone))

    @property
    def ends_at(self) -> datetime:
        """In UTC."""
        return moment_of(self.ends, zone_of(self.timezone))


LONGEST_MEETING = timedelta(days=3)
AROUND = timedelta(hours=1)
"""So long before and after a meeting, people are taken to be in the room."""
MOST_SEATS = 1000
MOST_YEARS = 10


def is_on(meeting: Meeting, now: datetime) -> bool:
    """Whether its people sit together at this moment. `now` is aware."""
    return meeting.state == PLANNED and meeting.starts_at - AROUND <= now <= meeting.ends_at + AROUND


def faults_of(meeting: Meeting, others: Iterable[Meeting], now: datetime) -> list[PlanWarning]:
    """What to change before this meeting can be planned. None: it can.

    `others`: the meetings of the same lab. `now` is aware.
    """
    unusable = list(_zone_faults(meeting)) or list(_unusable(meeting, now))
    if unusable:
        return [*unusable, *_room_faults(meeting)]
    overlaps = [_overlap(meeting, other) for other in others if _meets(meeting, other)]
    return [*_time_faults(meeting, now), *overlaps, *_agenda_faults(meeting), *_room_faults(meeting)]


def faults_without_times(meeting: Meeting) -> list[PlanWarning]:
    """What is wrong whenever it starts and ends."""
    return [*_zone_faults(meeting), *_room_faults(meeting)]


def _zone_faults(meeting: Meeting) -> Iterator[PlanWarning]:
    if not is_zone(meeting.timezone):
        text = N_("There is no time zone “{zone}”. Write it like Europe/Brussels.")
        yield PlanWarning("zone", text, values={"zone": meeting.timezone[:40]})


def _unusable(meeting: Meeting, now: datetime) -> Iterator[PlanWarning]:
    """What cannot even be counted with."""
    moments = (meeting.starts, meeting.ends)
    if any(local.tzinfo is not None for local in moments):
        text = N_("Write start and end as the clocks at the place show them, without a time zone.")
        yield PlanWarning("zoned", text)
    if any(abs(local.year - now.year) > MOST_YEARS for local in moments):
        yield PlanWarning("far", N_("The meeting is more than ten years away. Correct the year."))


def _time_faults(meeting: Meeting, now: datetime) -> Iterator[PlanWarning]:
    for local in (meeting.starts, meeting.ends):
        if is_skipped(local, zone_of(meeting.timezone)):
            text = N_("{moment} does not exist: the clocks jump over it that night. Choose another time.")
            yield PlanWarning("skipped", text, values={"moment": local})
    if meeting.ends_at <= meeting.starts_at:
        yield PlanWarning("backwards", N_("The meeting ends before it starts. Change the start or the end."))
    elif meeting.ends_at - meeting.starts_at > LONGEST_MEETING:
        text = N_("The meeting takes longer than three days. Plan one meeting for each part.")
        yield PlanWarning("long", text)
    if meeting.starts_at <= now:
        yield PlanWarning("past", N_("This moment lies in the past. Choose a later one."))


def _agenda_faults(meeting: Meeting) -> Iterator[PlanWarning]:
    """Lines at times that the meeting does not have. A line has no day: of several days it may be any."""
    for at in sorted({session.starts for session in meeting.sessions if not _has(meeting, session.starts)}):
        text = N_("The agenda has a line at {time}, but the meeting is from {starts} to {ends}. Change one of them.")
        yield PlanWarning("agenda", text, values={"time": f"{at:%H:%M}", **_when(meeting)})


def with_its_agenda(moved: Meeting, old: Meeting) -> Meeting:
    """Where a meeting moves within the day and its lines were left as they are, they move along: else each would have
    to be written again. Where they fit as they are, or would not fit then either, they stay."""
    untouched = [one.starts for one in moved.sessions] == [one.starts for one in old.sessions]
    zoned = any(local.tzinfo is not None for local in (moved.starts, moved.ends))
    if zoned or not untouched or _fits(moved):
        return moved
    along = replace(moved, sessions=tuple(_later(one, moved.starts - old.starts) for one in moved.sessions))
    return along if _fits(along) else moved


def _later(session: Session, time_between: timedelta) -> Session:
    return replace(
        session, starts=(datetime.combine(date.min, session.starts) + time_between % timedelta(days=1)).time()
    )


def _fits(meeting: Meeting) -> bool:
    return all(_has(meeting, session.starts) for session in meeting.sessions)


def _has(meeting: Meeting, at: time) -> bool:
    if meeting.ends <= meeting.starts:
        return True  # that is said already, and says nothing of the agenda
    days = (meeting.ends.date() - meeting.starts.date()).days
    moments = (datetime.combine(meeting.starts.date() + timedelta(days=day), at) for day in range(days + 1))
    return any(meeting.starts <= moment <= meeting.ends for moment in moments)


def _room_faults(meeting: Meeting) -> Iterator[PlanWarning]:
    if not meeting.place.name.strip():
        yield PlanWarning("no_place", N_("The meeting has no place. Say where it is."))
    if not _is_on_earth(meeting.place.latitude, meeting.place.longitude):
        text = N_("No map has this place. Write latitude (-90 to 90) and longitude (-180 to 180), or leave both empty.")
        yield PlanWarning("no_map", text)
    if not 0 <= meeting.capacity <= MOST_SEATS:
        text = N_("Write how many people fit in: {most} at most. Or leave it empty.")
        yield PlanWarning("seats", text, values={"most": str(MOST_SEATS)})
    for kind in sorted({session.kind for session in meeting.sessions} - set(SESSION_KINDS)):
        text = N_("There is no line of the agenda of the kind “{kind}”. Choose one of: {kinds}.")
        yield PlanWarning("session", text, values={"kind": kind, "kinds": ", ".join(SESSION_KINDS)})


def _is_on_earth(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return latitude is longitude
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _meets(meeting: Meeting, other: Meeting) -> bool:
    if other.id == meeting.id or CANCELLED in (meeting.state, other.state):
        return False
    return meeting.starts_at < other.ends_at and other.starts_at < meeting.ends_at


def _overlap(meeting: Meeting, other: Meeting) -> PlanWarning:
    """In the words of its own place."""
    when = _when(other)
    if not other.place.name.strip():
        text = N_("From {starts} to {ends} the lab meets already. Choose another time.")
        return PlanWarning("overlap", text, values=when)
    text = N_("From {starts} to {ends} the lab meets already: {place}. Choose another time.")
    return PlanWarning("overlap", text, values=when | {"place": other.place.name})


def _when(meeting: Meeting) -> dict[str, str | date]:
    one_day = meeting.ends.date() == meeting.starts.date()
    return {"starts": meeting.starts, "ends": f"{meeting.ends:%H:%M}" if one_day else meeting.ends}
