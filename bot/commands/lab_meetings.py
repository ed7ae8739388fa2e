"""`brug lab meeting add | list | move | cancel`."""

from dataclasses import replace
from datetime import time
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import LabId, in_english, in_languages, lab, lab_or_refusal, languages_or_refusal, moment, refuse
from bot.meeting_changes import cancel_meeting, move_meeting, unsent
from bot.settings import CannotStart, Settings
from lab.feasts import warnings_for
from lab.meetings import CANCELLED, Meeting, Offer, Place, Session, faults_of, with_its_agenda
from lab.phases import KEYS, warnings_of
from lab.plan_faults import warnings_of as plan_warnings_of
from store.database import Database
from store.labs import Lab, labs
from store.meetings import add_meeting, meeting_of, meetings
from store.rules import phases

meeting = typer.Typer(help="Meetings: plan, move or cancel one.", no_args_is_help=True)
lab.add_typer(meeting, name="meeting")

Titles = typer.Option([], "--title", help="nl=Ideeën op papier; once for each language.")
Directions = typer.Option([], "--directions", help="nl=Tram 1, halte Korenmarkt; once for each language.")
Sessions = typer.Option([], "--session", help="A line of the agenda, such as 09:30=welcome; once for each.")
Starts = typer.Option(..., help="As the clocks there show it, such as 2027-05-15T09:30.")
Ends = typer.Option(..., help="As the clocks there show it, such as 2027-05-15T16:30.")


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@meeting.command("add")
def add_one(
    lab_id: int = LabId,
    phase: str = typer.Option(..., help=", ".join(KEYS)),
    starts: str = Starts,
    ends: str = Ends,
    timezone: str = typer.Option("", help="The zone of the place; the lab's if you leave it out."),
    place: str = typer.Option(..., help="What the place is called."),
    address: str = typer.Option(""),
    latitude: float | None = typer.Option(None, help="In degrees, from -90 to 90."),
    longitude: float | None = typer.Option(None, help="In degrees, from -180 to 180."),
    title: list[str] = Titles,
    directions: list[str] = Directions,
    session: list[str] = Sessions,
    capacity: int = typer.Option(0, help="How many seats; 0: no limit."),
    interpreters: str = typer.Option("", help="The languages of the interpreters, such as ar,ti."),
    childcare: bool = typer.Option(False, help="There is childcare."),
    food: bool = typer.Option(False, help="There is food."),
    travel_costs: bool = typer.Option(False, help="Travel costs are paid."),
    as_json: bool = AsJson,
) -> None:
    """Plan a meeting. What follows from it (invitation, reminders ...) is planned by itself."""
    spoken = [code.strip() for code in interpreters.split(",") if code.strip()]
    planned = Meeting(
        id=0,
        lab_id=lab_id,
        phase=phase,
        starts=moment(starts),
        ends=moment(ends),
        timezone=timezone,
        place=Place(place.strip(), address.strip(), latitude, longitude, in_languages(directions)),
        title=in_languages(title),
        capacity=capacity,
        sessions=tuple(_session(line) for line in session),
        offer=Offer(tuple(spoken), childcare, food, travel_costs),
    )
    languages_or_refusal(spoken)
    if phase not in KEYS:
        raise CannotStart(f"There is no phase {phase}. There are {', '.join(KEYS)}.")

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            one = await lab_or_refusal(connection, lab_id)
            mine = replace(planned, timezone=timezone or one.timezone)
            await _check(connection, mine)
            made = await add_meeting(connection, mine, SystemClock().now())
            return as_data(made) | {"warnings": await _warnings(connection, one, made)}

    show(with_database(work), as_json=as_json, line=_line)


