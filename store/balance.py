"""Who knows of a meeting and who does not yet, by group: counted by the database."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from store.contacts import MERGED, SENT
from store.rsvp import INVITATION
from store.tables import contact, invitation, membership, person

NO_GROUP = 0
"""In place of the id of a quota: who is in no group."""


@dataclass(frozen=True, slots=True)
class Known:
    """Of `people`: how many know of the meeting, said yes, and would know of it once the chosen groups are invited."""

    people: int = 0
    told: int = 0
    coming: int = 0
    after: int = 0

    @property
    def left(self) -> int:
        return self.people - self.told


async def known(
    connection: AsyncConnection, lab_id: int, meeting_id: int, chosen: Collection[int] = ()
) -> tuple[Known, dict[int, Known]]:
    """Of all, each once; and by group. Who is in two groups counts in both."""
    each = _each(lab_id, meeting_id, chosen)
    numbers = (func.count(), func.sum(each.c.told), func.sum(each.c.coming), func.sum(each.c.after))
    everybody = (await connection.execute(select(*numbers))).one()
    group = func.coalesce(membership.c.quota_id, NO_GROUP).label("group")
    grouped = select(group, *numbers).select_from(each.outerjoin(membership, membership.c.person_id == each.c.id))
    rows = await connection.execute(grouped.group_by(membership.c.quota_id))
    return _known(*everybody), {number: _known(*row) for number, *row in rows}


def _known(*numbers: Any) -> Known:
    return Known(*(int(number or 0) for number in numbers))


async def uninvited(connection: AsyncConnection, lab_id: int, meeting_id: int, chosen: Collection[int]) -> list[int]:
    """Who is in one of the chosen groups and does not know of the meeting."""
    each = _each(lab_id, meeting_id, chosen)
    query = select(each.c.id).where(each.c.told == 0, each.c.after == 1).order_by(each.c.id)
    return list((await connection.execute(query)).scalars())


def _each(lab_id: int, meeting_id: int, chosen: Collection[int]) -> CTE:
    """Everybody who takes part in the lab, with 1 or 0 for each of the numbers."""
    asked = and_(invitation.c.person_id == person.c.id, invitation.c.meeting_id == meeting_id)
    gone_out = (contact.c.meeting_id == meeting_id, contact.c.kind == INVITATION, contact.c.state.in_((SENT, MERGED)))
    knows = or_(
        invitation.c.told_sequence.is_not(None),
        func.coalesce(invitation.c.answer, "") != "",
        person.c.id.in_(select(contact.c.person_id).where(*gone_out)),
    )
    columns = (
        person.c.id,
        _one(knows).label("told"),
        _one(invitation.c.answer == "yes").label("coming"),
        _one(or_(knows, _in(chosen))).label("after"),
    )
    query = select(*columns).select_from(person.outerjoin(invitation, asked))
    here = (person.c.lab_id == lab_id, person.c.role == "participant", person.c.standing == ACTIVE)
    return query.where(*here).cte("each_one")


def _one(told: ColumnElement[bool]) -> ColumnElement[int]:
    return case((told, 1), else_=0)


def _in(chosen: Collection[int]) -> ColumnElement[bool]:
    """In one of these groups, or in none where that is chosen."""
    theirs = select(membership.c.person_id).where(membership.c.quota_id.in_(sorted(chosen)))
    any_group = exists().where(membership.c.person_id == person.c.id)
    return or_(person.c.id.in_(theirs), ~any_group) if NO_GROUP in chosen else person.c.id.in_(theirs)
