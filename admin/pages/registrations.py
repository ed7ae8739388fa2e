"""Registrations that wait for a yes. An outreach worker sees her own, and nothing else of anybody."""

from aiohttp import web

from admin.routes import OUTREACH, get
from admin.tabs import Tab
from admin.visit import Visit
from lab.people import UNCONFIRMED_LIFE
from locales import N_
from store.desk_meetings import labs_within
from store.registrations import unconfirmed


async def show(visit: Visit) -> web.Response:
    me = visit.member
    own = me.id if me.role == "outreach_worker" else None
    async with visit.desk.database.read() as connection:
        waiting = await unconfirmed(connection, visit.reach, worker_id=own)
        near = await labs_within(connection, visit.reach)
    return await visit.show(
        "registrations.html",
        at="registrations",
        waiting=waiting,
        own=own is not None,
        languages={code: one.autonym for code, one in visit.desk.catalogues.languages.items()},
        days=UNCONFIRMED_LIFE.days,
        dates=visit.dates(next((lab.timezone for lab in near.values()), "")),
    )


TAB = Tab("registrations", "people", "/registrations", N_("Not confirmed yet"), OUTREACH, 40)

ROUTES = (get("/registrations", show, OUTREACH),)
