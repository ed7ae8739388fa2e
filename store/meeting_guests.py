"""Who stands how to a meeting: counted by the database, and no more names opened than are shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import Meeting
from lab.people import ACTIVE
from store.tables import invitation, person

_GIVEN: ColumnElement[str] = case((person.c.standing != ACTIVE, "no"), else_=invitation.c.answer)
"""Her answer; who takes part no more does not come."""
came_at: ColumnElement[datetime] = func.coalesce(person.c.confirmed_at, person.c.created_at)
"""Since when she takes part."""
_ANSWERS = ("yes", "maybe", "waiting", "offered", "no", "")
_PERSON = (person.c.id, person.c.name, person.c.language, person.c.standing)
_INVITED = [invitation.c[name] for name in ("reason", "words", "present", "answered_at")]


@dataclass(frozen=True, slots=True)
class Counted:
    """Of `everybody` whom a meeting concerns: how `many` gave each answer ("" for none), how many were `noted` as there
    or not, and how many of these `came`."""

    everybody: int
    many: Mapping[str, int]
    noted: int
    came: int


def _here(lab_id: int) -> tuple[ColumnElement[bool], ...]:
    return person.c.lab_id == lab_id, person.c.role == "participant"


def _asked(lab_id: int, meeting_id: int) -> tuple[ColumnElement[bool], ...]:
    """Who was asked to the meeting: to be joined with people."""
    return invitation.c.meeting_id == meeting_id, *_here(lab_id)


def _unasked(lab_id: int, of: Meeting) -> tuple[ColumnElement[bool], ...]:
    """Who takes part and was not asked yet. A meeting that was over when she came is none of hers."""
    asked = select(invitation.c.person_id).where(invitation.c.meeting_id == of.id)
    return *_here(lab_id), person.c.standing == ACTIVE, came_at <= of.ends_at, person.c.id.not_in(asked)


async def counted(connection: AsyncConnection, lab_id: int, of: Meeting) -> Counted:
    """Who takes part in the lab now, and who was asked to the meeting when she still did."""
    came = func.sum(case((invitation.c.present, 1), else_=0))
    query = select(_GIVEN.label("given"), func.count(), func.count(invitation.c.present), came)
    query = query.select_from(_guests()).where(*_asked(lab_id, of.id)).group_by("given")
    rows = [(given, *map(int, numbers)) for given, *numbers in await connection.execute(query)]
    unasked = select(func.count()).select_from(person).where(*_unasked(lab_id, of))
    many = {given: number for given, number, *_ in rows}
    many[""] = many.get("", 0) + int((await connection.execute(unasked)).scalar_one())
    return Counted(sum(many.values()), many, sum(row[2] for row in rows), sum(row[3] for row in rows))


def _guests() -> FromClause:
    return invitation.join(person, person.c.id == invitation.c.person_id)


async def first_of_each(
    connection: AsyncConnection, lab_id: int, of: Meeting, most: int, only: Collection[int] | None = None
) -> Sequence[Row[Any]]:
    """The first `most` of each answer (`given`); of those without one, whoever was asked before others.

    `only`: of these people.
    """
    said: Select[Any] = select(_GIVEN.label("given"), *_PERSON, *_INVITED).select_from(_guests())
    said = said.where(*_asked(lab_id, of.id))
    nothing = [cast(null(), column.type).label(column.name) for column in _INVITED]
    silent: Select[Any] = select(literal("").label("given"), *_PERSON, *nothing).where(*_unasked(lab_id, of))
    lists = [*(said.where(_GIVEN.in_([answer])) for answer in _ANSWERS), silent]
    chosen = lists if only is None else [one.where(person.c.id.in_(only)) for one in lists]
    first = [select(one.order_by(person.c.id).limit(most).subquery()) for one in chosen]
    rows: Sequence[Row[Any]] = (await connection.execute(union_all(*first))).all()
    return rows


async def coming(connection: AsyncConnection, lab_id: int, meeting_id: int) -> Sequence[Row[Any]]:
    """Who said yes, with what is known of her: for what she needs."""
    columns = (_GIVEN.label("given"), *_PERSON, *_INVITED, person.c.facts)
    query: Select[Any] = select(*columns).select_from(_guests()).where(*_asked(lab_id, meeting_id), _GIVEN == "yes")
    rows: Sequence[Row[Any]] = (await connection.execute(query.order_by(person.c.id))).all()
    return rows


async def silent(connection: AsyncConnection, lab_id: int, meeting_id: int) -> list[int]:
    """Who takes part and has not answered."""
    said = select(invitation.c.person_id).where(invitation.c.meeting_id == meeting_id, invitation.c.answer != "")
    query = select(person.c.id).where(*_here(lab_id), person.c.standing == ACTIVE, person.c.id.not_in(said))
    return list((await connection.execute(query.order_by(person.c.id))).scalars())


async def concerned(
    connection: AsyncConnection, lab_id: int, meeting_id: int, people: Collection[int], *, active: bool = False
) -> set[int]:
    """Who of these people the meeting concerns. `active`: who takes part now."""
    asked = and_(invitation.c.person_id == person.c.id, invitation.c.meeting_id == meeting_id)
    known = person.c.standing == ACTIVE if active else or_(person.c.standing == ACTIVE, invitation.c.id.is_not(None))
    query = select(person.c.id).select_from(person.outerjoin(invitation, asked)).where(*_here(lab_id), known)
    return set((await connection.execute(query.where(person.c.id.in_(people)))).scalars())
