"""The code at the door of a meeting: whoever scans it is written down as present."""

from aiohttp import web

from admin.labs import meeting_or_404
from admin.language import say
from admin.log import note
from admin.meeting_words import title_of, when_of
from admin.routes import GUIDES, get, post
from admin.visit import Visit
from bot.page_texts import TEXTS
from lab.door import closes_at, opens_at
from lab.meetings import CANCELLED
from store.door import code_of, has_door, make_door
from store.labs import Lab

MOST_LINES = 8


async def show(visit: Visit) -> web.Response:
    keyring = visit.desk.database.keyring
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        there = await has_door(connection, keyring, meeting)
    code = code_of(keyring, meeting) if there else ""
    dates = visit.dates(meeting.timezone)
    return await visit.show(
        "meeting_door.html",
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting, lab),
        when=when_of(visit, meeting),
        cancelled=meeting.state == CANCELLED,
        over=closes_at(meeting) <= visit.now,
        opens=dates.exact(opens_at(meeting)),
        code=code,
        link=f"{visit.desk.settings.base_url}/here/{code}",
        picture=f"/here/{code}/qr.png",
        welcomes=_welcomes(visit, lab),
    )


def _welcomes(visit: Visit, lab: Lab) -> list[tuple[str, str, str]]:
    """The same sentence in each language of the lab, with its direction."""
    catalogues = visit.desk.catalogues
    spoken = [code for code in lab.languages if code in catalogues.languages][:MOST_LINES] or ["en"]
    return [
        (code.replace("_", "-"), catalogues.direction(code), say(catalogues, code, TEXTS["scan_at_door"]))
        for code in spoken
    ]


async def make(visit: Visit) -> web.Response:
    """Safe to repeat: it is always the same code."""
    async with visit.desk.database.write() as connection:
        meeting, _ = await meeting_or_404(visit, connection, lock=True)
        if meeting.state != CANCELLED:
            await make_door(connection, visit.desk.database.keyring, meeting)
            await note(visit, connection)
    return visit.go(f"/admin/meetings/{meeting.id}/door")


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/door", show, GUIDES),
    post("/meetings/{meeting:[0-9]{1,18}}/door", make, GUIDES),
)
