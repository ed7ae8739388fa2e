"""Two people in two languages on one phone: the same conversation in the web chat and in Telegram."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp.test_utils import TestServer

from bot.channels.telegram import Telegram
from bot.channels.webchat import WebChat
from bot.messages import File
from lab.people import UNCONFIRMED_LIFE
from store import phones
from store.media import keep_shared
from store.people import forget
from store.tables import address, inbox, media, outbox, person, task
from tests.bot.page import Event, Page, Site, site, texts
from tests.bot.telegram_bot import CHAT, QUICK, TOKEN
from tests.bot.test_webchat_uploads import OGG
from tests.fakes.telegram_client import TelegramControl
from tests.fakes.telegram_updates import tap_update, text_update
from tests.house import House, house

pytest_plugins = ["tests.bot.telegram_fixtures"]

WHO = "Who is writing?"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


class Device(Protocol):
    """What somebody holds in her hands."""

    home: House

    async def says(self, text: str) -> None: ...

    async def taps(self, label: str) -> None:
        """A button of the last message."""

    async def last(self) -> str: ...


@dataclass
class InTelegram:
    home: House
    control: TelegramControl

    async def says(self, text: str) -> None:
        await self._push(text_update(CHAT, text))

    async def taps(self, label: str) -> None:
        shown = (await self.control.accepted(CHAT))[-1]
        rows = shown["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if b["text"].endswith(label))
        await self._push(tap_update(CHAT, data, message_id=shown["message_id"]))

    async def last(self) -> str:
        return str((await self.control.accepted(CHAT))[-1]["text"])

    async def _push(self, update: dict[str, Any]) -> None:
        self.home.clock.pass_(seconds=1)
        before = self.home.brug.service.taken
        await self.control.push(update)
        await until(lambda: self.home.brug.service.taken > before)
        await self.home.brug.outbox.settled()


@dataclass
class InTheWebChat:
    home: House
    page: Page

    async def says(self, text: str) -> None:
        assert await self.page.says(text) == 200

    async def taps(self, label: str) -> None:
        shown = (await self.shown())[-1].data
        token = next(b["token"] for b in shown["buttons"] if b["label"].endswith(label))
        assert await self.page.says(taps=[token]) == 200

    async def last(self) -> str:
        return str((await self.shown())[-1].data["text"])

    async def shown(self) -> list[Event]:
        """What the page shows when it is loaded now."""
        newest = (await self.home.rows(outbox))[-1].body["text"]
        events = await self.page.listens(lambda events: newest in texts(events))
        return [event for event in events if event.name == "message"]


@pytest.fixture(params=["telegram", "webchat"])
async def device(request: pytest.FixtureRequest, tmp_path: Path, server: TelegramControl) -> AsyncIterator[Device]:
    more = [Telegram(TOKEN, server.url, pace=QUICK)] if request.param == "telegram" else []
    async with (
        house(tmp_path / "data", more=more) as home,
        TestServer(home.brug.web, handler_cancellation=False) as there,
        Site(home, str(there.make_url("")).rstrip("/")).page() as page,
    ):
        for channel in home.brug.channels:
            await channel.start(home.brug.service)
        await page.get("/chat")
        yield InTelegram(home, server) if more else InTheWebChat(home, page)
        for channel in home.brug.channels:
            await channel.stop()


async def test_two_people_in_two_languages_take_turns(device: Device) -> None:
    home = device.home
    french = home.brug.catalogues.languages["fr"].autonym
    for text in ("/start", "English", "1", "Amina", "4", "1, 3"):
        await device.says(text)
    await device.says(f"/start {(await home.code()).token}")
    assert await device.last() == "Is it you again, Amina?"

    await device.taps("Somebody else here")
    for text in (french, "1", "Bilal", "4", "1, 3"):
        await device.says(text)
    home.clock.pass_(hours=1)
    await device.says("Is there childcare?")
    assert (await device.last()).splitlines()[0] == WHO

    await device.taps("Amina")
    assert (await device.last()).startswith("Thank you. ")
    await device.says("/who")
    await device.taps("Bilal")
    assert await device.last() == in_french(home, "Hello {name}. Write here what you want to say or ask.", "Bilal")
    people = {row.name: row for row in await home.rows(person)}
    assert (people["Amina"].language, people["Bilal"].language) == ("en", "fr")
    asked = [row for row in await home.rows(inbox) if row.body and row.body["text"] == "Is there childcare?"]
    assert [row.person_id for row in asked] == [people["Amina"].id]


def in_french(home: House, text: str, name: str) -> str:
    return home.brug.catalogues.render("fr", text, {"name": name})


async def test_the_page_shows_nothing_of_the_other(brug: Site) -> None:
    async with brug.page() as page:
        await page.get("/chat")
        amina = InTheWebChat(brug.home, page)
        for text in ("/start", "English", "1", "Amina", "4", "1, 3", "My secret", "/who"):
            await amina.says(text)
        await amina.taps("Somebody else here")

        shown = " ".join(event.data["text"] for event in await amina.shown())

        assert "secret" not in shown
        assert "Amina" not in shown


async def test_an_open_page_begins_anew_when_another_speaks(brug: Site) -> None:
    async with brug.page() as page:
        await page.get("/chat")
        amina = InTheWebChat(brug.home, page)
        for text in ("/start", "English", "1", "Amina", "4", "1, 3", "/who"):
            await amina.says(text)
        listening = asyncio.create_task(page.listens(lambda events: bool(events) and events[-1].name == "changed"))
        [chat] = [channel for channel in brug.home.brug.channels if isinstance(channel, WebChat)]
        await until(lambda: bool(chat._streams._open))
        await amina.taps("Somebody else here")

        events = await listening

        assert events[-1].name == "changed"


async def test_a_page_that_lay_there_for_long_shows_nothing_of_anybody(brug: Site) -> None:
    async with brug.page() as page:
        await page.get("/chat")
        amina = InTheWebChat(brug.home, page)
        for text in ("/start", "English", "1", "Amina", "4", "1, 3", "/who"):
            await amina.says(text)
        await amina.taps("Somebody else here")
        brug.home.clock.pass_(hours=1)

        [hello] = await page.listens(bool)

        assert hello.data["empty"] is True
        assert [row.line_id is None for row in await brug.home.rows(address)] == [False] * 3


async def nobody_knows_who_writes(page: Page) -> InTheWebChat:
    """Amina signed up, then Bilal, and an hour has passed."""
    await page.get("/chat")
    phone = InTheWebChat(page.home, page)
    for text in ("/start", "English", "1", "Amina", "4", "1, 3", "/who"):
        await phone.says(text)
    await phone.taps("Somebody else here")
    for text in (page.home.brug.catalogues.languages["fr"].autonym, "1", "Bilal", "4", "1, 3"):
        await phone.says(text)
    page.home.clock.pass_(hours=1)
    return phone


async def sends(page: Page, data: bytes = OGG) -> str:
    """A voice note, as a page does it: the file first, then the message with it. What the file is called."""
    status, told, _ = await page.post("/chat/media", data)
    assert status == 200
    assert await page.says(media=told["media"]) == 200
    return str(told["media"])


async def test_a_voice_note_waits_until_she_says_who_she_is_and_is_hers_then(brug: Site) -> None:
    async with brug.page() as page:
        phone = await nobody_knows_who_writes(page)

        await sends(page)
        asked = (await phone.last()).splitlines()[0]
        waiting = await brug.home.rows(media)
        await phone.taps("Amina")

        [amina] = [row.id for row in await brug.home.rows(person) if row.name == "Amina"]
        [row] = await brug.home.rows(media)
        assert (asked, [one.person_id for one in waiting]) == (WHO, [None])
        assert (row.person_id, row.data) == (amina, OGG)
        told = [one.person_id for one in await brug.home.rows(task) if one.media == f"voice:{row.id}"]
        assert told == [amina]
        assert (await page.get(f"/chat/media/{row.id}"))[1] == OGG


async def test_what_waits_can_be_seen_on_the_phone_that_sent_it_and_nowhere_else(brug: Site) -> None:
    async with brug.page() as page, brug.page() as greta:
        await nobody_knows_who_writes(page)
        await greta.begins()

        kept = await sends(page)
        number = kept.partition("-")[0]

        assert (await page.get(f"/chat/media/{number}"))[1] == OGG
        assert (await greta.get(f"/chat/media/{number}"))[0] == 404
        for name in (kept, number, f"{number}-", f"{number}-\N{SNOWMAN}", "9" * 60 + "-0"):
            assert await greta.says(media=name) == 200
        assert [row.person_id for row in await brug.home.rows(media)] == [None]
        assert not any(row.body.get("media") for row in await brug.home.rows(inbox) if row.person_id)


async def test_a_voice_note_that_was_sent_before_her_choice_and_told_after_it_is_hers(brug: Site) -> None:
    async with brug.page() as page:
        phone = await nobody_knows_who_writes(page)
        _, told, _ = await page.post("/chat/media", OGG)
        await phone.says("Hello")
        await phone.taps("Amina")

        await page.says(media=told["media"])

        [amina] = [row.id for row in await brug.home.rows(person) if row.name == "Amina"]
        assert [row.person_id for row in await brug.home.rows(media)] == [amina]


async def test_when_all_who_use_a_phone_are_forgotten_so_is_what_waits_there(brug: Site) -> None:
    async with brug.page() as page:
        await nobody_knows_who_writes(page)
        await sends(page)

        async with brug.home.brug.database.write() as connection:
            for row in await brug.home.rows(person):
                await forget(connection, row.id, None, brug.home.clock.now())

        assert await brug.home.rows(media) == []


async def test_a_voice_note_that_nobody_said_was_hers_goes_with_what_waited(brug: Site) -> None:
    async with brug.page() as page:
        await nobody_knows_who_writes(page)
        await sends(page)
        await page.post("/chat/media", OGG)
        shared = brug.home.clock.now()
        async with brug.home.brug.database.write() as connection:
            await keep_shared(connection, "picture", File(b"agenda", "image/png"), shared)

        async with brug.home.brug.database.write() as connection:
            await phones.purge(connection, shared + UNCONFIRMED_LIFE + timedelta(seconds=1))

        assert [row.shared is None for row in await brug.home.rows(media)] == [False]


@pytest.fixture
async def brug(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path / "data") as opened:
        yield opened
