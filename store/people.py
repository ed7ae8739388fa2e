"""People: register, forget, and what is known of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE, REGISTERED, UNCONFIRMED_LIFE, UNDER_AGE, WAITING_GUARDIAN
from store.ballots import withdraw
from store.facts import write_down
from store.mediation import forget_subjects
from store.phones import HELD, leave
from store.tables import address, consent, inbox, media, outbox, person, pilot_update, staff, tally, task
from store.types import names_of


async def register(
    connection: AsyncConnection,
    *,
    lab_id: int,
    worker_person_id: int,
    place: str | None,
    name: str,
    language: str,
    age_band: str,
    how: str,
    text_version: str,
    now: datetime,
) -> int:
    """Somebody without a phone. A participant at once if a worker saw how consent was given; else for a week only."""
    worker = await worker_of(connection, worker_person_id)
    standing = REGISTERED if not how else WAITING_GUARDIAN if age_band == UNDER_AGE else ACTIVE
    values: dict[str, Any] = {"lab_id": lab_id, "name": name, "language": language, "age_band": age_band or None}
    values |= {"standing": standing, "worker_id": worker, "place": place, "created_at": now}
    values |= {"confirmed_at": now if how else None, "expires_at": None if how else now + UNCONFIRMED_LIFE}
    new = int((await connection.execute(insert(person).values(values).returning(person.c.id))).scalar_one())
    known = ("name", "place", "language") + (("age_band",) if age_band else ())
    await write_down(connection, new, known, worker, now)
    if how:
        ledger = {"person_id": new, "kind": "participation", "given": True, "text_version": text_version}
        ledger |= {"language": language, "how": how, "assisted_by": worker, "at": now}
        await connection.execute(insert(consent).values(ledger))
    return new


async def worker_of(connection: AsyncConnection, person_id: int) -> int | None:
    """The staff id of somebody who works for a lab through the chat."""
    found = await connection.execute(select(staff.c.id).where(staff.c.person_id == person_id))
    return found.scalar()


async def forget(connection: AsyncConnection, person_id: int, address_id: int | None, now: datetime) -> None:
    """Erase a person. Of her messages only the keys stay, so that a late copy of one has no effect.

    The address that she writes from stays without her until the goodbye is sent (`purge_farewells`). Other records of
    her that were put into this one go too.
    """
    merged = (await connection.execute(select(person.c.id).where(person.c.merged_into == person_id))).scalars().all()
    for other in merged:
        await forget(connection, other, None, now)
    await leave(connection, person_id)
    await withdraw(connection, person_id)
    await forget_subjects(connection, person_id)
    await connection.execute(
        update(inbox).where(inbox.c.person_id == person_id).values(body=None, person_id=None, address_id=None)
    )
    await connection.execute(delete(outbox).where(outbox.c.person_id == person_id))
    await connection.execute(update(address).where(address.c.id == address_id).values(person_id=None, farewell_at=now))
    await connection.execute(delete(address).where(address.c.person_id == person_id))
    hers = staff.c.person_id == person_id
    await connection.execute(update(staff).where(hers, staff.c.password_hash.is_(None)).values(name="", email=None))
    await connection.execute(update(staff).where(hers).values(person_id=None))
    reported = select(pilot_update.c.id).where(pilot_update.c.person_id == person_id)
    await connection.execute(delete(media).where(media.c.update_id.in_(reported)))
    for table in (task, consent, media):
        await connection.execute(delete(table).where(table.c.person_id == person_id))
    await connection.execute(delete(person).where(person.c.id == person_id))
    names_of(connection.dialect).forget()


async def count(connection: AsyncConnection, lab_id: int, kind: str, place: str) -> None:
    """One more of something that is kept as a number only."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(tally).values(lab_id=lab_id, kind=kind, place=place, count=1)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["lab_id", "kind", "place"], set_={"count": tally.c.count + 1})
    )


async def cancel_queued(connection: AsyncConnection, person_id: int, reason: str) -> None:
    """Nothing that waits for her goes out any more. What is on the wire already may still arrive."""
    await connection.execute(
        update(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.state.in_(("queued", HELD)))
        .values(state="cancelled", error=reason)
    )


async def consents_of(connection: AsyncConnection, person_id: int) -> Sequence[Row[Any]]:
    """The whole ledger: with what she said while we took her for somebody else (store/merging.py)."""
    merged = select(person.c.id).where(person.c.merged_into == person_id)
    hers = or_(consent.c.person_id == person_id, consent.c.person_id.in_(merged))
    return (await connection.execute(select(consent).where(hers).order_by(consent.c.id))).all()
