"""`brug lab new | code | list | people`, and what all of `brug lab` refuses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import typer
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.telegram import username_of
from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, spoken, with_database
from bot.demo.guard import made_up_lab
from bot.settings import CannotStart, Settings
from lab.plan_warnings import PlanWarning
from lab.wall_time import is_zone
from locales.catalogue import SOURCE, Catalogues
from store.database import Database
from store.labs import Lab, labs, new_entry, new_lab
from store.listing import people_of
from store.staff import member

lab = typer.Typer(help="Labs: make one, invite to it, plan its year.", no_args_is_help=True)
MADE_UP = (
    "This database holds the made-up lab of `brug demo`: real people do not belong beside it. "
    "Set BRUG_DATA_DIR to an empty folder (and BRUG_DATABASE_URL to an empty database, if you set it), and try again."
)
NEEDED = ("name", "city")
LONGEST = {"name": 200, "city": 200, "keyword": 60}
"""As the table has it."""
LabId = typer.Option(..., "--lab", min=1, max=MAX_ID)


def add(app: typer.Typer) -> None:
    app.add_typer(lab, name="lab")


@lab.command()
def new(
    name: str = typer.Option("", help="Needed: what people call it."),
    city: str = typer.Option("", help="Needed."),
    timezone: str = typer.Option("", help="Needed, such as Europe/Brussels."),
    languages: str = typer.Option("", help="Needed: the likely ones first, such as nl,ar,ti."),
    keyword: str = typer.Option("", help="A word that people may write to join."),
    as_json: bool = AsJson,
) -> None:
    """Make a lab."""
    wanted = [code.strip() for code in languages.split(",") if code.strip()]
    written = {"name": name.strip(), "city": city.strip(), "keyword": keyword.strip()}
    refuse(_faults(written, timezone, wanted))

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            if await made_up_lab(connection):
                raise CannotStart(MADE_UP)
            made = await new_lab(
                connection,
                name=written["name"],
                city=written["city"],
                timezone=timezone,
                languages=wanted,
                keyword=written["keyword"],
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


def _faults(written: Mapping[str, str], timezone: str, wanted: Sequence[str]) -> Iterator[str]:
    """`written`: what is kept as it stands."""
    for what, text in written.items():
        if not text and what in NEEDED:
            yield f"A lab needs a {what}: --{what}."
        if len(text) > LONGEST[what]:
            yield f"The {what} has more than {LONGEST[what]} characters."
    if not timezone:
        yield "A lab needs a time zone: --timezone Europe/Brussels."
    elif not is_zone(timezone):
        yield f"{timezone} is not a time zone. Write it like Europe/Brussels."
    if not wanted:
        yield "A lab needs a language. Write the likely ones like nl,ar,ti."
    yield from unspoken(wanted)


@lab.command()
def code(
    lab_id: int = LabId,
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
def people(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """Who is in a lab."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            await lab_or_refusal(connection, lab_id)
            return await people_of(connection, lab_id)

    def line(one: dict[str, Any]) -> str:
        return (
            f"{one['id']}  {one['name'] or '-'}  {one['language'] or '-'}  {one['state']}  {', '.join(one['channels'])}"
        )

    show(with_database(work), as_json=as_json, line=line)


async def lab_or_refusal(connection: AsyncConnection, lab_id: int) -> Lab:
    found = (await labs(connection)).get(lab_id)
    if found is None:
        raise CannotStart(f"There is no lab {lab_id}. See `brug lab list`.")
    return found


def languages_or_refusal(codes: Iterable[str]) -> None:
    refuse(unspoken(codes))


def unspoken(codes: Iterable[str]) -> Iterator[str]:
    known = spoken().languages
    if unknown := [code for code in codes if code not in known]:
        yield f"Brug does not speak {', '.join(unknown)}. It speaks {', '.join(known)}."


def refuse(faults: Iterable[str]) -> None:
    """One sentence a line: all that stands in the way, at once."""
    if lines := list(faults):
        raise CannotStart("\n".join(lines))


def in_english(found: Iterable[PlanWarning]) -> list[str]:
    """The sources are English: no catalogue has to be read."""
    return [warning.in_words(_filled) for warning in found]


def _filled(text: str, values: Mapping[str, str | date]) -> str:
    return text.format_map({name: Catalogues({}).value(SOURCE, value) for name, value in values.items()})


def moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CannotStart(f"{text} is not a date with a time. Write it like 2027-05-15T09:30.") from error


def in_languages(lines: list[str]) -> dict[str, str]:
    """Each "nl=words"."""
    found = {code.strip(): words.strip() for code, _, words in (line.partition("=") for line in lines)}
    languages_or_refusal(found)
    if empty := [code for code, words in found.items() if not words]:
        raise CannotStart(f"There are no words for {', '.join(empty)}. Write them like nl=Ideeën op papier.")
    return found
