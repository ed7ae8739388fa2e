"""Brings the database to the shape that this program knows.

Alembic takes some ten megabytes for as long as the process lives. So what shape a database has is asked without it.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(Exception):
    """The database was migrated by a later program than this one."""


def config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


@cache
def revisions() -> tuple[str, ...]:
    """All that this program knows, in order: the file of each is called "0007_what_it_does.py"."""
    return tuple(sorted(file.name.partition("_")[0] for file in FOLDER.glob("versions/[0-9]*_*.py")))


async def migrate(database: Database) -> bool:
    """True if something changed. Safe to repeat and to run from several processes. Raises `NewerDatabase`."""
    async with database.write() as connection:
        return await connection.run_sync(_upgrade)


async def is_current(database: Database) -> bool:
    async with database.read() as connection:
        return await connection.run_sync(_revision) == revisions()[-1]


def _revision(connection: Connection) -> str | None:
    """Where Alembic keeps it. None: nobody has migrated this database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> bool:
    before = _revision(connection)
    if before is not None and before not in revisions():
        raise NewerDatabase(before)
    if before == revisions()[-1]:
        return False
    from alembic import command

    command.upgrade(config(connection), "head")
    return True
