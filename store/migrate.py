"""Brings the database to the shape that this program knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from store.database import Database

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(Exception):
    """The database was migrated by a later program than this one."""


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


async def migrate(database: Database) -> bool:
    """True if something changed. Safe to repeat and to run from several processes. Raises `NewerDatabase`."""
    async with database.write() as connection:
        return await connection.run_sync(_upgrade)


async def is_current(database: Database) -> bool:
    async with database.read() as connection:
        revision = await connection.run_sync(_revision)
    return revision == ScriptDirectory.from_config(config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> bool:
    script = ScriptDirectory.from_config(config())
    before = _revision(connection)
    if before is not None and before not in {known.revision for known in script.walk_revisions()}:
        raise NewerDatabase(before)
    if before == script.get_current_head():
        return False
    command.upgrade(config(connection), "head")
    return True
