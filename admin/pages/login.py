"""The door: log in, log out."""

from dataclasses import replace

from aiohttp import web

from admin.passwords import SHORTEST
from admin.routes import ANYBODY, STAFF, get, post
from admin.sessions import new_ticket
from admin.visit import Visit
from store.staff import Member, change_member, email_lookup, end_sessions, member_by_email


async def show(visit: Visit) -> web.Response:
    if visit.who:
        return visit.go("/admin/")
    return await visit.show("login.html", email="", wrong="")


async def log_in(visit: Visit) -> web.Response:
    """The same answer, after the same work, for an unknown address and a wrong password."""
    email, password, kept = visit.form.text("email"), visit.form.exactly("password"), visit.form.exactly("kept")
    account = email_lookup(visit.desk.database.keyring, email)
    if not visit.desk.throttle.lets_through(visit.place, account):
        refused = await visit.show("login.html", 429, email=email, wrong="often", kept=kept)
        refused.headers.update(visit.desk.throttle.retry_after(visit.place, account))
        return refused
    who = await _known(visit, email)
    if not await visit.desk.passwords.fits(password, who.password_hash if who else None) or who is None:
        return await visit.show("login.html", 401, email=email, wrong="password", kept=kept)
    visit.desk.throttle.forgive(account)
    await _renew(visit, who, password)
    return await let_in(visit, who)


async def let_in(visit: Visit, who: Member) -> web.Response:
    """Her password is right. Where she has a second factor it comes next; what she had written stays in the form."""
    if who.totp is None:
        return await visit.admit(who)
    ticket = new_ticket(who, visit.now, half=True)
    response = await replace(visit, ticket=ticket).show("factor.html", problem="", kept=visit.form.exactly("kept"))
    await visit.sessions.keep(visit.request, response, ticket)
    return response


async def _known(visit: Visit, email: str) -> Member | None:
    async with visit.desk.database.read() as connection:
        found = await member_by_email(connection, visit.desk.database.keyring, email)
    return found if found and found.ended_at is None else None


async def _renew(visit: Visit, who: Member, password: str) -> None:
    """Only now is the password at hand to be hashed as we do today."""
    if visit.desk.passwords.outdated(who.password_hash or "") and len(password) >= SHORTEST:
        stored = await visit.desk.passwords.hash(password)
        async with visit.desk.database.write() as connection:
            await change_member(connection, who.id, password_hash=stored)


async def log_out(visit: Visit) -> web.Response:
    """On every device: a copy of the cookie is worth nothing from now on."""
    async with visit.desk.database.write() as connection:
        await end_sessions(connection, visit.member.id)
    response = visit.go("/admin/login")
    await visit.sessions.drop(visit.request, response)
    return response


ROUTES = (
    get("/login", show, ANYBODY),
    post("/login", log_in, ANYBODY),
    post("/logout", log_out, STAFF),
)
