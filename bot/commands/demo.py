"""`brug demo`: a lab that nobody is in, to see what Brug does."""

import sys
from typing import Any

import typer
from sqlalchemy.exc import IntegrityError

from bot.clock import SystemClock
from bot.commands import AsJson, show, spoken, with_database
from bot.demo.guard import made_up_lab, real_people
from bot.demo.people import EVERYBODY
from bot.demo.write import PARTS, Writing
from bot.settings import CannotStart, Settings
from store.database import Database
from store.labs import Lab

REAL_PEOPLE = (
    "This database holds real people: the made-up lab does not belong beside them. "
    "Set BRUG_DATA_DIR to an empty folder (and BRUG_DATABASE_URL to an empty database, if you set it), and try again."
)


def add(app: typer.Typer) -> None:
    app.command()(demo)


def demo(as_json: bool = AsJson) -> None:
    """Make a living example: one lab in the middle of its year, 24 made-up people. Safe to repeat."""
    show(with_database(_demo), as_json=as_json, line=_lines)


async def _demo(settings: Settings, database: Database) -> dict[str, Any]:
    async with database.read() as connection:
        if found := await made_up_lab(connection):
            return _data(found, made=False)
    writing = None
    try:
        async with database.write() as connection:
            writing = await _write(Writing(connection, database.keyring, spoken(), SystemClock().now()))
    except IntegrityError:
        async with database.read() as connection:
            found = await made_up_lab(connection)
        if found is None:
            raise
        return _data(found, made=False)
    links = {name: f"{settings.base_url}/admin/setup/{token}" for name, token in writing.desk.items()}
    return _data(writing.lab, made=True) | {"setup_urls": links}


async def _write(writing: Writing) -> Writing:
    if await real_people(writing.connection):
        raise CannotStart(REAL_PEOPLE)
    with typer.progressbar(length=len(PARTS), label="Making the lab up", file=sys.stderr) as bar:
        writing.seen = lambda: bar.update(1)
        await writing.write()
    return writing


def _data(lab: Lab, *, made: bool) -> dict[str, Any]:
    return {"lab": lab.id, "name": lab.name, "people": len(EVERYBODY), "made": made}


def _lines(data: dict[str, Any]) -> str:
    if not data["made"]:
        return f"The made-up lab is there already: lab {data['lab']}, {data['name']}."
    links = [f"At the desk as {name}: {url}  (works once)" for name, url in data["setup_urls"].items()]
    first = f"Lab {data['lab']}, {data['name']}: {data['people']} people who do not exist. Nothing is sent to anybody."
    return "\n".join([first, *links, "Start it with `brug run`."])
