"""Looks through all that is kept beside a person for words that were given without a name."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.book import Beside
from store.tables import inbox, invitation, outbox, person, pilot_update, task

KEPT: tuple[tuple[Column[Any], Column[Any], Column[Any] | None], ...] = (
    (task.c.note, task.c.person_id, task.c.created_at),
    (inbox.c.body, inbox.c.person_id, inbox.c.received_at),
    (outbox.c.body, outbox.c.person_id, outbox.c.created_at),
    (pilot_update.c.words, pilot_update.c.person_id, pilot_update.c.created_at),
    (pilot_update.c.need, pilot_update.c.person_id, pilot_update.c.created_at),
    (invitation.c.words, invitation.c.person_id, None),
    (person.c.state, person.c.id, None),
    (person.c.facts, person.c.id, None),
)
"""What is kept, beside whom, since when."""


async def words_beside(connection: AsyncConnection, words: Collection[str], since: datetime) -> list[Beside]:
    found: list[Beside] = []
    for kept, whose, made_at in KEPT if words else ():
        query = select(kept, whose).where(kept.is_not(None), whose.is_not(None)).order_by(whose)
        rows = await connection.execute(query.where(made_at >= since) if made_at is not None else query)
        for stored, person_id in rows:
            there = "\n".join(_texts(stored))
            found += [Beside(since, person_id, str(kept), one) for one in sorted(words) if one in there]
    return found


def _texts(stored: Any) -> Iterator[str]:
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict):
        for value in stored.values():
            yield from _texts(value)
    elif isinstance(stored, list):
        for value in stored:
            yield from _texts(value)
