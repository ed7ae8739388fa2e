"""`brug contacts why | list`: what is planned for people, what became of it, and the reason in one sentence."""

from datetime import datetime
from typing import Any

import typer
from sqlalchemy import Row

from bot.commands import MAX_ID, AsJson, show, spoken, with_database
from bot.settings import CannotStart, Settings
from lab.wall_time import zone_of
from locales import N_
from locales.catalogue import SOURCE, Catalogues, MissingText
from scheduler.reasons import REASONS, TOO_LATE, WAITING
from store.contacts import CALLED, DROPPED, MERGED, PLANNED, SENT
from store.database import Database
from store.labs import labs
from store.listing import contact_row, contact_rows

STATES = (PLANNED, SENT, MERGED, DROPPED, CALLED)
UNDECIDED = N_("It is planned. Nothing has been decided about it yet.")
contacts = typer.Typer(help="What is planned for people, and why something was sent or not.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    app.add_typer(contacts, name="contacts")


@contacts.command()
def why(
    contact_id: int = typer.Argument(..., metavar="ID", min=1, max=MAX_ID),
    lang: str = typer.Option("en", help="The language of the sentence."),
    as_json: bool = AsJson,
) -> None:
    """Say in one sentence what was decided about a contact."""
    catalogues = _speaking(lang)

    async def work(_: Settings, database: Database) -> dict[str, Any]:
        async with database.read() as connection:
            row = await contact_row(connection, contact_id)
        if row is None:
            raise CannotStart(f"There is no contact {contact_id}. See `brug contacts list --lab ID`.")
        return _told(row, catalogues, lang)

    show(with_database(work), as_json=as_json, line=lambda told: f"{told['sentence']}\n{_line(told)}")


@contacts.command("list")
def list_contacts(
    lab_id: int = typer.Option(..., "--lab", min=1, max=MAX_ID),
    person: int | None = typer.Option(None, min=1, max=MAX_ID, help="The id of one person."),
    state: str | None = typer.Option(None, help=", ".join(STATES)),
    lang: str = typer.Option("en", help="The language of the sentences."),
    as_json: bool = AsJson,
) -> None:
    """Contacts of a lab, those that are due first at the top."""
    catalogues = _speaking(lang)
    if state is not None and state not in STATES:
        raise CannotStart(f"There is no state {state}. There are {', '.join(STATES)}.")

    async def work(_: Settings, database: Database) -> list[dict[str, Any]]:
        async with database.read() as connection:
            if lab_id not in await labs(connection):
                raise CannotStart(f"There is no lab {lab_id}. See `brug lab list`.")
            rows = await contact_rows(connection, lab_id, person, state)
        return [_told(row, catalogues, lang) for row in rows]

    show(with_database(work), as_json=as_json, line=_line)


def _speaking(lang: str) -> Catalogues:
    catalogues = spoken()
    if lang not in catalogues.languages:
        raise CannotStart(f"Brug does not speak {lang}. It speaks {', '.join(catalogues.languages)}.")
    return catalogues


def _told(row: Row[Any], catalogues: Catalogues, lang: str) -> dict[str, Any]:
    """Ids only. Times are those of the person's clock."""
    zone = zone_of(row.person_zone, row.lab_zone)

    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone) if moment else None

    times = {name: local(getattr(row, name)) for name in ("due_at", "expires_at", "decided_at")}
    return {
        "id": row.id,
        "lab": row.lab_id,
        "person": row.person_id,
        "kind": row.kind,
        "meeting": row.meeting_id,
        "state": row.state,
        "reason": row.reason,
        "sentence": sentence(row.state, row.reason, local(row.reason_until), catalogues, lang),
        **{name: moment.isoformat(timespec="seconds") if moment else None for name, moment in times.items()},
    }


def sentence(state: str, reason: str, until: datetime | None, catalogues: Catalogues, lang: str) -> str:
    """Why it is as it is. A language that lacks the sentence is told so, and gets the English one."""
    text = REASONS.get(reason) if reason else UNDECIDED
    if text is None:
        return f"The reason is {reason}, which this Brug does not know."
    values = {"until": until} if until else {}
    late = state == DROPPED and reason in WAITING
    try:
        said = [catalogues.render(lang, text, values), *([catalogues(lang, TOO_LATE)] if late else [])]
    except MissingText:
        known = {name: catalogues.value(SOURCE, value) for name, value in values.items()}
        said = [] if lang == SOURCE else [f"(There is no text in {lang} yet.)"]
        said += [text.format_map(known), *([TOO_LATE] if late else [])]
    return " ".join(said)


def _line(told: dict[str, Any]) -> str:
    about = f"meeting {told['meeting']}" if told["meeting"] else "no meeting"
    why = f" ({told['reason']})" if told["reason"] else ""
    decided = f", decided {_minute(told['decided_at'])}" if told["decided_at"] else ""
    return (
        f"{told['id']}  {told['kind']}  person {told['person']}  {about}  "
        f"due {_minute(told['due_at'])}{decided}  {told['state']}{why}"
    )


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
