"""The command line: one file a command, each with `add(app)`, found by itself."""

import asyncio
import importlib
import json
import pkgutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any, TypeVar

import typer

from bot.app import load_texts, open_database
from bot.log import set_up
from bot.settings import Settings, read_settings
from locales.catalogue import Catalogues
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
    settings = _settings()

    async def run() -> T:
        database = await open_database(settings)
        try:
            return await work(settings, database)
        finally:
            await database.close()

    return asyncio.run(run())


def spoken() -> Catalogues:
    """What a Brug that runs on these settings says, last good languages too. Writes nothing."""
    return _texts(_settings())


@cache
def _texts(settings: Settings) -> Catalogues:
    """To read all texts takes a while."""
    return load_texts(settings, keep=False)


def _settings() -> Settings:
    """What is logged goes to the errors, so that JSON stays alone in the output."""
    settings = read_settings()
    set_up("warning" if settings.log_level == "info" else settings.log_level)
    return settings


def show(result: Any, *, as_json: bool, line: Callable[[Any], str]) -> None:
    """For programs as JSON, for people one line each."""
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, default=str))
        return
    for item in result if isinstance(result, list) else [result]:
        typer.echo(line(item))


LONG = 2.0
"""Seconds after which somebody who waits wants to see how far it is."""


@contextmanager
def progress(doing: str) -> Iterator[Callable[[float], None]]:
    """What is called says which share is done. Shown on a terminal only, and only where it takes long."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        began, task = monotonic(), bar.add_task(doing, total=1.0, visible=False)
        yield lambda share: bar.update(task, completed=share, visible=monotonic() - began > LONG)


MAX_ID = 2**31 - 1
AsJson = typer.Option(False, "--json", help="Print JSON for other programs.")
