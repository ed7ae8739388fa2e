"""What is new on somebody's page while it is open, and the sign that somebody writes there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from admin.conversation import KINDS, Bubble, Day
from admin.following import follow
from admin.pages.person import person_or_404
from admin.routes import TEAM, Route, get
from admin.talking import Talking, talking
from admin.visit import Visit
from store.desk import open_tasks_of, person_within
from store.labs import labs
from store.presence import is_here, leaves
from store.staff import colleagues

PATH = "/people/{id:[0-9]{1,18}}"


@dataclass(slots=True)
class Shown:
    """What an open page has been told. `mark`: of the conversation that it came with."""

    visit: Visit
    person_id: int
    mark: str
    said: Mapping[str, Bubble] | None = None
    days: frozenset[str] = frozenset()
    tasks: frozenset[int] = frozenset()
    around: object = None

    async def news(self) -> str | None:
        """None for somebody who is gone, or out of reach."""
        now = await self._now()
        if now is None:
            return None
        who, talk = now
        said = {one.key: one for day in talk.days for one in day.bubbles}
        around = (talk.company, talk.quiet_until, talk.waiting)
        told = self._told(talk, said) | {"talking": talk if around != self.around else None}
        self.said, self.days, self.around = said, frozenset(day.key for day in talk.days), around
        self.tasks = frozenset(one.id for one in talk.tasks)
        if not any(told.values()):
            return ""
        response = await self.visit.show("talk_news.html", person=who, kinds=KINDS, **told)
        return response.text or ""

    async def _now(self) -> tuple[Any, Talking] | None:
        visit = self.visit
        async with visit.desk.database.write() as connection:
            who = await person_within(connection, visit.reach, self.person_id)
            if who is None:
                return None
            await is_here(connection, self.person_id, visit.member.id, visit.now)
        async with visit.desk.database.read() as connection:
            lab = (await labs(connection)).get(who.lab_id or 0)
            staff = {one.id: one.name for one in await colleagues(connection)}
            tasks = await open_tasks_of(connection, visit.reach, who.id)
            return who, await talking(visit, connection, who, tasks, staff, visit.dates(lab.timezone if lab else ""))

    def _told(self, talk: Talking, said: Mapping[str, Bubble]) -> dict[str, Any]:
        """The first time: everything, where the page shows something else. Then what came and what changed."""
        known = self.said
        if known is None:
            return {"days": talk.days if talk.mark != self.mark else None}
        days = [day for day in talk.days if any(one.key not in known for one in day.bubbles)]
        return {
            "fresh": [_only_new(day, known, self.days) for day in days],
            "changed": [one for key, one in said.items() if key in known and known[key].said != one.said],
            "fates": [one for key, one in said.items() if key in known and _moved(known[key], one)],
            "tasks": [one for one in talk.tasks if one.id not in self.tasks],
        }


def _only_new(day: Day, known: Mapping[str, Bubble], days: frozenset[str]) -> tuple[Day, bool]:
    """With whether the page has this day already."""
    return Day(day.day, tuple(one for one in day.bubbles if one.key not in known), day.key), day.key in days


def _moved(before: Bubble, now: Bubble) -> bool:
    """Only what became of it is another thing."""
    return before != now and before.said == now.said


async def stream(visit: Visit) -> web.StreamResponse:
    who = await person_or_404(visit)
    shown = Shown(visit, who.id, visit.query("shown"))
    try:
        return await follow(visit, who.id, "news", shown.news)
    finally:
        async with visit.desk.database.write() as connection:
            await leaves(connection, who.id, visit.member.id, visit.now)


async def writing(visit: Visit) -> web.Response:
    """She is writing: others see it for a few seconds."""
    who = await person_or_404(visit)
    async with visit.desk.database.write() as connection:
        await is_here(connection, who.id, visit.member.id, visit.now, writing=True)
    return web.Response(status=204)


ROUTES = (
    get(f"{PATH}/stream", stream, TEAM, words=True),
    Route("POST", f"{PATH}/writing", writing, TEAM, passing=True),
)
