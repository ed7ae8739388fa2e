"""`brug outbox list`."""

from typing import Any

import typer

from bot.commands import AsJson, show, with_database
from bot.settings import CannotStart, Settings
from store.database import Database
from store.listing import OUTBOX_STATES, outbox_rows

outbox = typer.Typer(help="What is on its way, and what became of it.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    app.add_typer(outbox, name="outbox")


@outbox.callback()
def _group() -> None:
    """What is on its way, and what became of it."""


@outbox.command("list")
def list_rows(
    state: str | None = typer.Option(None, help=", ".join(OUTBOX_STATES)),
    as_json: bool = AsJson,
) -> None:
    """Messages, newest first."""
    if state is not None and state not in OUTBOX_STATES:
        raise CannotStart(f"There is no state {state}. There are {', '.join(OUTBOX_STATES)}.")

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            return await outbox_rows(connection, state)

    def line(row: dict[str, Any]) -> str:
        return f"{row['id']}  {row['channel']}  {row['class']}  {row['state']}  {row['error'] or ''}"

    show(with_database(work), as_json=as_json, line=line)
