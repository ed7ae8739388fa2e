"""Who shares a phone with whom, for the desk; and what the outbox must know before it writes to one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.desk import Reach
from store.phones import HELD
from store.tables import address, contact, outbox, person


async def shared_with(connection: AsyncConnection, reach: Reach, person_id: int) -> tuple[int, Sequence[Row[Any]]]:
    """How many others use a phone of hers, and those of them who are within reach."""
    own = select(address.c.line_id).where(address.c.person_id == person_id, address.c.line_id.is_not(None))
    there = select(address.c.person_id).where(address.c.line_id.in_(own), address.c.person_id.is_not(None))
    query: Select[Any] = select(person.c.id, person.c.name, reach.over(person.c.lab_id).label("near"))
    query = query.where(person.c.id != person_id, person.c.id.in_(there)).order_by(person.c.id)
    rows = (await connection.execute(query)).all()
    return len(rows), [row for row in rows if row.near]


async def use_it(connection: AsyncConnection, line_id: int) -> int:
    """How many people use this phone."""
    hers = (address.c.line_id == line_id, address.c.person_id.is_not(None))
    return int((await connection.execute(select(func.count(address.c.person_id.distinct())).where(*hers))).scalar_one())


async def spoke_last_at(connection: AsyncConnection, line_id: int, address_id: int) -> datetime | None:
    """When the one at `address_id` wrote last; None where she is not the one who speaks there now."""
    speaks = select(address.c.speaker_id).where(address.c.id == line_id).scalar_subquery()
    query = select(person.c.last_in_at).join(address, address.c.person_id == person.c.id)
    found: datetime | None = (
        await connection.execute(query.where(address.c.id == address_id, address.c.id == speaks))
    ).scalar()
    return found


async def told_since(connection: AsyncConnection, line_id: int, person_id: int, since: datetime) -> bool:
    """Whether she was told, after that moment and after she wrote last, that something waits for her."""
    spoke = select(func.coalesce(person.c.last_in_at, person.c.created_at)).where(person.c.id == person_id)
    notice = (outbox.c.address_id == line_id, outbox.c.person_id == person_id, outbox.c.created_at > since)
    query = select(outbox.c.id).where(*notice, outbox.c.created_at >= spoke.scalar_subquery())
    return (await connection.execute(query.limit(1))).first() is not None


async def keep_back(connection: AsyncConnection, row: Row[Any]) -> None:
    """A message of the outbox waits until she has said that it is she (`store.phones.release`).

    What was not to arrive in the night may wait for her beyond that: as long as its contact is of use.
    """
    kind, _, number = row.key.partition(":")
    lead = int(number.partition(":")[0]) if kind == "contact" else 0
    good_until = select(contact.c.expires_at).where(contact.c.id == lead).scalar_subquery()
    values = {"state": HELD, "expires_at": func.coalesce(good_until, outbox.c.expires_at)}
    await connection.execute(update(outbox).where(outbox.c.id == row.id).values(values))
