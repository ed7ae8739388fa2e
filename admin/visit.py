"""One request at the desk, as a page sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import aiohttp_jinja2
from aiohttp import web

from admin.dates import Dates
from admin.forms import Form
from admin.frame import LAST_LAB, Frame, frame, remember
from admin.kept import Kept, unpacked
from admin.language import say
from admin.means import Desk
from admin.sessions import Sessions, Ticket, new_ticket
from admin.tabs import Menu, menu
from admin.visible import visible
from bot.http import client_of
from locales.catalogue import COMMAS
from store.audit import note_down
from store.desk import Reach
from store.desk_meetings import labs_within
from store.labs import Lab, joinable
from store.look import look_of
from store.staff import Member

# A form of a page without referrer says "Origin: null": nothing of ours leaves to others, and we know ourselves.
REFERRER = {"Referrer-Policy": "same-origin"}
THEN = "then"
LONGEST_ADDRESS = 2000


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

    @property
    def place(self) -> str:
        """Where the request comes from, to count tries by."""
        return client_of(self.request, self.desk.settings.proxies)

    def number(self, name: str) -> int:
        return int(self.request.match_info[name])

    def query(self, name: str) -> str:
        return self.request.query.get(name, "")[:100].strip()

    @property
    def page(self) -> int:
        """Of a long list: the page that the address asks for."""
        asked = self.query("page")
        return max(1, int(asked[:9])) if asked.isascii() and asked.isdecimal() else 1

    @property
    def lab_wanted(self) -> str:
        """The number of the lab that the address asks for, or of the one she looked at last."""
        return self.query("lab") or self.request.cookies.get(LAST_LAB, "")

    def say(self, text: str, **values: str | date) -> str:
        return say(self.desk.catalogues, self.language, text, values)

    @property
    def then(self) -> str:
        """The page of the desk that she asked for before she was logged in; "" where she asked for none."""
        asked = (self.form.exactly(THEN) or self.request.query.get(THEN, ""))[:LONGEST_ADDRESS]
        return asked if Kept(asked, ()).leads_to_the_desk else ""

    def name(self, name: str | None) -> str:
        """A name inside a line of ours, kept from turning it around; what hides itself in it is shown."""
        return self.desk.catalogues.value(self.language, visible(name)) if name else ""

    def dates(self, timezone: str = "") -> Dates:
        return Dates(self.language, ZoneInfo(timezone or self.desk.settings.timezone), self.now)

    async def show(self, template: str, status: int = 200, **values: object) -> web.Response:
        around = {
            "lang": self.language,
            "dir": self.desk.catalogues.direction(self.language),
            "comma": COMMAS.get(self.language, ", "),
            "catalogues": self.desk.catalogues,
            "csrf": self.ticket.form_token(),
            "who": self.who,
            "myself": self.who,
            "then": self.then,
            **await self._around(values.get("lab"), str(values.get("at", ""))),
        }
        response = aiohttp_jinja2.render_template(
            template, self.request, {**around, "dates": self.dates(), **values}, status=status
        )
        response.headers.update(REFERRER)
        if isinstance(around["frame"], Frame):
            remember(self.request, response, around["frame"], secure=self.desk.settings.base_url.startswith("https://"))
        return response

    async def _around(self, lab: object, at: str) -> dict[str, object]:
        """The menu, and whether the people on this page do not exist: those of its lab, or of one within reach."""
        if self.who is None:
            return {"menu": None, "made_up": False, "frame": None}
        async with self.desk.database.read() as connection:
            near = await labs_within(connection, self.reach)
            chosen = lab if isinstance(lab, Lab) else chosen_among(near, self.lab_wanted)
            look = await look_of(connection, chosen.id if chosen else 0)
        made_up = chosen.made_up if isinstance(lab, Lab) and chosen else any(one.made_up for one in near.values())
        words = menu(self.who.role, chosen.id if chosen else 0, at)
        return {"menu": words, "made_up": made_up, "frame": frame(near, chosen, look, words)}

    async def first_tab(self) -> str:
        """The address of the page where her work begins; "" where it is in the chat alone."""
        seen = (await self._around(None, ""))["menu"]
        return seen.start if isinstance(seen, Menu) else ""

    def go(self, path: str) -> web.Response:
        """To a page of ours, by GET: so a reload does nothing twice."""
        return web.Response(status=303, headers={"Location": path, **REFERRER})

    def _language_of(self, who: Member) -> str:
        return who.language if who.language in self.desk.catalogues.languages else self.language

    async def admit(self, who: Member) -> web.Response:
        """Logged in, with a ticket that nobody saw before. What she had written before is there to be sent."""
        ticket, kept = new_ticket(who, self.now), unpacked(self.form)
        inside = replace(self, who=who, ticket=ticket, language=self._language_of(who))
        response = await inside.show("kept.html", kept=kept) if kept else self.go(self.then or "/admin/")
        await self.sessions.keep(self.request, response, ticket)
        async with self.desk.database.write() as connection:
            await note_down(connection, staff_id=who.id, what="POST /login", now=self.now, lab_id=who.lab_id)
        return response


def chosen_among(known: Mapping[int, Lab], asked: str) -> Lab | None:
    """The lab that was asked for; without that the first that is not there to try things out."""
    chosen = known.get(int(asked[:18])) if asked.isascii() and asked.isdecimal() else None
    return chosen or next(iter(joinable(known.values())), None)
