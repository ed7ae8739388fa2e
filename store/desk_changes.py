"""What the coordinators' desk changes. Each is safe to repeat; the caller has looked whether it is within reach."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE, CHAT_ROLES, WAITING_GUARDIAN
from lab.promises import answer_by, end_of
from store.desk import Reach, tasks_within
from store.facts import write_down
from store.people import forget
from store.tables import address, consent, outbox, person, staff, task


async def hold(connection: AsyncConnection, person_id: int) -> None:
    """Wait for a turn of hers that is under way, and keep the next one waiting: both write the same rows.

    The line of a phone that several use comes first, as in a turn: of the two one waits, never both.
    """
    own = address.c.person_id == person_id
    line = address.c.id.in_(select(address.c.line_id).where(own))
    for found in (line, own):
        await connection.execute(select(address.c.id).where(found).order_by(address.c.id).with_for_update())


async def put_in_outbox(connection: AsyncConnection, values: Mapping[str, Any]) -> bool:
    """False when this key was there before: then nothing more is sent."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(outbox).values(**values).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id)
    if (await connection.execute(statement)).scalar() is None:
        return False
    written = update(person).where(person.c.id == values["person_id"]).values(last_out_at=values["created_at"])
    await connection.execute(written)
    return True


async def close_tasks(
    connection: AsyncConnection, reach: Reach, ids: Collection[int], staff_id: int, now: datetime
) -> int:
    """Those of `ids` that are within reach; who did it first stays. How many there are."""
    found = [row.id for row in await connection.execute(tasks_within(reach).where(task.c.id.in_(ids)))]
    await connection.execute(_CLOSE, {"tasks": found, "now": now, "staff": staff_id})
    return len(found)


_CLOSE = (
    update(task)
    .where(task.c.id.in_(bindparam("tasks", expanding=True)), task.c.done_at.is_(None))
    .values(done_at=bindparam("now"), done_by=bindparam("staff"))
)


async def reopen_task(connection: AsyncConnection, reach: Reach, task_id: int) -> bool:
    found = (await connection.execute(tasks_within(reach).where(task.c.id == task_id))).first()
    await connection.execute(
        update(task).where(task.c.id == (found.id if found else 0)).values(done_at=None, done_by=None)
    )
    return found is not None


async def guardian_agrees(
    connection: AsyncConnection, person_id: int, how: str, text_version: str, staff_id: int, now: datetime
) -> bool:
    """A line in the ledger, and she takes part. False when nobody waited for that any more."""
    await hold(connection, person_id)
    waiting = update(person).where(person.c.id == person_id, person.c.standing == WAITING_GUARDIAN)
    changed = waiting.values(standing=ACTIVE, guardian_agreed_at=now).returning(person.c.language, person.c.lab_id)
    row = (await connection.execute(changed)).first()
    if row is None:
        return False
    line = {"person_id": person_id, "kind": "guardian", "given": True, "text_version": text_version, "how": how}
    await connection.execute(insert(consent).values(**line, language=row.language, assisted_by=staff_id, at=now))
    closing = update(task).where(task.c.person_id == person_id, task.c.kind == "guardian", task.c.done_at.is_(None))
    await connection.execute(closing.values(done_at=now, done_by=staff_id))
    welcome = {"lab_id": row.lab_id, "person_id": person_id, "kind": "welcome", "created_at": now}
    await connection.execute(insert(task).values(**welcome, answer_by=end_of(answer_by(now.date()))))
    return True


async def give_role(connection: AsyncConnection, person_id: int, role: str, staff_id: int, now: datetime) -> bool:
    """What she may do in the chat. Only for somebody who takes part; a role at the desk is not touched."""
    await hold(connection, person_id)
    active = update(person).where(person.c.id == person_id, person.c.standing == ACTIVE)
    row = (
        await connection.execute(active.values(role=role).returning(person.c.lab_id, person.c.name, person.c.language))
    ).first()
    if row is not None:
        await write_down(connection, person_id, ["role"], staff_id, now)
    if row is not None and role in CHAT_ROLES:
        await _as_worker(connection, person_id, role, row._asdict(), now)
    return row is not None


async def _as_worker(
    connection: AsyncConnection, person_id: int, role: str, who: Mapping[str, Any], now: datetime
) -> None:
    """One row of staff for one person, however often she comes and goes."""
    count = select(func.count()).select_from(staff).where(staff.c.person_id == person_id)
    if (await connection.execute(count)).scalar_one():
        hers = update(staff).where(staff.c.person_id == person_id, staff.c.role.in_(CHAT_ROLES))
        await connection.execute(hers.values(role=role, lab_id=who["lab_id"], epoch=staff.c.epoch + 1))
        return
    values = {"name": who["name"] or "", "language": who["language"] or "en", "lab_id": who["lab_id"], "role": role}
    await connection.execute(insert(staff).values(**values, person_id=person_id, created_at=now))


async def erase(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Everything about her. Of a worker who only ever was in the chat, the name goes too."""
    await hold(connection, person_id)
    only_in_chat = (staff.c.person_id == person_id, staff.c.password_hash.is_(None))
    await connection.execute(update(staff).where(*only_in_chat).values(name=""))
    await forget(connection, person_id, None, now)