@meeting.command("list")
def list_meetings(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """All meetings of a lab, the first one at the top."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            await lab_or_refusal(connection, lab_id)
            return [as_data(one) for one in await meetings(connection, lab_id=lab_id)]

    show(with_database(work), as_json=as_json, line=_line)


@meeting.command()
def move(
    meeting_id: int = typer.Argument(..., metavar="ID", min=1, max=MAX_ID),
    starts: str = Starts,
    ends: str = Ends,
    place: str = typer.Option("", help="Another place; the same if you leave it out."),
    address: str = typer.Option("", help="The address of another place."),
    session: list[str] = Sessions,
    as_json: bool = AsJson,
) -> None:
    """Move a meeting: what was not sent yet goes along, and who was told hears of it."""
    begins, finishes, agenda = moment(starts), moment(ends), tuple(_session(line) for line in session)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            old = await _ahead(connection, meeting_id)
            where = Place(place.strip(), address.strip()) if place.strip() else old.place
            moved = replace(old, starts=begins, ends=finishes, place=where, sessions=agenda or old.sessions)
            moved = with_its_agenda(moved, old)
            await _check(connection, moved)
            waiting = await unsent(connection, meeting_id)
            one = (await labs(connection))[old.lab_id]
            moved = await move_meeting(connection, one, moved, SystemClock().now())
            return as_data(moved) | {"unsent": dict(waiting), "warnings": await _warnings(connection, one, moved)}

    show(with_database(work), as_json=as_json, line=_line)


@meeting.command()
def cancel(meeting_id: int = typer.Argument(..., metavar="ID", min=1, max=MAX_ID), as_json: bool = AsJson) -> None:
    """Cancel a meeting: who was told hears of it, and nothing else of it goes out."""

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            old = await _ahead(connection, meeting_id)
            waiting = await unsent(connection, meeting_id)
            gone = await cancel_meeting(connection, old, SystemClock().now())
            return as_data(gone) | {"unsent": dict(waiting)}

    show(with_database(work), as_json=as_json, line=_line)


def _session(line: str) -> Session:
    clock, _, kind = line.partition("=")
    try:
        return Session(time.fromisoformat(clock.strip()), kind.strip())
    except ValueError as error:
        raise CannotStart(f"{line} is not a line of the agenda. Write it like 09:30=welcome.") from error


async def known_meeting(connection: AsyncConnection, meeting_id: int) -> Meeting:
    found = await meeting_of(connection, meeting_id)
    if found is None:
        raise CannotStart(f"There is no meeting {meeting_id}. See `brug lab meeting list --lab ID`.")
    return found


async def _ahead(connection: AsyncConnection, meeting_id: int) -> Meeting:
    """One that can still be changed."""
    found = await known_meeting(connection, meeting_id)
    if found.state == CANCELLED:
        raise CannotStart("This meeting is cancelled. Plan a new one.")
    if found.starts_at <= SystemClock().now():
        raise CannotStart("This meeting has begun already. Plan a new one.")
    return found


async def _check(connection: AsyncConnection, wanted: Meeting) -> None:
    """Refuses with all that stands in the way."""
    others = await meetings(connection, lab_id=wanted.lab_id)
    refuse(in_english(faults_of(wanted, others, SystemClock().now())))


async def _warnings(connection: AsyncConnection, one: Lab, made: Meeting) -> list[str]:
    """What may be so, but should be looked at: rules of the cycle, feasts, contacts that nobody gets."""
    all_of_them = await meetings(connection, lab_id=one.id)
    found = [*warnings_of(await phases(connection, one.id), all_of_them)]
    found += warnings_for(made.starts, made.ends, one.calendars)
    return in_english([*found, *plan_warnings_of(one.plan, made, one.policy)])


def as_data(one: Meeting) -> dict[str, Any]:
    return {
        "id": one.id,
        "lab": one.lab_id,
        "phase": one.phase,
        "starts": one.starts.isoformat(timespec="minutes"),
        "ends": one.ends.isoformat(timespec="minutes"),
        "timezone": one.timezone,
        "place": one.place.name,
        "title": dict(one.title),
        "capacity": one.capacity,
        "decided": sorted(one.decided),
        "state": one.state,
        "sequence": one.sequence,
    }


def _line(made: dict[str, Any]) -> str:
    lines = [f"{made['id']}  {made['starts']}  {made['place']}  {made['phase']}  {made['state']}"]
    if waiting := made.get("unsent"):
        lines.append("Not sent yet: " + ", ".join(f"{count} {kind}" for kind, count in sorted(waiting.items())))
    return "\n".join([*lines, *(f"Look at this: {warning}" for warning in made.get("warnings", ()))])
