"""Answers that a team gives often, each in the languages in which somebody wrote or translated it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.mediation import APPROVED
from store.tables import ready_answer, translation

READY = "ready:"


@dataclass(frozen=True, slots=True)
class Ready:
    id: int
    lab_id: int
    name: str
    words: Mapping[str, str]

    def source(self, *preferred: str) -> tuple[str, str]:
        """Language and words to translate from: one of these languages, or the first there is."""
        return next(((one, self.words[one]) for one in (*preferred, *self.words) if self.words.get(one)), ("", ""))


def subject_of_ready(ready_id: int) -> str:
    return f"{READY}{ready_id}"


async def ready_answers(connection: AsyncConnection, lab_id: int) -> list[Ready]:
    query = select(ready_answer).where(ready_answer.c.lab_id == lab_id).order_by(ready_answer.c.name)
    return [_ready(row) for row in await connection.execute(query)]


async def ready_of(connection: AsyncConnection, lab_id: int, ready_id: int) -> Ready | None:
    query = select(ready_answer).where(ready_answer.c.lab_id == lab_id, ready_answer.c.id == ready_id)
    row = (await connection.execute(query)).first()
    return _ready(row) if row else None


async def save_ready(
    connection: AsyncConnection, lab_id: int, ready_id: int, name: str, words: Mapping[str, str], now: datetime
) -> bool:
    """With `ready_id` 0 a new one. False: another one of this lab has that name."""
    same = select(ready_answer.c.id).where(ready_answer.c.lab_id == lab_id, ready_answer.c.name == name)
    if (await connection.execute(same.where(ready_answer.c.id != ready_id))).first():
        return False
    values: dict[str, Any] = {"name": name, "words": dict(words)}
    if ready_id:
        mine = (ready_answer.c.id == ready_id, ready_answer.c.lab_id == lab_id)
        await connection.execute(update(ready_answer).where(*mine).values(values))
    else:
        await connection.execute(insert(ready_answer).values(**values, lab_id=lab_id, created_at=now))
    return True


async def delete_ready(connection: AsyncConnection, lab_id: int, ready_id: int) -> bool:
    """With what mediators are translating of it."""
    mine = (ready_answer.c.id == ready_id, ready_answer.c.lab_id == lab_id)
    gone = (await connection.execute(delete(ready_answer).where(*mine))).rowcount
    if gone:
        await connection.execute(delete(translation).where(translation.c.subject == subject_of_ready(ready_id)))
    return bool(gone)


async def take_translated(connection: AsyncConnection, lab_id: int) -> None:
    """What mediators translated and somebody approved becomes a part of the answer. Words that are there stay."""
    for row in (await connection.execute(_TRANSLATED, {"lab": lab_id})).all():
        known = await ready_of(connection, lab_id, int(row.subject.removeprefix(READY)))
        if known and row.language not in known.words:
            words = {**known.words, row.language: row.words}
            await connection.execute(update(ready_answer).where(ready_answer.c.id == known.id).values(words=words))
        await connection.execute(delete(translation).where(translation.c.id == row.id))


_TRANSLATED = select(translation).where(
    translation.c.lab_id == bindparam("lab"),
    translation.c.subject.startswith(READY),
    translation.c.state == APPROVED,
)


def _ready(row: Row[Any]) -> Ready:
    return Ready(row.id, row.lab_id, row.name, row.words)
