"""What stands beside a message in a conversation: the words of a mediator, or the answer that she translated."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.mediation import APPROVED, Text
from store.history import Entry
from store.mediation import known, subject_of_message, subject_of_question
from store.tables import outbox, task

ANSWER = "answer:"
"""With the number of the task: the key in the outbox of an answer that was translated first (bot/mediation.py)."""


@dataclass(frozen=True, slots=True)
class Original:
    """The team's own words, in the language in which they were written."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Beside:
    """`said`: by the number of her message. `answers`: by the number of ours. `waiting`: answers on their way."""

    said: Mapping[int, Text] = field(default_factory=dict)
    answers: Mapping[int, Original] = field(default_factory=dict)
    waiting: tuple[Original, ...] = ()


async def beside(connection: AsyncConnection, person_id: int, entries: Iterable[Entry], language: str) -> Beside:
    """`language`: of whoever reads, before others."""
    said = {entry.id: entry.body.get("text", "").strip() for entry in entries if entry.own}
    columns = [task.c[name] for name in ("id", "note", "answer", "answer_language", "language", "done_at")]
    tasks = (await connection.execute(select(*columns).where(task.c.person_id == person_id))).all()
    subjects = {number: [subject_of_message(number)] for number, words in said.items() if words}
    for number, names in subjects.items():
        names += [subject_of_question(one.id) for one in tasks if one.note == said[number]]
    found = await known(connection, {one for names in subjects.values() for one in names})
    best = {number: _best(found, names, language) for number, names in subjects.items()}
    return Beside(
        {number: text for number, text in best.items() if text},
        await _answers(connection, person_id, tasks),
        tuple(dict.fromkeys(_original(one) for one in tasks if _waits(one))),
    )


def _best(found: Mapping[tuple[str, str], Text], names: Collection[str], language: str) -> Text | None:
    """One that is approved, and in her language if there is such a one."""
    texts = [text for (subject, _), text in found.items() if subject in names]
    return min(texts, key=lambda one: (one.language != language, one.state != APPROVED, one.id), default=None)


async def _answers(connection: AsyncConnection, person_id: int, tasks: Iterable[Row[Any]]) -> dict[int, Original]:
    keys = {f"{ANSWER}{one.id}": one for one in tasks if one.answer}
    if not keys:
        return {}
    query = select(outbox.c.id, outbox.c.key).where(outbox.c.person_id == person_id, outbox.c.key.in_(sorted(keys)))
    return {row.id: _original(keys[row.key]) for row in await connection.execute(query)}


def _waits(one: Row[Any]) -> bool:
    return bool(one.answer and one.done_at is None and one.answer_language)


def _original(one: Row[Any]) -> Original:
    return Original(one.answer, one.answer_language)
