"""`brug rehearse`: a year of a lab with people who do not exist, in half a minute; what goes wrong is an exit code."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import typer

from bot.commands import AsJson
from bot.log import set_up
from bot.rehearsal.calendar_picture import calendar_picture
from bot.rehearsal.checks import violations
from bot.rehearsal.rehearsal import Rehearsal, rehearse
from bot.rehearsal.report import every_line, report
from bot.rehearsal.script import EVENTS
from bot.rehearsal.summary import as_json as summary_as_json
from bot.settings import CannotStart

PICTURE = typer.Option(None, dir_okay=False, help="Draw who got what on which day, as SVG.")
LONG = 2.0
"""Seconds after which somebody wants to see that it goes on."""


def add(app: typer.Typer) -> None:
    app.command("rehearse")(rehearse_lab)


def rehearse_lab(
    people: int = typer.Option(24, min=1, max=60, help="How many people take part."),
    months: int = typer.Option(12, min=1, max=12, help="How long."),
    seed: int = typer.Option(7, help="Another number, other chances. The same number: the same year."),
    events: str = typer.Option("", help=f"What goes wrong, with commas between: {', '.join(EVENTS)}."),
    picture: Path | None = PICTURE,
    person: int = typer.Option(0, min=0, help="Print every line of this person."),
    verbose: bool = typer.Option(False, help="Print every line of everybody."),
    as_json: bool = AsJson,
) -> None:
    """Play a year of a lab with made-up people, through the real program. Exit code 1 when a rule was broken."""
    set_up("error")
    played = Rehearsal(people, months, seed, _known(events))
    if picture is not None and picture.suffix != ".svg":
        raise CannotStart("The picture is an SVG: give it a name that ends in .svg.")
    with _progress() as on_its_way:
        book = rehearse(played, progress=on_its_way)
    found = violations(book)
    if verbose or person:
        typer.echo(every_line(book, person) + "\n")
    shown = (
        json.dumps(summary_as_json(book, found), ensure_ascii=False, default=str) if as_json else report(book, found)
    )
    typer.echo(shown)
    if picture is not None:
        picture.write_text(calendar_picture(book, found), "utf-8")
    if found:
        raise typer.Exit(1)


def _known(events: str) -> tuple[str, ...]:
    wanted = {event.strip() for event in events.split(",") if event.strip()}
    if unknown := sorted(wanted - set(EVENTS)):
        raise CannotStart(f"There is no event {', '.join(unknown)}. There are {', '.join(EVENTS)}.")
    return tuple(event for event in EVENTS if event in wanted)


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """On a terminal only, and only where it takes long."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        began, task = monotonic(), bar.add_task("The year goes by", total=1.0, visible=False)
        yield lambda share: bar.update(task, completed=share, visible=monotonic() - began > LONG)
