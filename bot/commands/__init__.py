"""The command line: one file a command, each with `add(app)`, found by itself."""

import asyncio
import importlib
import json
import pkgutil
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import typer

from bot.app import open_database
from bot.log import set_up
from bot.settings import Settings, read_settings
from store.database import Database

T = TypeVar("T")


def all_commands() -> typer.Typer:
    app = typer.Typer(
        help="Brug keeps the people of a Policy Lab together.", no_args_is_help=True, pretty_exceptions_enable=False
    )
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}").add(app)
    return app


def with_database(work: Callable[[Settings, Database], Awaitable[T]]) -> T:
    """Run `work` on the migrated database of the settings."""
    settings = read_settings()
    set_up("warning" if settings.log_level == "info" else settings.log_level)

    async def run() -> T:
        database = await open_database(settings)
        try:
            return await work(settings, database)
        finally:
            await database.close()

    return asyncio.run(run())


def show(result: Any, *, as_json: bool, line: Callable[[Any], str]) -> None:
    """For programs as JSON, for people one line each."""
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, default=str))
        return
    for item in result if isinstance(result, list) else [result]:
        typer.echo(line(item))


MAX_ID = 2**31 - 1
AsJson = typer.Option(False, "--json", help="Print JSON for other programs.")
