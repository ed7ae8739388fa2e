"""A human looks at words and pictures of a report before others see them: faces, names, and what was told in trust."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, is_stale
from admin.labs import lab_of
from admin.log import note
from admin.pages.media import file_of
from admin.pages.pilot import judged, page_of
from admin.routes import TEAM, post
from admin.visit import Visit
from bot.messages import File
from bot.pilots import LOOK, settle_pilot_task
from lab.pilots import Pilot
from locales import N_
from store import pilot_news, pilots
from store.media import keep_media
from store.pilot_news import Update

NO_FILE = N_("We cannot get the picture or voice message just now. Try again later, or pass the words only.")


async def judge(visit: Visit) -> web.Response:
    """ "all" passes words and picture, "words" the words alone; with anything else the others hear how it goes."""
    async with visit.desk.database.read() as connection:
        found = await pilot_news.update_within(connection, visit.reach, visit.number("update"))
        if found is None:
            raise web.HTTPNotFound
        message = await pilot_news.message_of(connection, found) if found.media else None
    choice = visit.form.text("pass")
    fetches = choice == "all" and bool(found.media) and not is_kept(found.media)
    file = await file_of(visit, message) if fetches and message else None
    async with visit.desk.database.write() as connection:
        pilot = (await pilots.pilots_by_id(connection, [found.pilot_id]))[found.pilot_id]
        lab = await lab_of(visit, connection, pilot.lab_id)
        seen = await pilot_news.update_within(connection, visit.reach, found.id)
        stale = seen is not None and is_stale(visit, judged(seen)) and not _says(seen, choice)
        if not stale and (not fetches or file):
            await _settle(visit, connection, pilot, found, choice, file)
            await note(visit, connection)
    if stale:
        return await page_of(visit, pilot, lab, problems=[visit.say(READ_AGAIN)])
    if fetches and file is None:
        return await page_of(visit, pilot, lab, problems=[visit.say(NO_FILE)])
    said = "passed" if choice in ("all", "words") else "kept"
    return visit.go(f"/admin/pilots/{pilot.id}?said={said}#news")


def _says(one: Update, choice: str) -> bool:
    """Whether this is said of it already: pressed twice."""
    return one.passed is (choice in ("all", "words")) and (not one.passed or bool(one.media) is (choice == "all"))


def is_kept(media: str) -> bool:
    """Whether it is in our own database. What a messenger keeps has a name of its own."""
    return media.partition(":")[2].isdecimal()


async def _settle(
    visit: Visit, connection: AsyncConnection, pilot: Pilot, found: Update, choice: str, file: File | None
) -> None:
    media = found.media if choice == "all" else ""
    if file and found.person_id:
        kind = found.media.partition(":")[0]
        made = await keep_media(connection, found.person_id, kind, file.mime, file.data, visit.now)
        media = f"{kind}:{made}"
    passed = choice in ("all", "words")
    await pilot_news.settle_update(connection, found.id, passed=passed, media_kept=media)
    if not await pilot_news.waiting(connection, [pilot.id]):
        await settle_pilot_task(connection, pilot, LOOK, visit.now, visit.member.id)


ROUTES = (post("/updates/{update:[0-9]{1,18}}/pass", judge, TEAM),)
