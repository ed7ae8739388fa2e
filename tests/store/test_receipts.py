"""What a provider says later of a message: the highest word stands, in whatever order they come."""

from itertools import permutations
from typing import get_args

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Receipt, Status
from store.database import Database
from store.receipts import note_receipt
from store.tables import address, outbox
from tests.house import MONDAY

STATES = get_args(Status)


async def send(connection: AsyncConnection, provider_id: str, channel: str = "paper", account: str = "1") -> int:
    """A message that went out, to somebody of her own. The id of its row."""
    at = {"channel": channel, "account": account, "lookup": provider_id, "external": "x", "created_at": MONDAY}
    where = (await connection.execute(insert(address).values(at).returning(address.c.id))).scalar_one()
    row = {"address_id": where, "kind": "reply", "state": "sent", "due_at": MONDAY, "created_at": MONDAY}
    row |= {"key": f"{channel}{account}{provider_id}", "provider_id": provider_id}
    return int((await connection.execute(insert(outbox).values(row).returning(outbox.c.id))).scalar_one())


async def receipts(connection: AsyncConnection) -> list[str | None]:
    return list((await connection.execute(select(outbox.c.receipt).order_by(outbox.c.id))).scalars())


async def test_all_24_orders_end_the_same(database: Database) -> None:
    async with database.write() as connection:
        for number, order in enumerate(permutations(STATES)):
            await send(connection, f"m{number}")
            for status in order:
                await note_receipt(connection, Receipt("paper", "1", f"m{number}", status))

        assert await receipts(connection) == ["read"] * 24


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (["delivered", "sent"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["failed", "delivered"], "delivered"),
        (["sent", "failed"], "failed"),
        (["failed", "sent"], "failed"),
        (["read", "delivered", "failed"], "read"),
        (["read"], "read"),
        (["delivered", "delivered"], "delivered"),
    ],
)
async def test_a_status_never_goes_backwards(database: Database, said: list[Status], stands: str) -> None:
    async with database.write() as connection:
        await send(connection, "m1")
        for status in said:
            await note_receipt(connection, Receipt("paper", "1", "m1", status))

        assert await receipts(connection) == [stands]


async def test_an_id_means_a_message_of_that_bot_only(database: Database) -> None:
    async with database.write() as connection:
        await send(connection, "7", "paper", "1")
        await send(connection, "7", "paper", "2")
        await send(connection, "7", "pigeon", "1")

        await note_receipt(connection, Receipt("paper", "1", "7", "read"))

        assert await receipts(connection) == ["read", None, None]


async def test_an_unknown_id_changes_nothing(database: Database) -> None:
    async with database.write() as connection:
        await send(connection, "7")

        await note_receipt(connection, Receipt("paper", "1", "8", "read"))

        assert await receipts(connection) == [None]


async def test_what_a_provider_calls_a_message_cannot_be_read_back(database: Database) -> None:
    """On some channels that id holds a phone number."""
    async with database.write() as connection:
        await send(connection, "canary")

        kept = (await connection.exec_driver_sql("SELECT provider_id FROM outbox")).scalar_one()

        assert kept == database.keyring.lookup("outbox.provider_id", "canary")
