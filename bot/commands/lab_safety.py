"""`brug lab safety show | set`: whom people can call in danger, and whether Brug listens for words of danger."""

from dataclasses import replace
from typing import Any

import typer

from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import LabId, in_languages, lab, lab_or_refusal
from bot.settings import CannotStart, Settings
from lab.safety import LONGEST, Safety, dump_safety
from store.database import Database
from store.labs import Lab
from store.rules import change_safety
from store.staff import member

safety = typer.Typer(help="Whom to call in danger, and listening for words that mean danger.", no_args_is_help=True)
lab.add_typer(safety, name="safety")
Numbers = typer.Option([], help="Such as nl='112, or 1712'. Once for each language.")


def add(app: typer.Typer) -> None:
    """All of it belongs to `brug lab`."""


@safety.command("show")
def show_safety(lab_id: int = LabId, as_json: bool = AsJson) -> None:
    """Help numbers by language, and whether it is on."""

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.read() as connection:
            return dump_safety((await lab_or_refusal(connection, lab_id)).safety)

    show(with_database(work), as_json=as_json, line=_lines)


@safety.command("set")
def set_safety(
    lab_id: int = LabId,
    number: list[str] = Numbers,
    reviewed_by: int = typer.Option(0, min=0, max=MAX_ID, help="The id of the member of staff who reviewed it today."),
    on: bool | None = typer.Option(None, "--on/--off", help="Listen for words that mean danger."),
    as_json: bool = AsJson,
) -> None:
    """Change what is named, keep the rest. New numbers need a new review."""
    numbers = in_languages(number)
    if any(len(words) > LONGEST for words in numbers.values()):
        raise CannotStart(f"The help numbers of a language have room for {LONGEST} characters.")

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            one = await lab_or_refusal(connection, lab_id)
            who = await member(connection, reviewed_by) if reviewed_by else None
            if reviewed_by and (who is None or who.lab_id not in (None, one.id)):
                raise CannotStart(f"There is nobody with the number {reviewed_by} who works for this lab.")
            wanted = _changed(one, numbers, reviewed_by, on)
            await change_safety(connection, lab_id, wanted)
        return dump_safety(wanted)

    show(with_database(work), as_json=as_json, line=_lines)


def _changed(one: Lab, numbers: dict[str, str], reviewed_by: int, on: bool | None) -> Safety:
    before = one.safety
    wanted = replace(before, numbers={**before.numbers, **numbers}, on=before.on if on is None else on)
    if reviewed_by:
        wanted = replace(wanted, reviewed_by=reviewed_by, reviewed_on=SystemClock().now().date())
    elif wanted.numbers != before.numbers:
        wanted = replace(wanted, reviewed_by=0, reviewed_on=None)
    if wanted.on and (missing := wanted.missing(one.languages)):
        raise CannotStart(f"Set the help numbers in {', '.join(missing)} first.")
    if wanted.on and wanted.reviewed_on is None:
        raise CannotStart(
            "Let somebody who knows about safety read the words and the numbers first, and say so: --reviewed-by ID."
        )
    return wanted


def _lines(data: dict[str, Any]) -> str:
    numbers = [f"{language}: {words}" for language, words in data["numbers"].items()]
    reviewed = f"reviewed on {data['reviewed_on']}" if data["reviewed_on"] else "not reviewed"
    return "\n".join([f"{'on' if data['on'] else 'off'}, {reviewed}", *numbers])
