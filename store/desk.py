"""What the coordinators' desk reads. Every query says how far somebody may see: nobody reads past her own lab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Select, and_, func, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import File
from lab.broadcasts import COURTESY
from store.promises import STILL_MERGED, head
from store.tables import address, code, inbox, media, outbox, person, staff, staff_lab, task

AILING = ("failed", "unconfirmed")
IS_AILING = text("outbox.state IN ('failed', 'unconfirmed')")
"""Written out as in its index: SQLite takes no index of a part of a table for values that it does not see."""
_owner = staff.alias("owner")
_other = person.alias("other")
SEEN = "seen"
"""Stands where a provider's receipt would, once somebody of the team knows: what was never sent gets no receipt."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody sees: everything, or her labs. No lab is nothing at all."""

    everything: bool = False
    labs: frozenset[int] = frozenset()

    def over(self, column: Any) -> ColumnElement[bool]:
        return true() if self.everything else column.in_(self.labs)

    def holds(self, lab_id: int | None) -> bool:
        return self.everything or lab_id in self.labs


def works_within(reach: Reach) -> ColumnElement[bool]:
    """Members of the team of a lab within reach."""
    beside = select(staff_lab.c.staff_id).where(reach.over(staff_lab.c.lab_id))
    return or_(reach.over(staff.c.lab_id), staff.c.id.in_(beside))


async def person_within(connection: AsyncConnection, reach: Reach, person_id: int) -> Row[Any] | None:
    """All we know of somebody. None where there is nobody, or nobody within reach: the same to whoever asks.

    Who asks for a record that was put into another one gets that one: an old link or form means the same person.
    """
    merged = select(_other.c.merged_into).where(_other.c.id == person_id).scalar_subquery()
    query = select(*(c for c in person.c if c.name != "state"), staff.c.name.label("worker"))
    query = query.outerjoin(staff, staff.c.id == person.c.worker_id)
    hers = person.c.id == func.coalesce(merged, person_id)
    return await _first(connection, query.where(hers, reach.over(person.c.lab_id)))


async def addresses_of(connection: AsyncConnection, person_id: int) -> Sequence[Row[Any]]:
    """Where she can be reached, with the channel; the one she wrote from last comes first.

    By the moment and not by the number alone: PostgreSQL would read all messages from the newest on until one is hers.
    """
    last = (
        select(inbox.c.address_id, inbox.c.id.label("last"))
        .where(inbox.c.person_id == person_id, inbox.c.address_id.is_not(None))
        .order_by(inbox.c.received_at.desc(), inbox.c.id.desc())
        .limit(1)
        .subquery()
    )
    query = select(address.c.id, address.c.channel, address.c.reachable).where(address.c.person_id == person_id)
    query = query.outerjoin(last, last.c.address_id == address.c.id)
    return await _all(connection, query.order_by(last.c.last.is_(None), address.c.id.desc()))


def tasks_within(reach: Reach) -> Select[Any]:
    """Tasks with the person they are about; a thank you is none. `merged_into`: the open one with which it is
    answered."""
    columns: list[Any] = [
        task.c[name]
        for name in (
            *("id", "lab_id", "kind", "note", "media", "created_at", "answer_by", "done_at"),
            *("sort", "owner_id", "climbed", "answer", "answer_language"),
        )
    ]
    columns += [task.c.person_id, person.c.name.label("name"), person.c.language.label("language")]
    columns += [person.c.owner_id.label("looked_after_by"), person.c.standing]
    columns += [staff.c.name.label("done_by"), _owner.c.name.label("owner"), head.c.id.label("merged_into")]
    query = select(*columns).outerjoin(person, person.c.id == task.c.person_id).outerjoin(head, STILL_MERGED)
    query = query.outerjoin(staff, staff.c.id == task.c.done_by).outerjoin(_owner, _owner.c.id == task.c.owner_id)
    return query.where(_of_lab(reach), task.c.kind != COURTESY)


