"""A lab that asks its people: polls are drafted, opened and answered as a facilitator and her people do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Outbound
from bot.poll_rounds import close_poll, next_round, pass_words
from bot.polls import open_poll
from lab.polls import Choice, Poll
from store import polls
from store.tables import answer, participation
from tests.bot.year import Year

PLACES = ("Library", "School", "Park")


def choices(*labels: str, language: str = "en") -> tuple[Choice, ...]:
    return tuple(Choice(f"o{place}", {language: label}) for place, label in enumerate(labels, start=1))


@dataclass
class Polling:
    """What a test does with polls of a Year's lab."""

    year: Year

    async def draft(self, technique: str = "single", question: str = "Where?", **given: Any) -> Poll:
        words = given.pop("words", {"en": question} if question else {})
        usual = {"options": choices(*PLACES)} if technique in ("single", "dot_voting", "multiple") else {}
        values: dict[str, Any] = {"moment": "between"} | usual | given
        drafted = Poll(0, self.year.home.lab.id, technique, words=words, **values)
        async with self.year.home.brug.database.write() as connection:
            return await polls.add_poll(connection, drafted, self.year.home.clock.now())

    async def open(self, poll: Poll) -> list[str]:
        """The codes of what stood in the way."""
        lab = await self.year.lab()

        async def work(connection: AsyncConnection) -> list[str]:
            return [fault.code for fault in await open_poll(connection, lab, poll.id, self.year.home.clock.now())]

        return await self.year.home.brug.database.transact(work)

    async def asks(self, technique: str = "single", question: str = "Where?", **given: Any) -> Poll:
        """Drafted, opened, and asked of everybody."""
        poll = await self.draft(technique, question, **given)
        assert await self.open(poll) == []
        await self.year.round()
        return await self.now(poll)

    async def now(self, poll: Poll) -> Poll:
        async with self.year.home.brug.database.read() as connection:
            found = await polls.poll_of(connection, poll.id)
        assert found is not None
        return found

    async def close(self, poll: Poll) -> None:
        async with self.year.home.brug.database.write() as connection:
            await close_poll(connection, poll.id, self.year.home.clock.now())

    async def passes(self, poll: Poll, answers: Sequence[str], *, passed: bool) -> None:
        async with self.year.home.brug.database.write() as connection:
            await pass_words(connection, poll.id, answers, self.year.home.clock.now(), passed=passed)

    async def next_round(self, poll: Poll) -> None:
        async with self.year.home.brug.database.write() as connection:
            await next_round(connection, poll.id, self.year.home.clock.now())

    async def taps(self, sender: str, *places: int) -> list[Outbound]:
        """Buttons of what she was asked last, one after the other; what she was told."""
        heard: list[Outbound] = []
        for place in places:
            heard += await self.year.taps(sender, asked_of(self.year.home.paper.sheets[sender]), place)
        return heard

    async def answers(self, poll: Poll) -> list[Any]:
        async with self.year.home.brug.database.read() as connection:
            return list(await connection.execute(select(answer).where(answer.c.poll_id == poll.id)))

    async def given(self, poll: Poll) -> list[tuple[str, tuple[str, ...], str]]:
        """Part, options and text of each answer, in no order of coming."""
        return sorted((row.part, tuple(row.options), row.text or "") for row in await self.answers(poll))

    async def took_part(self, poll: Poll) -> list[int]:
        async with self.year.home.brug.database.read() as connection:
            rows = await connection.execute(select(participation).where(participation.c.poll_id == poll.id))
            return sorted(row.person_id for row in rows)


def asked_of(sheets: Sequence[Outbound]) -> Outbound:
    return next(sheet for sheet in reversed(sheets) if sheet.buttons)
