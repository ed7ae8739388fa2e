"""What nobody could read or handle: kept for a human, told once, and counted."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.intake import Courtesies, Intake
from bot.channels.telegram.request import AiohttpRequest, QuietBot
from bot.channels.telegram.updates import read_bytes
from store.tables import quarantine
from tests.bot.page import Page, Site, site
from tests.bot.telegram_bot import CHAT, TOKEN
from tests.fakes.inlets import RememberingInlet
from tests.fakes.telegram_updates import text_update
from tests.house import House


@pytest.fixture
def poison(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours: whatever anybody says, it fails."""

    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(type(home.brug.service.player.conversation), "respond", fail)


def intake(inlet: RememberingInlet) -> Intake:
    request = AiohttpRequest()
    return Intake(inlet, "1", Courtesies(QuietBot(TOKEN, request=request, get_updates_request=request)))


@pytest.mark.usefixtures("poison")
async def test_an_input_that_cannot_be_handled_is_told_once(home: House) -> None:
    with capture_logs() as lines:
        await home.writes("amina", "hello")

    [line] = lines
    assert line["log_level"] == "error"
    assert "RuntimeError" in line["where"]
    assert await home.count(quarantine) == 1


async def test_a_payload_that_does_not_parse_is_told_once(home: House) -> None:
    with capture_logs() as lines:
        await home.brug.service.quarantine("paper", "1", b"<html>", "It is not JSON.")

    assert [(line["log_level"], line["reason"]) for line in lines] == [("warning", "It is not JSON.")]
    assert await home.count(quarantine) == 1


async def test_a_channel_does_not_tell_what_the_service_tells(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    inlet = RememberingInlet()
    inlet.failures.append(RuntimeError("a bug"))

    await intake(inlet).commit(read_bytes(json.dumps(text_update(CHAT, "x", update_id=9)).encode(), "1"))
    await intake(inlet).commit(read_bytes(b"<html>", "1"))

    failed, broken = (reason for _, reason in inlet.quarantined)
    assert failed.startswith("Taking it failed: ")
    assert failed.endswith("RuntimeError")
    assert broken == "It is not JSON (JSONDecodeError)."
    assert caplog.records == []


@pytest.fixture
async def brug(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def visitor(brug: Site) -> AsyncIterator[Page]:
    async with brug.page() as page:
        yield page


async def test_who_watches_sees_how_much_waits_for_a_human_and_that_all_works(visitor: Page) -> None:
    before = json.loads((await visitor.get("/readyz"))[1])
    for _ in range(2):
        await visitor.home.brug.service.quarantine("paper", "1", b"<html>", "It is not JSON.")

    status, body, _ = await visitor.get("/readyz")

    assert (status, before["quarantined"], json.loads(body)["quarantined"]) == (200, 0, 2)
    assert b"\nbrug_quarantined 2.0\n" in (await visitor.get("/metrics"))[1]
