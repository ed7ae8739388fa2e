"""What a segment asks of the people of a lab. One query for each thing that it names, however many people there are."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.broadcasts import COURTESY
from lab.people import ACTIVE
from lab.segments import Segment, Who
from store.tables import address, invitation, meeting, membership, participation, person, poll, quota, task

_NONE: frozenset[str] = frozenset()
_HAS_WAY = exists().where(address.c.person_id == person.c.id, address.c.reachable)


@dataclass(slots=True)
class _Known:
    """By person. Empty where the segment does not ask for it."""

    groups: dict[int, frozenset[str]] = field(default_factory=dict)
    phases: dict[int, frozenset[str]] = field(default_factory=dict)
    invited: dict[int, Row[Any]] = field(default_factory=dict)
    answered: frozenset[int] = frozenset()


async def people_of(
    connection: AsyncConnection, lab_id: int, segment: Segment, ids: Collection[int] | None = None
) -> list[Who]:
    """All participants of the lab, also those who are not meant, in the order of their ids. `ids`: only these."""
    columns = (person.c.id, person.c.language, person.c.standing, _HAS_WAY.label("reachable"))
    rows = (await connection.execute(select(*columns).where(*_hers(lab_id, ids)).order_by(person.c.id))).all()
    known = await _known(connection, lab_id, segment)
    if known == _Known():
        return [Who(number, language, standing, bool(reachable)) for number, language, standing, reachable in rows]
    return [_who(row, known) for row in rows]


async def how_many_reachable(connection: AsyncConnection, lab_id: int, languages: Collection[str]) -> int:
    """Whom a message to everybody reaches in these languages: nobody of whom `lab.segments.left_out` has something."""
    here = (person.c.standing == ACTIVE, person.c.language.in_(sorted(languages)), _HAS_WAY)
    query = select(func.count()).select_from(person).where(*_hers(lab_id, None), *here)
    return int((await connection.execute(query)).scalar_one())


def _hers(lab_id: int, ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    takes_part = [person.c.lab_id == lab_id, person.c.role == "participant", person.c.merged_into.is_(None)]
    return takes_part + ([] if ids is None else [person.c.id.in_(sorted(ids))])


def _who(row: Row[Any], known: _Known) -> Who:
    number, language, standing, reachable = tuple(row)
    invited = known.invited.get(number)
    return Who(
        *(number, language, standing, bool(reachable)),
        known.groups.get(number, _NONE),
        known.phases.get(number, _NONE),
        invited.answer if invited else None,
        invited.present if invited else None,
        number in known.answered,
    )


async def _known(connection: AsyncConnection, lab_id: int, segment: Segment) -> _Known:
    known = _Known()
    if segment.groups:
        query = select(membership.c.person_id, quota.c.key).join(quota, quota.c.id == membership.c.quota_id)
        known.groups = await _by_person(connection, query.where(quota.c.lab_id == lab_id))
    if segment.phases:
        came: Select[Any] = select(invitation.c.person_id, meeting.c.phase).distinct()
        came = came.join(meeting, meeting.c.id == invitation.c.meeting_id)
        known.phases = await _by_person(connection, came.where(meeting.c.lab_id == lab_id, invitation.c.present))
    if segment.meeting:
        asked: Select[Any] = select(invitation.c.person_id, invitation.c.answer, invitation.c.present)
        rows = await connection.execute(asked.where(invitation.c.meeting_id == segment.meeting))
        known.invited = {row.person_id: row for row in rows}
    known.answered = await answered(connection, lab_id, segment.about)
    return known


async def _by_person(connection: AsyncConnection, query: Select[Any]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for person_id, key in await connection.execute(query):
        found.setdefault(person_id, set()).add(key)
    return {person_id: frozenset(keys) for person_id, keys in found.items()}


async def answered(connection: AsyncConnection, lab_id: int, about: str) -> frozenset[int]:
    """Who took part in this poll of the lab, or wrote after this message of the lab more than thanks."""
    kind, _, text = about.partition(":")
    number = int(text) if text.isdecimal() else 0
    query: Select[Any]
    if kind == "poll":
        query = select(participation.c.person_id).join(poll, poll.c.id == participation.c.poll_id)
        query = query.where(poll.c.id == number, poll.c.lab_id == lab_id)
    elif kind == "broadcast":
        wrote = (task.c.broadcast_id == number, task.c.lab_id == lab_id, task.c.kind != COURTESY)
        query = select(task.c.person_id).where(*wrote).distinct()
    else:
        return frozenset()
    return frozenset((await connection.execute(query)).scalars())


async def names_of(connection: AsyncConnection, ids: Collection[int]) -> dict[int, str]:
    query = select(person.c.id, person.c.name).where(person.c.id.in_(sorted(ids)))
    return {row.id: row.name or "" for row in await connection.execute(query)}
