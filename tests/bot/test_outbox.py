"""What becomes of a message, by what its channel said: the table of outcomes in docs/architecture.md."""

from datetime import timedelta

import pytest

from bot.messages import (
    Ambiguous,
    Moved,
    NotAccepted,
    Refused,
    Unreachable,
)
from store.listing import outbox_rows
from store.tables import address, task
from tests.bot.post import Post
from tests.house import House

SECOND = timedelta(seconds=1)


@pytest.fixture
async def post(home: House) -> Post:
    """Amina and Bilal are known; nothing is on its way."""
    post = Post(home)
    await post.knows("amina", "bilal")
    return post


async def test_what_was_never_taken_is_tried_again_after_growing_pauses(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [NotAccepted("no connection")] * 3
    row = await post.put("amina", "News")
    pauses = []

    for _ in range(3):
        await post.sweep()
        pauses.append(await post.due(row) - home.clock.now())
        await post.sweep()
        home.clock.moment = await post.due(row)
    await post.sweep()

    assert pauses == [SECOND, 2 * SECOND, 4 * SECOND]
    assert home.said("amina") == ["News"]
    assert home.paper.calls == 4


async def test_after_an_hour_without_a_connection_it_is_a_dead_letter(home: House, post: Post) -> None:
    """Ten minutes without a network cost nobody an answer; and when it is back, nobody waits long for hers."""
    home.paper.troubles["amina"] = [NotAccepted("no connection")] * 99
    begin = home.clock.now()
    row = await post.put("amina", "News")
    pauses = []

    while (await post.row(row)).state == "queued":
        await post.sweep()
        pauses.append(await post.due(row) - home.clock.now())
        home.clock.moment = await post.due(row)

    assert timedelta(minutes=50) < home.clock.now() - begin < timedelta(minutes=70)
    assert max(pauses) == timedelta(minutes=1)
    assert ((await post.row(row)).state, (await post.row(row)).error) == ("failed", "no connection")


async def test_what_is_refused_is_a_dead_letter_with_its_reason_and_harms_nobody_else(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Refused("the text is empty")]
    refused = await post.put("amina", "News")
    await post.put("amina", "More news")
    await post.put("bilal", "News")

    await post.sweep()

    assert (await post.row(refused)).error == "the text is empty"
    assert await post.states() == ["failed", "sent", "sent"]
    async with home.brug.database.read() as connection:
        assert [row["id"] for row in await outbox_rows(connection, "failed")] == [refused]


@pytest.mark.parametrize("trouble", [Ambiguous("the line broke"), RuntimeError("a bug")])
async def test_a_broadcast_that_may_have_arrived_is_never_sent_again_but_listed(
    home: House, post: Post, trouble: Exception
) -> None:
    home.paper.troubles["amina"] = [trouble]
    row = await post.put("amina", "News")

    for _ in range(3):
        await post.sweep()
        home.clock.pass_(hours=1)

    assert home.paper.calls == 1
    async with home.brug.database.read() as connection:
        assert [listed["id"] for listed in await outbox_rows(connection, "unconfirmed")] == [row]


@pytest.mark.parametrize("failures", [1, 2])
async def test_a_reply_that_may_have_arrived_is_sent_again(home: House, post: Post, failures: int) -> None:
    home.paper.troubles["amina"] = [Ambiguous("the line broke")] * failures
    await post.put("amina", "Hello", "reply")

    for _ in range(4):
        await post.sweep()
        home.clock.pass_(minutes=1)

    assert home.said("amina") == ["Hello"]
    assert home.paper.calls == failures + 1


async def test_after_three_tries_a_reply_is_listed_as_unconfirmed(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Ambiguous("the line broke")] * 99
    await post.put("amina", "Hello", "reply")

    for _ in range(6):
        await post.sweep()
        home.clock.pass_(minutes=1)

    assert home.paper.calls == 3
    assert await post.states() == ["unconfirmed"]


async def test_who_blocked_the_bot_is_left_alone_and_a_human_is_told_once(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Unreachable("The person has blocked the bot.")]
    for text in ("One", "Two"):
        await post.put("amina", text)

    await post.sweep()
    later = await post.put("amina", "Three")
    await post.sweep()

    assert home.paper.calls == 1
    assert await post.states() == ["failed"] * 3
    assert (await post.row(later)).error == "the address cannot be reached"
    assert [row.reachable for row in await home.rows(address)] == [False, True]
    assert [(row.kind, row.lab_id) for row in await home.rows(task)] == [("unreachable", home.lab.id)]


async def test_who_writes_again_can_be_reached_again(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Unreachable("The person has blocked the bot.")]
    await post.put("amina", "News")
    await post.sweep()

    answers = await home.writes("amina", "help")
    await post.put("amina", "More news")
    await post.sweep()

    assert len(answers) >= 1
    assert home.said("amina")[-1] == "More news"
    assert all(row.reachable for row in await home.rows(address))


async def test_an_address_that_moved_gets_the_message_once_at_its_new_place(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Moved("The chat has a new id.", "new amina")]
    row = await post.put("amina", "News")

    for _ in range(2):
        await post.sweep()
        home.clock.moment = max(await post.due(row), home.clock.now())
    await post.sweep()

    assert (home.said("amina"), home.said("new amina")) == ([], ["News"])
    who = await home.person("new amina")
    await home.writes("new amina", "help")
    assert (await home.person("new amina")).id == who.id
    assert await home.count(address) == 2


async def test_an_address_that_moved_to_one_we_know_is_a_dead_letter(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Moved("The chat has a new id.", "bilal")]
    await post.put("amina", "News")

    await post.sweep()

    assert await post.states() == ["failed"]
    assert home.said("bilal") == []
