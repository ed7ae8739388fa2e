"""What is counted of the people of a lab: added up in the database, without a look at what anybody said."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Join,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import CANCELLED
from lab.moods import are_told
from lab.people import ACTIVE
from lab.polls import CLOSED
from lab.promises import BROKEN
from lab.voices import QUIET_FOR, Cell, Kept
from store.contacts import MERGED, SENT
from store.meetings import meetings
from store.tables import (
    contact,
    invitation,
    meeting,
    membership,
    participation,
    person,
    poll,
    quota,
    staff,
    tally,
    task,
)

POLL = "poll:"
ASKING = ("poll", "check_in", "check_out")
"""The contacts in which a poll is asked."""
MOST_NAMES = 30
LANGUAGE, GROUP, AGE, PHASE = "language", "group", "age", "phase"
SUMS = ("people", "value", "whole")
"""As `lab.voices.Cell` has them."""

NOTHING: ColumnElement[str] = literal_column("''")
"""Written out: PostgreSQL takes two parameters for two values, also where both are the same, and groups by neither."""
_PARTICIPANT = person.c.role == "participant"


def _of(lab_id: int) -> tuple[ColumnElement[bool], ...]:
    return person.c.lab_id == lab_id, _PARTICIPANT


async def composition(connection: AsyncConnection, lab_id: int) -> dict[str, dict[str, int]]:
    """How many take part now, by language, group and age; below "" who has none."""
    active = (*_of(lab_id), person.c.standing == ACTIVE)
    columns = (person.c.language, person.c.age_band)
    query = select(*columns, func.count()).where(*active).group_by(*columns)
    found: dict[str, dict[str, int]] = {LANGUAGE: {}, AGE: {}, GROUP: {}}
    for language, age, number in await connection.execute(query):
        for kind, key in ((LANGUAGE, language), (AGE, age or "")):
            found[kind][key] = found[kind].get(key, 0) + number
    of_group = select(membership.c.quota_id, func.count().label("people")).select_from(person.outerjoin(membership))
    counted = of_group.where(*active).group_by(membership.c.quota_id).subquery()
    named = select(func.coalesce(quota.c.key, NOTHING), func.sum(counted.c.people)).select_from(_named(counted))
    rows = await connection.execute(named.group_by(quota.c.key))
    found[GROUP] = {key: int(number) for key, number in rows}
    return found


def _named(counted: Subquery) -> Join:
    """Groups get their keys when they have been counted: else the database looks for them once a person."""
    return counted.outerjoin(quota, quota.c.id == counted.c.quota_id)


async def attendance(connection: AsyncConnection, lab_id: int, now: datetime) -> dict[str, list[Cell]]:
    """Places taken at meetings where somebody noted who came, of all who were invited."""
    noted = _noted_meetings(lab_id, now)
    query = select(invitation.c.person_id, meeting.c.phase, _one(invitation.c.present).label("done"))
    query = query.join(meeting, meeting.c.id == invitation.c.meeting_id).where(noted)
    return await _cells(connection, lab_id, query.cte("told"))


def _noted_meetings(lab_id: int, now: datetime) -> ColumnElement[bool]:
    other = invitation.alias("other")
    somebody = exists().where(other.c.meeting_id == meeting.c.id, other.c.present)
    return and_(meeting.c.lab_id == lab_id, meeting.c.state != CANCELLED, meeting.c.starts_at < now, somebody)


def _one(told: ColumnElement[Any]) -> ColumnElement[int]:
    return case((told, 1), else_=0)


async def response(connection: AsyncConnection, lab_id: int) -> dict[str, list[Cell]]:
    """Invitations and polls that were answered, of all that somebody got. By phase of invitations only."""
    got = (meeting.c.lab_id == lab_id, invitation.c.told_sequence.is_not(None))
    invited = select(invitation.c.person_id, meeting.c.phase, _one(invitation.c.answer != "").label("done"))
    told = invited.join(meeting, meeting.c.id == invitation.c.meeting_id).where(*got).cte("told")
    polls = (await connection.execute(select(poll.c.id).where(poll.c.lab_id == lab_id))).scalars().all()
    each = union_all(select(told.c.person_id, literal(1).label("whole"), told.c.done), *_polled(polls)).subquery()
    return await _cells(connection, lab_id, told, each)


def _polled(polls: Sequence[int]) -> tuple[Select[Any], Select[Any]]:
    """How many polls each was asked, and how many each answered: two lists, for they share no key.

    Polls by their ids: so that both are read from an index.
    """
    about = contact.c.reference.in_([f"{POLL}{number}" for number in polls])
    asked = (about, contact.c.kind.in_(ASKING), contact.c.state.in_((SENT, MERGED)))
    hers = select(contact.c.person_id, literal(1), literal(0)).where(*asked)
    return hers, select(participation.c.person_id, literal(0), literal(1)).where(participation.c.poll_id.in_(polls))


async def _cells(
    connection: AsyncConnection, lab_id: int, told: CTE, things: Subquery | None = None
) -> dict[str, list[Cell]]:
    """`told`: one row for each thing and person, `done` is 1 or 0. `things` count too, but have no phase: who answered
    more than she was asked (by /poll) was asked as much."""
    from_all = (
        things if things is not None else select(told.c.person_id, literal(1).label("whole"), told.c.done).subquery()
    )
    numbers = (func.sum(from_all.c.whole).label("asked"), func.sum(from_all.c.done).label("value"))
    each = select(from_all.c.person_id, *numbers).group_by(from_all.c.person_id).subquery()
    found: dict[str, list[tuple[Any, ...]]] = {LANGUAGE: [], AGE: [], GROUP: [], PHASE: []}
    for kind, key, age, *row in await connection.execute(_by_each(lab_id, told, each)):
        found[kind].append((key, *row))
        if kind == LANGUAGE:
            found[AGE].append((age, *row))
    return {
        GROUP: [_cell(row) for row in found[GROUP]],
        LANGUAGE: _added(found[LANGUAGE]),
        AGE: _added(found[AGE]),
        PHASE: [_cell(row) for row in found[PHASE] if row[0]],
    }


def _by_each(lab_id: int, told: CTE, each: Subquery) -> CompoundSelect[Any]:
    """One statement: both databases work out what they need more than once only once. Language and age in one list."""
    whole = case((each.c.asked < each.c.value, each.c.value), else_=each.c.asked).label("whole")
    age = func.coalesce(person.c.age_band, NOTHING).label("age")
    traits = select(person.c.id, person.c.language, age, each.c.value, whole)
    hers = traits.join(each, each.c.person_id == person.c.id).where(*_of(lab_id)).cte("hers")
    sums = (func.count().label("people"), func.sum(hers.c.value).label("value"), func.sum(hers.c.whole).label("whole"))
    in_groups = hers.outerjoin(membership, membership.c.person_id == hers.c.id)
    of_group = select(membership.c.quota_id, *sums).select_from(in_groups).group_by(membership.c.quota_id).subquery()
    named = (func.coalesce(quota.c.key, NOTHING), NOTHING, *map(func.sum, (of_group.c[name] for name in SUMS)))
    told_of = (func.count(told.c.person_id.distinct()), func.sum(told.c.done), func.count())
    return union_all(
        select(literal(LANGUAGE), hers.c.language, hers.c.age, *sums).group_by(hers.c.language, hers.c.age),
        select(literal(GROUP), *named).select_from(_named(of_group)).group_by(quota.c.key),
        select(literal(PHASE), told.c.phase, NOTHING, *told_of).group_by(told.c.phase),
    )


def _cell(row: Sequence[Any]) -> Cell:
    key, people, value, whole = row
    return Cell(key, int(people), int(value), int(whole))


def _by_key(rows: Iterable[Any]) -> dict[Any, int]:
    return {row[0]: row[1] for row in rows}


def _added(rows: Iterable[tuple[Any, ...]]) -> list[Cell]:
    found: dict[str, tuple[int, int, int]] = {}
    for key, people, value, whole in rows:
        before = found.get(key, (0, 0, 0))
        found[key] = (before[0] + people, before[1] + int(value), before[2] + int(whole))
    return [Cell(key, *numbers) for key, numbers in sorted(found.items())]


async def silence(connection: AsyncConnection, lab_id: int, now: datetime) -> list[int]:
    """How many wrote last within each step of `QUIET_FOR`, longer ago than all of them, and never."""
    last = person.c.last_in_at
    later = [func.count(case((last > now - step, 1))) for step in QUIET_FOR]
    query = select(*later, func.count(last), func.count()).where(*_of(lab_id), person.c.standing == ACTIVE)
    numbers = (await connection.execute(query)).one()
    return [here - before for before, here in pairwise((0, *numbers))]


async def unheard(connection: AsyncConnection, lab_id: int, now: datetime) -> Sequence[Row[Any]]:
    """Who has not written for longest, for the team alone: nobody who has a pause now."""
    query: Select[Any] = select(person.c.id, person.c.name, person.c.language, person.c.last_in_at)
    quiet = or_(person.c.last_in_at.is_(None), person.c.last_in_at <= now - QUIET_FOR[1])
    awake = or_(person.c.paused_until.is_(None), person.c.paused_until <= now)
    query = query.where(*_of(lab_id), person.c.standing == ACTIVE, quiet, awake)
    order = (person.c.last_in_at.is_not(None), person.c.last_in_at, person.c.id)
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(*order).limit(MOST_NAMES))).all()
    return found


async def faces(connection: AsyncConnection, lab_id: int, now: datetime) -> dict[tuple[int, str], dict[str, int]]:
    """Faces that were tapped and may be told, by meeting and moment (check_in, check_out).

    No more than their number was ever kept.
    """
    held = {one.id: one for one in await meetings(connection, lab_id=lab_id)}
    moments = or_(*(tally.c.kind.startswith(f"{moment}_") for moment in ASKING[1:]))
    query = select(tally.c.kind, tally.c.place, tally.c.count).where(tally.c.lab_id == lab_id, moments)
    found: dict[tuple[int, str], dict[str, int]] = {}
    for kind, place, number in await connection.execute(query):
        moment, _, face = kind.rpartition("_")
        meeting_id = place.removeprefix("meeting:")
        about = held.get(int(meeting_id)) if meeting_id.isdecimal() else None
        if about and are_told(moment, about, now):
            found.setdefault((about.id, moment), {})[face] = number
    return found


async def barometers(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """Polls that asked for a face around a meeting, and were counted."""
    query: Select[Any] = select(poll.c.meeting_id, poll.c.moment, poll.c.results)
    asked = (poll.c.lab_id == lab_id, poll.c.technique == "mood_barometer", poll.c.state == CLOSED)
    found: Sequence[Row[Any]] = (await connection.execute(query.where(*asked, poll.c.meeting_id.is_not(None)))).all()
    return found


def became(now: datetime) -> ColumnElement[str]:
    """What became of something that was brought in, as `Kept` calls it."""
    answered = task.c.answered_at.is_not(None)
    in_time = or_(task.c.answer_by.is_(None), task.c.answered_at <= task.c.answer_by)
    return case(
        (and_(answered, in_time), "in_time"),
        (task.c.climbed == BROKEN, "broken"),
        (answered, "late"),
        (task.c.done_at.is_not(None), "closed"),
        (task.c.answer_by < now, "late"),
        else_="open",
    )


async def promises(connection: AsyncConnection, lab_id: int, now: datetime) -> Kept:
    """What became of questions, ideas and signals."""
    query = select(became(now).label("became"), func.count()).where(task.c.lab_id == lab_id, task.c.sort != "")
    query = query.group_by("became")
    return Kept(**_by_key(await connection.execute(query)))


async def outreach(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """By place and worker: how many were written down, said yes, and came to a meeting."""
    here = select(meeting.c.id).where(meeting.c.lab_id == lab_id)
    was_there = select(invitation.c.person_id).where(invitation.c.meeting_id.in_(here), invitation.c.present)
    came = person.c.id.in_(was_there)
    columns = (func.coalesce(person.c.place, NOTHING).label("place"), person.c.worker_id)
    numbers = (
        func.count().label("registered"),
        func.count(person.c.confirmed_at).label("confirmed"),
        func.sum(case((came, 1), else_=0)).label("came"),
    )
    return (await connection.execute(select(*columns, *numbers).where(*_of(lab_id)).group_by(*columns))).all()


async def workers(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, str]:
    rows = await connection.execute(select(staff.c.id, staff.c.name).where(staff.c.id.in_(sorted(ids))))
    return {row.id: row.name for row in rows}
