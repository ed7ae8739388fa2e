"""A word in what people said, noted or told about themselves. Looking is written down, as on a person's page."""

from aiohttp import web

from admin.people_filter import wanted_of
from admin.routes import TEAM, get
from admin.visit import Visit
from locales import N_
from store.said import look

SHORTEST = 2
WHERE = {
    "message": N_("in the chat"),
    "note": N_("in a note of the team"),
    "interests": N_("Likes and can do"),
}


async def show(visit: Visit) -> web.Response:
    wanted = wanted_of(visit)
    before = visit.query("before")
    dates = visit.dates()
    looked = None
    if len(wanted.q) >= SHORTEST:
        async with visit.desk.database.read() as connection:
            older = int(before[:18]) if before.isascii() and before.isdecimal() else 0
            looked = await look(connection, visit.reach, wanted.q, older)
    return await visit.show("said.html", at="people", wanted=wanted, looked=looked, where=WHERE, dates=dates)


ROUTES = (get("/people/said", show, TEAM, words=True),)
