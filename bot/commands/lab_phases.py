"""`brug lab phases`: when the phases of a lab begin and end, and what their dates break."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.commands import AsJson, show, with_database
from bot.commands.lab import LabId, in_english, lab, lab_or_refusal
from bot.settings import CannotStart, Settings
from lab.phases import KEYS, Phase, warnings_of
from store.database import Database
from store.meetings import meetings
from store.rules import phases, put_phases

MOST_YEARS = 10
Dates = typer.Option(
    [],
    "--set",
    metavar="PHASE=FIRST..LAST",
    help="Such as exploration=2027-01-10..2027-02-20; `exploration=`: no dates.",
)


def add(app: typer.Typer) -> None:
    """It belongs to `brug lab`."""


@lab.command("phases")
def show_phases(lab_id: int = LabId, dates: list[str] = Dates, as_json: bool = AsJson) -> None:
    """The dates of the phases. `--set` changes one, once for each; the others stay as they are."""
    wanted = _read(dates)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        if not wanted:
            async with database.read() as connection:
                return await _data(connection, lab_id)
        async with database.write() as connection:
            await lab_or_refusal(connection, lab_id)
            known = {one.key: one for one in await phases(connection, lab_id)} | wanted
            await put_phases(connection, lab_id, [one for one in known.values() if one])
            return await _data(connection, lab_id)

    show(with_database(work), as_json=as_json, line=_lines)


def _read(lines: Iterable[str]) -> dict[str, Phase | None]:
    """By key; None: without dates."""
    found: dict[str, Phase | None] = {}
    for line in lines:
        key, _, span = (part.strip() for part in line.partition("="))
        if key not in KEYS:
            raise CannotStart(f"There is no phase {key}. Choose one of: {', '.join(KEYS)}.")
        found[key] = _dated(key, span) if span else None
    return found


def _dated(key: str, span: str) -> Phase:
    first, _, last = span.partition("..")
    try:
        dated = Phase(key, date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
    except ValueError as error:
        raise CannotStart(f"{span} is not a first and a last day. Write them like 2027-01-10..2027-02-20.") from error
    if dated.ends_on < dated.starts_on:
        raise CannotStart(f"The phase {key} ends before it starts. Change one of the two dates.")
    if any(abs(day.year - SystemClock().now().year) > MOST_YEARS for day in (dated.starts_on, dated.ends_on)):
        raise CannotStart(f"The phase {key} is more than ten years away. Correct the year.")
    return dated


async def _data(connection: AsyncConnection, lab_id: int) -> dict[str, Any]:
    await lab_or_refusal(connection, lab_id)
    dated = await phases(connection, lab_id)
    warnings = warnings_of(dated, await meetings(connection, lab_id=lab_id))
    rows = [{"key": one.key, "starts_on": f"{one.starts_on}", "ends_on": f"{one.ends_on}"} for one in dated]
    return {"lab": lab_id, "phases": rows, "warnings": in_english(warnings)}


def _lines(data: dict[str, Any]) -> str:
    dated = {one["key"]: f"{one['starts_on']} to {one['ends_on']}" for one in data["phases"]}
    lines = [f"{key}  {dated.get(key, 'no dates yet')}" for key in KEYS]
    return "\n".join([*lines, *(f"Look at this: {warning}" for warning in data["warnings"])])
