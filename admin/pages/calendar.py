"""A calendar of people by weeks: contact and silence at a glance, and what is planned."""

from aiohttp import web

from admin.calendar_board import A_PAGE, SIGNS, STATES, board
from admin.labs import lab_or_404
from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.visit import Visit
from lab.silence import AWAY, mondays, week_of
from lab.wall_time import zone_of
from locales import N_
from store.calendar import how_many


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    zone, dates = zone_of(lab.timezone), visit.dates(lab.timezone)
    async with visit.desk.database.read() as connection:
        everybody = await how_many(connection, lab.id)
        last = max(1, -(-everybody // A_PAGE))
        page = min(visit.page, last)
        people = await board(visit, connection, lab, page)
    here = week_of(visit.now, zone)
    return await visit.show(
        "calendar.html",
        at="calendar",
        lab=lab,
        people=people,
        everybody=everybody,
        weeks=[(first, dates.day(first), first == here) for first in mondays(visit.now.astimezone(zone).date())],
        legend=[(state, SIGNS[state], word) for state, word in STATES.items() if state != AWAY],
        page=page,
        last=last,
    )


TAB = Tab("calendar", "messages", "/labs/{lab}/calendar", N_("Calendar"), TEAM, 45)

ROUTES = (get("/labs/{lab:[0-9]{1,18}}/calendar", show, TEAM),)
