"""Messages to many: what is stored of each, and its life."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab import segments
from lab.broadcasts import COURTESY, DRAFT, OPEN_TO_CHANGES, Broadcast
from store.desk import Reach
from store.tables import broadcast, person, task, translation

MOST_REPLIES = 200
_FRESH: dict[str, Any] = {"state": DRAFT, "second_id": None, "seen_people": None}


async def add_broadcast(connection: AsyncConnection, new: Broadcast, now: datetime) -> int:
    values = _written(new) | _FRESH | {"lab_id": new.lab_id, "created_at": now}
    return int((await connection.execute(insert(broadcast).values(values).returning(broadcast.c.id))).scalar_one())


async def change_broadcast(connection: AsyncConnection, changed: Broadcast) -> bool:
    """A draft again, at which nobody has looked. False when it has gone out already."""
    return await become(connection, changed.id, OPEN_TO_CHANGES, **_written(changed), **_FRESH)


def _written(one: Broadcast) -> dict[str, Any]:
    return {
        "words": dict(one.words),
        "segment": segments.dump(one.segment),
        "urgent": one.urgent,
        "wakes": one.wakes,
        "reason": one.reason or None,
        "staff_id": one.staff_id,
        "due_at": one.due_at,
    }


async def become(connection: AsyncConnection, broadcast_id: int, from_states: Collection[str], **values: Any) -> bool:
    """Of two who want it at once, one does it."""
    wanted = (broadcast.c.id == broadcast_id, broadcast.c.state.in_(sorted(from_states)))
    return bool((await connection.execute(update(broadcast).where(*wanted).values(values))).rowcount)


async def drop_draft(connection: AsyncConnection, one: Broadcast) -> bool:
    draft = (broadcast.c.id == one.id, broadcast.c.state.in_(OPEN_TO_CHANGES))
    gone = bool((await connection.execute(delete(broadcast).where(*draft))).rowcount)
    if gone:
        await forget_translations(connection, one)
    return gone


async def forget_translations(connection: AsyncConnection, one: Broadcast) -> None:
    """What was translated are not its words any more."""
    await connection.execute(delete(translation).where(translation.c.subject == one.reference))


async def broadcast_within(
    connection: AsyncConnection, reach: Reach, broadcast_id: int, *, lock: bool = False
) -> Broadcast | None:
    query = select(broadcast).where(broadcast.c.id == broadcast_id, reach.over(broadcast.c.lab_id))
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    return _broadcast(row) if row else None


async def broadcasts_of(connection: AsyncConnection, lab_id: int, states: Collection[str] = ()) -> list[Broadcast]:
    """The newest first."""
    wanted = [broadcast.c.lab_id == lab_id, *([broadcast.c.state.in_(sorted(states))] if states else [])]
    return await _broadcasts(connection, *wanted)


async def broadcasts_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Broadcast]:
    return {one.id: one for one in await _broadcasts(connection, broadcast.c.id.in_(sorted(set(ids))))}


async def _broadcasts(connection: AsyncConnection, *where: ColumnElement[bool]) -> list[Broadcast]:
    rows = await connection.execute(select(broadcast).where(*where).order_by(broadcast.c.id.desc()))
    return [_broadcast(row) for row in rows]


def _broadcast(row: Row[Any]) -> Broadcast:
    values = {name: getattr(row, name) for name in _PLAIN}
    return Broadcast(**values, words=row.words, segment=segments.load(row.segment), reason=row.reason or "")


_PLAIN = tuple(column.name for column in broadcast.c if column.name not in ("words", "segment", "reason"))

SECOND, LEFT = "broadcast_second", "broadcast_left"
"""Kinds of task: another person should look before it goes out; some people get nothing, as somebody decided."""


async def ask_second(connection: AsyncConnection, one: Broadcast, now: datetime) -> None:
    """Once, as long as nobody has done it."""
    already = select(func.count()).select_from(task).where(*_asked(one))
    if not (await connection.execute(already)).scalar_one():
        values = {"lab_id": one.lab_id, "kind": SECOND, "note": one.reference, "created_at": now}
        await connection.execute(insert(task).values(**values, broadcast_id=one.id))


async def settle_second(connection: AsyncConnection, one: Broadcast, staff_id: int | None, now: datetime) -> None:
    await connection.execute(update(task).where(*_asked(one)).values(done_at=now, done_by=staff_id))


def _asked(one: Broadcast) -> tuple[ColumnElement[bool], ...]:
    return (task.c.lab_id == one.lab_id, task.c.kind == SECOND, task.c.broadcast_id == one.id, task.c.done_at.is_(None))


async def note_left(connection: AsyncConnection, one: Broadcast, people: dict[str, int], now: datetime) -> None:
    """A task for each language in which nobody hears it: somebody should tell these people in another way."""
    for language, many in sorted(people.items()):
        values = {"lab_id": one.lab_id, "kind": LEFT, "note": f"{one.reference} {language} {many}", "created_at": now}
        await connection.execute(insert(task).values(values))


async def replies_to(connection: AsyncConnection, one: Broadcast) -> list[Row[Any]]:
    """What people wrote after it, the newest first: id, person, words, whether somebody answered. `courtesy`: it asks
    nothing."""
    columns = (task.c.id, task.c.person_id, task.c.note, task.c.media, task.c.created_at, task.c.done_at)
    mine = (task.c.broadcast_id == one.id, task.c.lab_id == one.lab_id, task.c.person_id.is_not(None))
    more = (task.c.language, (task.c.kind == COURTESY).label("courtesy"), person.c.name)
    query: Select[Any] = select(*columns, *more).join(person, person.c.id == task.c.person_id)
    return list(await connection.execute(query.where(*mine).order_by(task.c.id.desc()).limit(MOST_REPLIES)))
