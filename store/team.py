"""Who works for which lab, in which role, since when and until when. The caller has looked whether she may."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import CHAT_ROLES
from store.tables import person, staff, staff_lab


async def put_in_labs(connection: AsyncConnection, staff_id: int, labs: Collection[int]) -> None:
    """These labs and no others. The one that was the first stays the first, as long as it is among them."""
    first = (await connection.execute(select(staff.c.lab_id).where(staff.c.id == staff_id))).scalar()
    if first not in labs:
        first = min(labs, default=None)
    await connection.execute(update(staff).where(staff.c.id == staff_id).values(lab_id=first))
    await connection.execute(delete(staff_lab).where(staff_lab.c.staff_id == staff_id))
    rest = [{"staff_id": staff_id, "lab_id": lab} for lab in sorted(labs) if lab != first]
    if rest:
        await connection.execute(insert(staff_lab), rest)


async def give_post(connection: AsyncConnection, staff_id: int, role: str, labs: Collection[int]) -> None:
    """Another role, or other labs. She is logged out: her next page is of what she is now."""
    await put_in_labs(connection, staff_id, labs)
    hers = update(staff).where(staff.c.id == staff_id)
    changed = hers.values(role=role, epoch=staff.c.epoch + 1).returning(staff.c.person_id)
    await _in_chat(connection, (await connection.execute(changed)).scalar(), role)


async def end_work(connection: AsyncConnection, staff_id: int, now: datetime) -> None:
    """From now on she comes in nowhere. The row stays: the log says who she was."""
    hers = update(staff).where(staff.c.id == staff_id, staff.c.ended_at.is_(None))
    ended = hers.values(ended_at=now, setup_hash=None, setup_until=None, epoch=staff.c.epoch + 1)
    await _in_chat(connection, (await connection.execute(ended.returning(staff.c.person_id))).scalar(), "")


async def take_back(connection: AsyncConnection, staff_id: int) -> None:
    """With the role, the labs and the password that she had."""
    hers = update(staff).where(staff.c.id == staff_id, staff.c.ended_at.is_not(None))
    row = (await connection.execute(hers.values(ended_at=None).returning(staff.c.person_id, staff.c.role))).first()
    if row:
        await _in_chat(connection, row.person_id, row.role)


async def other_administrators(connection: AsyncConnection, staff_id: int) -> int:
    """How many could go on without this one: those who have a password and are here."""
    query = select(func.count()).select_from(staff).where(staff.c.role == "administrator", staff.c.id != staff_id)
    working = query.where(staff.c.ended_at.is_(None), staff.c.password_hash.is_not(None))
    return int((await connection.execute(working)).scalar_one())


async def _in_chat(connection: AsyncConnection, person_id: int | None, role: str) -> None:
    """What she may do in the chat, where she is there too."""
    if person_id is not None:
        own = role if role in CHAT_ROLES else "participant"
        await connection.execute(update(person).where(person.c.id == person_id).values(role=own))
