"""Write down that a parent or guardian said yes."""

from aiohttp import web

from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from admin.words import GUARDIAN_HOW
from flows.signup import CONSENT
from locales.catalogue import MissingText
from store.crypto import fingerprint
from store.desk_changes import guardian_agrees


async def agree(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    how = visit.form.text("how")
    if how not in GUARDIAN_HOW:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        version = _version(visit, who.language)
        await guardian_agrees(connection, who.id, how, version, visit.member.id, visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=saved")


def _version(visit: Visit, language: str) -> str:
    """Names the wording that was agreed to, in her language."""
    try:
        return fingerprint(visit.desk.catalogues(language, CONSENT))
    except MissingText:
        return fingerprint(CONSENT)


ROUTES = (post("/people/{id:[0-9]{1,18}}/guardian", agree, TEAM),)
