"""One text to many at once: who gets it, once, and how many those were."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.messages import Outbound
from bot.packing import pack
from store.broadcast import write_broadcast
from store.database import Database
from store.intake import insert_many
from store.tables import address, outbox, person

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
BODIES = {code: pack(Outbound(text, code)) for code, text in (("en", "We meet"), ("ar", "نلتقي"))}


async def fill(database: Database, *people: dict[str, Any]) -> list[int]:
    """Active people who speak English, with a phone each, unless they say otherwise."""
    usual = {"language": "en", "standing": "active", "created_at": NOW}
    async with database.write() as connection:
        ids = await insert_many(connection, person, [usual | one for one in people])
        where = {"channel": "paper", "account": "1", "external": "x", "created_at": NOW}
        await insert_many(connection, address, [where | {"lookup": str(one), "person_id": one} for one in ids])
    return ids


async def test_it_says_how_many_got_it_in_each_language(database: Database) -> None:
    await fill(database, {}, {}, {"language": "ar"}, {"language": "nl"}, {"standing": "stopped"})

    async with database.write() as connection:
        written = await write_broadcast(connection, "7", None, BODIES, NOW)

    assert written == {"en": 2, "ar": 1}


async def test_nobody_gets_it_twice(database: Database) -> None:
    await fill(database, {}, {})
    async with database.write() as connection:
        await write_broadcast(connection, "7", None, BODIES, NOW)
    await fill(database, {})

    async with database.write() as connection:
        written = await write_broadcast(connection, "7", None, BODIES, NOW)
        keys = (await connection.execute(select(outbox.c.key))).scalars().all()

    assert written == {"en": 1, "ar": 0}
    assert len(set(keys)) == len(keys) == 3
