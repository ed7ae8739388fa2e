"""What people brought in (questions, ideas, signals): rows of `task` that stay until they are answered, and after.

A row that was merged into another one keeps its id, and is answered with it. Where that one is done or gone, it stands
for itself again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.with_a_human import REPLY
from lab.promises import BROKEN, BROKEN_AFTER, WITH_COORDINATORS, in_one_run
from store.tables import person, staff, task

PAST_SHOWN = 100
RUN_READ = 20
_OPEN = and_(task.c.sort != "", task.c.done_at.is_(None))
head = task.alias("head")
"""Of what was merged: the one with which it is answered."""
STILL_MERGED = and_(head.c.id == task.c.merged_into, head.c.done_at.is_(None))
"""The condition of a join with `head`: as long as that one is open."""


def _contributions(lab_id: int) -> Select[Any]:
    columns: list[Any] = [
        task.c[name]
        for name in (
            *(
                "id",
                "kind",
                "sort",
                "note",
                "media",
                "created_at",
                "answer_by",
                "done_at",
                "person_id",
                "owner_id",
                "climbed",
            ),
            *("answer", "answer_language", "answered_at"),
        )
    ]
    columns += [task.c.language.label("said_in"), person.c.name, person.c.language, staff.c.name.label("owner")]
    query = select(*columns, head.c.id.label("merged_into")).outerjoin(head, STILL_MERGED)
    query = query.outerjoin(person, person.c.id == task.c.person_id).outerjoin(staff, staff.c.id == task.c.owner_id)
    return query.where(task.c.lab_id == lab_id, task.c.sort != "")


async def waiting(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """What has no answer yet, by the day for which one was promised."""
    query = _contributions(lab_id).where(task.c.done_at.is_(None)).order_by(task.c.answer_by, task.c.id)
    return await _all(connection, query)


async def settled(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """What was answered or closed, the newest first."""
    query = _contributions(lab_id).where(task.c.done_at.is_not(None)).order_by(task.c.done_at.desc(), task.c.id)
    return await _all(connection, query.limit(PAST_SHOWN))


async def broken(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """Promises that were not kept, also where the answer came later."""
    query = _contributions(lab_id).where(task.c.climbed == BROKEN).order_by(task.c.answer_by, task.c.id)
    return await _all(connection, query)


async def with_merged(connection: AsyncConnection, ids: Collection[int]) -> Sequence[Row[Any]]:
    """Those of `ids` that were brought in and are open, and all that are answered with them."""
    chosen = task.alias("chosen")
    same = or_(chosen.c.id == task.c.id, *_same_group(chosen))
    columns = (task.c.id, task.c.person_id, task.c.note, person.c.name, person.c.language, person.c.standing)
    query: Select[Any] = select(*columns).join(person, person.c.id == task.c.person_id).join(chosen, same)
    query = query.where(chosen.c.id.in_(ids), chosen.c.sort != "", chosen.c.done_at.is_(None), _OPEN)
    found = {row.id: row for row in await connection.execute(query.order_by(task.c.id))}
    return list(found.values())


def _same_group(chosen: Any) -> tuple[ColumnElement[bool], ...]:
    """Chosen is the head, or this one is, or both have the same."""
    return (
        task.c.merged_into == chosen.c.id,
        chosen.c.merged_into == task.c.id,
        and_(task.c.merged_into.is_not(None), task.c.merged_into == chosen.c.merged_into),
    )


async def keep_answer(connection: AsyncConnection, ids: Collection[int], answer: str, language: str) -> None:
    """What is told to whoever brought these in. It counts as answered for those to whom it goes (`answered`)."""
    values = {"answer": answer, "answer_language": language}
    await connection.execute(update(task).where(task.c.id.in_(ids), _OPEN).values(values))


async def answered(connection: AsyncConnection, ids: Collection[int], staff_id: int | None, now: datetime) -> None:
    values = {"answered_at": now, "done_at": now, "done_by": staff_id}
    await connection.execute(update(task).where(task.c.id.in_(ids), _OPEN).values(values))


async def assign(connection: AsyncConnection, task_id: int, owner_id: int | None, sort: str) -> None:
    await connection.execute(update(task).where(task.c.id == task_id, _OPEN).values(owner_id=owner_id, sort=sort))


async def merge(connection: AsyncConnection, one: int, other: int) -> None:
    """They are answered together, with all that was merged with either. The oldest stands for them: its day counts."""
    oldest, newer = sorted((await _head_of(connection, one), await _head_of(connection, other)))
    if oldest != newer:
        group = or_(task.c.id == newer, task.c.merged_into == newer)
        await connection.execute(update(task).where(group, _OPEN).values(merged_into=oldest))


async def _head_of(connection: AsyncConnection, task_id: int) -> int:
    found = await connection.execute(select(head.c.id).join(task, STILL_MERGED).where(task.c.id == task_id))
    return found.scalar() or task_id


async def unmerge(connection: AsyncConnection, task_id: int) -> None:
    """It stands for itself again. Where others were answered with it, the oldest of them takes its place."""
    await connection.execute(update(task).where(task.c.id == task_id).values(merged_into=None))
    oldest = select(func.min(task.c.id)).where(task.c.merged_into == task_id, _OPEN)
    heir = (await connection.execute(oldest)).scalar()
    if heir is not None:
        await connection.execute(update(task).where(task.c.merged_into == task_id, _OPEN).values(merged_into=heir))
        await connection.execute(update(task).where(task.c.id == heir).values(merged_into=None))


async def made_questions(connection: AsyncConnection, ids: Collection[int]) -> None:
    """What she said while a human talked with her, and was promised nothing for. What she writes next stands apart."""
    replies = (task.c.id.in_(ids), task.c.kind == REPLY, task.c.done_at.is_(None))
    await connection.execute(update(task).where(*replies).values(kind="message", sort="question"))


async def sort_newest(connection: AsyncConnection, person_id: int, sort: str) -> None:
    """She says what she just wrote, be it in several pieces."""
    for task_id in await _just_written(connection, person_id):
        await connection.execute(update(task).where(task.c.id == task_id, _OPEN).values(sort=sort))


async def never_mind(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """She wants no answer to what she just wrote: nothing is promised any more."""
    for task_id in await _just_written(connection, person_id):
        await unmerge(connection, task_id)
        await connection.execute(update(task).where(task.c.id == task_id, _OPEN).values(sort="", done_at=now))


async def keep_to_her_conversation(connection: AsyncConnection, person_id: int, since: datetime) -> None:
    """The words of what she wrote last, `since` then, leave the lists; it is still to be answered."""
    for task_id in await _just_written(connection, person_id):
        await connection.execute(update(task).where(task.c.id == task_id, task.c.created_at >= since).values(note=None))


async def _just_written(connection: AsyncConnection, person_id: int) -> list[int]:
    query = select(task.c.id, task.c.created_at).where(task.c.person_id == person_id, task.c.kind == "message", _OPEN)
    rows = (await connection.execute(query.order_by(task.c.id.desc()).limit(RUN_READ))).all()
    return [row.id for row in rows[: in_one_run([row.created_at for row in rows])]]


async def climb(connection: AsyncConnection, lab_id: int, now: datetime) -> None:
    """What is late goes to the coordinators, and a week later on the list of broken promises. Each once."""
    for height, before in ((WITH_COORDINATORS, now), (BROKEN, now - BROKEN_AFTER)):
        await connection.execute(_CLIMB, {"lab": lab_id, "before": before, "height": height})


_CLIMB = (
    update(task)
    .where(
        task.c.lab_id == bindparam("lab"),
        _OPEN,
        task.c.answer_by < bindparam("before"),
        task.c.climbed < bindparam("height"),
    )
    .values(climbed=bindparam("height"))
)


async def open_danger(connection: AsyncConnection, person_id: int) -> int | None:
    """The task that says that she may be in danger, where nobody did it yet."""
    query = select(task.c.id).where(task.c.person_id == person_id, task.c.kind == "danger", task.c.done_at.is_(None))
    return (await connection.execute(query.limit(1))).scalar()


async def note_danger(connection: AsyncConnection, task_id: int, note: str) -> None:
    await connection.execute(update(task).where(task.c.id == task_id).values(note=note))


async def _all(connection: AsyncConnection, query: Select[Any]) -> Sequence[Row[Any]]:
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found
