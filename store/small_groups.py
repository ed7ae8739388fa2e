"""Who sits with whom at a meeting, and who needs a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.small_groups import NEWCOMERS, YOUNG, Sitter
from store.groups import groups_of
from store.tables import invitation, person, small_group, small_group_member

Seats = tuple[tuple[int, ...], ...]
"""Ids of people, by group."""


@dataclass(frozen=True, slots=True)
class Guest:
    """`comes`: she said yes, or is there; who sits in a group and does not come is shown, so that somebody sees it."""

    id: int
    name: str
    age_band: str
    newcomer: bool
    comes: bool

    @property
    def sitter(self) -> Sitter:
        return Sitter(self.id, self.newcomer, self.age_band in YOUNG)


async def guests_of(connection: AsyncConnection, lab_id: int, meeting_id: int) -> list[Guest]:
    """Who comes to the meeting, and who has a place in a group though she does not come any more. By name."""
    asked = and_(invitation.c.person_id == person.c.id, invitation.c.meeting_id == meeting_id)
    query = select(person.c.id, person.c.name, person.c.age_band, invitation.c.answer, invitation.c.present)
    query = query.outerjoin(invitation, asked).where(
        person.c.lab_id == lab_id,
        person.c.role == "participant",
        person.c.standing == ACTIVE,
        or_(invitation.c.answer == "yes", invitation.c.present, person.c.id.in_(_seated(meeting_id))),
    )
    rows = list(await connection.execute(query))
    keys = await groups_of(connection, [row.id for row in rows])
    found = [
        Guest(
            row.id,
            row.name or "",
            row.age_band or "",
            NEWCOMERS in keys.get(row.id, ()),
            row.present is True or (row.answer == "yes" and row.present is not False),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _seated(meeting_id: int) -> Select[tuple[int]]:
    query = select(small_group_member.c.person_id).join(
        small_group, small_group.c.id == small_group_member.c.small_group_id
    )
    return query.where(small_group.c.meeting_id == meeting_id)


async def seats_of(connection: AsyncConnection, meeting_id: int) -> Seats:
    """As they were saved; empty where nobody did."""
    query = (
        select(small_group.c.number, small_group_member.c.person_id)
        .join(small_group_member, small_group_member.c.small_group_id == small_group.c.id)
        .where(small_group.c.meeting_id == meeting_id)
        .order_by(small_group.c.number, small_group_member.c.person_id)
    )
    found: dict[int, list[int]] = {}
    for number, person_id in await connection.execute(query):
        found.setdefault(number, []).append(person_id)
    return tuple(tuple(people) for people in found.values())


async def save_seats(connection: AsyncConnection, meeting_id: int, groups: Iterable[Sequence[int]]) -> None:
    """These groups and no others, numbered from one; empty ones are left out."""
    await connection.execute(delete(small_group).where(small_group.c.meeting_id == meeting_id))
    for number, people in enumerate((group for group in groups if group), start=1):
        values = {"meeting_id": meeting_id, "number": number}
        made = await connection.execute(insert(small_group).values(values).returning(small_group.c.id))
        group_id = made.scalar_one()
        rows = [{"small_group_id": group_id, "person_id": one} for one in sorted(set(people))]
        await connection.execute(insert(small_group_member).values(rows))
