"""Who is asked by a poll, and who is not heard."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.polls import AT_A_MEETING, Poll
from store.groups import groups_of
from store.tables import invitation, membership, participation, person, quota

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the audience. `groups`: keys of the groups she is in."""

    id: int
    language: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unheard:
    """Of one group ("" for none) and language: how `many` have not answered, and some of them by id and name."""

    group: str
    language: str
    many: int
    people: tuple[tuple[int, str], ...]


async def audience(connection: AsyncConnection, poll: Poll) -> list[Asked]:
    """Active people; for a poll of a meeting who said yes or was marked present."""
    return await _asked(connection, poll, _meant(poll))


async def possible_audience(connection: AsyncConnection, poll: Poll) -> list[Asked]:
    """Who may still be asked when it is time: before a meeting also those who have not answered the invitation."""
    return await _asked(connection, poll, _may_be_meant(poll))


async def languages_asked(connection: AsyncConnection, poll: Poll) -> dict[str, int]:
    """How many of those who may still be asked read each language."""
    query = select(person.c.language, func.count()).select_from(_invited(poll)).where(*_may_be_meant(poll))
    rows = await connection.execute(query.group_by(person.c.language).order_by(func.min(person.c.id)))
    return {language: int(many) for language, many in rows}


async def how_many_asked(connection: AsyncConnection, poll: Poll) -> int:
    """How large its audience is."""
    query = select(func.count()).select_from(_invited(poll)).where(*_meant(poll))
    return int((await connection.execute(query)).scalar_one())


async def unheard(connection: AsyncConnection, poll: Poll, page: int = 1, size: int = 50) -> list[Unheard]:
    """Who has not answered: for the coordinator alone, to be invited by name. Never counted in public.

    Who is in two groups stands in both. Of each group and language `size` people are on a page.
    """
    group = func.coalesce(quota.c.key, "").label("group")
    hers = (quota.c.key, person.c.language)
    place = func.row_number().over(partition_by=hers, order_by=person.c.id).label("place")
    many = func.count().over(partition_by=hers).label("many")
    grouped = _invited(poll).outerjoin(membership, membership.c.person_id == person.c.id)
    grouped = grouped.outerjoin(quota, quota.c.id == membership.c.quota_id)
    took_part = exists().where(participation.c.poll_id == poll.id, participation.c.person_id == person.c.id)
    silent = select(person.c.id, group, many, place).select_from(grouped)
    placed = silent.where(*_meant(poll), ~took_part).subquery()
    query: Select[Any] = select(placed.c.group, placed.c.many, person.c.id, person.c.name, person.c.language)
    query = query.join_from(placed, person, person.c.id == placed.c.id)
    on_page = placed.c.place.between((page - 1) * size + 1, page * size)
    rows = (await connection.execute(query.where(on_page).order_by(person.c.id))).all()
    found: dict[tuple[str, str, int], list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault((row.group, row.language, row.many), []).append((row.id, row.name or ""))
    return [Unheard(*key, tuple(people)) for key, people in sorted(found.items())]


def _meant(poll: Poll) -> Conditions:
    """For whom it is now. After a meeting, who was marked absent is not asked."""
    if poll.meeting_id is None:
        return _active(poll)
    return *_active(poll), func.coalesce(invitation.c.present, invitation.c.answer == "yes")


def _may_be_meant(poll: Poll) -> Conditions:
    if poll.meeting_id is None or poll.moment not in AT_A_MEETING:
        return _meant(poll)
    stays_away = or_(invitation.c.answer == "no", invitation.c.present.is_(False))
    return *_active(poll), or_(invitation.c.id.is_(None), ~stays_away)


async def _asked(connection: AsyncConnection, poll: Poll, meant: Conditions) -> list[Asked]:
    query = select(person.c.id, person.c.language).select_from(_invited(poll)).where(*meant)
    rows = (await connection.execute(query.order_by(person.c.id))).all()
    groups = await groups_of(connection, select(person.c.id).where(*_active(poll)))
    return [Asked(row.id, row.language, groups.get(row.id, frozenset())) for row in rows]


def _active(poll: Poll) -> Conditions:
    return person.c.lab_id == poll.lab_id, person.c.standing == ACTIVE, person.c.role == "participant"


def _invited(poll: Poll) -> FromClause:
    """People, with their invitations to the meeting of the poll."""
    if poll.meeting_id is None:
        return person
    asked = and_(invitation.c.person_id == person.c.id, invitation.c.meeting_id == poll.meeting_id)
    return person.outerjoin(invitation, asked)
