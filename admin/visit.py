"""One request at the desk, as a page sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import aiohttp_jinja2
from aiohttp import web

from admin.dates import Dates
from admin.forms import Form
from admin.language import say
from admin.means import Desk
from admin.sessions import Sessions, Ticket, new_ticket
from admin.tabs import menu
from store.desk import Reach
from store.desk_meetings import labs_within
from store.labs import Lab, joinable
from store.staff import Member

# A form of a page without referrer says "Origin: null": nothing of ours leaves to others, and we know ourselves.
REFERRER = {"Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class Visit:
    request: web.Request
    desk: Desk
    sessions: Sessions
    ticket: Ticket
    who: Member | None
    language: str
    form: Form = field(default_factory=Form)

    @property
    def member(self) -> Member:
        """Whoever is logged in. Only for routes that are not open to anybody."""
        if self.who is None:
            raise web.HTTPUnauthorized
        return self.who

    @property
    def now(self) -> datetime:
        return self.desk.clock.now()

    @property
    def reach(self) -> Reach:
        who = self.member
        return Reach(everything=who.role == "administrator", labs=who.labs)

    def number(self, name: str) -> int:
        return int(self.request.match_info[name])

    def query(self, name: str) -> str:
        return self.request.query.get(name, "")[:100].strip()

    def say(self, text: str, **values: str | date) -> str:
        return say(self.desk.catalogues, self.language, text, values)

    def name(self, name: str | None) -> str:
        """A name inside a line of ours, kept from turning it around."""
        return self.desk.catalogues.value(self.language, name) if name else ""

    def dates(self, timezone: str = "") -> Dates:
        return Dates(self.language, ZoneInfo(timezone or self.desk.settings.timezone), self.now)

    async def show(self, template: str, status: int = 200, **values: object) -> web.Response:
        around = {
            "lang": self.language,
            "dir": self.desk.catalogues.direction(self.language),
            "catalogues": self.desk.catalogues,
            "csrf": self.ticket.form_token(),
            "who": self.who,
            **await self._around(values.get("lab"), str(values.get("at", ""))),
        }
        response = await aiohttp_jinja2.render_template_async(
            template, self.request, {**around, "dates": self.dates(), **values}, status=status
        )
        response.headers.update(REFERRER)
        return response

    async def _around(self, lab: object, at: str) -> dict[str, object]:
        """The menu, and whether the people on this page do not exist: those of its lab, or of one within reach."""
        if self.who is None:
            return {"menu": None, "made_up": False}
        async with self.desk.database.read() as connection:
            near = await labs_within(connection, self.reach)
        chosen = lab if isinstance(lab, Lab) else chosen_among(near, self.query("lab"))
        made_up = chosen.made_up if isinstance(lab, Lab) and chosen else any(one.made_up for one in near.values())
        return {"menu": menu(self.who.role, chosen.id if chosen else 0, at), "made_up": made_up}

    def go(self, path: str) -> web.Response:
        """To a page of ours, by GET: so a reload does nothing twice."""
        return web.Response(status=303, headers={"Location": path, **REFERRER})

    async def admit(self, who: Member) -> web.Response:
        """Logged in, with a ticket that nobody saw before."""
        response = self.go("/admin/")
        await self.sessions.keep(self.request, response, new_ticket(who, self.now))
        return response


def chosen_among(known: Mapping[int, Lab], asked: str) -> Lab | None:
    """The lab that was asked for; without that the first that is not there to try things out."""
    chosen = known.get(int(asked[:18])) if asked.isascii() and asked.isdecimal() else None
    return chosen or next(iter(joinable(known.values())), None)