def _of_lab(reach: Reach) -> ColumnElement[bool]:
    """A task of somebody who joined a lab only later is that lab's."""
    hers = and_(task.c.lab_id.is_(None), reach.over(person.c.lab_id))
    return or_(reach.over(task.c.lab_id), hers)


async def open_tasks(connection: AsyncConnection, reach: Reach) -> Sequence[Row[Any]]:
    return await _all(connection, tasks_within(reach).where(task.c.done_at.is_(None)).order_by(task.c.id))


async def open_tasks_of(connection: AsyncConnection, reach: Reach, person_id: int) -> Sequence[Row[Any]]:
    """Hers."""
    hers = (task.c.person_id == person_id, task.c.done_at.is_(None))
    return await _all(connection, tasks_within(reach).where(*hers).order_by(task.c.id))


async def done_tasks(connection: AsyncConnection, reach: Reach, since: datetime) -> Sequence[Row[Any]]:
    query = tasks_within(reach).where(task.c.done_at >= since).order_by(task.c.done_at.desc()).limit(50)
    return await _all(connection, query)


async def ailing_messages(connection: AsyncConnection, reach: Reach, since: datetime) -> Sequence[Row[Any]]:
    """What did not arrive, or may not have, and nobody of the team has seen yet."""
    query = select(outbox.c.id, outbox.c.state, outbox.c.error, outbox.c.created_at, person.c.id.label("person_id"))
    query = query.add_columns(person.c.name, person.c.owner_id).join(person, person.c.id == outbox.c.person_id)
    unseen = or_(outbox.c.receipt.is_(None), outbox.c.receipt != SEEN)
    query = query.where(IS_AILING, outbox.c.created_at >= since, unseen, reach.over(person.c.lab_id))
    return await _all(connection, query.order_by(outbox.c.id.desc()).limit(50))


async def media_within(connection: AsyncConnection, reach: Reach, media_id: int) -> tuple[File | None, int | None]:
    """The file, and whose it is. What is the same for everybody is nobody's; what waits for its sender is not shown."""
    query = select(media.c.data, media.c.mime, media.c.person_id).outerjoin(person, person.c.id == media.c.person_id)
    somebodys = and_(media.c.person_id.is_not(None), reach.over(person.c.lab_id))
    within = or_(somebodys, media.c.shared.is_not(None))
    row = await _first(connection, query.where(media.c.id == media_id, within))
    return (File(row.data, row.mime), row.person_id) if row else (None, None)


async def message_within(connection: AsyncConnection, reach: Reach, inbox_id: int) -> Row[Any] | None:
    columns = (inbox.c.channel, inbox.c.account, inbox.c.body, inbox.c.person_id)
    query = select(*columns).join(person, person.c.id == inbox.c.person_id)
    return await _first(connection, query.where(inbox.c.id == inbox_id, reach.over(person.c.lab_id)))


async def place_codes(connection: AsyncConnection, reach: Reach, now: datetime) -> Sequence[Row[Any]]:
    """Codes that hang somewhere, for everybody."""
    query = select(code.c.place, code.c.lab_id, code.c.created_at, code.c.expires_at)
    query = query.where(code.c.uses_left.is_(None), code.c.expires_at > now, reach.over(code.c.lab_id))
    return await _all(connection, query.order_by(code.c.id.desc()).limit(50))


async def code_within(connection: AsyncConnection, reach: Reach, token_hash: str) -> Row[Any] | None:
    query = select(code.c.place, code.c.lab_id, code.c.spoken_hash, code.c.expires_at)
    return await _first(connection, query.where(code.c.token_hash == token_hash, reach.over(code.c.lab_id)))


async def _all(connection: AsyncConnection, query: Executable) -> Sequence[Row[Any]]:
    return (await connection.execute(query)).all()


async def _first(connection: AsyncConnection, query: Executable) -> Row[Any] | None:
    return (await connection.execute(query)).first()
