"""How things are set up: channels, codes to sign up with, the team, and one's own language."""

from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import or_

from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.visit import Visit
from admin.words import CHANNELS, ROLES
from locales import N_
from store.desk import place_codes, works_within
from store.labs import labs
from store.outgoing import problems
from store.staff import colleagues
from store.tables import staff


@dataclass(frozen=True, slots=True)
class State:
    """A channel, and what keeps it from working."""

    name: str
    problem: str


async def show(visit: Visit) -> web.Response:
    reach = visit.reach
    async with visit.desk.database.read() as connection:
        written = dict(await problems(connection))
        known = await labs(connection)
        codes = await place_codes(connection, reach, visit.now)
        hers = or_(works_within(reach), staff.c.id == visit.member.id)
        team = await colleagues(connection, hers, staff.c.ended_at.is_(None))
    mine = {lab.id: lab for lab in known.values() if reach.holds(lab.id)}
    return await visit.show(
        "set_up.html",
        at="set_up",
        channels=_channels(visit, written),
        labs=mine,
        codes=codes,
        team=team,
        roles=ROLES,
        languages=visit.desk.catalogues.languages.values(),
    )


def _channels(visit: Visit, written: dict[str, str]) -> list[State]:
    return [
        State(CHANNELS.get(one.name, one.name), getattr(one, "problem", None) or written.get(one.name, ""))
        for one in visit.desk.channels
    ]


TAB = Tab("set_up", "set_up", "/set-up", N_("Set-up"), TEAM, 10)

ROUTES = (get("/set-up", show, TEAM),)
