"""Everybody of the lab, who had contact last first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aiohttp import web

from admin.people_filter import ANSWERS, asked_of, choices_for, wanted_of
from admin.routes import TEAM, get
from admin.several import ACTS
from admin.tabs import Tab
from admin.visit import Visit
from admin.words import CHANNELS, STANDINGS, standing_of
from locales import N_
from store.labs import Lab, labs
from store.people_list import Listed, find, how_many, listed

ON_A_PAGE = 100


async def show(visit: Visit) -> web.Response:
    wanted = wanted_of(visit)
    asked = asked_of(visit, wanted)
    page = visit.page
    async with visit.desk.database.read() as connection:
        kinds = await how_many(connection, visit.reach)
        everybody = sum(kinds.values())
        found = await find(connection, visit.reach, asked, page, ON_A_PAGE, everybody)
        people = await listed(connection, found.ids)
        known = await labs(connection)
        choices = await choices_for(visit, connection, kinds)
    last = max(1, -(-found.many // ON_A_PAGE))
    page = min(page, last)
    return await visit.show(
        "people.html",
        at="people",
        everybody=everybody,
        found=found.many,
        people=[replace(one, standing=standing_of(one.standing, one.paused_until, visit.now)) for one in people],
        wanted=wanted,
        here=wanted.address(page),
        page=page,
        last=last,
        choices=choices,
        acts=ACTS,
        answers={key: visit.say(word) for key, word in ANSWERS.items()},
        contacts=_contacts(visit, people, known),
        labs=known if len(choices.labs) > 1 else {},
        standings=STANDINGS,
        channels=CHANNELS,
        erased=visit.query("erased") == "1",
    )


def _contacts(visit: Visit, found: Iterable[Listed], known: Mapping[int, Lab]) -> dict[int, str]:
    """In the time zone of each one's lab."""
    dates = {lab.id: visit.dates(lab.timezone) for lab in known.values()}
    own = visit.dates()
    return {one.id: dates.get(one.lab_id or 0, own).moment(one.last_contact) for one in found if one.last_contact}


TAB = Tab("people", "people", "/people", N_("People"), TEAM, 10)

ROUTES = (get("/people", show, TEAM),)
