"""The database takes the shape that the program knows, and no other program's."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.app import open_database
from bot.settings import CannotStart
from store.crypto import Keyring
from store.database import Database
from store.migrate import config, is_current, migrate, revisions
from store.people import forget
from store.tables import consent, metadata
from tests.house import SECRET, House, settings_for
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database that nobody has migrated."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'brug.db'}"
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.fresh_database().replace("postgresql://", "postgresql+psycopg://")
    database = Database(url, Keyring(SECRET))
    yield database
    await database.close()


async def schema(database: Database) -> dict[str, list[str]]:
    def tables(connection: Connection) -> dict[str, list[str]]:
        seen = inspect(connection)
        return {name: [str(column) for column in seen.get_columns(name)] for name in seen.get_table_names()}

    async with database.read() as connection:
        return await connection.run_sync(tables)


def differences(connection: Connection) -> list[object]:
    found: list[object] = compare_metadata(MigrationContext.configure(connection), metadata)
    return found


async def test_migrating_twice_changes_nothing(empty: Database) -> None:
    assert await migrate(empty) is True
    once = await schema(empty)

    assert await migrate(empty) is False

    assert await schema(empty) == once
    assert await is_current(empty)


def test_the_names_of_the_files_say_what_alembic_reads_in_them() -> None:
    script = ScriptDirectory.from_config(config())

    known = [known.revision for known in script.walk_revisions()]

    assert [*reversed(known)] == [*revisions()]
    assert script.get_current_head() == revisions()[-1]


async def test_what_is_migrated_is_what_the_tables_say(empty: Database) -> None:
    await migrate(empty)

    async with empty.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_column_that_no_migration_makes_is_noticed(empty: Database) -> None:
    """The comparison itself."""
    await migrate(empty)
    async with empty.write() as connection:
        await connection.execute(text("ALTER TABLE lab ADD COLUMN surplus INTEGER"))

    async with empty.read() as connection:
        assert len(await connection.run_sync(differences)) == 1


async def test_ids_that_providers_gave_to_messages_are_not_kept_readable(empty: Database) -> None:
    async with empty.write() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0004"))
        await connection.execute(
            text(
                "INSERT INTO outbox (address_id, kind, state, due_at, created_at, key, provider_id)"
                " VALUES (1, 'reply', 'sent', '2026-05-11', '2026-05-11', 'reply:1', 'canary')"
            )
        )

    await migrate(empty)

    async with empty.read() as connection:
        assert (await connection.execute(text("SELECT provider_id FROM outbox"))).scalar_one() is None


async def test_a_phone_from_before_is_nobody_elses(empty: Database) -> None:
    async with empty.write() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0006"))
        known = (
            "INSERT INTO address (channel, account, lookup, external, created_at) VALUES ('paper', '1', 'x', :sealed, "
        )
        await connection.execute(text(known + "'2026-05-11')"), {"sealed": b"canary"})

    await migrate(empty)

    async with empty.read() as connection:
        [row] = await connection.execute(text("SELECT external, line_id, speaker_id FROM address"))
    assert (bytes(row.external), row.line_id, row.speaker_id) == (b"canary", None, None)


async def test_a_database_of_a_newer_brug_is_left_alone(tmp_path: Path, database_url: str) -> None:
    settings = settings_for(tmp_path / "data", database_url)
    database = await open_database(settings)
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()

    with pytest.raises(CannotStart) as refused:
        await open_database(settings)

    assert str(refused.value) == (
        "The database was made by a newer Brug (version 9999). Start that version, or restore a backup."
    )


async def test_a_database_of_another_key_is_left_alone(tmp_path: Path, database_url: str) -> None:
    settings = settings_for(tmp_path / "data", database_url)
    await (await open_database(settings)).close()
    other = settings.model_copy(update={"secret_key": "another secret key, also long enough"})

    with pytest.raises(CannotStart) as refused:
        await open_database(other)

    assert "written with another secret key" in str(refused.value)
    assert "BRUG_SECRET_KEY" in str(refused.value)
    await (await open_database(settings)).close()


@pytest.mark.postgres
async def test_a_server_that_is_not_there_is_one_sentence(tmp_path: Path, unused_tcp_port: int) -> None:
    settings = settings_for(tmp_path, f"postgresql://brug@127.0.0.1:{unused_tcp_port}/brug")

    with pytest.raises(CannotStart, match="cannot open its database"):
        await open_database(settings)


async def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "brug.db").write_bytes(os.urandom(8192))

    with pytest.raises(CannotStart, match="cannot open its database"):
        await open_database(settings_for(tmp_path))


async def test_nobody_changes_the_ledger_of_consent(home: House) -> None:
    await home.signs_up("amina")
    [before] = await home.rows(consent)

    with pytest.raises(DBAPIError, match="append-only"):
        async with home.brug.database.write() as connection:
            await connection.execute(update(consent).values(given=False))

    assert await home.rows(consent) == [before]


async def test_the_ledger_forgets_who_is_erased_and_nobody_else(home: House) -> None:
    await home.signs_up("amina", "Amina")
    await home.signs_up("bilal", "Bilal")
    amina, bilal = await home.person("amina"), await home.person("bilal")

    async with home.brug.database.write() as connection:
        await forget(connection, amina.id, None, home.clock.now())
        left = (await connection.execute(select(consent.c.person_id))).scalars().all()

    assert left == [bilal.id]
