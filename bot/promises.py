"""Whoever has to answer hears of it in her own chat too, where she has one: a facilitator may have no other place.

A day before the promised one its owner; when it is late, the coordinators as well (`store.promises.climb`).
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from lab.promises import BROKEN_AFTER, CLOSE
from store import contacts
from store.labs import Lab
from store.promise_owners import coordinators, unanswered

KIND, PREFIX = "promise_due", "question"
SOON, LATE = "soon", "late"
"""Slots: each is said once."""


async def plan_promises(connection: AsyncConnection, lab: Lab, now: datetime) -> int:
    """How many contacts were made. Safe to repeat."""
    rows = []
    for row in await unanswered(connection, lab.id, now + CLOSE):
        late = row.answer_by < now
        until, slot = (row.answer_by + BROKEN_AFTER, LATE) if late else (row.answer_by, SOON)
        people = {row.owner} | (set(await coordinators(connection, lab.id)) if late else set())
        rows += [
            contacts.row_of(lab.id, who, KIND, now, until, now, reference=f"{PREFIX}:{row.id}", slot=slot)
            for who in sorted(people - {None})
            if until > now
        ]
    return await contacts.plan(connection, rows)
