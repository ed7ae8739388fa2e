"""A one-time link: who was invited chooses her password and comes in."""

from aiohttp import web
from sqlalchemy.exc import IntegrityError

from admin.pages.login import let_in
from admin.passwords import SHORTEST
from admin.routes import ANYBODY, get, post
from admin.visit import Visit
from lab.people import is_email
from locales import N_
from store.staff import Member, member_by_setup, set_up

SHORT = N_("12 characters or more. Four words that only you put together are good.")
DIFFERENT = N_("The two passwords are not the same. Please write them again.")
INCOMPLETE = N_("Please write your name and your e-mail address.")
NO_EMAIL = N_("This is not an e-mail address. Write it like els@example.org.")
TAKEN = N_("Somebody with this e-mail address is here already.")


async def show(visit: Visit) -> web.Response:
    """Looking does not use the link up: some mail programs look before people do."""
    return await _form(visit, await _invited(visit))


async def choose(visit: Visit) -> web.Response:
    invited = await _invited(visit)
    name = visit.form.text("name", 100) if invited.email is None else invited.name
    email = visit.form.text("email") if invited.email is None else invited.email
    password = visit.form.exactly("password")
    if problem := _problem(name, email, password, visit.form.exactly("again")):
        return await _form(visit, invited, problem)
    stored = await visit.desk.passwords.hash(password)
    try:
        who = await _use(visit, name, email, stored)
    except IntegrityError:
        return await _form(visit, invited, TAKEN)
    if who is None:
        raise web.HTTPNotFound
    return await let_in(visit, who)


def _problem(name: str, email: str, password: str, again: str) -> str:
    if not name or not email:
        return INCOMPLETE
    if not is_email(email):
        return NO_EMAIL
    if len(password) < SHORTEST:
        return SHORT
    return DIFFERENT if password != again else ""


async def _invited(visit: Visit) -> Member:
    """Raises 404 for a link that is wrong, used or too old: one page for all."""
    if not visit.desk.throttle.lets_through(visit.place):
        raise web.HTTPTooManyRequests(headers=visit.desk.throttle.retry_after(visit.place))
    async with visit.desk.database.read() as connection:
        found = await member_by_setup(connection, visit.desk.database.keyring, _token(visit), visit.now)
    if found is None:
        raise web.HTTPNotFound
    return found


async def _use(visit: Visit, name: str, email: str, stored: str) -> Member | None:
    keyring, language = visit.desk.database.keyring, visit.language
    async with visit.desk.database.write() as connection:
        return await set_up(
            connection,
            keyring,
            _token(visit),
            name=name,
            email=email,
            password_hash=stored,
            language=language,
            now=visit.now,
        )


def _token(visit: Visit) -> str:
    return visit.request.match_info["token"]


async def _form(visit: Visit, invited: Member, problem: str = "") -> web.Response:
    values = {"name": visit.form.text("name", 100), "email": visit.form.text("email")}
    return await visit.show("setup.html", 422 if problem else 200, invited=invited, problem=problem, **values)


ROUTES = (
    get("/setup/{token}", show, ANYBODY),
    post("/setup/{token}", choose, ANYBODY),
)
