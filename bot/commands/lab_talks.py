"""`brug lab talk add`."""

from datetime import datetime, timedelta
from typing import Any

import typer

from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import LabId, lab, lab_or_refusal, moment
from bot.settings import CannotStart, Settings
from lab.wall_time import is_skipped, moment_of, zone_of
from store.database import Database
from store.meetings import add_talk, talks_with
from store.staff import member

talk = typer.Typer(help="Moments for a talk of one person with another.", no_args_is_help=True)
lab.add_typer(talk, name="talk")


def add(app: typer.Typer) -> None:
    """It belongs to `brug lab`."""


@talk.callback()
def _group() -> None:
    """Moments for a talk of one person with another."""


@talk.command("add")
def add_moment(
    lab_id: int = LabId,
    starts: str = typer.Option(..., help="As the clocks there show it, such as 2027-05-15T14:00."),
    minutes: int = typer.Option(30, min=5, max=240),
    place: str = typer.Option(..., help="Where, or how: a room, a phone call."),
    staff: int | None = typer.Option(None, min=1, max=MAX_ID, help="The id of whom the talk is with."),
    as_json: bool = AsJson,
) -> None:
    """Open a moment for a talk. Whoever takes it first has it."""
    begins, length = moment(starts), timedelta(minutes=minutes)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            one = await lab_or_refusal(connection, lab_id)
            starts_at = _ahead_of_us(begins, one.timezone)
            if staff is not None and await member(connection, staff) is None:
                raise CannotStart(f"There is nobody with the number {staff} who works here.")
            if staff is not None and await talks_with(connection, staff, starts_at, starts_at + length):
                raise CannotStart("There is a talk with the same person at that moment. Choose another moment.")
            made = await add_talk(connection, lab_id, staff, starts_at, minutes, place.strip())
        return {
            "id": made,
            "lab": lab_id,
            "starts": begins.isoformat(timespec="minutes"),
            "minutes": minutes,
            "place": place,
        }

    show(with_database(work), as_json=as_json, line=lambda made: f"{made['id']}  {made['starts']}  {made['place']}")


def _ahead_of_us(local: datetime, timezone: str) -> datetime:
    """When a talk begins, in UTC."""
    if local.tzinfo is not None:
        raise CannotStart("The start has a time zone of its own. Write it as the clocks at the place show it.")
    if is_skipped(local, zone_of(timezone)):
        raise CannotStart("Clocks jump over that time that night. Choose another time.")
    starts_at = moment_of(local, zone_of(timezone))
    if starts_at <= SystemClock().now():
        raise CannotStart("The start lies in the past. Choose a later one.")
    return starts_at
