"""`brug worker`: plans, contacts and sends, apart from the web server."""

import typer
import uvloop

from bot.app import build, load_texts, open_database
from bot.log import set_up
from bot.serving import work
from bot.settings import CannotStart, Settings, read_settings

ONE_PROCESS = (
    "A worker beside another process needs PostgreSQL: SQLite serves one process, and `brug run` does all in that one. "
    "Set BRUG_DATABASE_URL to a PostgreSQL database, or start `brug run`."
)

WEBHOOK_ONLY = (
    "A worker beside another process needs BRUG_TELEGRAM_MODE=webhook: with polling, both would ask Telegram for the "
    "same messages, and it refuses that."
)


def add(app: typer.Typer) -> None:
    app.command()(worker)


def worker() -> None:
    """Plan, contact and send without the web server. Start as many as you like. PostgreSQL only."""
    settings = read_settings()
    set_up(settings.log_level)
    uvloop.run(_worker(settings))


async def _worker(settings: Settings) -> None:
    if settings.database.startswith("sqlite"):
        raise CannotStart(ONE_PROCESS)
    if settings.telegram_token and settings.telegram_delivery == "polling":
        raise CannotStart(WEBHOOK_ONLY)
    database = await open_database(settings)
    brug = build(settings, database, load_texts(settings))
    typer.echo("The worker is running. Stop it with Ctrl-C.")
    await work(brug)
