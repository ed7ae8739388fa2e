"""Words of a poll that wait for a human: one looks whether the group may read them. Never with a name."""

import asyncio

from aiohttp import web

from admin.clash import clash
from admin.log import note
from admin.pages.media import Fetching
from admin.pages.poll import page_of, poll_or_404
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.messages import File, SendError
from bot.poll_rounds import pass_words
from bot.uploads import NotTaken, accept
from locales import N_
from store.ballots import REMOTE, sound_of, words_of
from store.poll_desk import write_down

LONGEST = 4000
WHAT_IS_SAID = N_("What is said")
SILENT = N_("Write down first what is said. A voice itself is never shown: people would know whose it is.")


async def look(visit: Visit) -> web.Response:
    """Pass one answer on to the group, or keep it back. With `written`, what a voice note says."""
    answer_id, heard = visit.form.text("answer", 40), visit.form.text("written", LONGEST)
    passed = visit.form.text("pass") == "yes"
    async with visit.desk.database.write() as connection:
        poll, _ = await poll_or_404(visit, connection, lock=True)
        if heard and passed:
            before = next((one.text for one in await words_of(connection, poll.id) if one.id == answer_id), "")
            now, yours = ({visit.say(WHAT_IS_SAID): text} for text in (before, heard))
            if both := await clash(visit, now, yours, back=f"/admin/polls/{poll.id}#words"):
                return both
            await write_down(connection, poll.id, answer_id, heard)
        silent = passed and visit.form.has("written") and not heard
        if not silent:
            await pass_words(connection, poll.id, [answer_id], visit.now, passed=passed)
            await note(visit, connection)
    if silent:
        return await page_of(visit, [visit.say(SILENT)])
    return visit.go(f"/admin/polls/{poll.id}?said={'passed' if passed else 'held'}#words")


async def listen(visit: Visit) -> web.Response:
    """A voice note, for whoever writes it down."""
    async with visit.desk.database.read() as connection:
        poll, _ = await poll_or_404(visit, connection)
        found = await sound_of(connection, poll.id, visit.query("answer"))
    file = await _heard(visit, *found) if found else None
    if file is None:
        raise web.HTTPNotFound
    return web.Response(body=file.data, content_type=file.mime, headers={"Content-Disposition": "inline"})


async def _heard(visit: Visit, sound: bytes, mime: str) -> File | None:
    """Our own, or what its messenger still keeps."""
    if not mime.startswith(REMOTE):
        return File(sound, mime or "application/octet-stream")
    name, _, account = mime.removeprefix(REMOTE).partition("/")
    for channel in visit.desk.channels:
        if (channel.name, channel.account) == (name, account) and isinstance(channel, Fetching):
            try:
                _, kind, clean = await asyncio.to_thread(accept, (await channel.fetch(sound.decode())).data)
            except (SendError, NotTaken, UnicodeDecodeError):
                return None
            return File(clean, kind)
    return None


ROUTES = (
    post("/polls/{poll:[0-9]{1,18}}/words", look, TEAM),
    get("/polls/{poll:[0-9]{1,18}}/sound", listen, TEAM),
)
