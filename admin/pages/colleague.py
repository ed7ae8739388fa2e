"""Somebody of the team: her role and her labs, a new way in, and her last day."""

from collections.abc import Collection, Mapping, Sequence

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import clash, seen_as
from admin.log import note
from admin.pages.staff import FOR_THE_DESK, link, link_to_chat
from admin.routes import TEAM, get, post
from admin.staffing import (
    LAST_ONE,
    NOT_ABOVE,
    Wanted,
    colleague_or_404,
    in_the_way,
    labs_here,
    offered_roles,
    wanted_in,
)
from admin.stepping import stepped_up
from admin.visit import Visit
from admin.words import ROLES
from lab.people import CHAT_ROLES, may_manage
from locales import N_
from locales.catalogue import listed
from store.labs import Lab
from store.second_factor import drop_factor
from store.staff import Member, end_sessions, fresh_setup
from store.team import end_work, give_post, other_administrators, take_back

ROLE, LABS = N_("Role"), N_("Labs")
SAID = {
    "saved": N_("Saved. Whoever was logged in with the old role has to log in again."),
    "ended": N_("This person no longer comes in."),
    "back": N_("This person can come in again, with the same password."),
    "factor": N_("The second factor is off. The next log-in needs the password alone."),
}


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        whom = await colleague_or_404(visit, connection)
    return await _page(visit, whom)


async def _page(visit: Visit, whom: Member, problems: Sequence[str] = (), status: int = 422) -> web.Response:
    async with visit.desk.database.read() as connection:
        labs = await labs_here(visit, connection)
    way = in_the_way(visit, whom)
    return await visit.show(
        "colleague.html",
        status if problems else 200,
        at="staff",
        whom=whom,
        labs=labs,
        role=visit.form.text("role") if problems else whom.role,
        role_word=ROLES.get(whom.role, whom.role),
        offered=offered_roles(visit, ROLES),
        ticked=visit.form.numbers("lab") if problems else whom.labs,
        as_shown=seen_as(visit, _post(visit, whom.role, whom.labs, labs)),
        way=way,
        chats=_chats(whom),
        problems=[visit.say(text) for text in problems],
        said=SAID.get(visit.query("said"), ""),
    )


def _post(visit: Visit, role: str, labs: Collection[int], known: Mapping[int, Lab]) -> dict[str, str]:
    """For two who change one role."""
    names = [visit.name(lab.name) for lab in known.values() if lab.id in labs]
    return {visit.say(ROLE): visit.say(ROLES.get(role, role)), visit.say(LABS): listed(visit.language, names)}


async def change(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        whom = await colleague_or_404(visit, connection)
        labs = await labs_here(visit, connection)
    form = wanted_in(visit, labs)
    wanted = Wanted(whom.name, whom.email or "", form.role, form.labs)
    problems = [text for text in wanted.problems() if text]
    if not problems and (way := in_the_way(visit, whom)):
        problems = [way]
    if not problems and not may_manage(visit.member.role, wanted.role):
        problems = [NOT_ABOVE]
    if problems:
        return await _page(visit, whom, problems)
    posts = ((whom.role, whom.labs), (wanted.role, wanted.labs))
    if both := await clash(visit, *(_post(visit, role, where, labs) for role, where in posts)):
        return both
    if asked := await stepped_up(visit):
        return asked
    async with visit.desk.database.write() as connection:
        last = wanted.role != "administrator" and await _is_last(connection, whom)
        if not last:
            await give_post(connection, whom.id, wanted.role, wanted.labs)
            await note(visit, connection)
    return await _page(visit, whom, [LAST_ONE]) if last else _back(visit, whom, "saved")


async def _is_last(connection: AsyncConnection, whom: Member) -> bool:
    return whom.role == "administrator" and not await other_administrators(connection, whom.id)


async def end(visit: Visit) -> web.Response:
    """Her last day is now. What she did stays in the log."""
    whom, refused = await _hers_to_change(visit)
    if refused:
        return refused
    async with visit.desk.database.write() as connection:
        last = await _is_last(connection, whom)
        if not last:
            await end_work(connection, whom.id, visit.now)
            await note(visit, connection)
    return await _page(visit, whom, [LAST_ONE]) if last else _back(visit, whom, "ended")


async def undo_end(visit: Visit) -> web.Response:
    whom, refused = await _hers_to_change(visit)
    if refused:
        return refused
    async with visit.desk.database.write() as connection:
        await take_back(connection, whom.id)
        await note(visit, connection)
    return _back(visit, whom, "back")


async def new_link(visit: Visit) -> web.Response:
    """For a lost password. The old one goes on until the link is used."""
    whom, refused = await _hers_to_change(visit)
    if refused:
        return refused
    if not whom.email or whom.ended_at:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        token = await fresh_setup(connection, visit.desk.database.keyring, whom.id, visit.now)
        await note(visit, connection)
    made = [link(visit, FOR_THE_DESK, f"admin/setup/{token}")]
    return await visit.show("staff_link.html", at="staff", name=whom.name, links=made)


async def new_chat(visit: Visit) -> web.Response:
    """For a lost phone, or a link that nobody used in time. The chat that she has goes on."""
    whom, refused = await _hers_to_change(visit)
    if refused:
        return refused
    if not _chats(whom) or whom.ended_at:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        made = await link_to_chat(visit, connection, whom.id, min(whom.labs))
        await note(visit, connection)
    return await visit.show("staff_link.html", at="staff", name=whom.name, links=[made])


def _chats(whom: Member) -> bool:
    return whom.role in CHAT_ROLES and bool(whom.labs)


async def reset_factor(visit: Visit) -> web.Response:
    """For a lost phone, when the codes are lost too."""
    whom, refused = await _hers_to_change(visit)
    if refused:
        return refused
    async with visit.desk.database.write() as connection:
        await drop_factor(connection, whom.id)
        await end_sessions(connection, whom.id)
        await note(visit, connection)
    return _back(visit, whom, "factor")


async def _hers_to_change(visit: Visit) -> tuple[Member, web.Response | None]:
    async with visit.desk.database.read() as connection:
        whom = await colleague_or_404(visit, connection)
    if way := in_the_way(visit, whom):
        return whom, await _page(visit, whom, [way])
    return whom, await stepped_up(visit)


def _back(visit: Visit, whom: Member, said: str) -> web.Response:
    return visit.go(f"/admin/staff/{whom.id}?said={said}")


ROUTES = (
    get("/staff/{staff:[0-9]{1,18}}", show, TEAM),
    post("/staff/{staff:[0-9]{1,18}}", change, TEAM),
    post("/staff/{staff:[0-9]{1,18}}/end", end, TEAM),
    post("/staff/{staff:[0-9]{1,18}}/back", undo_end, TEAM),
    post("/staff/{staff:[0-9]{1,18}}/link", new_link, TEAM),
    post("/staff/{staff:[0-9]{1,18}}/chat", new_chat, TEAM),
    post("/staff/{staff:[0-9]{1,18}}/factor", reset_factor, TEAM),
)
