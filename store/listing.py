"""Lists for coordinators and for the command line."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import address, consent, outbox, person

OUTBOX_STATES = ("queued", "sending", "sent", "failed", "unconfirmed", "expired", "cancelled")


async def people_of(connection: AsyncConnection, lab_id: int) -> list[dict[str, Any]]:
    """Everybody of a lab, with channels, the consent in force and what they answered."""
    rows = (await connection.execute(select(person).where(person.c.lab_id == lab_id).order_by(person.c.id))).all()
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
