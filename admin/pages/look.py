"""How a lab looks to its people: its colour and its logo, on the chat, on public pages, on paper and at the desk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, as_shown, clash, is_stale, seen_as
from admin.labs import lab_or_404
from admin.log import note
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from bot.look import logo_in
from bot.uploads import NotTaken
from lab.colours import colour_of, is_readable, nearest
from locales import N_
from store.contacts import lock_lab
from store.labs import Lab
from store.look import Look, look_of, remove_logo, save_colour, save_logo

OURS = "#0b5351"
NO_COLOUR = N_("We could not read this colour. Write it like #0b5351.")
PALE = N_(
    "Words in the colour {colour} are hard to read. {nearest} is the nearest that is good: save it, or choose another."
)
NO_PICTURE = N_("We cannot use this file. Send a picture (PNG, JPEG or WebP) of at most 2 megabytes.")
SAID = {"saved": N_("Saved."), "removed": N_("The logo is gone.")}


async def show(visit: Visit) -> web.Response:
    return await _page(visit, await lab_or_404(visit))


async def _page(visit: Visit, lab: Lab, problems: Sequence[str] = (), colour: str = "") -> web.Response:
    """`colour`: to be offered instead of the one that is stored."""
    async with visit.desk.database.read() as connection:
        look = await look_of(connection, lab.id)
    return await visit.show(
        "look.html",
        422 if problems else 200,
        at="look",
        lab=lab,
        look=look,
        colour=colour or look.colour or OURS,
        colour_shown=seen_as(visit, _compared(visit, look), to=f"/admin/labs/{lab.id}/look"),
        logo_shown=as_shown(_logo(look)),
        problems=problems,
        said=SAID.get(visit.query("said"), ""),
    )


def _compared(visit: Visit, look: Look) -> dict[str, str]:
    """For two who choose a colour."""
    return {visit.say(N_("Colour")): look.colour or OURS}


def _logo(look: Look) -> dict[str, str]:
    return {"logo": look.logo}


async def paint(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    wanted = "" if visit.form.has("ours") else colour_of(visit.form.text("colour"))
    if not wanted and not visit.form.has("ours"):
        return await _page(visit, lab, [visit.say(NO_COLOUR)])
    if wanted and not is_readable(wanted):
        good = nearest(wanted)
        return await _page(visit, lab, [visit.say(PALE, colour=wanted, nearest=good)], good)
    async with visit.desk.database.write() as connection:
        await lock_lab(connection, lab.id)
        now = await look_of(connection, lab.id)
        if both := await clash(visit, *(_compared(visit, one) for one in (now, replace(now, colour=wanted)))):
            return both
        await save_colour(connection, lab.id, "" if wanted == OURS else wanted)
        await note(visit, connection)
    return visit.go(f"/admin/labs/{lab.id}/look?said=saved")


async def hang(visit: Visit) -> web.Response:
    """The logo. The one of a colleague that she has not seen is not replaced."""
    lab = await lab_or_404(visit)
    try:
        picture = await asyncio.to_thread(logo_in, visit.form.files.get("logo", b""))
    except NotTaken:
        return await _page(visit, lab, [visit.say(NO_PICTURE)])
    async with visit.desk.database.write() as connection:
        if not (unseen := await _unseen(visit, connection, lab)):
            await save_logo(connection, lab.id, picture)
            await note(visit, connection)
    if unseen:
        return await _page(visit, lab, [visit.say(READ_AGAIN)])
    return visit.go(f"/admin/labs/{lab.id}/look?said=saved")


async def take_down(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        if not (unseen := await _unseen(visit, connection, lab)):
            await remove_logo(connection, lab.id)
            await note(visit, connection)
    if unseen:
        return await _page(visit, lab, [visit.say(READ_AGAIN)])
    return visit.go(f"/admin/labs/{lab.id}/look?said=removed")


async def _unseen(visit: Visit, connection: AsyncConnection, lab: Lab) -> bool:
    await lock_lab(connection, lab.id)
    return is_stale(visit, _logo(await look_of(connection, lab.id)))


TAB = Tab("look", "set_up", "/labs/{lab}/look", N_("Look"), TEAM, 60)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/look", show, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/look", paint, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/logo", hang, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/logo/remove", take_down, TEAM),
)
