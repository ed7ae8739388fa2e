"""A word in what people said. It is encrypted, so the latest of it is opened and read, and no more than that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.words import loose
from lab.people import ACTIVE
from store.desk import Reach
from store.tables import inbox, note, person

MESSAGES, NOTES, PEOPLE = 4000, 1000, 3000
"""So many of each are read at once, the latest first: a page stays quick however many there are."""
MOST_HITS = 50
LONGEST = 4000
AROUND = 90


@dataclass(frozen=True, slots=True)
class Hit:
    """`where` is "message", "note" or "interests". `at` is None where nobody wrote down when."""

    person_id: int
    name: str
    where: str
    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """`since`: how far back the messages were read; `before`: where older ones begin, 0 where there are none."""

    hits: tuple[Hit, ...]
    since: datetime | None
    before: int


async def look(connection: AsyncConnection, reach: Reach, words: str, before: int = 0) -> Looked:
    """With `before` only older messages, those before this one."""
    rows = await _messages(connection, reach, before)
    hits = [] if before else [*await _notes(connection, reach, words), *await _interests(connection, reach, words)]
    for row in rows:
        hits += _hits(row, "message", str((row.body or {}).get("text") or ""), words, row.received_at)
    found = tuple(hits[:MOST_HITS])
    if not rows:
        return Looked(found, None, 0)
    return Looked(found, rows[-1].received_at, rows[-1].message if len(rows) == MESSAGES else 0)


async def _messages(connection: AsyncConnection, reach: Reach, before: int) -> list[Row[Any]]:
    columns: list[Any] = [person.c.id, person.c.name, inbox.c.id.label("message"), inbox.c.body, inbox.c.received_at]
    query = select(*columns).join(person, person.c.id == inbox.c.person_id)
    query = query.where(reach.over(person.c.lab_id), inbox.c.body.is_not(None))
    query = query.where(inbox.c.id < before) if before else query
    return list(await connection.execute(query.order_by(inbox.c.id.desc()).limit(MESSAGES)))


async def _notes(connection: AsyncConnection, reach: Reach, words: str) -> list[Hit]:
    columns: list[Any] = [person.c.id, person.c.name, note.c.text, note.c.at]
    query = select(*columns).join(person, person.c.id == note.c.person_id).where(reach.over(person.c.lab_id))
    rows = await connection.execute(query.order_by(note.c.id.desc()).limit(NOTES))
    return [hit for row in rows for hit in _hits(row, "note", row.text, words, row.at)]


async def _interests(connection: AsyncConnection, reach: Reach, words: str) -> list[Hit]:
    columns: list[Any] = [person.c.id, person.c.name, person.c.facts]
    theirs = (reach.over(person.c.lab_id), person.c.standing == ACTIVE, person.c.facts.is_not(None))
    rows = await connection.execute(select(*columns).where(*theirs).order_by(person.c.id.desc()).limit(PEOPLE))
    return [hit for row in rows for hit in _hits(row, "interests", _told(row.facts), words)]


def _told(facts: dict[str, Any]) -> str:
    kept = facts.get("interests") or ""
    return str(kept.get("text") or "") if isinstance(kept, dict) else str(kept)


def _hits(row: Row[Any], where: str, text: str, words: str, at: datetime | None = None) -> Iterator[Hit]:
    if text and loose(words) in loose(text, LONGEST):
        yield Hit(row.id, row.name or "", where, excerpt(text, words), at)


def excerpt(text: str, words: str) -> str:
    """What stands around the words; the beginning where they are spelled in another way."""
    place = max(text.casefold().find(words.casefold()), 0)
    first, last = max(place - AROUND, 0), place + len(words) + AROUND
    return f"{'…' if first else ''}{text[first:last].strip()}{'…' if last < len(text) else ''}"
