"""`brug export`: everything of a lab in open tables, as one zip."""

from pathlib import Path
from typing import Any, BinaryIO

import typer

from bot.clock import SystemClock
from bot.commands import AsJson, progress, show, with_database
from bot.commands.lab import LabId, lab_or_refusal
from bot.settings import CannotStart, Settings
from lab.export_people import PEOPLE
from lab.export_sheets import ARCHIVE
from store.archive import archived
from store.database import Database

OUT = typer.Option(..., "--out", dir_okay=False, help="The file to write: it ends in .zip, and is not there yet.")


def add(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    lab_id: int = LabId,
    out: Path = OUT,
    people: bool = typer.Option(False, help="The people of the lab, instead of the archive without them."),
    as_json: bool = AsJson,
) -> None:
    """Write what a lab did as tables with a description of each column; without its people, unless you ask for them."""
    if out.suffix != ".zip" or out.exists():
        raise CannotStart("The export is a zip: give it a name that ends in .zip and that no file has yet.")

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.read() as connection:
            exported = await lab_or_refusal(connection, lab_id)
            size, now = 0, SystemClock().now()
            with _new_file(out) as file, progress("The tables are written") as done:
                async for piece in archived(connection, exported, now, people=people, done=done):
                    size += file.write(piece)
        tables = [sheet.name for sheet in (PEOPLE if people else ARCHIVE)]
        return {"file": str(out), "bytes": size, "tables": tables}

    show(with_database(work), as_json=as_json, line=_line)


def _new_file(out: Path) -> BinaryIO:
    """For its owner's eyes only."""
    out.touch(0o600, exist_ok=False)
    return out.open("wb")


def _line(made: dict[str, Any]) -> str:
    return f"{made['file']}: {len(made['tables'])} tables, {made['bytes']} bytes. README.txt in it says what they hold."
