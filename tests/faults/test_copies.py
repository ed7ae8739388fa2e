"""F3 and F6: what comes twice takes effect once, and what comes at once is one conversation."""

from collections.abc import Callable

from tests.fakes.telegram_updates import photo_update, text_update
from tests.faults.backstage import backstage
from tests.faults.conversations import SCRIPT, Person, crowd
from tests.faults.posting import Poster
from tests.faults.stage import Stage, say


async def poster_for(stage: Stage) -> Poster:
    return Poster(stage.session, stage.brug.webhook, await stage.secret())


async def test_fifty_copies_at_once_have_one_effect(stage: Stage) -> None:
    await stage.brug.started()
    poster = await poster_for(stage)
    person = Person(7, said=[1])
    update = text_update(7, "/start", update_id=1, language="en")

    statuses = await poster.at_once([update] * 50)
    late = await poster.post(update)
    async with stage.feeder() as feeder:
        feeder.acknowledged.append(1)
        verdict = await stage.verdict([person], feeder)

    verdict.check()
    assert {*statuses, late} == {200}
    assert len(await stage.control.accepted()) == 1


async def test_a_whole_day_replayed_three_times_changes_nothing(stage: Stage) -> None:
    await stage.brug.started()
    people = crowd(12)
    updates = [update for person in people for update in person.next_updates(len(SCRIPT))]
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, people, len(SCRIPT))
        (await stage.verdict(people, feeder)).check()
        numbered = [update | {"update_id": number} for update, number in zip(updates, _ids(people), strict=True)]
        before = await stage.control.accepted()
        tasks = [await behind.tasks(kind) for kind in ("welcome", "human", "message")]
        poster = await poster_for(stage)

        statuses = await poster.in_lanes(numbered * 3, lanes=8)
        await stage.brug.idle()

        assert statuses == {200}
        assert await stage.control.accepted() == before
        assert [await behind.tasks(kind) for kind in ("welcome", "human", "message")] == tasks == [len(people)] * 3


def _ids(people: list[Person]) -> list[int]:
    return [update for person in people for update in person.said]


async def test_an_album_of_ten_is_one_conversation(stage: Stage, rounds: Callable[[int], int]) -> None:
    await stage.brug.started()
    poster = await poster_for(stage)
    chats = range(50, 50 + 2 * rounds(10))
    statuses = set()

    for first in range(0, len(chats), 20):
        pairs = [(chat, n) for chat in chats[first : first + 20] for n in range(10)]
        albums = [photo_update(chat, f"photo-{chat}-{n}", update_id=chat * 100 + n) for chat, n in pairs]
        statuses |= set(await poster.at_once(albums))
    await stage.brug.idle()

    seen = await stage.control.accepted()
    assert statuses == {200}
    assert [_questions(seen, chat) for chat in chats] == [2] * len(chats)  # asked, and once more for what did not fit


def _questions(seen: list[dict[str, object]], chat: int) -> int:
    """How often somebody was asked, always the one first question: the number on its buttons does not grow."""
    lines = [line for line in seen if line["chat_id"] == chat]
    assert len({str(line["reply_markup"]) for line in lines}) == 1
    return len(lines)


async def test_photos_after_the_sign_up_are_one_message_to_the_team(stage: Stage) -> None:
    await stage.brug.started()
    async with stage.feeder() as feeder:
        people = await stage.signed_up(5, feeder)
        before = len(await stage.control.accepted())
        poster = await poster_for(stage)
        first = 1 + max(feeder.acknowledged)

        statuses = await poster.at_once(_albums(people, first))
        await stage.brug.idle()

    thanks = (await stage.control.accepted())[before:]
    assert set(statuses) == {200}
    assert sorted(line["chat_id"] for line in thanks) == [person.chat for person in people]


def _albums(people: list[Person], first: int) -> list[dict[str, object]]:
    pairs = [(person.chat, n) for person in people for n in range(10)]
    return [photo_update(chat, f"p{chat}-{n}", update_id=first + i) for i, (chat, n) in enumerate(pairs)]
