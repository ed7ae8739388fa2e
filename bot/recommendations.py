"""Everybody who contributed hears of every change of a recommendation, once there are words in her language."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.recommendations import TOLD_WITHIN, Change, Recommendation, can_hear, left_out
from store import contacts
from store import recommendations as stored
from store.labs import Lab
from store.tables import task

UNTOLD = "recommendation_words"
"""A task: somebody does not hear of a change, because its words are missing in her language."""
LIFE = timedelta(days=21)


async def plan_recommendations(connection: AsyncConnection, lab: Lab, now: datetime) -> int:
    """Plan what is missing for the changes of the last weeks; how many contacts were made. Safe to repeat."""
    changes: dict[int, list[Change]] = {}
    for change in await stored.recent_changes(connection, lab.id, now - TOLD_WITHIN):
        changes.setdefault(change.recommendation_id, []).append(change)
    known = await stored.recommendations_by_id(connection, changes)
    return sum([await tell(connection, about, changes[about.id], now) for about in known.values()])


async def tell(connection: AsyncConnection, about: Recommendation, changes: Sequence[Change], now: datetime) -> int:
    """Everybody who contributed, and can read it, hears of each change. Who cannot yet hears when there are words."""
    audience = await stored.contributors(connection, about.lab_id, about.sources)
    rows = [
        contacts.row_of(*(about.lab_id, who, "recommendation", now, now + LIFE, now), reference=f"change:{change.id}")
        for change in changes
        for who, language in sorted(audience.items())
        if can_hear(language, about.words, change.reason)
    ]
    if not any(left_out(audience, about.words, change.reason) for change in changes):
        await _settle(connection, about, now)
    return await contacts.plan(connection, rows)


async def ask_for_words(
    connection: AsyncConnection, about: Recommendation, missing: Mapping[str, int], now: datetime
) -> None:
    """One task for each recommendation, until it is done."""
    if missing and not await _open_tasks(connection, about):
        values = {"lab_id": about.lab_id, "kind": UNTOLD, "note": f"recommendation:{about.id}", "created_at": now}
        await connection.execute(insert(task).values(values))


async def _settle(connection: AsyncConnection, about: Recommendation, now: datetime) -> None:
    if ids := await _open_tasks(connection, about):
        await connection.execute(update(task).where(task.c.id.in_(ids)).values(done_at=now))


async def _open_tasks(connection: AsyncConnection, about: Recommendation) -> list[int]:
    query = select(task.c.id, task.c.note).where(task.c.lab_id == about.lab_id, task.c.kind == UNTOLD)
    rows = await connection.execute(query.where(task.c.done_at.is_(None)))
    return [row.id for row in rows if row.note == f"recommendation:{about.id}"]
