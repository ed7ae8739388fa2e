"""Who may send what, and when: order, leases, consent at the last moment."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Brug
from bot.messages import Ambiguous, NotAccepted
from bot.outbox import Outbox
from lab.people import NEW, REGISTERED, STOPPED, WAITING_GUARDIAN
from store.listing import outbox_rows
from store.tables import outbox
from tests.bot.post import Post, called
from tests.house import House, Paper, house

LONG = timedelta(hours=1)


@pytest.fixture
async def post(tmp_path: Path, database_url: str) -> AsyncIterator[Post]:
    """Amina and Bilal are known; nothing is on its way. Leases last an hour."""
    async with house(tmp_path, database_url, wrap=_long_leases) as home:
        post = Post(home)
        await post.knows("amina", "bilal")
        yield post


@pytest.fixture
def home(post: Post) -> House:
    return post.home


def _long_leases(brug: Brug) -> None:
    brug.outbox.lease = brug.service.lease = LONG


async def test_messages_arrive_in_the_order_in_which_they_were_written(home: House, post: Post) -> None:
    texts = [str(n) for n in range(12)]
    for text in texts:
        await post.put("amina", text, "broadcast" if int(text) % 3 else "reply")

    await post.sweep()

    assert home.said("amina") == texts


async def test_the_oldest_open_message_goes_first_also_after_a_failure(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [NotAccepted("no connection")]
    for text in ("One", "Two", "Three"):
        await post.put("amina", text)
    await post.put("bilal", "News")

    await post.sweep()
    assert (home.said("amina"), home.said("bilal")) == ([], ["News"])

    home.clock.pass_(seconds=5)
    await post.sweep()
    assert home.said("amina") == ["One", "Two", "Three"]


async def test_a_message_is_not_sent_before_its_time(home: House, post: Post) -> None:
    await post.put("amina", "Later", due_at=home.clock.now() + timedelta(minutes=5))

    await post.sweep()
    assert home.said("amina") == []

    home.clock.pass_(minutes=5)
    await post.sweep()
    assert home.said("amina") == ["Later"]


async def test_what_is_of_no_use_any_more_expires(home: House, post: Post) -> None:
    for kind in ("broadcast", "reply"):
        await post.put("amina", "Today at two", kind, expires_at=home.clock.now() + timedelta(hours=1))

    home.clock.pass_(hours=1)
    await post.sweep()

    assert (home.said("amina"), await post.states()) == ([], ["expired", "expired"])


async def test_what_somebody_else_is_sending_is_left_to_her_until_her_lease_ends(home: House, post: Post) -> None:
    until = home.clock.now() + timedelta(seconds=20)
    theirs = await post.put(
        "amina", "One", "reply", state="sending", lease_owner="another", lease_until=until, attempts=1
    )
    await post.put("amina", "Two", "reply")

    home.clock.pass_(seconds=19)
    await post.sweep()
    assert (home.said("amina"), (await post.row(theirs)).lease_owner) == ([], "another")

    home.clock.pass_(seconds=1)
    await post.sweep()
    assert home.said("amina") == ["One", "Two"]


async def test_of_what_a_dead_sender_left_a_reply_goes_out_and_a_broadcast_is_listed(home: House, post: Post) -> None:
    left: dict[str, Any] = {"state": "sending", "lease_owner": "dead", "lease_until": home.clock.now(), "attempts": 1}
    await post.put("amina", "News", **left)
    await post.put("bilal", "Hello", "reply", **left)

    await post.sweep()

    assert (home.said("amina"), home.said("bilal")) == ([], ["Hello"])
    async with home.brug.database.read() as connection:
        [listed] = await outbox_rows(connection, "unconfirmed")
    assert "may have arrived" in listed["error"]


@pytest.mark.parametrize("zombies_word", [None, Ambiguous("the line broke"), NotAccepted("no connection")])
async def test_the_late_word_of_a_sender_that_lost_its_lease_changes_nothing(
    home: House, post: Post, zombies_word: Exception | None
) -> None:
    home.paper.gate, home.paper.troubles["amina"] = asyncio.Event(), [zombies_word]
    row = await post.put("amina", "Hello", "reply")
    await home.brug.outbox.sweep()
    await called(home.paper)

    home.clock.pass_(hours=1)
    other = Paper()
    heir = Outbox(home.brug.database, {("paper", "1"): other}, home.clock)
    heir.start()
    await heir.sweep()
    await heir.settled()
    written = await post.row(row)
    home.paper.gate.set()
    await home.brug.outbox.settled()
    await heir.stop()

    assert [message.text for message in other.sheets["amina"]] == ["Hello"]
    assert (written.state, written.attempts) == ("sent", 2)
    assert await post.row(row) == written


async def test_a_sender_that_lost_its_lease_does_not_speak_for_the_one_that_has_it(home: House, post: Post) -> None:
    home.paper.gate = asyncio.Event()
    row = await post.put("amina", "Hello", "reply")
    await home.brug.outbox.sweep()
    await called(home.paper)
    home.clock.pass_(hours=1)
    other = Paper(gate=asyncio.Event())
    heir = Outbox(home.brug.database, {("paper", "1"): other}, home.clock)
    heir.start()
    await heir.sweep()
    await called(other)

    home.paper.gate.set()
    await home.brug.outbox.settled()

    found = await post.row(row)
    assert (found.state, found.lease_owner) == ("sending", heir.owner)
    assert other.gate is not None
    other.gate.set()
    await heir.settled()
    await heir.stop()


@pytest.mark.parametrize(
    ("standing", "kind", "state"),
    [
        (NEW, "broadcast", "cancelled"),
        (REGISTERED, "reminder", "cancelled"),
        (WAITING_GUARDIAN, "nudge", "cancelled"),
        (STOPPED, "poll", "cancelled"),
        (STOPPED, "coordinator", "cancelled"),
        (WAITING_GUARDIAN, "coordinator", "sent"),
        (STOPPED, "reply", "sent"),
        (NEW, "reply", "sent"),
    ],
)
async def test_consent_is_looked_at_again_at_the_last_moment(
    home: House, post: Post, standing: str, kind: str, state: str
) -> None:
    await post.knows("deniz", standing=standing)
    row = await post.put("deniz", "News", kind)

    await post.sweep()

    found = await post.row(row)
    assert found.state == state
    assert len(home.said("deniz")) == (state == "sent")
    assert bool(found.error) == (state == "cancelled")


async def test_after_stop_nothing_that_waits_goes_out(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [NotAccepted("no connection")]
    await post.put("amina", "News")
    await post.sweep()

    await home.writes("amina", "stop")
    home.clock.pass_(hours=1)
    await post.sweep()

    assert "News" not in home.said("amina")
    assert (await home.rows(outbox))[0].state == "cancelled"


async def test_a_reply_overtakes_a_broadcast_to_many(home: House, post: Post) -> None:
    crowd = [f"p{n}" for n in range(40)]
    await post.knows(*crowd)
    for sender in crowd:
        await post.put(sender, "News")
    await post.put("amina", "Hello", "reply")

    await post.sweep()

    assert len(home.paper.order) == 41
    assert home.paper.order.index("amina") <= 26


async def test_of_a_turn_in_parts_only_what_failed_is_sent_again(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [None, NotAccepted("no connection")]
    for text in ("One", "Two", "Three"):
        await post.put("amina", text, "reply")

    await post.sweep()
    assert home.said("amina") == ["One"]

    home.clock.pass_(seconds=5)
    await post.sweep()
    assert home.said("amina") == ["One", "Two", "Three"]
    assert home.paper.calls == 4


async def test_of_an_answer_in_parts_only_what_failed_is_sent_again(home: House, post: Post) -> None:
    await home.writes("deniz", "/start")
    home.paper.troubles["deniz"] = [None, Ambiguous("the line broke")]

    await home.writes("deniz", "English")
    home.clock.pass_(seconds=5)
    await post.sweep()

    said = home.said("deniz")
    assert len(said) == len(set(said)) == 3
