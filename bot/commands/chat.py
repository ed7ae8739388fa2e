"""`brug chat`: play a flow in the terminal, through the real service, on a database that is thrown away."""

import asyncio
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

import typer
from sqlalchemy import insert, update

from bot.app import Brug, build, open_database
from bot.channels.terminal import Terminal, typed_lines
from bot.clock import SystemClock
from bot.commands import spoken
from bot.log import set_up
from bot.settings import CannotStart, Settings
from flows.registry import all_flows
from locales.catalogue import Catalogues
from store.intake import Caller, visitors
from store.labs import new_lab
from store.tables import person, staff


def add(app: typer.Typer) -> None:
    app.command()(chat)


def chat(
    flow: str = typer.Argument("signup", help="The name of a flow: signup, register, help, my_data ..."),
    lang: str = typer.Option("", help="Begin in this language instead of asking for one."),
) -> None:
    """Play a flow in the terminal. Nothing is kept. Type a number, a label or your own words; Ctrl-D ends it."""
    if flow not in all_flows():
        raise CannotStart(f"There is no flow {flow}. There are {', '.join(sorted(all_flows()))}.")
    catalogues = spoken()
    if lang and lang not in catalogues.languages:
        raise CannotStart(f"Brug does not speak {lang}. It speaks {', '.join(catalogues.languages)}.")
    set_up("error")
    with tempfile.TemporaryDirectory(prefix="brug-chat-") as folder:
        asyncio.run(_play(Path(folder), catalogues, flow, lang))


async def _play(folder: Path, catalogues: Catalogues, flow: str, lang: str) -> None:
    settings = Settings(data_dir=folder, secret_key=secrets.token_urlsafe(32), _env_file=None)  # type: ignore[call-arg]
    settings = settings.model_copy(update={"database_url": "", "telegram_token": "", "crashpoint": ""})
    if lang:
        catalogues = replace(catalogues, languages={lang: catalogues.languages[lang]})
    database = await open_database(settings)
    terminal = Terminal(typer.echo)
    brug = build(settings, database, catalogues, extra=[terminal], opening=flow if flow != "signup" else "")
    await _set_the_scene(brug, flow, lang or next(iter(catalogues.languages)))
    await brug.start()
    await terminal.say("/start")
    await brug.outbox.settled()
    async for line in typed_lines():
        await terminal.say(line)
        await brug.outbox.settled()
    await brug.stop()


async def _set_the_scene(brug: Brug, flow: str, lang: str) -> None:
    """A lab; and for any flow but the sign-up somebody who signed up already, and may register others."""
    now = SystemClock().now()
    keyring = brug.database.keyring
    async with brug.database.write() as connection:
        lab = await new_lab(
            connection, name="Samen Sterk", city="Gent", timezone="Europe/Brussels", languages=(lang,), now=now
        )
        if flow == "signup":
            return
        caller = Caller("terminal", "terminal", keyring.lookup("terminal:terminal", "terminal"), "terminal", "")
        known = await visitors(connection, [caller], now)
        who = known[caller.lookup].person_id
        await connection.execute(
            update(person)
            .where(person.c.id == who)
            .values(
                lab_id=lab.id,
                language=lang,
                name="Farid",
                role="outreach_worker",
                standing="active",
                confirmed_at=now,
                expires_at=None,
            )
        )
        await connection.execute(
            insert(staff).values(name="Farid", role="outreach_worker", lab_id=lab.id, person_id=who, created_at=now)
        )
