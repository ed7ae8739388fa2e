"""`brug lab pilot list | add`: small experiments of a lab."""

from datetime import date
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.commands import AsJson, show, with_database
from bot.commands.lab import LabId, in_english, lab, lab_or_refusal, languages_or_refusal, refuse
from bot.commands.lab_rules import File, read_json
from bot.settings import CannotStart, Settings
from lab.pilots import LONGEST_STEP, Pilot, faults_of, missing
from store import pilots
from store.database import Database
from store.desk_meetings import languages_of
from store.listing import people_of
from store.pilots import Milestone

pilot = typer.Typer(help="Small experiments of a lab, and their teams.", no_args_is_help=True)
lab.add_typer(pilot, name="pilot")
NO_PILOT = (
    'The file does not hold a pilot. Write it like {"name": {"nl": "Taalcafé"}, "goal": {"nl": "..."}, '
    '"measure": {"nl": "..."}, "ends_on": "2027-05-31", "budget": "", "state": "planned", "team": [12], '
    '"milestones": [{"words": {"nl": "..."}, "due_on": "2027-03-01"}]}.'
)


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@pilot.command("list")
def list_pilots(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """All pilots of a lab, with the languages in which people would get nothing."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            await lab_or_refusal(connection, lab_id)
            return [await _data(connection, one) for one in await pilots.pilots_of(connection, lab_id)]

    show(with_database(work), as_json=as_json, line=_line)


@pilot.command("add")
def add_pilot(lab_id: int = LabId, file: Path = File, as_json: bool = AsJson) -> None:
    """Take the pilot of a JSON file: name, goal and measure by language, last day, budget, state, team, milestones."""
    drafted, team, steps = _understood(read_json(file), lab_id)
    refuse(in_english(faults_of(drafted, SystemClock().now().date())))

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            await lab_or_refusal(connection, lab_id)
            known = {one["id"] for one in await people_of(connection, lab_id)}
            if strangers := [str(one) for one in team if one not in known]:
                raise CannotStart(f"There is nobody with the number {', '.join(strangers)} in lab {lab_id}.")
            made = await pilots.add_pilot(connection, drafted, SystemClock().now())
            await pilots.put_in_team(connection, made, team)
            for step in steps:
                await pilots.add_milestone(connection, made, step.words, step.due_on)
            return await _data(connection, (await pilots.pilots_by_id(connection, [made]))[made])

    show(with_database(work), as_json=as_json, line=_line)


def _understood(value: Any, lab_id: int) -> tuple[Pilot, list[int], list[Milestone]]:
    """What the file says. JSON can hold anything in any place."""
    try:
        drafted = Pilot(
            0,
            lab_id,
            texts_in(value["name"]),
            texts_in(value.get("goal", {})),
            texts_in(value.get("measure", {})),
            _day(value.get("ends_on")),
            str(value.get("budget", "")),
            str(value.get("state", "idea")),
        )
        team = [_number(one) for one in value.get("team", [])]
        steps = [Milestone(0, 0, _step(one["words"]), _day(one.get("due_on"))) for one in value.get("milestones", [])]
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise CannotStart(NO_PILOT) from error
    return drafted, team, steps


def texts_in(value: Any) -> dict[str, str]:
    """Words by language. Raises what an unfit value raises, and CannotStart where Brug does not speak one of them."""
    found = {str(code): words.strip() for code, words in value.items()}
    languages_or_refusal(found)
    return {code: words for code, words in found.items() if words}


def _step(value: Any) -> dict[str, str]:
    words = texts_in(value)
    if not words or max(map(len, words.values())) > LONGEST_STEP:
        raise CannotStart(f"A milestone needs words, {LONGEST_STEP} letters at most in each language.")
    return words


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


async def _data(connection: AsyncConnection, one: Pilot) -> dict[str, Any]:
    spoken = (await languages_of(connection, [one.lab_id])).get(one.lab_id, {})
    steps = (await pilots.milestones_of(connection, [one.id])).get(one.id, [])
    return {
        **{name: getattr(one, name) for name in ("id", "state", "budget", "ends_on")},
        **{name: dict(getattr(one, name)) for name in ("name", "goal", "measure")},
        "lab": one.lab_id,
        "team": await pilots.team_of(connection, one.id),
        "milestones": [
            {"id": step.id, "words": dict(step.words), "due_on": step.due_on, "reached_on": step.reached_on}
            for step in steps
        ],
        "missing": missing([one.name], spoken),
    }


def _line(one: dict[str, Any]) -> str:
    name = next(iter(one["name"].values()), "-")
    lacks = ", ".join(f"{code} ({many})" for code, many in one["missing"].items())
    return f"{one['id']}  {name}  {one['state']}" + (f"  no name in: {lacks}" if lacks else "")
