"""What happened in a rehearsal, as it was seen from outside: the checks and the report read nothing else."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rehearsal.cast import Persona
from lab.policy import Policy
from lab.touchpoints import CHANGE, CORRECTIONS
from lab.wall_time import zone_of
from locales.catalogue import Catalogues

REPLY, COORDINATOR = "reply", "coordinator"

PLANS = timedelta(days=1)
"""Brug plans every minute. A rehearsal plans once a day and after what people and the coordinator change: harder for
the floor, because what was dropped is noticed a day later, and much quicker."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on somebody's phone. `kind` of a contact, or `REPLY`, or `COORDINATOR`; `joined` came along with it.

    `contact` and `meeting` are 0 for what was no planned contact. `made_at` is when it was written, `at` when it came.
    `abouts`: what it, and each that came along, is about ("poll:12"). `picture`: what is on the one that came with it.
    """

    at: datetime
    person: int
    kind: str
    lang: str
    text: str
    captions: tuple[str, ...] = ()
    made_at: datetime | None = None
    contact: int = 0
    place: int = 0
    meeting: int = 0
    priority: int = 0
    joined: tuple[str, ...] = ()
    slot: str = ""
    abouts: tuple[str, ...] = ()
    picture: str = ""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Kinds, each with what it is about."""
        return tuple(zip((self.kind, *self.joined), self.abouts, strict=False))

    @property
    def ours(self) -> bool:
        """Whether it was neither an answer nor a human's message."""
        return self.kind not in (REPLY, COORDINATOR)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided about a contact, or what became of it."""

    at: datetime
    person: int
    contact: int
    kind: str
    meeting: int
    slot: str
    state: str
    reason: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is true of a person from then on: she joined, chose a language, said stop, was called by a human..."""

    at: datetime
    person: int
    what: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """Work for a human. With a `sort` it is what she brought in; `listed`: it is on the list of broken promises;
    `merged`: the one that it is answered with, 0: none; `worded`: there is an answer, though it may not have come yet.
    """

    id: int
    person: int
    kind: str
    created_at: datetime
    answer_by: datetime | None
    done_at: datetime | None
    sort: str = ""
    answered_at: datetime | None = None
    listed: bool = False
    about: str = ""
    merged: int = 0
    worded: bool = False


@dataclass(frozen=True, slots=True)
class PollSeen:
    """A poll that was opened. `meeting` 0: it is for everybody."""

    at: datetime
    reference: str
    technique: str
    meeting: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What a mediator was asked to translate, or to look at."""

    at: datetime
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Words of an answer without a name were found beside somebody, in a column."""

    at: datetime
    person: int
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """A meeting as it was from `at` on."""

    at: datetime
    id: int
    sequence: int
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    capacity: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a meeting, or what became of it, when that changed."""

    at: datetime
    meeting: int
    person: int
    answer: str


@dataclass(frozen=True, slots=True)
class Seats:
    """How many seats of a meeting were taken, when that changed."""

    at: datetime
    meeting: int
    taken: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Who holds a slot for a talk, when that changed. 0: nobody."""

    at: datetime
    talk: int
    person: int


@dataclass(slots=True)
class Book:
    """`down`: from when to when nothing ran. `until`: the end of the play."""

    people: tuple[Persona, ...]
    policy: Policy
    zone: str
    catalogues: Catalogues
    starts: datetime
    until: datetime
    deliveries: list[Delivery] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    tasks: dict[int, TaskSeen] = field(default_factory=dict)
    meetings: list[MeetingSeen] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    seats: list[Seats] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    polls: dict[str, PollSeen] = field(default_factory=dict)
    beside: list[Beside] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    _by_person: dict[int, list[Fact]] = field(default_factory=dict)
    _sorted: int = 0

    def zone_of(self, number: int) -> ZoneInfo:
        return zone_of(self.people[number - 1].zone, self.zone)

    def local(self, number: int, moment: datetime) -> datetime:
        """What the clock shows where she is, as far as Brug knew it then."""
        return moment.astimezone(self.zone_of(number) if self.latest(number, moment, "zone") else zone_of(self.zone))

    def there(self, moment: datetime) -> datetime:
        """What the clock shows where the lab is."""
        return moment.astimezone(zone_of(self.zone))

    def received(self, number: int) -> list[Delivery]:
        """In the order in which it came."""
        return sorted((one for one in self.deliveries if one.person == number), key=lambda one: (one.at, one.contact))

    def begun(self, number: int) -> list[Delivery]:
        """The automated conversations: of messages that came together the first."""
        first: dict[int, Delivery] = {}
        for one in self.received(number):
            if one.ours:
                first.setdefault(one.contact, one)
        return list(first.values())

    def facts_of(self, number: int, *what: str) -> list[Fact]:
        if self._sorted != len(self.facts):
            self._by_person, self._sorted = {}, len(self.facts)
            for one in self.facts:
                self._by_person.setdefault(one.person, []).append(one)
        return [one for one in self._by_person.get(number, ()) if one.what in what]

    def latest(self, number: int, moment: datetime, *what: str) -> Fact | None:
        """The newest of these facts at that moment."""
        known = [one for one in self.facts_of(number, *what) if one.at <= moment]
        return known[-1] if known else None

    def meeting_at(self, meeting: int, moment: datetime) -> MeetingSeen | None:
        """As it was then."""
        known = [one for one in self.meetings if one.id == meeting and one.at <= moment]
        return known[-1] if known else None

    def urgent(self, one: Delivery) -> bool:
        """A change of a meeting of today or tomorrow, as it is or as it was: no ceiling holds that."""
        return one.priority == CHANGE and any(day in (0, 1) for day in self._days_ahead(one))

    def may_wake(self, one: Delivery) -> bool:
        """It may come at any time. A free seat only on the day itself."""
        return self.urgent(one) and (one.kind in CORRECTIONS or 0 in self._days_ahead(one))

    def _days_ahead(self, one: Delivery) -> list[int]:
        """In how many days the meeting is, and was, when it came."""
        starts = [seen.starts_at for seen in self.meetings if seen.id == one.meeting and seen.at <= one.at]
        today = self.local(one.person, one.at).date()
        return [(self.local(one.person, start).date() - today).days for start in starts]

    def answer(self, meeting: int, number: int, moment: datetime) -> str:
        """What she had answered by then."""
        known = [a for a in self.answers if (a.meeting, a.person) == (meeting, number) and a.at <= moment]
        return known[-1].answer if known else ""

    def tasks_of(self, number: int) -> list[TaskSeen]:
        return [one for one in self.tasks.values() if one.person == number]
