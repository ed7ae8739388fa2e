"""`brug migrate`."""

import typer

from bot.commands import AsJson, show, with_database
from bot.settings import Settings
from store.database import Database
from store.migrate import is_current


def add(app: typer.Typer) -> None:
    app.command()(migrate)


def migrate(as_json: bool = AsJson) -> None:
    """Bring the database to the shape that this Brug knows. Safe to repeat."""

    async def work(_: Settings, database: Database) -> dict[str, bool]:
        return {"current": await is_current(database)}

    show(with_database(work), as_json=as_json, line=lambda _: "The database is up to date.")
