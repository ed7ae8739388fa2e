"""The door: log in, log out."""

from aiohttp import web

from admin.passwords import SHORTEST
from admin.routes import ANYBODY, STAFF, get, post
from admin.visit import Visit
from store.staff import Member, change_member, email_lookup, end_sessions, member_by_email


async def show(visit: Visit) -> web.Response:
    if visit.who:
        return visit.go("/admin/")
    return await visit.show("login.html", email="", wrong="")


async def log_in(visit: Visit) -> web.Response:
    """The same answer, after the same work, for an unknown address and a wrong password."""
    email, password = visit.form.text("email"), visit.form.exactly("password")
    account = email_lookup(visit.desk.database.keyring, email)
    if not visit.desk.throttle.lets_through(visit.request.remote or "", account):
        return await visit.show("login.html", 429, email=email, wrong="often")
    who = await _known(visit, email)
    if not await visit.desk.passwords.fits(password, who.password_hash if who else None) or who is None:
        return await visit.show("login.html", 401, email=email, wrong="password")
    visit.desk.throttle.forgive(account)
    await _renew(visit, who, password)
    return await visit.admit(who)


async def _known(visit: Visit, email: str) -> Member | None:
    async with visit.desk.database.read() as connection:
        return await member_by_email(connection, visit.desk.database.keyring, email)


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
