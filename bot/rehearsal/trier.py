"""The coordinator's pilots and her recommendation: teams, news that she passes, steps, and what changed."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pilots import celebrate
from bot.recommendations import tell
from bot.rehearsal.book import Fact
from bot.rehearsal.observer import Observer
from bot.rehearsal.stage import Stage
from bot.rehearsal.stand_in import taken_by_somebody
from bot.rehearsal.voices import Tried, in_all, pilot_of
from lab.recommendations import Change, Recommendation
from store import pilot_news, pilots, recommendations
from store.media import load_media

NOBODY = 0
FACES = 0.3
"""On so many of ten pictures there are faces: the others do not get them."""
_BROUGHT_IN = "SELECT min(id) FROM task WHERE sort != ''"
_VOTED = "SELECT min(id) FROM poll WHERE state = 'closed' AND technique = 'dot_voting'"


@dataclass(slots=True)
class Trier:
    stage: Stage
    observer: Observer
    recommended: int = 0

    @property
    def _languages(self) -> tuple[str, ...]:
        return tuple(self.stage.catalogues.languages)

    async def begin(self, tried: Tried, starts: date) -> int:
        """Its team is whoever of those characters takes part by now."""
        now = self.stage.clock.now()
        team = [self.observer.id_of(one.number) for one in self.observer.book.people if one.kind in tried.team]
        async with self.stage.brug.database.write() as connection:
            made = await pilots.add_pilot(connection, pilot_of(tried, self.stage.lab.id, starts, self._languages), now)
            await pilots.put_in_team(connection, made, [one for one in team if one])
            if tried.reached:
                words = in_all("The first meal", self._languages)
                await pilots.add_milestone(connection, made, words, starts + timedelta(days=tried.day + tried.reached))
        return made

    async def end(self, pilot_id: int) -> None:
        now = self.stage.clock.now()
        async with self.stage.brug.database.write() as connection:
            one = (await pilots.pilots_by_id(connection, [pilot_id]))[pilot_id]
            await pilots.change_pilot(connection, replace(one, state="done"), now)
        self.observer.book.facts.append(Fact(now, NOBODY, "pilot_over", f"pilot:{pilot_id}"))

    async def reach(self, pilot_id: int) -> None:
        now = self.stage.clock.now()
        async with self.stage.brug.database.write() as connection:
            one = (await pilots.pilots_by_id(connection, [pilot_id]))[pilot_id]
            (step,) = (await pilots.milestones_of(connection, [pilot_id]))[pilot_id]
            reached = replace(step, reached_on=now.date())
            await pilots.change_milestone(connection, reached)
            await celebrate(connection, one, reached, now)

    async def look_at_news(self, pilot_id: int) -> None:
        """All that the team told and nobody has seen goes on to the others; not a picture on which there are faces."""
        async with self.stage.brug.database.write() as connection:
            for one in await pilot_news.updates_of(connection, pilot_id):
                if one.passed is None:
                    kept = one.media if await self._may_be_shown(connection, one.media) else ""
                    await pilot_news.settle_update(connection, one.id, passed=True, media_kept=kept)

    async def _may_be_shown(self, connection: AsyncConnection, media: str) -> bool:
        number = media.partition(":")[2]
        file = (await load_media(connection, {int(number)})).get(int(number)) if number.isdecimal() else None
        shown = taken_by_somebody(file)
        if not shown or random.Random(f"{self.stage.seed}:{shown}").random() < FACES:
            return False
        self.observer.book.facts.append(Fact(self.stage.clock.now(), NOBODY, "shown", shown))
        return True

    async def recommend(self) -> None:
        """It grew from what somebody brought in, from a vote and from a pilot, as far as these are there."""
        sources = [f"{kind}:{rows[0][0]}" for kind, rows in self._sources().items() if rows[0][0]]
        words = in_all("A place for families that is open in the evening.", self._languages)
        new = Recommendation(0, self.stage.lab.id, words, sources=tuple(sources))
        async with self.stage.brug.database.write() as connection:
            self.recommended = await recommendations.add_recommendation(connection, new, self.stage.clock.now())

    def _sources(self) -> dict[str, list[tuple[int | None, ...]]]:
        queries = {"task": _BROUGHT_IN, "poll": _VOTED, "pilot": "SELECT min(id) FROM pilot"}
        return {kind: [tuple(row) for row in self.stage.see(query)] for kind, query in queries.items()}

    async def change(self, state: str) -> None:
        now, reason = self.stage.clock.now(), in_all("Many of you asked for it.", self._languages)
        async with self.stage.brug.database.write() as connection:
            known = await recommendations.recommendations_by_id(connection, [self.recommended])
            changed = replace(known[self.recommended], state=state)
            made = await recommendations.add_change(connection, changed, reason, None, now)
            await tell(connection, changed, [Change(made, changed.id, state, reason, now)], now)
