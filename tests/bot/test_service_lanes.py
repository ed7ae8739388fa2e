"""On PostgreSQL two batches are under way at once: one is played while the other waits for the server."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.messages import Inbound
from bot.service import LANES, Service
from bot.waiting import Sender, sender_of
from store.tables import inbox
from tests.house import House

PEOPLE, WORDS = 100, ("/start", "English", "What is this?")


async def test_two_batches_under_way_never_share_a_sender_and_each_keeps_her_order(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way: list[frozenset[Sender]] = []
    at_once, shared = [0], set[Sender]()
    commit = Service._commit

    async def watched(service: Service, inputs: Sequence[Inbound]) -> None:
        senders = frozenset(sender_of(one) for one in inputs)
        shared.update(*(senders & others for others in under_way))
        under_way.append(senders)
        at_once.append(len(under_way))
        try:
            await commit(service, inputs)
        finally:
            under_way.remove(senders)

    monkeypatch.setattr(Service, "_commit", watched)
    inputs = [
        Inbound("paper", "1", f"{n}-{place}", f"p{n}", text) for place, text in enumerate(WORDS) for n in range(PEOPLE)
    ]

    await asyncio.gather(*(home.brug.service.take(each) for each in inputs))

    rows = sorted(await home.rows(inbox), key=lambda row: int(row.id))
    came: dict[int, list[str]] = {}
    for row in rows:
        came.setdefault(row.address_id, []).append(row.event_id.partition("-")[2])
    assert shared == set()
    assert max(at_once) == (1 if home.brug.database.sqlite else LANES)
    assert list(came.values()) == [["0", "1", "2"]] * PEOPLE
