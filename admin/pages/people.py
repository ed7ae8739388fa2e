"""Everybody of the lab, who had contact last first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from aiohttp import web

from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.visit import Visit
from admin.words import CHANNELS, STANDINGS, standing_of
from flows.words import loose
from locales import N_
from store.desk import Listed, people
from store.labs import Lab, labs

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of the page asks for."""

    q: str = ""
    state: str = ""
    language: str = ""

    def fits(self, one: Listed) -> bool:
        return (
            loose(self.q) in loose(one.name)
            and self.state in ("", one.standing)
            and self.language in ("", one.language)
        )

    def address(self, page: int) -> str:
        asked = {"q": self.q, "state": self.state, "language": self.language, "page": page if page > 1 else ""}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


async def show(visit: Visit) -> web.Response:
    wanted = Wanted(visit.query("q"), visit.query("state"), visit.query("language"))
    async with visit.desk.database.read() as connection:
        everybody = await people(connection, visit.reach)
        known = await labs(connection)
    now_standing = [replace(one, standing=standing_of(one.standing, one.paused_until, visit.now)) for one in everybody]
    found = [one for one in now_standing if wanted.fits(one)]
    page, last = _page(visit, len(found))
    return await visit.show(
        "people.html",
        at="people",
        everybody=len(everybody),
        found=len(found),
        people=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        wanted=wanted,
        page=page,
        last=last,
        states=[key for key in STANDINGS if any(one.standing == key for one in now_standing)],
        languages=_spoken(visit, now_standing),
        contacts=_contacts(visit, found, known),
        labs=known if len(known) > 1 and visit.reach.everything else {},
        standings=STANDINGS,
        channels=CHANNELS,
        erased=visit.query("erased") == "1",
    )


def _page(visit: Visit, found: int) -> tuple[int, int]:
    last = max(1, -(-found // ON_A_PAGE))
    asked = visit.query("page")
    return min(max(1, int(asked[:9]) if asked.isdecimal() else 1), last), last


def _spoken(visit: Visit, everybody: Iterable[Listed]) -> dict[str, str]:
    codes = sorted({one.language for one in everybody if one.language})
    known = visit.desk.catalogues.languages
    return {code: known[code].autonym if code in known else code for code in codes}


def _contacts(visit: Visit, found: Iterable[Listed], known: Mapping[int, Lab]) -> dict[int, str]:
    """In the time zone of each one's lab."""
    dates = {lab.id: visit.dates(lab.timezone) for lab in known.values()}
    own = visit.dates()
    return {one.id: dates.get(one.lab_id or 0, own).moment(one.last_contact) for one in found if one.last_contact}


TAB = Tab("people", "people", "/people", N_("People"), TEAM, 10)

ROUTES = (get("/people", show, TEAM),)
