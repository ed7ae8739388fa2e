"""Translations that people make for each other: asked for, given, approved, and forgotten in time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.mediation import APPROVED, GIVEN, KEPT, LONGEST, WAITING, Text
from store.among import among
from store.closing import IDEA
from store.desk import Reach
from store.pilot_news import subject_of as subject_of_update
from store.tables import answer, inbox, person, pilot_update, task, translation

ANSWER, TASK, SAID = "answer:", "task:", "said:"
"""How the subjects begin that one reader waits for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that somebody should read in these languages."""

    subject: str
    language: str
    words: str
    languages: frozenset[str]
    author: str = ""


def subject_of_answer(task_id: int) -> str:
    return f"{ANSWER}{task_id}"


def subject_of_question(task_id: int) -> str:
    """What somebody brought in, for the team to read."""
    return f"{TASK}{task_id}"


def subject_of_message(inbox_id: int) -> str:
    """One message of somebody, for the team to read."""
    return f"{SAID}{inbox_id}"


def is_for_one(subject: str) -> bool:
    """Whether one reader waits for it: who asked, or the team."""
    return subject.startswith((ANSWER, TASK, SAID))


async def known(connection: AsyncConnection, subjects: Collection[str]) -> dict[tuple[str, str], Text]:
    """By subject and language."""
    found = await _texts(connection, _KNOWN, {"subjects": sorted(subjects)}) if subjects else []
    return {(one.subject, one.language): one for one in found}


async def ask_for(
    connection: AsyncConnection, lab_id: int, wanted: Wanted, before: Mapping[tuple[str, str], Text], now: datetime
) -> None:
    """One row a language. Words that changed since they were asked for are asked for anew."""
    for language in sorted(wanted.languages - {wanted.language, ""}):
        old = before.get((wanted.subject, language))
        if old is None:
            values = {"lab_id": lab_id, "subject": wanted.subject, "language": language, "created_at": now}
            await connection.execute(insert(translation).values(**values, **_fresh(wanted)))
        elif old.source != wanted.words:
            await _change(connection, translation.c.id == old.id, **_fresh(wanted), **_NOBODY, approved_at=None)


def _fresh(wanted: Wanted) -> dict[str, Any]:
    source = {"source": wanted.words, "source_language": wanted.language}
    return source | {"state": WAITING, "skipped": [], "words": None, "unsure": False}


_NOBODY: Mapping[str, Any] = {"mediator_id": None, "second_id": None, "asked_at": None, "given_at": None}


async def approved(connection: AsyncConnection, subject: str, language: str) -> str:
    """What a human found right, or ""."""
    mine = (translation.c.subject == subject, translation.c.language == language)
    query = select(translation.c.words).where(*mine, translation.c.state == APPROVED)
    return (await connection.execute(query)).scalar() or ""


async def hand_on(connection: AsyncConnection, subject: str, to: str) -> None:
    """What was approved for one is kept for the other, who cannot hear it yet."""
    await _change(connection, translation.c.subject == subject, subject=to)


async def open_texts(connection: AsyncConnection, lab_id: int) -> list[Text]:
    """What nobody approved yet, the oldest first."""
    return await _texts(connection, _UNFINISHED, {"lab": lab_id})


async def open_heads(connection: AsyncConnection, lab_id: int) -> list[Text]:
    """The same without their words, which planning does not need: opening hundreds of sealed texts takes its time."""
    rows = (await connection.execute(_HEADS, {"lab": lab_id})).all()
    perhaps_long = [row.id for row in rows if row.sealed_bytes > LONGEST]
    opened = await texts_by_id(connection, perhaps_long) if perhaps_long else {}
    return [_head(row, characters=len(opened[row.id].source) if row.id in opened else row.sealed_bytes) for row in rows]


_HEAD = [column for column in translation.c if column.name not in ("source", "words")]
_SEALED_BYTES = func.length(type_coerce(translation.c.source, LargeBinary)).label("sealed_bytes")
"""Never fewer than the text has characters."""
_OPEN = (translation.c.lab_id == bindparam("lab"), translation.c.state.in_((WAITING, GIVEN)))
_HEADS = select(*_HEAD, _SEALED_BYTES).where(*_OPEN).order_by(translation.c.id)
_UNFINISHED = select(translation).where(*_OPEN).order_by(translation.c.id)
_WITHIN: Select[Any] = select(translation).order_by(translation.c.id)
_KNOWN = _WITHIN.where(among(translation.c.subject, "subjects"))
_BY_ID = _WITHIN.where(translation.c.id.in_(bindparam("ids", expanding=True)))


async def approved_texts(connection: AsyncConnection, lab_id: int, limit: int = 30) -> list[Text]:
    """The newest first."""
    query = select(translation).where(translation.c.lab_id == lab_id, translation.c.state == APPROVED)
    rows = await connection.execute(query.order_by(translation.c.approved_at.desc(), translation.c.id).limit(limit))
    return [_text(row) for row in rows]


async def texts_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Text]:
    return {one.id: one for one in await _texts(connection, _BY_ID, {"ids": sorted(set(ids))})}


async def text_within(connection: AsyncConnection, reach: Reach, text_id: int) -> Text | None:
    wanted = _WITHIN.where(translation.c.id == text_id, reach.over(translation.c.lab_id))
    found = await _texts(connection, wanted, {})
    return found[0] if found else None


async def _texts(connection: AsyncConnection, query: Select[Any], known: Mapping[str, Any]) -> list[Text]:
    return [_text(row) for row in await connection.execute(query, known)]


def _text(row: Row[Any]) -> Text:
    return _head(row, row.source, row.words or "")


def _head(row: Any, source: str = "", words: str = "", characters: int | None = None) -> Text:
    return Text(
        *(row.id, row.lab_id, row.subject, row.source_language, row.language, source),
        state=row.state,
        words=words,
        unsure=row.unsure,
        mediator_id=row.mediator_id,
        second_id=row.second_id,
        skipped=tuple(row.skipped),
        asked_at=row.asked_at,
        characters=characters,
    )


async def give_to(connection: AsyncConnection, text: Text, person_id: int, now: datetime) -> bool:
    """It is her turn: to translate, or to look at what was given. False: somebody else was quicker."""
    column = translation.c.mediator_id if text.state == WAITING else translation.c.second_id
    same = (translation.c.id == text.id, translation.c.state == text.state)
    free = update(translation).where(*same, or_(column.is_(None), column == person_id))
    return bool((await connection.execute(free.values({column: person_id, "asked_at": now}))).rowcount)


async def pass_over(connection: AsyncConnection, text: Text, person_id: int) -> None:
    """She cannot or does not: the next one is asked, or the team looks at what was given."""
    mine = (translation.c.id == text.id, translation.c.state == text.state)
    skipped = [*text.skipped, person_id]
    if text.state == GIVEN:
        await _change(connection, *mine, skipped=skipped, asked_at=None)
        return
    await _change(connection, *mine, skipped=skipped, mediator_id=None, asked_at=None)


async def keep_words(connection: AsyncConnection, text: Text, words: str, now: datetime) -> None:
    """She translated it. Somebody else looks at it next."""
    values: dict[str, Any] = {
        "state": GIVEN,
        "words": words,
        "unsure": False,
        "given_at": now,
        "second_id": None,
        "asked_at": None,
    }
    await _change(connection, translation.c.id == text.id, **values)


async def doubt(connection: AsyncConnection, text: Text) -> None:
    await _change(connection, translation.c.id == text.id, translation.c.state == GIVEN, unsure=True)


async def refuse(connection: AsyncConnection, text: Text) -> None:
    """The second one finds it wrong: the team decides."""
    await _change(connection, translation.c.id == text.id, translation.c.state == GIVEN, unsure=True, asked_at=None)


async def approve(
    connection: AsyncConnection, text: Text, words: str, now: datetime, staff_id: int | None = None
) -> None:
    values = {"state": APPROVED, "words": words, "unsure": False, "approved_at": now, "approved_by": staff_id}
    await _change(connection, translation.c.id == text.id, **values, asked_at=None)


async def ask_again(connection: AsyncConnection, text: Text) -> None:
    """From the beginning: everybody may be asked, also who passed it over."""
    values: dict[str, Any] = {
        "state": WAITING,
        "skipped": [],
        "words": None,
        "unsure": False,
        "approved_at": None,
        "approved_by": None,
    }
    await _change(connection, translation.c.id == text.id, **values, **_NOBODY)


async def _change(connection: AsyncConnection, *where: ColumnElement[bool], **values: Any) -> None:
    await connection.execute(update(translation).where(*where).values(values))


async def brought_in(connection: AsyncConnection, lab_id: int, task_id: int) -> Row[Any] | None:
    """What somebody wrote to the team, with her name."""
    query: Select[Any] = select(task.c.id, task.c.note, task.c.language, person.c.name)
    query = query.join(person, person.c.id == task.c.person_id)
    query = query.where(task.c.id == task_id, task.c.lab_id == lab_id, task.c.sort != "")
    found: Row[Any] | None = (await connection.execute(query)).first()
    return found


async def unread_answers(connection: AsyncConnection, lab_id: int) -> list[Row[Any]]:
    """Answers that are written, but not in the language of who asked. With them: to whom they go."""
    return list(await connection.execute(_UNREAD, {"lab": lab_id}))


_UNREAD: Select[Any] = (
    select(
        *(task.c.id, task.c.person_id, task.c.note, task.c.answer, task.c.answer_language, task.c.owner_id),
        *(person.c.name, person.c.language, person.c.standing),
    )
    .join(person, person.c.id == task.c.person_id)
    .where(
        *(task.c.lab_id == bindparam("lab"), task.c.sort != "", task.c.done_at.is_(None), task.c.answer.is_not(None)),
        *(person.c.language != "", person.c.language != task.c.answer_language),
    )
    .order_by(task.c.id)
)


async def forget_subjects(connection: AsyncConnection, person_id: int) -> None:
    """What she asked or told goes in all languages. Called before her tasks and reports are deleted."""
    asked = (await connection.execute(select(task.c.id).where(task.c.person_id == person_id))).scalars().all()
    query = select(pilot_update.c.id).where(pilot_update.c.person_id == person_id)
    told = (await connection.execute(query)).scalars()
    subjects = [of(one) for one in asked for of in (subject_of_answer, subject_of_question)]
    subjects += [subject_of_update(one) for one in told] + await _said_by(connection, person_id)
    await connection.execute(delete(translation).where(translation.c.subject.in_(subjects)))
    await forget_lost_ideas(connection)


async def _said_by(connection: AsyncConnection, person_id: int) -> list[str]:
    """Subjects of messages of hers that were translated. All such subjects are looked at: there are few."""
    query = select(translation.c.subject).where(translation.c.subject.startswith(SAID)).distinct()
    ids = [int(one.removeprefix(SAID)) for one in (await connection.execute(query)).scalars()]
    hers = select(inbox.c.id).where(inbox.c.id.in_(ids), inbox.c.person_id == person_id)
    return [subject_of_message(one) for one in (await connection.execute(hers)).scalars()]


async def forget_lost_ideas(connection: AsyncConnection) -> None:
    """Translations of ideas that are not there any more."""
    lost = func.substr(translation.c.subject, len(IDEA) + 1).not_in(select(answer.c.id))
    await connection.execute(delete(translation).where(translation.c.subject.startswith(IDEA), lost))


async def purge(connection: AsyncConnection, now: datetime) -> int:
    """What was approved long ago; how many those were."""
    await forget_lost_ideas(connection)
    return int((await connection.execute(delete(translation).where(translation.c.approved_at <= now - KEPT))).rowcount)
