"""What a fault test plays on: Brug (one process or several on one database), the stand-in, and people who write."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.telegram_client import TelegramControl
from tests.fakes.telegram_feeder import TelegramFeeder
from tests.faults.brug_process import PATIENCE, BrugProcess, until
from tests.faults.conversations import SCRIPT, SIGN_UP, Person, crowd
from tests.faults.nursery import Nursery
from tests.faults.oracle import Verdict, judge


class Stage:
    """`brug` is the first process. Its webhook's secret is learnt from the stand-in, as Telegram learns it."""

    def __init__(
        self,
        nursery: Nursery,
        folder: Path,
        control: TelegramControl,
        session: aiohttp.ClientSession,
        database_url: str = "",
    ) -> None:
        self.control = control
        self.session = session
        self._folder = folder
        self._nursery = nursery
        self.all: list[BrugProcess] = []
        self.brug = self.another(database_url)

    def another(self, database_url: str = "") -> BrugProcess:
        """One more process, on the database of the first unless told otherwise."""
        url = database_url or (self.brug.database_url if self.all else "")
        folder = self._folder / f"brug{len(self.all)}"
        self.all.append(BrugProcess(self._nursery, folder, self.control.url, self.session, url))
        return self.all[-1]

    async def secret(self) -> str:
        """What Brug told Telegram to show with each update."""

        async def told() -> bool:
            return bool((await self.control.webhook()).get("secret_token"))

        await until(told, otherwise=lambda: f"Brug set no webhook.\n{self.brug.last_words()}")
        secret: str = (await self.control.webhook())["secret_token"]
        return secret

    @asynccontextmanager
    async def feeder(self, **options: Any) -> AsyncIterator[TelegramFeeder]:
        async with TelegramFeeder(self.brug.webhook, await self.secret(), pause=0.05, **options) as feeder:
            yield feeder

    async def verdict(self, people: Iterable[Person], feeder: TelegramFeeder, patience: float = 20.0) -> Verdict:
        """Judge, once all that was acknowledged is answered and Brug is at rest, or nothing more can be hoped for."""
        people = list(people)
        await feeder.drained(max(PATIENCE, patience))

        async def all_answered() -> bool:
            return not judge(people, feeder.acknowledged, await self.control.accepted()).lost

        try:
            await until(all_answered, patience)
            await self.brug.idle()
        except AssertionError:
            pass  # The verdict says what is missing.
        return judge(people, feeder.acknowledged, await self.control.accepted())

    async def signed_up(self, size: int, feeder: TelegramFeeder) -> list[Person]:
        """People who went through the sign-up and got every answer."""
        people = crowd(size)
        say(feeder, people, SIGN_UP)
        (await self.verdict(people, feeder)).check()
        return people

    async def clear(self) -> None:
        for brug in self.all:
            await brug.put_away()


class Waves:
    """People enough for any number of rounds: who has said all of the script makes room for somebody new."""

    def __init__(self, size: int) -> None:
        self.all: list[Person] = []
        self._size = size

    def say(self, feeder: TelegramFeeder, count: int) -> None:
        """Each of those who are here says the next `count` things."""
        if not self.all or len(self.all[-1].said) == len(SCRIPT):
            self.all += crowd(self._size, first=1001 + len(self.all))
        say(feeder, self.all[-self._size :], count)

    @property
    def said(self) -> int:
        return sum(len(person.said) for person in self.all)


def say(feeder: TelegramFeeder, people: Iterable[Person], count: int) -> None:
    """Each of them says the next `count` things of her script."""
    for person in people:
        person.said += [feeder.put(update) for update in person.next_updates(count)]
