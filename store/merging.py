"""Two records of one person are put together, and taken apart again within 30 days.

The record that goes stays as a row without address, group or meeting, whom nobody contacts: the ledger of consents may
not be changed, so hers stand there, and are shown with those of the record that is kept (`store.people.consents_of`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.words import loose
from lab.one_person import put_together, taken_over
from lab.people import MERGED
from store.contacts import DROPPED, PLANNED, lock_lab
from store.desk_changes import hold
from store.journal import Journal, undo
from store.people_list import SEALED
from store.tables import (
    address,
    code,
    consent,
    contact,
    fact_change,
    inbox,
    invitation,
    media,
    membership,
    merging,
    note,
    outbox,
    participation,
    person,
    pilot_member,
    pilot_update,
    presence,
    reaction,
    small_group_member,
    staff,
    talk,
    task,
    translation,
)
from store.types import names_of

UNDONE_WITHIN = timedelta(days=30)
MOVED = (address, inbox, outbox, task, media, note, fact_change, code, pilot_update, talk)
"""Rows that have a person, however many."""
ONCE = (membership, pilot_member, reaction, participation, small_group_member)
"""One row for a person and something else."""
CANDIDATES = 2000
MOST_ALIKE = 3


async def merge(
    connection: AsyncConnection, kept_id: int, gone_id: int, chosen: Collection[str], staff_id: int, now: datetime
) -> int:
    """The id of the merging. `chosen`: facts for which the record that goes is right. Both are of one lab.

    Raises LookupError where one of the two is not there any more.
    """
    kept, gone = await _both(connection, kept_id, gone_id)
    journal = Journal(connection)
    for table in MOVED:
        await journal.move(table.c.person_id, gone.id, kept.id)
    for table in ONCE:
        await _join(journal, table, kept.id, gone.id)
    await _invitations(journal, kept.id, gone.id)
    await _contacts(journal, kept.id, gone.id, now)
    await _work(journal, kept.id, gone.id)
    await journal.move(person.c.merged_into, gone.id, kept.id)
    for key in taken_over(kept._asdict(), gone._asdict(), chosen):
        await journal.add(fact_change, {"person_id": kept.id, "key": key[:40], "staff_id": staff_id, "at": now})
    await journal.change(person, kept, put_together(kept._asdict(), gone._asdict(), chosen))
    await journal.change(person, gone, {"merged_into": kept.id, "standing": MERGED, "expires_at": None})
    await connection.execute(delete(presence).where(presence.c.person_id == gone.id))
    values = {"lab_id": kept.lab_id, "kept_id": kept.id, "gone_id": gone.id, "staff_id": staff_id, "at": now}
    made = insert(merging).values(**values, record={"lines": journal.lines}).returning(merging.c.id)
    return int((await connection.execute(made)).scalar_one())


async def _both(connection: AsyncConnection, kept_id: int, gone_id: int) -> tuple[Row[Any], Row[Any]]:
    """As they are now; neither talks, nor is planned for, until the commit."""
    for one in sorted((kept_id, gone_id)):
        await hold(connection, one)
    query = select(person).where(person.c.id.in_((kept_id, gone_id)), person.c.merged_into.is_(None))
    rows = {row.id: row for row in await connection.execute(query.order_by(person.c.id).with_for_update())}
    kept, gone = rows[kept_id], rows[gone_id]
    if kept.lab_id:
        await lock_lab(connection, kept.lab_id)
    return kept, gone


async def _join(journal: Journal, table: Table, kept: int, gone: int) -> None:
    """What both have, the one that is kept has once: with the later round or question."""
    other = next(column for column in table.primary_key if column.name != "person_id")
    rows = (await journal.connection.execute(select(table).where(table.c.person_id.in_((kept, gone))))).all()
    hers = {getattr(row, other.name): row for row in rows if row.person_id == kept}
    for row in (row for row in rows if row.person_id == gone):
        await journal.remove(table, row)
        own = hers.get(getattr(row, other.name))
        if own is None:
            await journal.add(table, {**row._asdict(), "person_id": kept})
            continue
        for name in {"round", "asked_at"} & set(row._asdict()):
            later = max((v for v in (getattr(own, name), getattr(row, name)) if v is not None), default=None)
            await journal.change(table, own, {name: later})


async def _invitations(journal: Journal, kept: int, gone: int) -> None:
    """Of two answers to one meeting the later one counts; who was there with either, was there."""
    query = select(invitation).where(invitation.c.person_id.in_((kept, gone)))
    rows = (await journal.connection.execute(query)).all()
    hers = {row.meeting_id: row for row in rows if row.person_id == kept}
    for row in (row for row in rows if row.person_id == gone):
        own = hers.get(row.meeting_id)
        if own is None:
            await journal.change(invitation, row, {"person_id": kept})
            continue
        said = ("answer", "reason", "words", "answered_at", "waiting_since")
        later = row.answered_at and (own.answered_at is None or row.answered_at > own.answered_at)
        values = {name: getattr(row, name) for name in said} if later else {}
        values["told_sequence"] = max(
            (n for n in (own.told_sequence, row.told_sequence) if n is not None), default=None
        )
        values["present"] = row.present if own.present is None else own.present or bool(row.present)
        await journal.remove(invitation, row)
        await journal.change(invitation, own, values)


async def _contacts(journal: Journal, kept: int, gone: int, now: datetime) -> None:
    """What was planned for both goes to her once, and not at all where one of the two records heard it."""
    query = select(contact).where(contact.c.person_id.in_((kept, gone)))
    rows = (await journal.connection.execute(query)).all()
    hers = {(row.kind, row.reference, row.slot): row for row in rows if row.person_id == kept}
    needless = {"state": DROPPED, "reason": "superseded", "reason_until": None, "decided_at": now}
    for row in (row for row in rows if row.person_id == gone):
        own = hers.get((row.kind, row.reference, row.slot))
        if own is None:
            await journal.change(contact, row, {"person_id": kept})
        elif row.state == PLANNED:
            await journal.change(contact, row, needless)
        elif own.state == PLANNED and row.state != DROPPED:
            await journal.change(contact, own, needless)


async def _work(journal: Journal, kept: int, gone: int) -> None:
    """What she does for the lab: translations, and her place among those who work for it."""
    first, second = translation.c.mediator_id, translation.c.second_id
    await journal.move(first, gone, kept, or_(second.is_(None), second != kept))
    await journal.move(second, gone, kept, or_(first.is_(None), first != kept))
    works = select(func.count()).select_from(staff).where(staff.c.person_id == kept)
    if not (await journal.connection.execute(works)).scalar_one():
        await journal.move(staff.c.person_id, gone, kept)


async def mergings_of(connection: AsyncConnection, person_id: int, now: datetime) -> Sequence[Row[Any]]:
    """Which records were put into this one and can be taken out again, the latest first: only that one can be now."""
    columns: list[Any] = [merging.c.id, merging.c.gone_id, merging.c.at, staff.c.name.label("who")]
    query = select(*columns).outerjoin(staff, staff.c.id == merging.c.staff_id)
    query = query.where(merging.c.kept_id == person_id, merging.c.undone_at.is_(None))
    return (
        await connection.execute(query.where(merging.c.at > now - UNDONE_WITHIN).order_by(merging.c.id.desc()))
    ).all()


async def unmerge(connection: AsyncConnection, person_id: int, merging_id: int, now: datetime) -> int | None:
    """The record that is there again, with what came in through its addresses since then. None: not possible now.

    What that asks of the team goes along: a task is as old as the message that made it.
    """
    await hold(connection, person_id)
    latest = (await mergings_of(connection, person_id, now))[:1]
    if [row.id for row in latest] != [merging_id]:
        return None
    found = (await connection.execute(select(merging).where(merging.c.id == merging_id).with_for_update())).one()
    lines = found.record["lines"]
    await undo(connection, lines)
    addresses = [one for line in lines if (line["do"], line["table"]) == ("move", "address") for one in line["ids"]]
    for table in (inbox, outbox):
        since = (table.c.address_id.in_(addresses), table.c.person_id == person_id)
        await connection.execute(update(table).where(*since).values(person_id=found.gone_id))
    heard = select(inbox.c.received_at).where(inbox.c.address_id.in_(addresses), inbox.c.received_at > found.at)
    asked = (task.c.person_id == person_id, task.c.created_at.in_(heard))
    await connection.execute(update(task).where(*asked).values(person_id=found.gone_id))
    await connection.execute(update(merging).where(merging.c.id == merging_id).values(undone_at=now, record={}))
    return int(found.gone_id)


async def settle_for_good(connection: AsyncConnection, now: datetime) -> int:
    """After 30 days nothing can be taken apart: what the records that went knew goes too, all but their consents."""
    old = select(merging.c.gone_id).where(merging.c.at <= now - UNDONE_WITHIN, merging.c.undone_at.is_(None))
    empty = dict.fromkeys(("name", "facts", "state", "age_band", "place", "worker_id"))
    await connection.execute(update(person).where(person.c.id.in_(old)).values(empty))
    gone = await connection.execute(delete(merging).where(merging.c.at <= now - UNDONE_WITHIN))
    return int(gone.rowcount)


async def what_moves(connection: AsyncConnection, gone_id: int) -> dict[str, int]:
    """How many of each, by table: what somebody sees before she says yes."""
    counted = (inbox, outbox, address, consent, invitation, membership, task, participation, pilot_update, note)
    numbers = [select(func.count()).where(t.c.person_id == gone_id).scalar_subquery().label(t.name) for t in counted]
    return dict((await connection.execute(select(*numbers))).one()._mapping)


async def alike(connection: AsyncConnection, who: Row[Any]) -> list[Row[Any]]:
    """People of her lab with the same name, and the same language or place: perhaps the same person."""
    if not who.name or not who.lab_id:
        return []
    near = [person.c.language == who.language] + ([person.c.place == who.place] if who.place else [])
    query = select(person.c.id, SEALED).where(person.c.lab_id == who.lab_id, person.c.id != who.id, or_(*near))
    query = query.where(person.c.merged_into.is_(None)).order_by(person.c.id.desc()).limit(CANDIDATES)
    wanted, names = loose(who.name), names_of(connection.dialect)
    cleared = names.cleared
    found = [number for number, sealed in await connection.execute(query) if wanted and names.loose(sealed) == wanted]
    names.searched(cleared)
    columns: list[Any] = [person.c.id, person.c.name, person.c.language, person.c.place, person.c.created_at]
    first = select(*columns).where(person.c.id.in_(found[:MOST_ALIKE])).order_by(person.c.id.desc())
    return list(await connection.execute(first))
