"""`brug lab quota set | list | put`: the groups of a lab, their seats, and who is in them."""

from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import LabId, in_languages, lab, lab_or_refusal
from bot.settings import CannotStart, Settings
from lab.meetings import MOST_SEATS
from store.database import Database
from store.groups import Quota, add_quota, change_quota, put_in_groups, quotas
from store.listing import people_of

Names = typer.Option(
    [], "--name", help="What the group is called: the key if you leave it out; nl=Jongeren in one language."
)
quota = typer.Typer(help="Groups of a lab, their seats, and who is in them.", no_args_is_help=True)
lab.add_typer(quota, name="quota")


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@quota.command("set")
def set_quota(
    lab_id: int = LabId,
    key: str = typer.Option(..., help="A short name for programs, such as youth."),
    name: list[str] = Names,
    seats: int = typer.Option(..., min=0, max=MOST_SEATS),
    as_json: bool = AsJson,
) -> None:
    """Make a group, or change its name and seats."""
    if not key.strip() or len(key.strip()) > 40:
        raise CannotStart("A group needs a key of 1 to 40 letters.")
    called, names = _names(name)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            known = {one.key: one for one in await _quotas(connection, lab_id)}
            if before := known.get(key.strip()):
                await change_quota(connection, before.id, called or None, seats, {**before.names, **names})
            else:
                await add_quota(connection, lab_id, key.strip(), called or key.strip(), seats, names)
            return next(_data(one) for one in await quotas(connection, lab_id) if one.key == key.strip())

    show(with_database(work), as_json=as_json, line=_line)


def _names(given: list[str]) -> tuple[str, dict[str, str]]:
    """Its name, and its names by language."""
    by_language = [one for one in given if "=" in one]
    plain = [one.strip()[:100] for one in given if one.strip() and one not in by_language]
    if len(plain) > 1:
        raise CannotStart(f"{' and '.join(plain)}: give one name, and others by language, like nl=Jongeren.")
    return "".join(plain), {code: words[:100] for code, words in in_languages(by_language).items()}


@quota.command("list")
def list_quotas(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """All groups of a lab, with the seats that are taken."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            return [_data(one) for one in await _quotas(connection, lab_id)]

    show(with_database(work), as_json=as_json, line=_line)


@quota.command("put")
def put(
    lab_id: int = LabId,
    person: int = typer.Option(..., min=1, max=MAX_ID, help="The id of one person of the lab."),
    groups: str = typer.Option(..., help="Their keys, such as migrant,youth. She is in no others."),
    as_json: bool = AsJson,
) -> None:
    """Say which groups somebody belongs to."""
    wanted = [key.strip() for key in groups.split(",") if key.strip()]

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            known = {one.key: one.id for one in await _quotas(connection, lab_id)}
            if unknown := [key for key in wanted if key not in known]:
                raise CannotStart(f"There is no group {', '.join(unknown)}. There are {', '.join(known) or 'none'}.")
            if person not in {one["id"] for one in await people_of(connection, lab_id)}:
                raise CannotStart(f"There is nobody with the number {person} in lab {lab_id}.")
            await put_in_groups(connection, person, [known[key] for key in wanted])
        return {"person": person, "groups": wanted}

    show(with_database(work), as_json=as_json, line=lambda made: f"{made['person']}: {', '.join(made['groups'])}")


async def _quotas(connection: AsyncConnection, lab_id: int) -> list[Quota]:
    await lab_or_refusal(connection, lab_id)
    return await quotas(connection, lab_id)


def _data(one: Quota) -> dict[str, Any]:
    names = ("id", "key", "name", "seats", "filled", "short")
    return {name: getattr(one, name) for name in names} | {"names": dict(one.names)}


def _line(one: dict[str, Any]) -> str:
    short = f", {one['short']} short" if one["short"] else ""
    return f"{one['key']}  {one['name']}: {one['filled']} of {one['seats']}{short}"
