"""Lists for coordinators and for the command line."""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import address, consent, contact, lab, outbox, person

OUTBOX_STATES = ("queued", "held", "sending", "sent", "failed", "unconfirmed", "expired", "cancelled")


async def people_of(connection: AsyncConnection, lab_id: int) -> list[dict[str, Any]]:
    """Everybody of a lab, with channels, the consent in force and what they answered."""
    mine = (person.c.lab_id == lab_id, person.c.merged_into.is_(None))
    rows = (await connection.execute(select(person).where(*mine).order_by(person.c.id))).all()
    ids = [row.id for row in rows]
    channels: dict[int, list[str]] = {}
    for row in await connection.execute(
        select(address.c.person_id, address.c.channel).where(address.c.person_id.in_(ids)).order_by(address.c.id)
    ):
        channels.setdefault(row.person_id, []).append(row.channel)
    ledger: dict[int, dict[str, Any]] = {}
    for row in await connection.execute(
        select(consent).where(consent.c.person_id.in_(ids), consent.c.kind == "participation").order_by(consent.c.id)
    ):
        ledger[row.person_id] = {
            "given": row.given,
            "at": row.at.isoformat(),
            "how": row.how,
            "language": row.language,
            "text_version": row.text_version,
            "assisted_by": row.assisted_by,
        }
    return [
        {
            "id": row.id,
            "name": row.name or "",
            "language": row.language,
            "state": row.standing,
            "role": row.role,
            "age_band": row.age_band,
            "channels": channels.get(row.id, []),
            "consent": ledger.get(row.id),
            "place": row.place,
            "answers": row.facts or {},
        }
        for row in rows
    ]


async def outbox_rows(connection: AsyncConnection, state: str | None, limit: int = 1000) -> list[dict[str, Any]]:
    """What is on its way or was, newest first. Ids only: never what was said or to whom by name."""
    query = (
        select(outbox.c.id, outbox.c.person_id, outbox.c.kind, outbox.c.state, outbox.c.due_at, outbox.c.sent_at)
        .add_columns(outbox.c.attempts, outbox.c.error, address.c.channel)
        .outerjoin(address, address.c.id == outbox.c.address_id)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    if state:
        query = query.where(outbox.c.state == state)
    return [
        {
            "id": row.id,
            "person": row.person_id,
            "channel": row.channel,
            "class": row.kind,
            "state": row.state,
            "due_at": row.due_at.isoformat(),
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
            "attempts": row.attempts,
            "error": row.error,
        }
        for row in await connection.execute(query)
    ]


async def contact_row(connection: AsyncConnection, contact_id: int) -> Row[Any] | None:
    """One planned touchpoint, with the zones of its person (`person_zone`) and of its lab (`lab_zone`)."""
    found: Row[Any] | None = (await connection.execute(_contacts().where(contact.c.id == contact_id))).first()
    return found


async def contact_rows(
    connection: AsyncConnection, lab_id: int, person_id: int | None = None, state: str | None = None
) -> list[Row[Any]]:
    """Those of a lab as `contact_row` gives them, in the order in which they are due."""
    query = _contacts().where(contact.c.lab_id == lab_id).order_by(contact.c.due_at, contact.c.id)
    query = query.where(contact.c.person_id == person_id) if person_id is not None else query
    query = query.where(contact.c.state == state) if state else query
    return list(await connection.execute(query))


def _contacts() -> Select[Any]:
    query = select(contact, person.c.timezone.label("person_zone"), lab.c.timezone.label("lab_zone"))
    return query.join(person, person.c.id == contact.c.person_id).join(lab, lab.c.id == contact.c.lab_id)
