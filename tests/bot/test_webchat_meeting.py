"""A meeting in the web chat: the file for her calendar is hers alone, and the map is another site's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.webchat_texts import TEXTS, labels
from lab.people import ACTIVE
from locales.catalogue import Catalogues
from store.tables import person
from tests.bot.page import Event, Page, Site, site
from tests.bot.year import ON_THE_MAP, Year
from tests.conversations import catalogues

ENGLISH = catalogues().languages["en"]


@pytest.fixture
async def brug(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def amina(brug: Site) -> AsyncIterator[Page]:
    """She takes part, a meeting lies ahead, and she said that she comes."""
    await Year(brug.home).meets(place=ON_THE_MAP)
    async with brug.page() as page:
        await page.begins()
        [who] = await brug.home.rows(person)
        facts = {"lab_id": brug.home.lab.id, "standing": ACTIVE, "facts": {"needs": {"options": []}}}
        await brug.home.change(person, who.id, state={}, confirmed_at=brug.home.clock.now(), **facts)
        for text in ("/meeting", "yes"):
            assert await page.says(text) == 200
        yield page


async def told(page: Page) -> Event:
    """The message about the meeting."""
    events = await page.listens(lambda events: bool(events and events[-1].data.get("calendar")))
    return events[-1]


async def test_the_calendar_file_can_be_kept_and_the_map_is_a_link(amina: Page) -> None:
    message = (await told(amina)).data
    status, body, headers = await amina.get(message["calendar"])

    assert status == 200
    assert (headers["Content-Type"], headers["X-Content-Type-Options"]) == ("text/calendar; charset=utf-8", "nosniff")
    assert headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    assert b"LOCATION:De Krook" in body
    assert message["map"].startswith("https://www.openstreetmap.org/?mlat=51.050000&mlon=3.730000")
    assert "http" not in message["text"]


async def test_nobody_gets_the_calendar_file_of_somebody_else(brug: Site, amina: Page) -> None:
    message = (await told(amina)).data

    async with brug.page() as greta, brug.page() as stranger:
        await greta.begins()

        assert (await greta.get(message["calendar"]))[0] == 404
        assert (await stranger.get(message["calendar"]))[0] == 404


async def test_a_calendar_file_is_no_voice_message_that_she_could_send(amina: Page) -> None:
    message = (await told(amina)).data

    assert await amina.says(media=message["calendar"].rpartition("/")[2]) == 200

    events = await amina.listens(lambda events: bool(events and events[-1].data.get("calendar")))
    assert not any(event.data.get("sound") for event in events)


def test_a_label_that_a_catalogue_lacks_is_left_out_and_the_others_stay() -> None:
    known = {text: text for text in ENGLISH.texts if text != TEXTS["menu"]}
    older = type(ENGLISH)("en", "English", "ltr", known, 0)

    found = labels(Catalogues({"en": older}), "en")

    assert "menu" not in found
    assert found["send"] == "Send"
