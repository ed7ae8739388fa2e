"""The second factor: asked at the door, set up on one's own page, given again before something grave."""

from aiohttp import web

from admin.clash import came_from
from admin.kept import Kept, unpacked
from admin.log import note
from admin.one_time import is_secret, new_codes, plain_code, step_of
from admin.routes import ANYBODY, AT_DESK, get, post
from admin.second_factor import OFTEN, WRONG_DIGITS, amiss, counted_as, needs_factor, set_up_page
from admin.stepping import stepped_up
from admin.tabs import Tab
from admin.visit import Visit
from locales import N_
from store.second_factor import drop_factor, keep_codes, keep_factor
from store.staff import change_member


async def ask(visit: Visit) -> web.Response:
    if await visit.sessions.half_in(visit.ticket) is None:
        return visit.go("/admin/login")
    return await _door(visit, "")


async def enter(visit: Visit) -> web.Response:
    who = await visit.sessions.half_in(visit.ticket)
    if who is None:
        return await visit.show("login.html", 401, email="", wrong="", kept=visit.form.exactly("kept"))
    problem = await amiss(visit, who)
    if not problem:
        return await visit.admit(who)
    response = await _door(visit, problem)
    if problem == OFTEN:
        response.headers.update(visit.desk.throttle.retry_after(visit.place, counted_as(who)))
    return response


async def _door(visit: Visit, problem: str) -> web.Response:
    status = 429 if problem == OFTEN else 401 if problem else 200
    return await visit.show("factor.html", status, problem=problem, kept=visit.form.exactly("kept"))


async def show(visit: Visit) -> web.Response:
    return await set_up_page(visit)


async def set_up(visit: Visit) -> web.Response:
    """One that is there already is replaced by whoever can still give it, or her password where there is none."""
    if asked := await stepped_up(visit):
        return asked
    secret = visit.form.text("secret", 40)
    step = step_of(secret, visit.form.text("digits", 20), visit.now) if is_secret(secret) else None
    if step is None:
        return await set_up_page(visit, WRONG_DIGITS)
    codes, keyring = new_codes(), visit.desk.database.keyring
    async with visit.desk.database.write() as connection:
        await keep_factor(connection, keyring, visit.member.id, secret, step, map(plain_code, codes))
        await note(visit, connection)
    return await _codes(visit, codes, unpacked(visit.form))


async def write_down(visit: Visit) -> web.Response:
    """New codes for a lost phone; the old ones no longer work."""
    if asked := await stepped_up(visit):
        return asked
    if visit.member.totp is None:
        return visit.go("/admin/account")
    codes = new_codes()
    async with visit.desk.database.write() as connection:
        await keep_codes(connection, visit.desk.database.keyring, visit.member.id, map(plain_code, codes))
        await note(visit, connection)
    return await _codes(visit, codes, None)


async def _codes(visit: Visit, codes: list[str], kept: Kept | None) -> web.Response:
    return await visit.show("factor_codes.html", at="second_factor", codes=codes, kept=kept)


async def switch_off(visit: Visit) -> web.Response:
    if asked := await stepped_up(visit):
        return asked
    if not needs_factor(visit.desk, visit.member):
        async with visit.desk.database.write() as connection:
            await drop_factor(connection, visit.member.id)
            await note(visit, connection)
    return visit.go("/admin/account")


async def choose_language(visit: Visit) -> web.Response:
    """Where she chose it she sees it: this form stands on several pages."""
    wanted = visit.form.text("language")
    if wanted not in visit.desk.catalogues.languages:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        await change_member(connection, visit.member.id, language=wanted)
        await note(visit, connection)
    return visit.go(came_from(visit))


async def prove(visit: Visit) -> web.Response:
    """On the way to a page that asked for it: back there, now that she did."""
    kept = Kept(visit.form.text("path", 2000), ())
    if not kept.leads_to_the_desk:
        raise web.HTTPBadRequest
    if asked := await stepped_up(visit):
        return asked
    return visit.go(kept.path)


TAB = Tab("second_factor", "set_up", "/account", N_("Your account"), AT_DESK, 70)

ROUTES = (
    get("/second-factor", ask, ANYBODY),
    post("/second-factor", enter, ANYBODY),
    get("/account", show, AT_DESK),
    post("/account", set_up, AT_DESK),
    post("/account/codes", write_down, AT_DESK),
    post("/account/off", switch_off, AT_DESK),
    post("/account/language", choose_language, AT_DESK),
    post("/prove", prove, AT_DESK),
)
