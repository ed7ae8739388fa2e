"""What other rules would mean: the next thirty days of a lab, played by the real gate. Nothing is written or sent.

All that is needed is read once; the rest happens in memory, on a clock of its own. It goes as if nobody answered
anything, attendance were as people said, and what a meeting decides were written down in time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, cast

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contact_facts import Seen, contact_of, day_of, load, person_of
from bot.planning import Member, is_active, touchpoints
from bot.turn import Surroundings
from lab.meetings import Meeting
from lab.people import ACTIVE
from lab.touchpoints import PRIORITIES, Contact, due_at, expires_at
from locales.catalogue import Catalogues
from scheduler.cadence import CallHuman, Drop, Merge, Past, Person, Reason, Send, check_up_due
from scheduler.foresight import Arising, Settled, moment_to_moment
from store import meetings
from store.contacts import PLANNED
from store.desk_planning import PLAN_CHANGED
from store.labs import Lab
from store.tables import contact, person

LENGTH = timedelta(days=30)
MOST_PEOPLE = 200
"""In a larger lab so many are looked at, evenly taken from all."""
A_DAY = timedelta(days=1)
NO_LOSS = frozenset({"attendance_unknown", "nothing_decided", "heard_lately"})
"""Why something does not go out that nobody can know today, or that nobody misses."""

Name = tuple[str, str, str]
"""Kind, reference and slot of a contact: the same in both plays."""
CHECK_UP: Name = ("check_up", "", "")


@dataclass(slots=True)
class Waiting:
    """A contact that is planned, as the gate's facts read a row."""

    id: int
    person_id: int
    kind: str
    due_at: datetime
    expires_at: datetime
    meeting_id: int | None = None
    reference: str = ""
    slot: str = ""

    @property
    def priority(self) -> int:
        return PRIORITIES[self.kind]

    @property
    def name(self) -> Name:
        return CHECK_UP if self.kind == "check_up" else (self.kind, self.reference, self.slot)


@dataclass(frozen=True, slots=True)
class Happened:
    """To one contact of one person. `reason`: why it did not go out; None where it did."""

    person_id: int
    kind: str
    at: datetime
    name: Name
    reason: Reason | None = None


