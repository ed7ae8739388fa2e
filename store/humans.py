"""Who of the team looks after somebody, and how long the program is quiet because a human talks with her."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.codec import dump_state, load_state
from flows.with_a_human import REPLY, spoken_to
from store.contacts import PLANNED
from store.desk_changes import hold
from store.tables import contact, person, task

QUIET = timedelta(hours=2)
"""So long after the last words of a human the program leaves the talk to the two of them."""
MOST_WORDS = 1000
HELD_FOR_HUMAN = "human"


async def waits_already(connection: AsyncConnection, person_id: int, kind: str) -> bool:
    """Whether a human has this to do for her, and has not done it yet."""
    waits = (task.c.person_id == person_id, task.c.kind == kind, task.c.done_at.is_(None))
    return (await connection.execute(select(task.c.id).where(*waits).limit(1))).first() is not None


async def adds_to_reply(connection: AsyncConnection, person_id: int, words: str, media: str) -> bool:
    """What she writes now joins what she answered before and nobody has read yet. False: there is nothing to join."""
    waits = (task.c.person_id == person_id, task.c.kind == REPLY, task.c.done_at.is_(None))
    row = (await connection.execute(select(task.c.id, task.c.note, task.c.media).where(*waits).limit(1))).first()
    if row is None:
        return False
    note = "\n".join(part for part in (row.note, words) if part)[-MOST_WORDS:]
    values = {"note": note or None, "media": media or row.media}
    await connection.execute(update(task).where(task.c.id == row.id).values(values))
    return True


async def talk_on(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """A human has just written to her. A longer time that was chosen stays; who still signs up goes on with that.

    Her next words answer that, also where she had begun something. The caller holds her (`hold`).
    """
    stored = (await connection.execute(select(person.c.state).where(person.c.id == person_id))).scalar()
    state = dump_state(spoken_to(load_state(stored)))
    await connection.execute(update(person).where(person.c.id == person_id).values(state=state))
    until = now + QUIET
    hers = update(person).where(person.c.id == person_id, person.c.confirmed_at.is_not(None))
    shorter = person.c.human_until.is_(None) | (person.c.human_until < until)
    await connection.execute(hers.where(shorter).values(human_until=until))


async def be_quiet(connection: AsyncConnection, person_id: int, until: datetime | None, now: datetime) -> None:
    """Until then; or, with None, go on at once: what was kept back for this reason is looked at again."""
    await hold(connection, person_id)
    await connection.execute(update(person).where(person.c.id == person_id).values(human_until=until))
    kept = (contact.c.person_id == person_id, contact.c.state == PLANNED, contact.c.reason == HELD_FOR_HUMAN)
    values = {"due_at": until or now, "reason_until": until or now}
    await connection.execute(update(contact).where(*kept, contact.c.due_at > now).values(values))


async def look_after(connection: AsyncConnection, person_id: int, staff_id: int | None) -> None:
    await connection.execute(update(person).where(person.c.id == person_id).values(owner_id=staff_id))
