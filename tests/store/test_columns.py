"""Moments and sealed values, as either database keeps them and gives them back."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from store.crypto import Keyring, WrongKey
from store.database import Database
from store.types import SealedBytes, SealedJson, SealedText, UTCDateTime
from tests.house import SECRET

shelf = Table(
    "shelf",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime),
    Column("words", SealedText("shelf.words")),
    Column("facts", SealedJson("shelf.facts")),
    Column("sound", SealedBytes("shelf.sound")),
)
NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)
WORDS = ["", "ሰላም, كيف الحال? 🏳️‍🌈", "a" * 100_000, "'; DROP TABLE shelf;--", "line\nline\t\x01"]


@pytest.fixture
async def shelves(database: Database) -> Database:
    async with database.write() as connection:
        await connection.run_sync(shelf.create)
    return database


async def kept(database: Database, **values: Any) -> Any:
    async with database.write() as connection:
        await connection.execute(insert(shelf).values(values))
    async with database.read() as connection:
        return (await connection.execute(select(shelf))).one()


@pytest.mark.parametrize(
    "written",
    [
        NOON,
        NOON.astimezone(ZoneInfo("Africa/Asmara")),
        NOON.astimezone(timezone(timedelta(hours=-9, minutes=-30))),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Brussels"), fold=1),
    ],
)
async def test_a_moment_comes_back_as_the_same_moment_in_utc(shelves: Database, written: datetime) -> None:
    row = await kept(shelves, at=written)

    assert row.at == written.astimezone(UTC)
    assert row.at.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(shelves: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        await kept(shelves, at=NOON.replace(tzinfo=None))


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
async def test_sealed_values_come_back_as_they_were(shelves: Database, words: str) -> None:
    facts = {"text": words, "list": [1, 2.5, None, True]}

    row = await kept(shelves, words=words, facts=facts, sound=words.encode() + b"\x00\xff")

    assert (row.words, row.facts, row.sound) == (words, facts, words.encode() + b"\x00\xff")


async def test_nothing_is_kept_as_nothing(shelves: Database) -> None:
    row = await kept(shelves, id=1)

    assert (row.at, row.words, row.facts, row.sound) == (None, None, None, None)


async def test_half_a_letter_is_replaced_and_not_refused(shelves: Database) -> None:
    assert (await kept(shelves, words="a\ud800b")).words == "a?b"


async def test_a_sealed_value_shows_neither_its_content_nor_that_another_has_the_same(shelves: Database) -> None:
    await kept(shelves, id=1, words="canary")
    async with shelves.write() as connection:
        await connection.execute(insert(shelf).values(id=2, words="canary"))
        stored = [bytes(row[0]) for row in await connection.execute(text("SELECT words FROM shelf"))]

    assert stored[0] != stored[1]
    assert all(b"canary" not in value for value in stored)


async def test_a_value_that_was_moved_to_another_column_does_not_open(shelves: Database) -> None:
    await kept(shelves, id=1, words="canary")

    async with shelves.write() as connection:
        await connection.execute(text("UPDATE shelf SET sound = words"))

    async with shelves.read() as connection:
        assert (await connection.execute(select(shelf.c.words))).scalar() == "canary"
        with pytest.raises(WrongKey, match=r"shelf\.sound"):
            (await connection.execute(select(shelf.c.sound))).scalar()


async def test_a_value_that_was_changed_does_not_open(shelves: Database) -> None:
    await kept(shelves, id=1, sound=b"canary")
    async with shelves.write() as connection:
        stored = bytes((await connection.execute(text("SELECT sound FROM shelf"))).scalar_one())
        bent = stored[:-1] + bytes([stored[-1] ^ 1])
        await connection.execute(text("UPDATE shelf SET sound = :bent"), {"bent": bent})

    async with shelves.read() as connection:
        with pytest.raises(WrongKey):
            (await connection.execute(select(shelf.c.sound))).scalar()


async def test_another_key_opens_nothing(shelves: Database) -> None:
    await kept(shelves, id=1, words="canary")
    other = Database(shelves.url.render_as_string(hide_password=False), Keyring("another secret, also long enough"))

    async with other.read() as connection:
        with pytest.raises(WrongKey, match="another BRUG_SECRET_KEY"):
            (await connection.execute(select(shelf.c.words))).scalar()

    await other.close()


def test_a_fingerprint_is_the_same_for_the_same_value_and_another_for_each_purpose_and_key() -> None:
    keyring, other = Keyring(SECRET), Keyring(SECRET + "!")

    assert keyring.lookup("email", "els@example.org") == Keyring(SECRET).lookup("email", "els@example.org")
    told = [ring.lookup(purpose, "7") for ring in (keyring, other) for purpose in ("code", "spoken", "paper:1")]
    assert len(set(told)) == 6
    assert keyring.lookup("a", "b\0c") != keyring.lookup("a\0b", "d")


def test_a_keyring_does_not_print_its_secret() -> None:
    assert SECRET not in repr(Keyring(SECRET))
