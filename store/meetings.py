"""Meetings, who is invited, and slots for talks."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Insert, Row, and_, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import CANCELLED, Meeting, Offer, Place, Session
from lab.people import ACTIVE
from store.tables import contact, invitation, meeting, person, staff, talk

LONGEST_TALK = timedelta(minutes=240)


@dataclass(frozen=True, slots=True)
class Talk:
    """A slot for a talk that nobody has taken yet. `starts_at` is aware."""

    id: int
    lab_id: int
    starts_at: datetime
    place: str


async def add_meeting(connection: AsyncConnection, planned: Meeting, now: datetime) -> Meeting:
    """Store a new one, with an id and the UID that its calendar file keeps."""
    values = _values(planned) | {"uid": planned.uid or f"{uuid4()}@brug", "created_at": now}
    found = await connection.execute(insert(meeting).values(values).returning(meeting))
    return _meeting(found.one())


async def change_meeting(connection: AsyncConnection, changed: Meeting) -> None:
    await connection.execute(update(meeting).where(meeting.c.id == changed.id).values(_values(changed)))


def _values(one: Meeting) -> dict[str, Any]:
    sessions = [{"starts": s.starts.isoformat("minutes"), "kind": s.kind, "title": dict(s.title)} for s in one.sessions]
    return {
        "lab_id": one.lab_id,
        "phase": one.phase,
        "starts": one.starts.isoformat(timespec="seconds"),
        "ends": one.ends.isoformat(timespec="seconds"),
        "timezone": one.timezone,
        "starts_at": one.starts_at,
        "place": asdict(one.place),
        "title": dict(one.title),
        "capacity": one.capacity,
        "sessions": sessions,
        "offer": asdict(one.offer),
        "facilitators": list(one.facilitators),
        "decided": dict(one.decided),
        "state": one.state,
        "sequence": one.sequence,
        "uid": one.uid,
    }


def _meeting(row: Row[Any]) -> Meeting:
    offer = dict(row.offer)
    return Meeting(
        id=row.id,
        lab_id=row.lab_id,
        phase=row.phase,
        starts=datetime.fromisoformat(row.starts),
        ends=datetime.fromisoformat(row.ends),
        timezone=row.timezone,
        place=Place(**row.place),
        title=row.title,
        capacity=row.capacity,
        sessions=tuple(Session(time.fromisoformat(s["starts"]), s["kind"], s["title"]) for s in row.sessions),
        offer=Offer(**offer | {"interpreters": tuple(offer.get("interpreters", ()))}),
        facilitators=tuple(row.facilitators),
        decided=row.decided,
        state=row.state,
        sequence=row.sequence,
        uid=row.uid,
    )


async def meeting_of(connection: AsyncConnection, meeting_id: int) -> Meeting | None:
    row = (await connection.execute(_ONE, {"meeting": meeting_id})).first()
    return _meeting(row) if row else None


_ONE = select(meeting).where(meeting.c.id == bindparam("meeting"))
_ALL = select(meeting).order_by(meeting.c.starts_at, meeting.c.id)
_LATER = _ALL.where(meeting.c.starts_at > bindparam("since"))
_IN_LAB = meeting.c.lab_id == bindparam("lab")
_OF_LAB, _LATER_OF_LAB = _ALL.where(_IN_LAB), _LATER.where(_IN_LAB)


async def meetings(
    connection: AsyncConnection, *, since: datetime | None = None, lab_id: int | None = None
) -> list[Meeting]:
    """In the order of their start; with `since`, those that start later."""
    if lab_id is None:
        query, known = (_LATER if since else _ALL), {}
    else:
        query, known = (_LATER_OF_LAB if since else _OF_LAB), {"lab": lab_id}
    return [_meeting(row) for row in await connection.execute(query, known | ({"since": since} if since else {}))]


async def by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Meeting]:
    rows = await connection.execute(_BY_ID, {"ids": sorted(set(ids))})
    return {row.id: _meeting(row) for row in rows}


_BY_ID = select(meeting).where(meeting.c.id.in_(bindparam("ids", expanding=True)))


async def tell(connection: AsyncConnection, meeting_id: int, person_id: int, sequence: int) -> None:
    """She knows the meeting as it was at this sequence."""
    values = {"meeting_id": meeting_id, "person_id": person_id, "told_sequence": sequence}
    await _put(connection, values, {"told_sequence": sequence})


async def answer(connection: AsyncConnection, meeting_id: int, person_id: int, changes: Mapping[str, Any]) -> None:
    """Her answer, or what became of it."""
    await _put(connection, {"meeting_id": meeting_id, "person_id": person_id, **changes}, changes)


async def forget_presence(connection: AsyncConnection, meeting_id: int, person_id: int) -> None:
    """Nobody noted whether she was there."""
    hers = (invitation.c.meeting_id == meeting_id, invitation.c.person_id == person_id)
    await connection.execute(update(invitation).where(*hers).values(present=None))


async def _put(connection: AsyncConnection, values: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    await connection.execute(_put_of(connection.dialect.name, tuple(changes)), dict(values))


@lru_cache(maxsize=64)
def _put_of(dialect: str, changed: tuple[str, ...]) -> Insert:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(invitation)
    new = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=["meeting_id", "person_id"], set_=new)


async def invitations(connection: AsyncConnection, meeting_ids: Iterable[int]) -> dict[tuple[int, int], Row[Any]]:
    """By (meeting, person): answer, told_sequence, present..."""
    rows = await connection.execute(_INVITATIONS, {"meetings": sorted(set(meeting_ids))})
    return {(row.meeting_id, row.person_id): row for row in rows}


_INVITATIONS = select(invitation).where(invitation.c.meeting_id.in_(bindparam("meetings", expanding=True)))


async def seats_taken(connection: AsyncConnection, meeting_id: int, but: int = 0) -> int:
    """By people who said yes, and those to whom one is offered, without the person `but`.

    The meeting's row is locked until the commit: two cannot take the last seat.
    """
    await connection.execute(_LOCK, {"meeting": meeting_id})
    return int((await connection.execute(_SEATS, {"meeting": meeting_id, "but": but})).scalar_one())


_LOCK = select(meeting.c.id).where(meeting.c.id == bindparam("meeting")).with_for_update(key_share=True)
_SEATS = select(func.count()).where(
    invitation.c.meeting_id == bindparam("meeting"),
    invitation.c.person_id != bindparam("but"),
    invitation.c.answer.in_(("yes", "offered")),
)


async def first_waiting(connection: AsyncConnection, meeting_id: int) -> int | None:
    """The person who waits longest for a seat, of those to whom we may write."""
    return (await connection.execute(_FIRST_WAITING, {"meeting": meeting_id})).scalar()


_FIRST_WAITING = (
    select(invitation.c.person_id)
    .join(person, person.c.id == invitation.c.person_id)
    .where(
        invitation.c.meeting_id == bindparam("meeting"),
        invitation.c.answer == "waiting",
        person.c.standing == ACTIVE,
    )
    .order_by(invitation.c.waiting_since, invitation.c.id)
    .limit(1)
)


async def begin_waiting(connection: AsyncConnection, meeting_id: int, person_id: int, now: datetime) -> None:
    """Who asks again while she waits keeps her place."""
    hers = (invitation.c.meeting_id == meeting_id, invitation.c.person_id == person_id)
    await connection.execute(
        update(invitation).where(*hers, invitation.c.waiting_since.is_(None)).values(waiting_since=now)
    )


async def stale_offers(connection: AsyncConnection, meeting_id: int, since: datetime) -> list[int]:
    """People who have not answered to a seat that was offered before `since`, or could not be offered.

    One that only waits for the morning goes to nobody else in the night: nobody would hear of it.
    """
    ours = (contact.c.person_id == invitation.c.person_id, contact.c.meeting_id == meeting_id)
    asleep = contact.c.reason.in_(("quiet", "rest_day"))
    unsent = and_(contact.c.state == "planned", or_(contact.c.created_at > since, asleep))
    told = and_(contact.c.state.in_(("sent", "merged")), contact.c.decided_at > since)
    lives = exists().where(*ours, contact.c.kind == "seat_free", or_(unsent, told))
    offered = (invitation.c.meeting_id == meeting_id, invitation.c.answer == "offered")
    rows = await connection.execute(select(invitation.c.person_id).where(*offered, ~lives))
    return sorted(int(row[0]) for row in rows)


async def coming_up(connection: AsyncConnection, person_id: int, now: datetime) -> list[int]:
    """Meetings ahead to which she said yes, or waits for."""
    query = (
        select(invitation.c.meeting_id)
        .join(meeting, meeting.c.id == invitation.c.meeting_id)
        .where(
            invitation.c.person_id == person_id,
            invitation.c.answer.in_(("yes", "maybe", "waiting", "offered")),
            meeting.c.starts_at > now,
            meeting.c.state != CANCELLED,
        )
    )
    return [int(row[0]) for row in await connection.execute(query)]


async def ask_anew(connection: AsyncConnection, people: Iterable[int], now: datetime) -> None:
    """These people left and are back: their seats are gone, their answers are open."""
    ahead = select(meeting.c.id).where(meeting.c.starts_at > now)
    theirs = (
        invitation.c.person_id.in_(list(people)),
        invitation.c.reason == "left",
        invitation.c.meeting_id.in_(ahead),
    )
    await connection.execute(update(invitation).where(*theirs).values(answer="", reason=None))


async def open_talks(connection: AsyncConnection, now: datetime) -> list[Talk]:
    """Slots that can be taken, the nearest first."""
    rows = await connection.execute(_OPEN_TALKS, {"now": now})
    return [Talk(row.id, row.lab_id, row.starts_at, row.place) for row in rows]


_OPEN_TALKS = (
    select(talk.c.id, talk.c.lab_id, talk.c.starts_at, talk.c.place)
    .where(talk.c.person_id.is_(None), talk.c.starts_at > bindparam("now"))
    .order_by(talk.c.starts_at, talk.c.id)
)


async def talks_with(connection: AsyncConnection, staff_id: int, begins: datetime, ends: datetime) -> list[Row[Any]]:
    """Hers in this span, or that reach into it, in all labs. Whoever opens some for her goes alone until the commit."""
    await connection.execute(select(staff.c.id).where(staff.c.id == staff_id).with_for_update(key_share=True))
    hers = (talk.c.staff_id == staff_id, talk.c.starts_at < ends, talk.c.starts_at > begins - LONGEST_TALK)
    rows = await connection.execute(select(talk).where(*hers).order_by(talk.c.starts_at))
    return [row for row in rows if row.starts_at + timedelta(minutes=row.minutes) > begins]


async def add_talk(
    connection: AsyncConnection, lab_id: int, staff_id: int | None, starts_at: datetime, minutes: int, place: str
) -> int:
    values = {"lab_id": lab_id, "staff_id": staff_id, "starts_at": starts_at, "minutes": minutes, "place": place}
    return int((await connection.execute(insert(talk).values(values).returning(talk.c.id))).scalar_one())


async def take_talk(connection: AsyncConnection, talk_id: int, person_id: int, lab_id: int, now: datetime) -> Any:
    """The slot, now hers; her earlier one that lies ahead is open again. None: somebody was quicker."""
    free = or_(talk.c.person_id.is_(None), talk.c.person_id == person_id)
    taken = await connection.execute(
        update(talk)
        .where(talk.c.id == talk_id, talk.c.lab_id == lab_id, free, talk.c.starts_at > now)
        .values(person_id=person_id, taken_at=now)
        .returning(talk.c.id, talk.c.starts_at, talk.c.minutes, talk.c.place)
    )
    row = taken.first()
    if row is not None:
        earlier = (talk.c.person_id == person_id, talk.c.id != talk_id, talk.c.starts_at > now)
        await connection.execute(update(talk).where(*earlier).values(person_id=None, taken_at=None))
    return row


async def free_talks(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """She has left: her slots ahead are open again."""
    hers = (talk.c.person_id == person_id, talk.c.starts_at > now)
    await connection.execute(update(talk).where(*hers).values(person_id=None, taken_at=None))


async def talk_of(connection: AsyncConnection, talk_ids: Iterable[int]) -> dict[int, Row[Any]]:
    rows = await connection.execute(select(talk).where(talk.c.id.in_(sorted(set(talk_ids)))))
    return {row.id: row for row in rows}
