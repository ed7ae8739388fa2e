"""Planned touchpoints. The rows are the schedule: due ones are found by index, and decided under the person's lock."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.touchpoints import PRIORITIES
from store.tables import address, contact, person

PLANNED, SENT, MERGED, DROPPED, CALLED = "planned", "sent", "merged", "dropped", "called"
HISTORY = timedelta(days=60)
IS_PLANNED = text("contact.state = 'planned'")
"""Written out, with no parameters: only so does SQLite use the index over planned contacts."""
_BATCH = 500


def row_of(
    lab_id: int,
    person_id: int,
    kind: str,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
    *,
    reference: str = "",
    slot: str = "",
    meeting_id: int | None = None,
) -> dict[str, Any]:
    """A contact to plan. (person, kind, reference, slot) is planned once, whoever plans it and how often."""
    return {
        "lab_id": lab_id,
        "person_id": person_id,
        "meeting_id": meeting_id,
        "kind": kind,
        "reference": reference or (f"meeting:{meeting_id}" if meeting_id else ""),
        "slot": slot,
        "priority": PRIORITIES[kind],
        "due_at": due_at,
        "expires_at": expires_at,
        "state": PLANNED,
        "created_at": now,
    }


async def plan(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert those that are not planned yet; how many those were."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    made = 0
    for first in range(0, len(rows), _BATCH):
        statement = new(contact).values([dict(row) for row in rows[first : first + _BATCH]])
        done = await connection.execute(
            statement.on_conflict_do_nothing(index_elements=["person_id", "kind", "reference", "slot"])
        )
        made += max(done.rowcount, 0)
    return made


async def due_people(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """People for whom something is due, the longest overdue first; locked, in the order of their ids.

    Rows that another scheduler holds are passed over. Call it inside a transaction that writes.
    """
    query = select(contact.c.person_id).where(IS_PLANNED, contact.c.due_at <= now).order_by(contact.c.due_at)
    rows = await connection.execute(query.limit(limit).with_for_update(skip_locked=True, of=contact))
    ids = sorted({int(row[0]) for row in rows})
    if ids and connection.dialect.name != "sqlite":
        await connection.execute(
            select(person.c.id).where(person.c.id.in_(ids)).order_by(person.c.id).with_for_update()
        )
    return ids


async def due_contacts(connection: AsyncConnection, people: Sequence[int], now: datetime) -> list[Row[Any]]:
    """What is due for these people. Read after they were locked: what another scheduler decided meanwhile is gone."""
    query = select(contact).where(IS_PLANNED, contact.c.person_id.in_(people), contact.c.due_at <= now)
    return list(await connection.execute(query.order_by(contact.c.id)))


async def histories(connection: AsyncConnection, people: Sequence[int], now: datetime) -> dict[int, list[Any]]:
    """What was begun with each of these people in the last weeks: kind, priority, decided_at."""
    columns = (contact.c.person_id, contact.c.kind, contact.c.priority, contact.c.decided_at)
    query = select(*columns).where(
        contact.c.person_id.in_(people), contact.c.state == SENT, contact.c.decided_at > now - HISTORY
    )
    found: dict[int, list[Any]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.person_id, []).append(row)
    return found


async def settle(
    connection: AsyncConnection,
    contact_id: int,
    now: datetime,
    *,
    state: str = PLANNED,
    reason: str,
    until: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write down what was decided. One that is not planned any more is left as it is."""
    values: dict[str, Any] = {"state": state, "reason": reason, "reason_until": until, "decided_at": now}
    if due_at is not None:
        values["due_at"] = due_at
    await connection.execute(
        update(contact).where(contact.c.id == contact_id, contact.c.state == PLANNED).values(values)
    )


async def drop(
    connection: AsyncConnection,
    now: datetime,
    reason: str,
    *,
    meeting_id: int | None = None,
    person_id: int | None = None,
    kinds: Iterable[str] = (),
) -> None:
    """Everything unsent of a meeting, or of a person."""
    chosen = [contact.c.state == PLANNED]
    chosen += [contact.c.meeting_id == meeting_id] if meeting_id is not None else []
    chosen += [contact.c.person_id == person_id] if person_id is not None else []
    chosen += [contact.c.kind.in_(list(kinds))] if kinds else []
    await connection.execute(
        update(contact).where(*chosen).values(state=DROPPED, reason=reason, reason_until=None, decided_at=now)
    )


async def move(
    connection: AsyncConnection, meeting_id: int, kind: str, due_at: datetime, expires_at: datetime, now: datetime
) -> None:
    """All unsent ones of this kind go along with their meeting."""
    await connection.execute(
        update(contact)
        .where(contact.c.meeting_id == meeting_id, contact.c.kind == kind, contact.c.state == PLANNED)
        .values(due_at=due_at, expires_at=expires_at, reason="meeting_moved", reason_until=due_at, decided_at=now)
    )


async def ahead(connection: AsyncConnection, person_id: int) -> list[Row[Any]]:
    """What is planned for her, the nearest first."""
    query = select(contact).where(contact.c.person_id == person_id, contact.c.state == PLANNED)
    return list(await connection.execute(query.order_by(contact.c.due_at, contact.c.id)))


async def contact_of(connection: AsyncConnection, contact_id: int) -> Row[Any] | None:
    return (await connection.execute(select(contact).where(contact.c.id == contact_id))).first()


async def oldest_overdue(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the contact that waits longest was due."""
    query = select(func.min(contact.c.due_at)).where(IS_PLANNED, contact.c.due_at <= now)
    found: datetime | None = (await connection.execute(query)).scalar()
    return found


async def addresses_of(connection: AsyncConnection, people: Sequence[int]) -> dict[int, Row[Any]]:
    """Where each is written to: her reachable address that she made last; otherwise any, to say that it is not."""
    query = select(address).where(address.c.person_id.in_(people)).order_by(address.c.reachable, address.c.id)
    return {row.person_id: row for row in await connection.execute(query)}
