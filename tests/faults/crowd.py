"""Thirty people who answer a poll on two channels, and somebody who wants to know who said what."""

import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select

from bot.messages import Inbound, Media
from lab.polls import Choice, Poll
from store.tables import answer, metadata, outbox, poll
from tests.bot.polling import Polling, choices
from tests.house import House

LANGUAGES = ("en", "nl", "ar", "ti", "uk")
PEOPLE = 30
CHANNELS = ("paper", "webchat")
ACCOUNTS = {"paper": "1", "webchat": ""}
PLACES = ("Library", "School", "Park", "Square")
WORDS = dict.fromkeys(LANGUAGES, "Where?")


@dataclass
class Crowd:
    """Thirty people on two channels, who answer in an order that only this test knows."""

    polling: Polling
    chance: random.Random = field(default_factory=lambda: random.Random(4))
    ids: dict[str, int] = field(default_factory=dict)
    numbers: int = 0

    @property
    def home(self) -> House:
        return self.polling.year.home

    async def arrive(self) -> None:
        for place in range(PEOPLE):
            name, channel = f"person{place}", CHANNELS[place % 2]
            language = LANGUAGES[place % len(LANGUAGES)]
            [self.ids[name]] = await self.polling.year.knows(name, language=language, channel=channel)

    def in_some_order(self) -> list[str]:
        return self.chance.sample(sorted(self.ids), PEOPLE)

    async def say(self, said: Sequence[tuple[str, str, str, str]]) -> None:
        """(who, words, tap, voice note) of each, one after the other; one batch for the service."""
        events = []
        for name, words, tap, voice in said:
            self.numbers += 1
            channel = CHANNELS[int(name.removeprefix("person")) % 2]
            sound = Media("voice", voice, "audio/ogg") if voice else None
            taps = (tap,) if tap else ()
            events.append(Inbound(channel, ACCOUNTS[channel], f"e{self.numbers}", name, words, taps=taps, media=sound))
        await asyncio.gather(*(self.home.brug.service.take(event) for event in events))
        await self.home.brug.outbox.settled()

    async def tap(self, order: Iterable[str], place_of: dict[str, int]) -> None:
        buttons = await self._buttons()
        said = [(name, "", buttons[self.ids[name]][place_of[name]], "") for name in order]
        await self.say(said)

    async def ask(self, order: Iterable[str]) -> None:
        await self.say([(name, "/poll", "", "") for name in order])

    async def _buttons(self) -> dict[int, list[str]]:
        """The tokens under what each was asked last."""
        async with self.home.brug.database.read() as connection:
            rows = list(await connection.execute(select(outbox.c.person_id, outbox.c.body).order_by(outbox.c.id)))
        return {row.person_id: [b["token"] for b in row.body["buttons"]] for row in rows if row.body.get("buttons")}

    async def draft(self, technique: str, **given: Any) -> Poll:
        if technique == "single":
            given["options"] = tuple(map(_everywhere, choices(*PLACES)))
        drafted = await self.polling.draft(technique, **given)
        await self.home.change(poll, drafted.id, words=_in_all(drafted))
        assert await self.polling.open(drafted) == []
        return await self.polling.now(drafted)


def _everywhere(one: Choice) -> Choice:
    return Choice(one.id, dict.fromkeys(LANGUAGES, one.words["en"]))


def _in_all(drafted: Poll) -> dict[str, Any]:
    options = [{"id": o.id, "words": dict(o.words), "sources": []} for o in drafted.options]
    return {"question": WORDS, "options": options}


@dataclass
class Attack:
    """What an attacker holds: the files, all that is in them with the key, and everything that was told."""

    home: House

    def raw(self) -> bytes:
        folder = self.home.brug.settings.data_dir
        return b"".join(path.read_bytes() for path in sorted(folder.glob("brug.db*")))

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        async with self.home.brug.database.read() as connection:
            return [dict(row._mapping) for row in await connection.execute(select(table))]

    async def beside_people(self) -> str:
        """Everything, decrypted, but the answers themselves."""
        tables = [table for table in metadata.sorted_tables if table.name != "answer"]
        return "\n".join([str(await self.rows(table)) for table in tables])

    async def ids(self, of: Poll) -> list[str]:
        return [row["id"] for row in await self.rows(answer) if row["poll_id"] == of.id]
