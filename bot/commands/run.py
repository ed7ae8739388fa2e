"""`brug run`: everything in one process."""

import typer
import uvloop

from bot import qr
from bot.app import Brug, build, load_texts, open_database
from bot.clock import SystemClock
from bot.log import set_up
from bot.serving import port_is_free, port_taken, serve
from bot.settings import Settings, read_settings
from locales import N_
from store.database import Database
from store.labs import count_labs, joinable, labs, new_entry, new_lab
from store.staff import add_staff, administrator_without_password, count_staff, fresh_setup

TRYOUT = N_("Try-out lab")


def add(app: typer.Typer) -> None:
    app.command()(run)


def run() -> None:
    """Start Brug: web chat, admin, channels and scheduler in one process."""
    settings = read_settings()
    set_up(settings.log_level)
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    if settings.port and not port_is_free(settings.host, settings.port):
        raise port_taken(settings)
    database = await open_database(settings)
    brug = build(settings, database, load_texts(settings))
    typer.echo(await greeting(brug))
    await serve(brug)


async def greeting(brug: Brug) -> str:
    """What somebody needs who just started it: the chat, the desk, the code to scan."""
    base = brug.settings.base_url
    code, setup = await _first_steps(brug.database, tuple(brug.catalogues.languages))
    join = f"{base}/join/{code}"
    lines = [
        "",
        f"Brug is running. Chat:   {base}/chat?code={code}",
        f"                 Admin:  {base}/admin/setup/{setup}  (works once)"
        if setup
        else f"                 Admin:  {base}/admin/",
        f"                 Sign up by QR code: {join}",
        "",
        qr.terminal(join),
        "Stop with Ctrl-C. Everything is kept in the data folder.",
    ]
    return "\n".join(lines)


async def _first_steps(database: Database, languages: tuple[str, ...]) -> tuple[str, str | None]:
    """On an empty database a lab to try things out and an administrator; always a fresh sign-up code."""
    now = SystemClock().now()
    async with database.write() as connection:
        if not await count_labs(connection):
            await new_lab(
                connection,
                name=TRYOUT,
                city="-",
                timezone="Europe/Brussels",
                languages=languages,
                now=now,
                tryout=True,
            )
        lab = joinable((await labs(connection)).values())[0]
        code = await new_entry(connection, database.keyring, lab.id, now, place="QR code in the terminal")
        if not await count_staff(connection):
            _, token = await add_staff(
                connection,
                database.keyring,
                name="Administrator",
                email=None,
                role="administrator",
                lab_id=None,
                now=now,
            )
            return code.token, token
        waiting = await administrator_without_password(connection)
        return code.token, await fresh_setup(connection, database.keyring, waiting, now) if waiting else None
