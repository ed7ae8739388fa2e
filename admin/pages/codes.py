"""A code to sign up with, for a place: a page to print, with the picture to scan and the letters to say."""

from urllib.parse import urlencode

from aiohttp import web

from admin.language import say
from admin.log import note
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.page_texts import TEXTS
from lab.codes import as_spoken, is_token
from store.desk import code_within
from store.desk_meetings import labs_within
from store.labs import Lab, labs, new_entry


async def make(visit: Visit) -> web.Response:
    lab = await _lab(visit)
    async with visit.desk.database.write() as connection:
        keyring = visit.desk.database.keyring
        made = await new_entry(connection, keyring, lab.id, visit.now, place=visit.form.text("place"))
        await note(visit, connection)
    # Only fingerprints are stored: whoever wants to see the code again needs this address.
    return visit.go(f"/admin/codes/{made.token}?{urlencode({'spoken': made.aloud})}")


async def _lab(visit: Visit) -> Lab:
    """The only one she works for, or the one of them that the form says."""
    async with visit.desk.database.read() as connection:
        mine = await labs_within(connection, visit.reach)
    wanted = tuple(mine) if len(mine) == 1 else visit.form.numbers("lab") or (0,)
    if wanted[0] not in mine:
        raise web.HTTPNotFound
    return mine[wanted[0]]


async def show(visit: Visit) -> web.Response:
    token, keyring = visit.request.match_info["token"], visit.desk.database.keyring
    async with visit.desk.database.read() as connection:
        found = await code_within(connection, visit.reach, keyring.lookup("code", token)) if is_token(token) else None
        lab = (await labs(connection)).get(found.lab_id) if found else None
    if found is None or lab is None:
        raise web.HTTPNotFound
    letters = as_spoken(visit.query("spoken"))
    right = bool(letters) and keyring.lookup("spoken", letters) == found.spoken_hash
    return await visit.show(
        "code.html",
        at="set_up",
        lab=lab,
        place=found.place,
        until=found.expires_at.date(),
        link=f"{visit.desk.settings.base_url}/join/{token}",
        picture=f"/join/{token}/qr.png",
        spoken=f"{letters[:4]}-{letters[4:]}" if right else "",
        invitations=_invitations(visit, lab),
    )


def _invitations(visit: Visit, lab: Lab) -> list[tuple[str, str, str]]:
    """The same sentence in each language of the lab, with its direction: who passes by reads one of them."""
    catalogues = visit.desk.catalogues
    spoken = [code for code in lab.languages if code in catalogues.languages][:8] or ["en"]
    return [
        (code.replace("_", "-"), catalogues.direction(code), say(catalogues, code, TEXTS["invited"])) for code in spoken
    ]


ROUTES = (
    post("/codes", make, TEAM),
    get("/codes/{token}", show, TEAM),
)
