"""`brug lab new | code | people`."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from sqlalchemy.exc import IntegrityError

from bot.channels.telegram import username_of
from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.settings import CannotStart, Settings
from locales.catalogue import load as load_catalogues
from store.database import Database
from store.labs import labs, new_entry, new_lab
from store.listing import people_of
from store.staff import member

lab = typer.Typer(help="Labs: make one, invite to it, see who is in it.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    app.add_typer(lab, name="lab")


@lab.command()
def new(
    name: str = typer.Option(..., help="What people call it."),
    city: str = typer.Option(...),
    timezone: str = typer.Option(..., help="Such as Europe/Brussels."),
    languages: str = typer.Option(..., help="The likely ones first, such as nl,ar,ti."),
    keyword: str = typer.Option("", help="A word that people may write to join."),
    as_json: bool = AsJson,
) -> None:
    """Make a lab."""
    wanted = [code.strip() for code in languages.split(",") if code.strip()]
    _check(name, timezone, wanted)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            made = await new_lab(
                connection,
                name=name.strip(),
                city=city.strip(),
                timezone=timezone,
                languages=wanted,
                keyword=keyword.strip(),
                now=SystemClock().now(),
            )
        return {
            "id": made.id,
            "name": made.name,
            "city": made.city,
            "timezone": made.timezone,
            "languages": list(made.languages),
            "keyword": made.keyword,
        }

    show(with_database(work), as_json=as_json, line=lambda made: f"Lab {made['id']}: {made['name']}, {made['city']}")


def _check(name: str, timezone: str, wanted: list[str]) -> None:
    if not name.strip():
        raise CannotStart("A lab needs a name.")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CannotStart(f"{timezone} is not a time zone. Write it like Europe/Brussels.") from error
    known = load_catalogues().languages
    unknown = [code for code in wanted if code not in known]
    if unknown or not wanted:
        raise CannotStart(f"Brug does not speak {', '.join(unknown) or 'nothing'}. It speaks {', '.join(known)}.")


@lab.command()
def code(
    lab_id: int = typer.Option(..., "--lab", min=1, max=MAX_ID),
    place: str = typer.Option(..., help="Where it hangs or is handed out."),
    worker: int | None = typer.Option(None, min=1, max=MAX_ID, help="The id of the outreach worker."),
    once: bool = typer.Option(False, help="For one person only, for two weeks."),
    as_json: bool = AsJson,
) -> None:
    """Make a code that leads to a lab: as a link, a QR code, and letters to read aloud."""

    async def work(settings: Settings, database: Database) -> dict[str, Any]:
        try:
            async with database.write() as connection:
                if worker is not None and await member(connection, worker) is None:
                    raise CannotStart(f"There is nobody with the number {worker} who works here.")
                made = await new_entry(
                    connection,
                    database.keyring,
                    lab_id,
                    SystemClock().now(),
                    place=place.strip(),
                    worker_id=worker,
                    once=once,
                )
        except IntegrityError as error:
            raise CannotStart(f"There is no lab {lab_id}. See `brug lab list`.") from error
        telegram = await _telegram_link(settings, made.token)
        url = f"{settings.base_url}/join/{made.token}"
        return {"code": made.token, "spoken": made.aloud, "url": url, "telegram_url": telegram}

    show(with_database(work), as_json=as_json, line=lambda made: f"{made['url']}\nRead aloud: {made['spoken']}")


async def _telegram_link(settings: Settings, token: str) -> str | None:
    """Asks Telegram for the bot's name. None without a bot, or when Telegram does not answer."""
    if not settings.telegram_token:
        return None
    username = await username_of(settings)
    return f"https://t.me/{username}?start={token}" if username else None


@lab.command("list")
def list_labs(as_json: bool = AsJson) -> None:
    """All labs."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            return [
                {"id": one.id, "name": one.name, "city": one.city, "languages": list(one.languages)}
                for one in (await labs(connection)).values()
            ]

    show(with_database(work), as_json=as_json, line=lambda one: f"{one['id']}  {one['name']}, {one['city']}")


@lab.command()
def people(lab_id: int = typer.Option(..., "--lab", min=1, max=MAX_ID), as_json: bool = AsJson) -> None:
    """Who is in a lab."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            if lab_id not in await labs(connection):
                raise CannotStart(f"There is no lab {lab_id}. See `brug lab list`.")
            return await people_of(connection, lab_id)

    def line(one: dict[str, Any]) -> str:
        return (
            f"{one['id']}  {one['name'] or '-'}  {one['language'] or '-'}  {one['state']}  {', '.join(one['channels'])}"
        )

    show(with_database(work), as_json=as_json, line=line)
