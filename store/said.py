"""A word in what people said. It is encrypted, so the latest of it is opened and read, and no more than that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.words import loose
from lab.people import ACTIVE
from store.desk import Reach
from store.tables import inbox, note, person

MESSAGES, NOTES, PEOPLE = 2000, 1000, 3000
"""So many of each are read at once, the latest first: a page stays quick however many there are."""
MOST_HITS = 50
LONGEST = 4000
AROUND = 90


@dataclass(frozen=True, slots=True)
class Hit:
    """`where` is "message", "note" or "interests". `at` is None where nobody wrote down when."""

    person_id: int
    where: str
    words: str
    at: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for, and as words are compared."""

    given: str
    loose: str

    def hits(self, person_id: int, where: str, text: str, at: datetime | None = None) -> Iterator[Hit]:
        if text and self.loose in loose(text, LONGEST):
            yield Hit(person_id, where, excerpt(text, self.given), at)


@dataclass(frozen=True, slots=True)
class Looked:
    """`since`: how far back the messages were read; `before`: where older ones begin, 0 where there are none."""

    hits: tuple[Hit, ...]
    since: datetime | None
    before: int


async def look(connection: AsyncConnection, reach: Reach, words: str, before: int = 0) -> Looked:
    """With `before` only older messages, those before this one. Where many have the words, reading stops earlier."""
    wanted = Words(words, loose(words))
    hits = [] if before else [*await _notes(connection, reach, wanted), *await _interests(connection, reach, wanted)]
    del hits[MOST_HITS:]
    rows = await _messages(connection, reach, before)
    read = 0
    for row in rows:
        read += 1
        said = str((row.body or {}).get("text") or "")
        hits += wanted.hits(row.id, "message", said, row.received_at)
        if len(hits) >= 2 * MOST_HITS:
            break
    last = rows[read - 1] if read else None
    older = last.message if last and (read < len(rows) or len(rows) == MESSAGES) else 0
    return Looked(await _named(connection, hits), last.received_at if last else None, older)


async def _named(connection: AsyncConnection, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Names are opened for those alone who are shown."""
    people = select(person.c.id, person.c.name).where(person.c.id.in_({hit.person_id for hit in hits}))
    names = {row.id: row.name or "" for row in await connection.execute(people)}
    return tuple(replace(hit, name=names[hit.person_id]) for hit in hits)


async def _messages(connection: AsyncConnection, reach: Reach, before: int) -> list[Row[Any]]:
    columns: list[Any] = [person.c.id, inbox.c.id.label("message"), inbox.c.body, inbox.c.received_at]
    query = select(*columns).join(person, person.c.id == inbox.c.person_id)
    query = query.where(reach.over(person.c.lab_id), inbox.c.body.is_not(None))
    query = query.where(inbox.c.id < before) if before else query
    return list(await connection.execute(query.order_by(inbox.c.id.desc()).limit(MESSAGES)))


async def _notes(connection: AsyncConnection, reach: Reach, wanted: Words) -> list[Hit]:
    columns: list[Any] = [person.c.id, note.c.text, note.c.at]
    query = select(*columns).join(person, person.c.id == note.c.person_id).where(reach.over(person.c.lab_id))
    rows = await connection.execute(query.order_by(note.c.id.desc()).limit(NOTES))
    return [hit for row in rows for hit in wanted.hits(row.id, "note", row.text, row.at)]


async def _interests(connection: AsyncConnection, reach: Reach, wanted: Words) -> list[Hit]:
    columns: list[Any] = [person.c.id, person.c.facts]
    theirs = (reach.over(person.c.lab_id), person.c.standing == ACTIVE, person.c.facts.is_not(None))
    rows = await connection.execute(select(*columns).where(*theirs).order_by(person.c.id.desc()).limit(PEOPLE))
    return [hit for row in rows for hit in wanted.hits(row.id, "interests", _told(row.facts))]


def _told(facts: dict[str, Any]) -> str:
    kept = facts.get("interests") or ""
    return str(kept.get("text") or "") if isinstance(kept, dict) else str(kept)


def excerpt(text: str, words: str) -> str:
    """What stands around the words; the beginning where they are spelled in another way."""
    place = max(text.casefold().find(words.casefold()), 0)
    first, last = max(place - AROUND, 0), place + len(words) + AROUND
    return f"{'…' if first else ''}{text[first:last].strip()}{'…' if last < len(text) else ''}"
