"""A meeting of a lab: when, where, what happens there. The object from which all contact is planned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from lab.wall_time import is_skipped, is_zone, moment_of, zone_of

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
MOST_SEATS = 1000
MOST_YEARS = 10


def faults_of(meeting: Meeting, others: Iterable[Meeting], now: datetime) -> list[str]:
    """Sentences that say what to change before this meeting can be planned. None: it can.

    `others`: the meetings of the same lab. `now` is aware.
    """
    if not is_zone(meeting.timezone):
        return [f"There is no time zone {meeting.timezone!r}. Write it like Europe/Brussels.", *_room_faults(meeting)]
    unusable = list(_unusable(meeting, now))
    if unusable:
        return [*unusable, *_room_faults(meeting)]
    overlaps = [_overlap(meeting, other) for other in others if _meets(meeting, other)]
    return [*_time_faults(meeting, now), *overlaps, *_room_faults(meeting)]


def _unusable(meeting: Meeting, now: datetime) -> Iterator[str]:
    """What cannot even be counted with."""
    for name, local in (("start", meeting.starts), ("end", meeting.ends)):
        if local.tzinfo is not None:
            yield f"The {name} has a time zone of its own. Write it as the clocks at the place show it."
        elif abs(local.year - now.year) > MOST_YEARS:
            yield f"The {name} is in the year {local.year}, more than {MOST_YEARS} years from now. Correct the year."


def _time_faults(meeting: Meeting, now: datetime) -> Iterator[str]:
    for name, local in (("start", meeting.starts), ("end", meeting.ends)):
        if is_skipped(local, zone_of(meeting.timezone)):
            yield (
                f"The {name}, {local:%d %B %Y %H:%M}, does not exist in {meeting.timezone}: "
                "clocks jump over it that night. Choose another time."
            )
    if meeting.ends_at <= meeting.starts_at:
        yield "The meeting ends before it starts. Change the start or the end."
    elif meeting.ends_at - meeting.starts_at > LONGEST_MEETING:
        yield "The meeting takes longer than three days. Plan one meeting for each part."
    if meeting.starts_at <= now:
        yield "The start lies in the past. Choose a later one."


def _room_faults(meeting: Meeting) -> Iterator[str]:
    place = meeting.place
    if not place.name.strip():
        yield "The meeting has no place. Say where it is."
    if not _is_on_earth(place.latitude, place.longitude):
        yield (
            "The place is not on the map. Write its latitude from -90 to 90 and its longitude from -180 to 180, "
            "or leave both empty."
        )
    if meeting.capacity < 0:
        yield "The number of seats is below nothing. Write how many people fit in, or leave it empty."
    elif meeting.capacity > MOST_SEATS:
        yield f"No lab has more than {MOST_SEATS} seats. Write how many people fit in, or leave it empty."
    for kind in sorted({session.kind for session in meeting.sessions} - set(SESSION_KINDS)):
        yield f"There is no line of the agenda of the kind {kind!r}. Choose one of: {', '.join(SESSION_KINDS)}."


def _is_on_earth(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return latitude is longitude
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _meets(meeting: Meeting, other: Meeting) -> bool:
    if other.id == meeting.id or CANCELLED in (meeting.state, other.state):
        return False
    return meeting.starts_at < other.ends_at and other.starts_at < meeting.ends_at


def _overlap(meeting: Meeting, other: Meeting) -> str:
    """In the words of its own place."""
    ends = f"{other.ends:%H:%M}" if other.ends.date() == other.starts.date() else f"{other.ends:%d %B %H:%M}"
    where = f", in {other.place.name}" if other.place.name.strip() else ""
    return f"From {other.starts:%d %B %Y %H:%M} to {ends} the lab meets already{where}. Choose another time."
