"""`brug rehearse`: a year of a lab with people who do not exist, in half a minute; what goes wrong is an exit code."""

import json
from pathlib import Path

import typer

from bot.commands import AsJson, progress
from bot.commands.lab_rules import plan_of, policy_of, read_json
from bot.log import set_up
from bot.rehearsal.calendar_picture import calendar_picture
from bot.rehearsal.checks import violations
from bot.rehearsal.rehearsal import Rehearsal, rehearse
from bot.rehearsal.report import every_line, report
from bot.rehearsal.script import EVENTS
from bot.rehearsal.summary import as_json as summary_as_json
from bot.settings import CannotStart
from lab.policy import Policy
from lab.touchpoints import DEFAULT_PLAN, dump_plan

POLICY = typer.Option(None, help="How often a lab writes: JSON, as `brug lab policy show --json` prints it.")
PLAN = typer.Option(None, help="What follows from a meeting: JSON, as `brug lab plan show --json` prints it.")
PICTURE = typer.Option(None, dir_okay=False, help="Draw who got what on which day, as SVG.")


def add(app: typer.Typer) -> None:
    app.command("rehearse")(rehearse_lab)


def rehearse_lab(
    people: int = typer.Option(24, min=1, max=60, help="How many people take part."),
    months: int = typer.Option(12, min=1, max=12, help="How long."),
    seed: int = typer.Option(7, help="Another number, other chances. The same number: the same year."),
    events: str = typer.Option("", help=f"What goes wrong, with commas between: {', '.join(EVENTS)}."),
    policy: Path | None = POLICY,
    plan: Path | None = PLAN,
    picture: Path | None = PICTURE,
    person: int = typer.Option(0, min=0, help="Print every line of this person."),
    verbose: bool = typer.Option(False, help="Print every line of everybody."),
    as_json: bool = AsJson,
) -> None:
    """Play a year of a lab with made-up people, through the real program. Exit code 1 when a rule was broken."""
    set_up("error")
    rules = policy_of(read_json(policy)) if policy else Policy()
    follows = plan_of(read_json(plan) if plan else dump_plan(DEFAULT_PLAN), rules)
    played = Rehearsal(people, months, seed, _known(events), rules, follows)
    if picture is not None and picture.suffix != ".svg":
        raise CannotStart("The picture is an SVG: give it a name that ends in .svg.")
    with progress("The year goes by") as on_its_way:
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
