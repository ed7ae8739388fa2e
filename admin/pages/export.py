"""Everything of a lab in open formats: for the archive without people, and the people for who shows that it is her."""

from contextlib import aclosing

from aiohttp import web

from admin.labs import lab_or_404
from admin.log import written_down
from admin.routes import TEAM, get
from admin.stepping import stepped_up
from admin.visit import REFERRER, Visit
from bot.http import SECURITY_HEADERS
from lab.export_people import PEOPLE
from lab.export_sheets import ARCHIVE
from store.archive import archived

PATH = "/labs/{lab:[0-9]{1,18}}/export"


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    return await visit.show("export.html", at="report", lab=lab, archive=ARCHIVE, people=PEOPLE)


async def archive(visit: Visit) -> web.StreamResponse:
    await lab_or_404(visit)
    return await _file(visit, "archive", people=False)


async def people(visit: Visit) -> web.StreamResponse:
    """Names and ways to reach people: only for who showed a moment ago that it is her."""
    await lab_or_404(visit)
    if (asked := await stepped_up(visit)) is not None:
        return asked
    return await _file(visit, "people", people=True)


async def _file(visit: Visit, name: str, *, people: bool) -> web.StreamResponse:
    """Sent while it is made. Where something goes wrong on the way, the download breaks off: half of it is no file."""
    lab = await lab_or_404(visit)
    filename = f"lab-{lab.id}-{name}-{visit.dates(lab.timezone).today}.zip"
    await written_down(FILES[name], visit, 200)  # who breaks the download off took something too
    response = web.StreamResponse(headers={**SECURITY_HEADERS, **REFERRER, "Cache-Control": "no-store"})
    response.content_type = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    await response.prepare(visit.request)
    async with (
        visit.desk.database.read() as connection,
        aclosing(archived(connection, lab, visit.now, people=people)) as pieces,
    ):
        async for piece in pieces:
            await response.write(piece)
    await response.write_eof()
    return response


FILES = {
    "archive": get(f"{PATH}/archive.zip", archive, TEAM, words=True),
    "people": get(f"{PATH}/people.zip", people, TEAM, words=True),
}
ROUTES = (get(PATH, show, TEAM), *FILES.values())