@dataclass(slots=True)
class Course:
    """One play. `silent`: the longest time, in days, in which nothing reached somebody."""

    sent: list[Happened] = field(default_factory=list)
    dropped: list[Happened] = field(default_factory=list)
    called: list[Happened] = field(default_factory=list)
    silent: dict[int, int] = field(default_factory=dict)

    def many(self, person_id: int) -> int:
        return sum(one.person_id == person_id for one in self.sent)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is needed, read once. `everybody`: how many take part; `planned`: by person; `made`: what was ever
    planned for a meeting, so that it is not planned anew."""

    lab: Lab
    seen: Seen
    everybody: int
    planned: Mapping[int, Sequence[Row[Any]]]
    made: frozenset[tuple[int, str, str]]
    near: Sequence[Meeting]
    active: bool

    @property
    def now(self) -> datetime:
        return self.seen.around.now


async def look(connection: AsyncConnection, lab: Lab, catalogues: Catalogues, now: datetime) -> Known:
    """Only reads."""
    here = select(person.c.id).where(
        person.c.lab_id == lab.id, person.c.standing == ACTIVE, person.c.role == "participant"
    )
    everybody = [row.id for row in await connection.execute(here.order_by(person.c.id))]
    ids = everybody[:: -(-len(everybody) // MOST_PEOPLE) or 1]
    unsent = select(contact).where(contact.c.person_id.in_(ids), contact.c.state == PLANNED)
    rows = list(await connection.execute(unsent))
    near = await meetings.meetings(connection, since=now - LENGTH, lab_id=lab.id)
    of_meetings = select(contact.c.person_id, contact.c.kind, contact.c.reference)
    of_meetings = of_meetings.where(
        contact.c.person_id.in_(ids),
        contact.c.meeting_id.in_([meeting.id for meeting in near]),
        contact.c.reason != PLAN_CHANGED,
    )
    made = frozenset((row.person_id, row.kind, row.reference) for row in await connection.execute(of_meetings))
    around = Surroundings(catalogues, {lab.id: lab}, now, meetings={meeting.id: meeting for meeting in near})
    seen = await load(connection, ids, rows, around)
    planned = {who: [row for row in rows if row.person_id == who] for who in ids}
    active = await is_active(connection, lab, near, now)
    return Known(lab, seen, len(everybody), planned, made, near, active)


def play(known: Known, lab: Lab) -> Course:
    """Thirty days by the rules and the plan of `lab`. Slow the first time, for the feasts: call it in a thread."""
    course = Course()
    for who in known.seen.people.values():
        _play_one(known, lab, who, course)
    return course


def _play_one(known: Known, lab: Lab, who: Row[Any], course: Course) -> None:
    now, ends = known.now, known.now + LENGTH
    new_ids = count(-1, -1)
    waiting = {one.id: one for one in _waiting(known, lab, who, new_ids)}
    seen = person_of(who, lab, known.seen)
    seen = replace(seen, last_out_at=seen.last_out_at or who.confirmed_at or who.created_at)
    past = [Past(row.kind, row.decided_at, row.priority) for row in known.seen.past.get(who.id, ())]
    heard = [max(filter(None, (seen.last_out_at, *(one.at for one in past))), default=now)]
    planned = [_contact(known, lab, who, one) for one in waiting.values()]
    arising = _check_ups(lab, seen, bool(who.language), new_ids) if known.active else _nothing
    for one in moment_to_moment(planned, seen, past, lab.policy, now, partial(day_of, lab), arising):
        if one.at >= ends:
            break
        name = waiting[one.contact.id].name if one.contact.id in waiting else CHECK_UP
        _note(course, who.id, name, one)
        heard += [one.at] if isinstance(one.decision, Send) else []
    course.silent[who.id] = max(((b - a).days for a, b in zip(heard, [*heard[1:], ends], strict=True)), default=0)


def _waiting(known: Known, lab: Lab, who: Row[Any], new_ids: Iterator[int]) -> Iterator[Waiting]:
    """What is planned for her, at the times of this plan, and what this plan adds."""
    plan = {one.kind: one for one in lab.plan}
    for row in known.planned[who.id]:
        one = Waiting(*(row.id, who.id, row.kind, row.due_at, row.expires_at, row.meeting_id, row.reference, row.slot))
        meeting, step = known.seen.around.meetings.get(row.meeting_id or 0), plan.get(row.kind)
        if meeting and step and row.reason in ("", "meeting_moved"):
            one.due_at, one.expires_at = max(due_at(step, meeting), known.now), expires_at(step, meeting)
        yield one
    joined = who.confirmed_at or who.created_at
    member = Member(who.id, joined, Person(who.standing))
    follows = (found for meeting in known.near for found in touchpoints(lab, meeting, [member], known.now))
    for new in follows:
        if (who.id, new["kind"], new["reference"]) not in known.made:
            about = (new["due_at"], new["expires_at"], new["meeting_id"], new["reference"])
            yield Waiting(next(new_ids), who.id, new["kind"], *about)


def _check_ups(lab: Lab, seen: Person, sayable: bool, new_ids: Iterator[int]) -> Arising:
    """The floor, as `bot.planning` keeps it: one check-up waits at a time, and none is planned twice for a day."""
    days = set[date]()

    def arising(at: datetime, past: Sequence[Past], waiting: Collection[Contact]) -> Contact | None:
        dues = [one.due_at for one in waiting]
        if any(one.kind == "check_up" for one in waiting):
            return None
        due = check_up_due(seen, past, dues, lab.policy, at)
        if due and due.date() in days:
            due = check_up_due(seen, past, dues, lab.policy, at + A_DAY)
        if due is None:
            return None
        days.add(due.date())
        life = timedelta(days=lab.policy.floor_days)
        return Contact(next(new_ids), "check_up", PRIORITIES["check_up"], due, due + life, sayable=sayable)

    return arising


def _nothing(at: datetime, past: Sequence[Past], waiting: Collection[Contact]) -> None:
    """No floor holds: the lab is not active."""


def _note(course: Course, person_id: int, name: Name, one: Settled) -> None:
    happened = Happened(person_id, one.contact.kind, one.at, name)
    match one.decision:
        case Send() | Merge():
            course.sent.append(happened)
        case CallHuman(reason):
            course.called.append(replace(happened, reason=reason))
        case Drop(reason) if reason.code not in NO_LOSS:
            course.dropped.append(replace(happened, reason=reason))


def _contact(known: Known, lab: Lab, who: Row[Any], one: Waiting) -> Contact:
    # What it reads of a row is what `Waiting` has.
    found = contact_of(cast("Row[Any]", one), who, lab, known.seen)
    if one.kind != "decided" or (found.needless and found.needless != "nothing_decided"):
        return found
    return replace(found, needless="", sayable=bool(who.language))
