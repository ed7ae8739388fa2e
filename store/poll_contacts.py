"""Planned contacts about polls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import Poll
from store.contacts import DROPPED, LIVE, PLANNED, plan, row_of
from store.tables import contact


def row_of_poll(
    poll: Poll, person_id: int, kind: str, slot: str, when: tuple[datetime, datetime], now: datetime
) -> dict[str, Any]:
    """A contact with one person about a poll; `when`: due, and of use until."""
    about = poll.reference
    return row_of(poll.lab_id, person_id, kind, *when, now, reference=about, slot=slot, meeting_id=poll.meeting_id)


async def plan_new(connection: AsyncConnection, reference: str, rows: Sequence[dict[str, Any]]) -> int:
    """Those that are not planned yet: most of the time that is none, and nothing is written.

    Nobody is asked again because the meeting that she sits in is over by now.
    """
    columns = (contact.c.person_id, contact.c.kind, contact.c.slot)
    found = await connection.execute(select(*columns).where(contact.c.reference == reference))
    known = {(row.person_id, row.kind, row.slot.removeprefix(LIVE)) for row in found}
    new = [row for row in rows if (row["person_id"], row["kind"], row["slot"].removeprefix(LIVE)) not in known]
    return await plan(connection, new) if new else 0


async def drop_usual(connection: AsyncConnection, meeting_id: int, kind: str, now: datetime) -> None:
    """The usual check-in or check-out of a meeting, where a poll takes its place."""
    usual = (contact.c.meeting_id == meeting_id, contact.c.kind == kind, contact.c.state == PLANNED)
    mine = contact.c.reference == f"meeting:{meeting_id}"
    values = {"state": DROPPED, "reason": "superseded", "reason_until": None, "decided_at": now}
    await connection.execute(update(contact).where(*usual, mine).values(values))


async def wait_until(connection: AsyncConnection, reference: str, until: datetime) -> None:
    """What was not asked yet is of use as long as the question is open."""
    unasked = (contact.c.reference == reference, contact.c.kind == "poll", contact.c.state == PLANNED)
    await connection.execute(update(contact).where(*unasked).values(expires_at=until))


async def drop_of_poll(connection: AsyncConnection, reference: str, now: datetime) -> None:
    """What was not said of a poll before it closed."""
    unsent = (contact.c.reference == reference, contact.c.state == PLANNED)
    values = {"state": DROPPED, "reason": "expired", "reason_until": None, "decided_at": now}
    await connection.execute(update(contact).where(*unsent).values(values))


async def hurry_result(connection: AsyncConnection, reference: str, now: datetime) -> None:
    """All words were looked at: the result need not wait for it any more. What the gate holds keeps its hold."""
    waiting = (contact.c.reference == reference, contact.c.kind == "poll_result", contact.c.state == PLANNED)
    await connection.execute(update(contact).where(*waiting, contact.c.reason == "").values(due_at=now))
