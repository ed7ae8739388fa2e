"""Mediators of a lab: who they are, what they speak, and what was asked of them lately."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.mediation import Mediator, Text
from lab.people import ACTIVE
from store.contacts import DROPPED
from store.tables import contact, person

MEDIATOR = "mediator"
WEEK = timedelta(days=7)


async def mediators(connection: AsyncConnection, lab_id: int, texts: Sequence[Text], now: datetime) -> list[Mediator]:
    """All of this lab, with what we asked of each in the last week."""
    asked: dict[int, list[datetime]] = {}
    for row in await connection.execute(_ASKED, {"lab": lab_id, "since": now - WEEK}):
        asked.setdefault(row.person_id, []).append(row.created_at)
    return [
        Mediator(
            row.id, speaks(row.language, row.facts), tuple(asked.get(row.id, ())), any(t.is_with(row.id) for t in texts)
        )
        for row in await team(connection, lab_id)
    ]


_ASKED = select(contact.c.person_id, contact.c.created_at).where(
    contact.c.lab_id == bindparam("lab"),
    contact.c.kind == "translation",
    contact.c.created_at > bindparam("since"),
    contact.c.state != DROPPED,
)


def speaks(language: str, facts: Mapping[str, Any] | None) -> frozenset[str]:
    """What she said, and the language in which she reads us. Nothing, before she said anything."""
    said = (facts or {}).get("speaks") or ()
    return frozenset({language, *said}) if said else frozenset()


async def team(connection: AsyncConnection, lab_id: int) -> list[Row[Any]]:
    """The mediators of a lab, as the desk sees them."""
    return list(await connection.execute(_TEAM, {"lab": lab_id}))


_TEAM: Select[Any] = (
    select(person.c.id, person.c.name, person.c.language, person.c.facts)
    .where(person.c.lab_id == bindparam("lab"), person.c.role == MEDIATOR, person.c.standing == ACTIVE)
    .order_by(person.c.id)
)


async def names_in(connection: AsyncConnection, lab_id: int) -> list[str]:
    return [row.name for row in await connection.execute(_NAMES, {"lab": lab_id}) if row.name]


_NAMES = select(person.c.name).where(person.c.lab_id == bindparam("lab"))
