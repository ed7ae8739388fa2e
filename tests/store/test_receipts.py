"""What a provider says later of a message: the highest word stands, in whatever order they come."""

import random
from datetime import timedelta
from itertools import permutations
from typing import get_args

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Receipt, Status
from store.database import Database
from store.receipts import RANK, match_early, note_receipt
from store.retention import purge
from store.tables import address, early_receipt, outbox
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
                await note_receipt(connection, Receipt("paper", "1", f"m{number}", status), MONDAY)

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
            await note_receipt(connection, Receipt("paper", "1", "m1", status), MONDAY)

        assert await receipts(connection) == [stands]


async def test_an_id_means_a_message_of_that_bot_only(database: Database) -> None:
    async with database.write() as connection:
        await send(connection, "7", "paper", "1")
        await send(connection, "7", "paper", "2")
        await send(connection, "7", "pigeon", "1")

        await note_receipt(connection, Receipt("paper", "1", "7", "read"), MONDAY)

        assert await receipts(connection) == ["read", None, None]


async def test_an_unknown_id_changes_nothing_until_its_message_is_known(database: Database) -> None:
    async with database.write() as connection:
        await send(connection, "7")
        for status in ("delivered", "read", "sent"):
            await note_receipt(connection, Receipt("paper", "1", "8", status), MONDAY)
        assert await match_early(connection) == 0
        assert await receipts(connection) == [None]

        await send(connection, "8", "paper", "2")
        assert await match_early(connection) == 0
        await send(connection, "8")
        assert await match_early(connection) == 1

        assert await receipts(connection) == [None, None, "read"]
        assert (await connection.execute(select(early_receipt))).all() == []


async def test_what_came_early_does_not_take_back_what_came_since(database: Database) -> None:
    async with database.write() as connection:
        await note_receipt(connection, Receipt("paper", "1", "7", "delivered"), MONDAY)
        await send(connection, "7")
        await note_receipt(connection, Receipt("paper", "1", "7", "read"), MONDAY)

        await match_early(connection)

        assert await receipts(connection) == ["read"]


async def test_what_fits_no_message_of_ours_is_forgotten_after_a_week(database: Database) -> None:
    async with database.write() as connection:
        await note_receipt(connection, Receipt("paper", "1", "7", "read"), MONDAY)

        assert (await purge(connection, MONDAY + timedelta(days=6)))["receipts"] == 0
        assert (await purge(connection, MONDAY + timedelta(days=7)))["receipts"] == 1


@pytest.mark.parametrize("database_url", [""])
async def test_a_thousand_statuses_in_any_order_end_as_in_the_right_order(database: Database) -> None:
    """Some come before their message is known, and some twice."""
    chance = random.Random(4)
    ids = [f"m{number}" for number in range(100)]
    lasts = {one: chance.choice(STATES) for one in ids}
    told = [(one, status) for one in ids for status in STATES if RANK[status] <= RANK[lasts[one]]]
    told += chance.choices(told, k=1_000 - len(told))
    log: list[tuple[str, Status | None]] = [*told, *[(one, None) for one in ids]]
    chance.shuffle(log)

    async with database.write(hot=True) as connection:
        rows = {}
        for one, status in log:
            if status is None:
                rows[one] = await send(connection, one)
            else:
                await note_receipt(connection, Receipt("paper", "1", one, status), MONDAY)
        while await match_early(connection):
            pass

        found = {row.id: row.receipt for row in await connection.execute(select(outbox.c.id, outbox.c.receipt))}
    assert {one: found[rows[one]] for one in ids} == lasts


async def test_what_a_provider_calls_a_message_cannot_be_read_back(database: Database) -> None:
    """On some channels that id holds a phone number."""
    async with database.write() as connection:
        await send(connection, "canary")

        kept = (await connection.exec_driver_sql("SELECT provider_id FROM outbox")).scalar_one()

        assert kept == database.keyring.lookup("outbox.provider_id", "canary")
