"""A conversation as both sides have seen it: what came in and what went out, in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import address, inbox, outbox, person

VISIBLE = ("sending", "sent", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. `own` is true for the person's own; `event_id` is what her channel called it."""

    id: int
    own: bool
    at: datetime
    body: dict[str, Any]
    event_id: str = ""
    state: str = ""
    receipt: str | None = None
    staff_id: int | None = None
    address_id: int | None = None
    error: str | None = None

    @property
    def key(self) -> str:
        return f"{'i' if self.own else 'o'}{self.id}"


async def of_address(
    connection: AsyncConnection, address_id: int, *, since: datetime | None = None, limit: int = 300
) -> list[Entry]:
    """What was said through one address; with `since`, only what became visible from then on."""
    shown_at = func.coalesce(outbox.c.sent_at, outbox.c.created_at)
    came = [inbox.c.address_id == address_id] + ([inbox.c.received_at >= since] if since else [])
    went = [outbox.c.address_id == address_id, outbox.c.state.in_(VISIBLE)] + ([shown_at >= since] if since else [])
    return await _merged(connection, came, went, limit)


async def of_person(connection: AsyncConnection, person_id: int, limit: int = 300) -> list[Entry]:
    """What was said with one person, through whatever channel; what still waits or failed too.

    Not what was handed on to her of what another wrote without her name.
    """
    said = await _merged(connection, [inbox.c.person_id == person_id], [outbox.c.person_id == person_id], limit)
    return [entry for entry in said if not entry.body.get("passing")]


async def _merged(
    connection: AsyncConnection, came: list[ColumnElement[bool]], went: list[ColumnElement[bool]], limit: int
) -> list[Entry]:
    arrived = await connection.execute(
        select(inbox).where(*came, inbox.c.body.is_not(None)).order_by(inbox.c.id.desc()).limit(limit)
    )
    entries = [
        Entry(r.id, own=True, at=r.received_at, body=r.body, event_id=r.event_id, address_id=r.address_id)
        for r in arrived
    ]
    left = await connection.execute(
        select(outbox).where(*went, outbox.c.body.is_not(None)).order_by(outbox.c.id.desc()).limit(limit)
    )
    entries += [
        Entry(
            r.id,
            own=False,
            at=r.sent_at if r.kind != "reply" and r.sent_at else r.created_at,
            body=r.body,
            state=r.state,
            receipt=r.receipt,
            staff_id=r.staff_id,
            address_id=r.address_id,
            error=r.error,
        )
        for r in left
    ]
    return sorted(entries, key=lambda e: (e.at, not e.own, e.id))[-limit:]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is behind an address, as a page for her needs it."""

    address_id: int
    person_id: int | None
    lab_id: int | None
    language: str
    open_question: int


async def holder(connection: AsyncConnection, lookup: str) -> Holder | None:
    row = (
        await connection.execute(
            select(address.c.id, person.c.id.label("person_id"), person.c.lab_id, person.c.language, person.c.state)
            .outerjoin_from(address, person, address.c.person_id == person.c.id)
            .where(address.c.lookup == lookup)
        )
    ).first()
    if row is None:
        return None
    frames = (row.state or {}).get("frames") or [{}]
    return Holder(row.id, row.person_id, row.lab_id, row.language or "", frames[-1].get("number", 0))


async def mark_read(connection: AsyncConnection, address_id: int, upto: int) -> None:
    await connection.execute(
        update(outbox)
        .where(outbox.c.address_id == address_id, outbox.c.id <= upto, outbox.c.receipt.is_distinct_from("read"))
        .where(outbox.c.state == "sent")
        .values(receipt="read")
    )
