"""Who is reached while no page is open."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.push import claim, forget_told, reachable_when_closed, subscribe
from store.tables import address, outbox, person
from tests.house import MONDAY

NOW: datetime = MONDAY
BODY = {"endpoint": "https://push.example.com/x", "text": "You have a message"}


async def somebody(connection: AsyncConnection, *channels: str, reachable: bool = True, notice: bool = False) -> int:
    """A person with an address on each of these channels; the browser of the first says yes."""
    new = insert(person).values(created_at=NOW).returning(person.c.id)
    person_id = int((await connection.execute(new)).scalar_one())
    for channel in channels:
        where: dict[str, Any] = {
            "channel": channel,
            "account": "web",
            "lookup": f"{channel}{person_id}",
            "external": "x",
        }
        where |= {"person_id": person_id, "reachable": reachable, "created_at": NOW}
        address_id = (await connection.execute(insert(address).values(where).returning(address.c.id))).scalar_one()
        if notice:
            await subscribe(connection, int(address_id), f"browser{address_id}", BODY, NOW)
    return person_id


async def writes_to(connection: AsyncConnection, person_id: int, **more: Any) -> None:
    lookup = f"webchat{person_id}"
    found = await connection.execute(address.select().where(address.c.lookup == lookup))
    row = {"address_id": found.one().id, "kind": "poll", "state": "sent", "key": f"k{person_id}", **more}
    await connection.execute(insert(outbox).values(row | {"due_at": NOW, "created_at": NOW}))


async def test_reached_is_who_has_a_messenger_or_says_yes_to_notices(database: Database) -> None:
    async with database.write() as connection:
        telegram = await somebody(connection, "telegram")
        blocked = await somebody(connection, "telegram", reachable=False)
        closed = await somebody(connection, "webchat")
        told = await somebody(connection, "webchat", notice=True)
        both = await somebody(connection, "webchat", "whatsapp")
        nowhere = await somebody(connection)

        found = await reachable_when_closed(connection, [telegram, blocked, closed, told, both, nowhere])

    assert found == {telegram, told, both}


async def test_only_those_who_were_asked_about_are_answered(database: Database) -> None:
    async with database.write() as connection:
        telegram = await somebody(connection, "telegram")
        await somebody(connection, "telegram")

        assert await reachable_when_closed(connection, []) == set()
        assert await reachable_when_closed(connection, {telegram, 10**9}) == {telegram}


async def test_many_people_are_more_than_one_question(database: Database) -> None:
    async with database.write() as connection:
        telegram = await somebody(connection, "telegram")

        assert await reachable_when_closed(connection, range(telegram, telegram + 40_000)) == {telegram}


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({}, True),
        ({"state": "sending"}, True),
        ({"receipt": "delivered"}, True),
        ({"receipt": "read"}, False),
        ({"state": "failed"}, False),
        ({"state": "queued"}, False),
    ],
)
async def test_told_is_who_has_something_to_see(database: Database, message: dict[str, Any], told: bool) -> None:
    async with database.write() as connection:
        amina = await somebody(connection, "webchat", notice=True)
        await writes_to(connection, amina, **message)

        assert bool(await claim(connection, [f"webchat{amina}"], NOW)) is told


async def test_told_is_told_until_it_is_forgotten(database: Database) -> None:
    async with database.write() as connection:
        amina = await somebody(connection, "webchat", notice=True)
        await writes_to(connection, amina)
        lookup = [f"webchat{amina}"]

        first, second = await claim(connection, lookup, NOW), await claim(connection, lookup, NOW)
        await forget_told(connection, [browser.id for browser in first])
        third = await claim(connection, lookup, NOW)

    assert (len(first), len(second), [browser.body for browser in third]) == (1, 0, [BODY])
