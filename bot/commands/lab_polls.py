"""`brug lab poll list | add | open | close | result`: short questions to the people of a lab."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import LabId, in_english, lab, lab_or_refusal, languages_or_refusal, refuse
from bot.commands.lab_rules import File, read_json
from bot.poll_rounds import close_poll
from bot.polls import faults_to_open, open_poll
from bot.settings import CannotStart, Settings
from lab.disclosure import K
from lab.poll_results import people_in
from lab.polls import DRAFT, OPEN, Poll, load_poll
from lab.wall_time import moment_of, zone_of
from store.ballots import how_many, words_of
from store.closing import leave_no_trace
from store.database import Database
from store.polls import add_poll, poll_of, polls_of

poll = typer.Typer(help="Short questions to the people of a lab, and what they answered.", no_args_is_help=True)
lab.add_typer(poll, name="poll")
NO_POLL = (
    'The file does not hold a poll. Write it like {"technique": "single", "moment": "between", '
    '"words": {"nl": "Waar komen we samen?"}, "options": [{"nl": "Bibliotheek"}, {"nl": "School"}]}.'
)
PollId = typer.Argument(..., metavar="ID", min=1, max=MAX_ID)


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@poll.command("list")
def list_polls(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """All polls of a lab, the newest first."""

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            await lab_or_refusal(connection, lab_id)
            return [await _data(connection, one) for one in await polls_of(connection, lab_id)]

    show(with_database(work), as_json=as_json, line=_line)


@poll.command("add")
def add_draft(lab_id: int = LabId, file: Path = File, as_json: bool = AsJson) -> None:
    """Keep the poll of a JSON file as a draft: technique, words and options by language, settings, moment, meeting."""
    drafted = _drafted(read_json(file), lab_id)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            one = await lab_or_refusal(connection, lab_id)
            now, mine = SystemClock().now(), _in_zone(drafted, one.timezone)
            faults = in_english(await faults_to_open(connection, one, mine, now))
            made = await add_poll(connection, mine, now)
            return await _data(connection, made) | {"faults": faults}

    show(with_database(work), as_json=as_json, line=_line)


@poll.command("open")
def open_draft(poll_id: int = PollId, as_json: bool = AsJson) -> None:
    """Ask everybody whom it is for: now, or when its meeting begins or ends."""

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            drafted = await _known(connection, poll_id)
            one = await lab_or_refusal(connection, drafted.lab_id)
            refuse(in_english(await open_poll(connection, one, poll_id, SystemClock().now())))
            return await _data(connection, await _known(connection, poll_id))

    show(with_database(work), as_json=as_json, line=_line)


@poll.command("close")
def close(poll_id: int = PollId, as_json: bool = AsJson) -> None:
    """No more answers. From now on nobody can say whose answer is whose; who took part hears the result."""

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            if (await _known(connection, poll_id)).state != OPEN:
                raise CannotStart("This poll is not open.")
            await close_poll(connection, poll_id, SystemClock().now())
            closed = await _data(connection, await _known(connection, poll_id))
        await leave_no_trace(database)
        return closed

    show(with_database(work), as_json=as_json, line=_line)


@poll.command("result")
def result(poll_id: int = PollId, as_json: bool = AsJson) -> None:
    """What was published, and the words that a human passed. Small numbers are hidden here too."""

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.read() as connection:
            found = await _known(connection, poll_id)
            if found.state in (DRAFT, OPEN) and not found.results:
                raise CannotStart("There is no result yet: it is published when the poll closes.")
            passed = await words_of(connection, poll_id, passed_only=True) if people_in(found) else []
            words = [{"part": one.part, "language": one.language, "text": one.text} for one in passed]
            return {"id": found.id, "results": list(found.results), "words": words}

    show(with_database(work), as_json=as_json, line=_result_lines)


def _drafted(value: Any, lab_id: int) -> Poll:
    """JSON can hold anything in any place: what cannot be a poll is one sentence."""
    try:
        drafted = load_poll(value, lab_id)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        raise CannotStart(NO_POLL) from error
    languages_or_refusal({*drafted.words, *(code for one in drafted.options for code in one.words)})
    return drafted


def _in_zone(drafted: Poll, timezone: str) -> Poll:
    """A moment without a zone is one on the clocks of the lab."""
    closes = drafted.closes_at
    return replace(drafted, closes_at=moment_of(closes, zone_of(timezone))) if closes and not closes.tzinfo else drafted


async def _known(connection: AsyncConnection, poll_id: int) -> Poll:
    found = await poll_of(connection, poll_id)
    if found is None:
        raise CannotStart(f"There is no poll {poll_id}. See `brug lab poll list --lab ID`.")
    return found


async def _data(connection: AsyncConnection, one: Poll) -> dict[str, Any]:
    """How many answered is told from five on: before that it would say who."""
    answered = await how_many(connection, one.id) if one.state == OPEN else people_in(one)
    return {
        "id": one.id,
        "lab": one.lab_id,
        "technique": one.technique,
        "moment": one.moment,
        "meeting": one.meeting_id,
        "state": one.state,
        "round": one.round,
        "code": one.code,
        "words": dict(one.words),
        "options": [{"id": option.id, "words": dict(option.words)} for option in one.options],
        "answered": answered if answered >= K else None,
        "closes_at": one.closes_at.isoformat() if one.closes_at else None,
    }


def _line(one: dict[str, Any]) -> str:
    question = next(iter(one["words"].values()), "")
    answered = f"{one['answered']} answered" if one["answered"] else "fewer than 5 answered"
    line = f"{one['id']}  {one['technique']}  {one['state']}  {answered}  {question}"
    return "\n".join([line, *(f"Before it can open: {fault}" for fault in one.get("faults", ()))])


def _result_lines(found: dict[str, Any]) -> str:
    lines = [f"Poll {found['id']}"]
    for table in found["results"]:
        for part, told in table["parts"].items():
            counts = ", ".join(f"{o}: {'hidden' if n is None else n}" for o, n in told["counts"].items())
            lines.append(f"round {table['round']}  {part}  {counts or 'fewer than 5 answered'}")
    return "\n".join([*lines, *(f"“{one['text']}” ({one['language']})" for one in found["words"])])
