"""`brug lab recommendation list | add | change`: what a lab asks of the city, and what became of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import LabId, in_english, lab, lab_or_refusal, refuse
from bot.commands.lab_pilots import texts_in
from bot.commands.lab_rules import File, read_json
from bot.recommendations import ask_for_words, tell
from bot.settings import CannotStart, Settings
from lab.recommendations import PROPOSED, Change, Recommendation, faults_of, faults_of_change, left_out
from store import recommendations as stored
from store.database import Database
from store.desk import Reach

recommendation = typer.Typer(help="What a lab asks of the city, and what became of it.", no_args_is_help=True)
lab.add_typer(recommendation, name="recommendation")
NO_RECOMMENDATION = (
    'The file does not hold a recommendation. Write it like {"words": {"nl": "Taallessen in de avond"}, '
    '"sources": ["task:12", "poll:3", "pilot:2"]}.'
)
NO_CHANGE = 'The file does not hold a change. Write it like {"state": "adopted", "reason": {"nl": "De raad stemde."}}.'


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@recommendation.command("list")
def list_recommendations(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """All recommendations of a lab, with how many people contributed to each."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            await lab_or_refusal(connection, lab_id)
            return [await _data(connection, one) for one in await stored.recommendations_of(connection, lab_id)]

    show(with_database(work), as_json=as_json, line=_line)


@recommendation.command("add")
def add_recommendation(lab_id: int = LabId, file: Path = File, as_json: bool = AsJson) -> None:
    """Take the recommendation of a JSON file: words by language, and the sources that it grew from."""
    drafted = _drafted(read_json(file), lab_id)
    refuse(in_english(faults_of(drafted.words, drafted.sources)))

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            await lab_or_refusal(connection, lab_id)
            known = await stored.sources_within(connection, lab_id, drafted.sources)
            if gone := [one for one in drafted.sources if one not in known]:
                raise CannotStart(f"There is no {', '.join(gone)} in lab {lab_id}.")
            made = await stored.add_recommendation(connection, drafted, SystemClock().now())
            return await _data(connection, replace(drafted, id=made))

    show(with_database(work), as_json=as_json, line=_line)


@recommendation.command("change")
def change(
    recommendation_id: int = typer.Argument(..., metavar="ID", min=1, max=MAX_ID),
    file: Path = File,
    anyway: bool = typer.Option(False, help="Also where some people have no words in their language yet."),
    as_json: bool = AsJson,
) -> None:
    """Take the new state and its reason of a JSON file. Everybody who contributed hears of it."""
    state, reason = _changed(read_json(file))

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            reach = Reach(everything=True)
            about = await stored.recommendation_within(connection, reach, recommendation_id, lock=True)
            if about is None:
                raise CannotStart(
                    f"There is no recommendation {recommendation_id}. See `brug lab recommendation list`."
                )
            refuse(in_english(faults_of_change(about, state, reason)))
            untold = left_out(await stored.contributors(connection, about.lab_id, about.sources), about.words, reason)
            if untold and not anyway:
                raise CannotStart(f"{_people(untold)} Add the words, or use --anyway: they hear of it later.")
            now, changed = SystemClock().now(), replace(about, state=state)
            made = await stored.add_change(connection, changed, reason, None, now)
            await tell(connection, changed, [Change(made, about.id, state, reason, now)], now)
            await ask_for_words(connection, about, untold, now)
            return await _data(connection, changed) | {"left_out": untold}

    show(with_database(work), as_json=as_json, line=_line)


def _people(untold: dict[str, int]) -> str:
    many = ", ".join(f"{code} ({count})" for code, count in untold.items())
    return f"People who would hear nothing, by language: {many}."


def _drafted(value: Any, lab_id: int) -> Recommendation:
    try:
        sources = tuple(dict.fromkeys(str(one) for one in value.get("sources", [])))
        return Recommendation(0, lab_id, texts_in(value["words"]), PROPOSED, sources)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise CannotStart(NO_RECOMMENDATION) from error


def _changed(value: Any) -> tuple[str, dict[str, str]]:
    try:
        return str(value["state"]), texts_in(value["reason"])
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise CannotStart(NO_CHANGE) from error


async def _data(connection: AsyncConnection, one: Recommendation) -> dict[str, Any]:
    audience = await stored.contributors(connection, one.lab_id, one.sources)
    known = {"id": one.id, "lab": one.lab_id, "words": dict(one.words), "state": one.state}
    return known | {"sources": list(one.sources), "people": len(audience)}


def _line(one: dict[str, Any]) -> str:
    words = next(iter(one["words"].values()), "-")
    line = f"{one['id']}  {one['state']}  people: {one['people']}  {words}"
    return f"{line}\n{_people(one['left_out'])}" if one.get("left_out") else line
