"""Ask a mediator to translate what somebody wrote, for the team to read."""

from aiohttp import web
from sqlalchemy import select

from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from bot.mediation import ask_for
from store.mediation import Wanted, subject_of_message
from store.tables import inbox


async def ask(visit: Visit) -> web.Response:
    """Into the language of whoever asks. Only for who takes part: others did not agree that anybody reads it."""
    who, message = await person_or_404(visit), visit.form.number("message") or 0
    async with visit.desk.database.write() as connection:
        hers = select(inbox.c.body).where(inbox.c.id == message, inbox.c.person_id == who.id)
        words = ((await connection.execute(hers)).scalar() or {}).get("text", "").strip()
        if not (words and who.lab_id and who.confirmed_at and who.language != visit.language):
            raise web.HTTPBadRequest
        wanted = Wanted(subject_of_message(message), who.language, words, frozenset({visit.language}), who.name or "")
        await ask_for(connection, who.lab_id, [wanted], visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=asked#said-i{message}")


ROUTES = (post("/people/{id:[0-9]{1,18}}/translate", ask, TEAM),)
