"""A lab in front of its live screen: people on several channels, a poll that is open, a server to look at."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.channels.telegram import Telegram
from lab.polls import Choice, Poll
from store.intake import insert_many
from store.polls import add_poll
from store.tables import address, outbox
from tests.bot.polling import Polling, asked_of
from tests.bot.telegram_bot import QUICK, TOKEN
from tests.bot.year import Year
from tests.fakes.echo import echoing
from tests.fakes.telegram_client import TelegramControl
from tests.house import house

ACCOUNT = TOKEN.partition(":")[0]

PLACES = {"o1": ("Library", "مكتبة"), "o2": ("School", "مدرسة"), "o3": ("Park", "حديقة")}
CHOICES = tuple(Choice(id_, {"en": english, "ar": arabic}) for id_, (english, arabic) in PLACES.items())
QUESTION = {"en": "Where shall we meet?", "ar": "أين نلتقي؟"}


@dataclass
class Hall:
    """Where people sit. Each answers on her own phone: paper, a page of the web chat, or Telegram (its stand-in)."""

    lab: Polling
    url: str
    telegram: TelegramControl | None = None

    async def fills_chats(self, names: Sequence[str]) -> None:
        """People of Telegram. A name there is the number of a chat."""
        await self.lab.year.knows(*names, channel="telegram", account=ACCOUNT)

    async def fills(self, names: Sequence[str]) -> None:
        await self.lab.year.knows(*names)

    async def opens_pages(self, names: Sequence[str]) -> None:
        """The same on the web chat. A name there is a cookie."""
        home = self.lab.year.home
        ids = await self.lab.year.knows(*names, channel="elsewhere")
        rows = [
            {"channel": "webchat", "account": "web", "created_at": home.clock.now(), "external": cookie_of(name)}
            | {"lookup": home.brug.database.keyring.lookup("webchat:web", cookie_of(name)), "person_id": one}
            for name, one in zip(names, ids, strict=True)
        ]
        async with home.brug.database.write() as connection:
            await connection.execute(address.delete().where(address.c.channel == "elsewhere"))
            await insert_many(connection, address, rows)

    async def asks(self) -> Poll:
        home = self.lab.year.home
        async with home.brug.database.write() as connection:
            drafted = Poll(0, home.lab.id, "single", "now", QUESTION, CHOICES)
            draft = await add_poll(connection, drafted, home.clock.now())
        assert await self.lab.open(draft) == []
        await self.lab.year.round()
        return await self.lab.now(draft)

    async def taps(self, name: str, place: int) -> None:
        sheet = asked_of(self.lab.year.home.paper.sheets[name])
        await self.lab.year.home.writes(name, "", sheet.buttons[place].token)

    async def taps_on_page(self, name: str, place: int) -> None:
        tap = (await self._asked(name))["buttons"][place]["token"]
        cookies = {"brug_chat": cookie_of(name)}
        async with (
            aiohttp.ClientSession(cookies=cookies, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
            session.post(
                f"{self.url}/chat/messages", json={"id": "1", "text": "", "taps": [tap]}, headers={"Origin": self.url}
            ) as answer,
        ):
            assert answer.status == 200

    async def taps_in_chats(self, taps: dict[str, int]) -> None:
        """All at once: one answer of the provider may bring them together."""
        assert self.telegram is not None
        seen: dict[str, dict[str, Any]] = {str(line["chat_id"]): line for line in await self.telegram.accepted()}
        await self.telegram.push(*(tap_on(seen[chat], place) for chat, place in taps.items()))

    async def _asked(self, name: str) -> dict[str, list[dict[str, str]]]:
        home = self.lab.year.home
        lookup = home.brug.database.keyring.lookup("webchat:web", cookie_of(name))
        query = select(outbox.c.body).join(address, address.c.id == outbox.c.address_id)
        async with home.brug.database.read() as connection:
            rows = await connection.execute(query.where(address.c.lookup == lookup).order_by(outbox.c.id.desc()))
            return next(row.body for row in rows if row.body.get("buttons"))

    async def all_tap(self, in_chats: dict[str, int], on_pages: dict[str, int]) -> None:
        """At once, over both channels."""
        taps = (self.taps_on_page(name, place) for name, place in on_pages.items())
        await asyncio.gather(self.taps_in_chats(in_chats), *taps)


def tap_on(line: dict[str, Any], place: int) -> dict[str, Any]:
    """What Telegram tells when somebody taps a button of this message."""
    rows = line["reply_markup"]["inline_keyboard"]
    button = [button for row in rows for button in row][place]
    who = {"id": line["chat_id"], "is_bot": False, "first_name": "Somebody"}
    chat = {"id": line["chat_id"], "type": "private", "first_name": "Somebody"}
    message = {"message_id": line["message_id"], "date": int(line["time"]), "chat": chat, "text": "?"}
    tap = {"id": f"q{line['chat_id']}", "from": who, "chat_instance": "1", "data": button["callback_data"]}
    return {"callback_query": tap | {"message": message}}


def cookie_of(name: str) -> str:
    return name.ljust(24, "x")


@asynccontextmanager
async def hall(folder: Path, telegram: TelegramControl | None = None) -> AsyncIterator[Hall]:
    """With `telegram`, whose stand-in is running, people may be there too."""
    more = [Telegram(TOKEN, telegram.url, pace=QUICK)] if telegram else []
    async with house(folder / "data", catalogues=echoing(), more=more) as home:
        for channel in home.brug.channels:
            await channel.start(home.brug.service)
        async with TestServer(home.brug.web, handler_cancellation=False) as server:
            yield Hall(Polling(Year(home)), str(server.make_url("")).rstrip("/"), telegram)
            home.brug.health.stopping = True
        for channel in home.brug.channels:
            await channel.stop()
