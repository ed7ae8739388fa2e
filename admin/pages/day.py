"""A day in words, asked by a date field that somebody changes: browsers show it in an order of their own."""

from aiohttp import web

from admin.routes import STAFF, get
from admin.visit import Visit


async def chosen(visit: Visit) -> web.Response:
    return web.Response(text=visit.dates().chosen(visit.query("on")))


ROUTES = (get("/day", chosen, STAFF),)
