"""`brug lab decided`."""

from dataclasses import replace
from typing import Any

import typer

from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import lab, languages_or_refusal
from bot.commands.lab_meetings import known_meeting
from bot.settings import CannotStart, Settings
from store.database import Database
from store.labs import labs
from store.meetings import change_meeting


def add(app: typer.Typer) -> None:
    """It belongs to `brug lab`."""


@lab.command()
def decided(
    text: str = typer.Argument(..., metavar="TEXT"),
    meeting_id: int = typer.Option(..., "--meeting", min=1, max=MAX_ID),
    lang: str = typer.Option(..., help="The language of TEXT."),
    as_json: bool = AsJson,
) -> None:
    """Write down in one language what a meeting decided and what happens next. People hear it in their own."""
    languages_or_refusal([lang])
    if not text.strip():
        raise CannotStart("There is no text. Write what was decided and what happens next.")

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.write() as connection:
            held = await known_meeting(connection, meeting_id)
            if held.starts_at > SystemClock().now():
                raise CannotStart("This meeting has not begun yet: nothing is decided.")
            told = replace(held, decided={**held.decided, lang: text.strip()})
            await change_meeting(connection, told)
            wanted = (await labs(connection))[held.lab_id].languages
            missing = [code for code in wanted if not told.decided.get(code)]
            return {"meeting": meeting_id, "decided": dict(told.decided), "missing": missing}

    def line(made: dict[str, Any]) -> str:
        missing = f" Still missing: {', '.join(made['missing'])}." if made["missing"] else ""
        return f"Written down for meeting {made['meeting']} in {', '.join(made['decided'])}.{missing}"

    show(with_database(work), as_json=as_json, line=line)
