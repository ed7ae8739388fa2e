"""`brug staff add`."""

from collections.abc import Mapping
from typing import Any

import typer
from sqlalchemy.exc import IntegrityError

from admin.routes import AT_DESK
from bot.clock import SystemClock
from bot.commands import MAX_ID, AsJson, show, with_database
from bot.commands.lab import lab_or_refusal
from bot.settings import CannotStart, Settings
from lab.people import CHAT_ROLES, ROLES, is_email
from store.database import Database
from store.labs import new_entry
from store.staff import add_staff
from store.team import put_in_labs

Labs = typer.Option(
    [], "--lab", min=1, max=MAX_ID, help="Needed for all but administrators. Several times for several labs."
)
staff = typer.Typer(help="Those who work for a lab.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    app.add_typer(staff, name="staff")


@staff.callback()
def _group() -> None:
    """Those who work for a lab."""


@staff.command("add")
def add_one(
    name: str = typer.Option(...),
    email: str = typer.Option(...),
    role: str = typer.Option(..., help=", ".join(sorted(ROLES))),
    labs: list[int] = Labs,
    as_json: bool = AsJson,
) -> None:
    """Add somebody, and print the one-time link with which she sets herself up: at the desk, or in her own chat."""
    if role not in ROLES:
        raise CannotStart(f"There is no role {role}. There are {', '.join(sorted(ROLES))}.")
    if not is_email(email):
        raise CannotStart(f"{email!r} is not an e-mail address. Write it like els@example.org.")
    if not labs and role != "administrator":
        raise CannotStart("Say for which lab this is: --lab ID.")

    first = labs[0] if labs else None

    async def work(settings: Settings, database: Database) -> dict[str, Any]:
        now = SystemClock().now()
        try:
            async with database.write() as connection:
                for lab_id in labs:
                    await lab_or_refusal(connection, lab_id)
                staff_id, token = await add_staff(
                    connection, database.keyring, name=name, email=email, role=role, lab_id=first, now=now
                )
                await put_in_labs(connection, staff_id, labs)
                urls = {"setup_url": f"{settings.base_url}/admin/setup/{token}"}
                if role in CHAT_ROLES and first is not None:
                    code = await new_entry(connection, database.keyring, first, now, staff_id=staff_id, once=True)
                    also = {"desk_url": urls["setup_url"]} if role in AT_DESK else {}
                    urls = {"setup_url": f"{settings.base_url}/join/{code.token}", **also}
        except IntegrityError as error:
            raise CannotStart("Somebody with this address is there already.") from error
        return {"id": staff_id, **urls}

    show(with_database(work), as_json=as_json, line=_links)


def _links(made: Mapping[str, Any]) -> str:
    """One a line: to her own chat, or to the desk; and to both for who works in both."""
    return "\n".join(f"{made['id']}  {made[key]}" for key in ("setup_url", "desk_url") if key in made)
