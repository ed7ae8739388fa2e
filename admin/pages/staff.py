"""The team: everybody who works for the labs within reach, and a link for somebody new."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.labs import chosen_lab
from admin.log import note
from admin.routes import TEAM, get, post
from admin.staffing import NOT_ABOVE, Wanted, labs_here, offered_roles, wanted_in
from admin.stepping import stepped_up
from admin.tabs import Tab
from admin.visit import Visit
from admin.words import ROLES
from bot import qr
from lab.people import CHAT_ROLES, may_manage
from locales import N_
from store.desk import works_within
from store.labs import new_entry
from store.staff import add_staff, colleagues
from store.tables import staff
from store.team import put_in_labs

TAKEN = N_("Somebody with this e-mail address is here already.")
FOR_THE_DESK = N_("To choose a password and come to the desk")
FOR_THE_CHAT = N_("To begin in the own chat, on the own phone")


@dataclass(frozen=True, slots=True)
class Link:
    """Shown once: only its fingerprint is stored."""

    purpose: str
    address: str
    picture: str


def link(visit: Visit, purpose: str, path: str) -> Link:
    address = f"{visit.desk.settings.base_url}/{path}"
    return Link(purpose, address, "data:image/png;base64," + base64.b64encode(qr.png(address)).decode())


async def show(visit: Visit) -> web.Response:
    return await _page(visit)


async def _page(visit: Visit, problems: Sequence[str] = (), status: int = 422) -> web.Response:
    """With `problems`, what was written stands in the form again."""
    async with visit.desk.database.read() as connection:
        labs = await labs_here(visit, connection)
        team = await colleagues(connection, or_(works_within(visit.reach), staff.c.id == visit.member.id))
    here = chosen_lab(visit, labs)
    ticked = visit.form.numbers("lab") or ([here.id] if here else [])
    return await visit.show(
        "staff.html",
        status if problems else 200,
        at="staff",
        labs=labs,
        team=[one for one in team if one.ended_at is None],
        former=[one for one in team if one.ended_at is not None],
        roles=ROLES,
        offered=offered_roles(visit, ROLES),
        typed={name: visit.form.text(name) for name in ("name", "email", "role")},
        ticked=ticked,
        problems=[visit.say(text) for text in problems],
    )


async def invite(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        labs = await labs_here(visit, connection)
    wanted = wanted_in(visit, labs)
    if problems := wanted.problems():
        return await _page(visit, problems)
    if not may_manage(visit.member.role, wanted.role):
        return await _page(visit, [NOT_ABOVE], status=403)
    if asked := await stepped_up(visit):
        return asked
    try:
        async with visit.desk.database.write() as connection:
            links = await add_colleague(visit, connection, wanted)
            await note(visit, connection)
    except IntegrityError:
        return await _page(visit, [TAKEN])
    return await visit.show("staff_link.html", at="staff", name=wanted.name, links=links)


async def add_colleague(visit: Visit, connection: AsyncConnection, wanted: Wanted) -> list[Link]:
    keyring, now = visit.desk.database.keyring, visit.now
    first = min(wanted.labs, default=None)
    staff_id, token = await add_staff(
        connection, keyring, name=wanted.name, email=wanted.email or None, role=wanted.role, lab_id=first, now=now
    )
    await put_in_labs(connection, staff_id, wanted.labs)
    links = [link(visit, FOR_THE_DESK, f"admin/setup/{token}")] if wanted.email else []
    if wanted.role in CHAT_ROLES and first is not None:
        links.append(await link_to_chat(visit, connection, staff_id, first))
    return links


async def link_to_chat(visit: Visit, connection: AsyncConnection, staff_id: int, lab_id: int) -> Link:
    keyring = visit.desk.database.keyring
    code = await new_entry(connection, keyring, lab_id, visit.now, staff_id=staff_id, once=True)
    return link(visit, FOR_THE_CHAT, f"join/{code.token}")


TAB = Tab("staff", "set_up", "/staff", N_("Team"), TEAM, 20)

ROUTES = (
    get("/staff", show, TEAM),
    post("/staff", invite, TEAM),
)
