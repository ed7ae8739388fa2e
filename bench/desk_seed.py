"""A lab as large as the desk must bear: the made-up lab of `brug demo`, and thousands of people more in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.desk_rows import KINDS, LANGUAGES, conversation, homes, people
from bot.demo.write import Writing
from locales.catalogue import Catalogues
from store.bulk import insert_rows
from store.database import Database
from store.intake import insert_many
from store.tables import address, contact, inbox, invitation, membership, outbox, participation, person, quota, task
from store.tables import meeting as meeting_table
from store.tables import poll as poll_table

CHUNK = 500
"""People whose conversations are written together."""
INVITED = 200
"""People at each meeting: eight times as many as a lab has seats."""
LONG = 2_000
"""Messages of one person, the longest conversation of the lab."""


@dataclass(frozen=True, slots=True)
class Lot:
    """How many there are to be, and where: the lab of somebody who exists already."""

    people: int
    messages: int
    now: datetime
    lab_id: int


async def fill(database: Database, catalogues: Catalogues, count: int, messages: int, now: datetime) -> int:
    """The id of the lab. Everybody is in one lab: no page of a real one shows more."""
    async with database.write() as connection:
        writing = Writing(connection, database.keyring, catalogues, now)
        await writing.write()
    lot = Lot(count, messages, now, writing.lab.id)
    async with database.write() as connection:
        ids = await insert_many(connection, person, list(people(lot.lab_id, count, now)))
        ways = await insert_many(connection, address, list(homes(database.keyring, ids, now)))
        await _traits(connection, lot, ids)
    await _talk(database, lot, list(zip(ids, ways, strict=True)))
    async with database.write() as connection:
        await connection.execute(text("ANALYZE"))
    return lot.lab_id


async def _talk(database: Database, lot: Lot, reached: Sequence[tuple[int, int]]) -> None:
    """Half of the messages each way, spread evenly but for the one long conversation."""
    each = max(2, (lot.messages - LONG) // max(1, len(reached) - 1))
    for start in range(0, len(reached), CHUNK):
        said: list[dict[str, Any]] = []
        heard: list[dict[str, Any]] = []
        for number, (who, where) in enumerate(reached[start : start + CHUNK], start):
            conversation(said, heard, who, where, LONG if number == 0 else each, lot.now)
        async with database.write() as connection:
            await insert_rows(connection, inbox, said)
            await insert_rows(connection, outbox, heard)


async def _traits(connection: AsyncConnection, lot: Lot, ids: Sequence[int]) -> None:
    """Groups, meetings and polls of the made-up lab get everybody; each has had a year of contacts."""
    quotas = (await connection.execute(select(quota.c.id).where(quota.c.lab_id == lot.lab_id))).scalars().all()
    await insert_rows(connection, membership, [_member(quotas, number, who) for number, who in enumerate(ids)])
    meetings = select(meeting_table.c.id, meeting_table.c.starts_at).where(meeting_table.c.lab_id == lot.lab_id)
    for one in (await connection.execute(meetings)).all():
        invited = [_invited(one.id, one.starts_at, lot.now, number, who) for number, who in enumerate(ids[:INVITED])]
        await insert_rows(connection, invitation, invited)
    polls = (await connection.execute(select(poll_table.c.id).where(poll_table.c.lab_id == lot.lab_id))).scalars()
    for poll_id in polls.all():
        took = [{"poll_id": poll_id, "person_id": who} for number, who in enumerate(ids) if number % 3]
        await insert_rows(connection, participation, took)
        asked = [_contact(lot, who, "poll", f"poll:{poll_id}", 3) for who in ids]
        await insert_rows(connection, contact, asked)
    for week, kind in enumerate(KINDS):
        each = [_contact(lot, who, kind, "", 7 * week + n % 7 - 7, f"w{week}") for n, who in enumerate(ids)]
        await insert_rows(connection, contact, each)
    await insert_rows(connection, task, [_brought_in(lot, number, who) for number, who in enumerate(ids[::10])])


def _member(quotas: Sequence[int], number: int, who: int) -> dict[str, Any]:
    return {"person_id": who, "quota_id": quotas[number % len(quotas)]}


def _invited(meeting_id: int, starts_at: datetime, now: datetime, number: int, who: int) -> dict[str, Any]:
    answer = ("yes", "yes", "no", "maybe", "")[number % 5]
    return {
        "meeting_id": meeting_id,
        "person_id": who,
        "answer": answer,
        "told_sequence": 0,
        "answered_at": starts_at - timedelta(days=3) if answer else None,
        "present": answer == "yes" if starts_at < now else None,
    }


def _contact(lot: Lot, who: int, kind: str, reference: str, days: int, slot: str = "") -> dict[str, Any]:
    """Due so many days ago; what is still ahead is planned."""
    at = lot.now - timedelta(days=days, minutes=who % 600)
    past = days > 0
    return {
        "lab_id": lot.lab_id,
        "person_id": who,
        "kind": kind,
        "reference": reference,
        "slot": slot,
        "priority": 7,
        "due_at": at,
        "expires_at": at + timedelta(days=14),
        "state": "sent" if past else "planned",
        "decided_at": at if past else None,
        "created_at": at - timedelta(days=20),
    }


def _brought_in(lot: Lot, number: int, who: int) -> dict[str, Any]:
    """A question, an idea or a signal; one of five still waits for a human."""
    at = lot.now - timedelta(days=number % 90, hours=2)
    done = at + timedelta(days=2) if number % 5 else None
    return {
        "lab_id": lot.lab_id,
        "person_id": who,
        "kind": "question",
        "sort": ("question", "idea", "signal")[number % 3],
        "note": "When does the bus come?",
        "language": LANGUAGES[number % len(LANGUAGES)],
        "created_at": at,
        "answer_by": at + timedelta(days=7),
        "done_at": done,
        "answered_at": done,
        "answer": "At nine." if done else None,
    }
