"""F10: people who blocked the bot, and those who come back."""

from tests.faults.backstage import backstage
from tests.faults.brug_process import count_of, until
from tests.faults.conversations import crowd
from tests.faults.stage import Stage, say


async def test_who_blocked_the_bot_is_called_once_and_a_human_told_once(stage: Stage) -> None:
    await stage.brug.started()
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        people = await stage.signed_up(3, feeder)
        gone = people[0]
        await stage.control.script("blocked", method="sendMessage", chat_id=gone.chat, times=2)
        before = len(await stage.control.attempts(chat=gone.chat))

        await behind.queue([person.chat for person in people], "News for {chat}")
        await behind.queue([person.chat for person in people], "More for {chat}")
        await until(lambda: count_of(behind.outbox("failed"), 2))
        await stage.brug.idle()

        assert len(await stage.control.attempts(chat=gone.chat)) == before + 1
        assert (await behind.tasks("unreachable"), await behind.unreachable()) == (1, 1)


async def test_who_unblocks_the_bot_is_answered_again(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    people = crowd(1)
    await stage.control.script("blocked", method="sendMessage", chat_id=1001)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, people, 1)
        await until(lambda: count_of(behind.outbox("failed"), 1))
        say(feeder, people, 1)
        await feeder.drained()
        await stage.brug.idle()

        assert await behind.unreachable() == 0
    assert len(await stage.control.accepted()) == 2


async def test_a_turn_of_two_messages_stops_at_the_first_when_she_is_gone(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    people = crowd(1)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, people, 1)
        (await stage.verdict(people, feeder)).check()
        await stage.control.script("blocked", method="sendMessage", chat_id=1001, times=-1)
        say(feeder, people, 1)
        await until(lambda: count_of(behind.outbox("failed"), 2))

    assert len(await stage.control.attempts()) == 2


async def test_an_unknown_403_is_about_the_message_and_not_about_the_person(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    await stage.control.script("forbidden", method="sendMessage", chat_id=1001)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, crowd(1), 1)
        await until(lambda: count_of(behind.outbox("failed"), 1))

        assert await behind.unreachable() == 0
