"""The other fault tests are worth something: under the same judge, broken variants of Brug are found out."""

import pytest

from tests.faults.backstage import Backstage, backstage
from tests.faults.brug_process import until
from tests.faults.conversations import SCRIPT, Person, crowd
from tests.faults.oracle import Verdict
from tests.faults.posting import Poster
from tests.faults.stage import Stage, say

PEOPLE = 20


async def died_in_the_first_commits(stage: Stage, mutant: str) -> Verdict:
    """The process dies just before its third batch is committed, and comes back."""
    people = crowd(PEOPLE)
    await stage.brug.started(mutant=mutant, crashpoint="before_intake_commit:3")
    async with stage.feeder() as feeder:
        say(feeder, people, len(SCRIPT))
        await stage.brug.crashed()
        await stage.brug.started(mutant=mutant)
        return await stage.verdict(people, feeder, patience=3 if mutant else 20)


@pytest.mark.parametrize("mutant", ["ack_first", "two_transactions"])
async def test_the_judge_finds_what_a_mutant_loses(sqlite_stage: Stage, mutant: str) -> None:
    verdict = await died_in_the_first_commits(sqlite_stage, mutant)

    assert len(verdict.lost) > 0
    with pytest.raises(AssertionError):
        verdict.check(sqlite_stage.brug.killed_at)


async def test_the_judge_finds_nothing_in_the_same_death_of_the_real_program(sqlite_stage: Stage) -> None:
    verdict = await died_in_the_first_commits(sqlite_stage, "")

    verdict.check(sqlite_stage.brug.killed_at)


@pytest.mark.parametrize("mutant", ["", "no_unique"])
async def test_the_judge_finds_what_a_mutant_doubles(sqlite_stage: Stage, mutant: str) -> None:
    stage = sqlite_stage
    people: list[Person] = crowd(PEOPLE)
    await stage.brug.started(mutant=mutant)
    async with stage.feeder() as feeder:
        say(feeder, people, 1)
        await stage.verdict(people, feeder)
        poster = Poster(stage.session, stage.brug.webhook, await stage.secret())
        again = [person_first(person) for person in people]

        await poster.at_once(again)
        await stage.brug.idle()
        verdict = await stage.verdict(people, feeder)

    assert len(verdict.needless_copies()) == (PEOPLE if mutant else 0)
    assert verdict.lost == ()


@pytest.mark.parametrize("mutant", ["", "reset_on_boot"])
async def test_the_judge_finds_what_a_mutant_takes_from_another_worker(postgres_stage: Stage, mutant: str) -> None:
    """One sends, slowly, while another starts on the same database."""
    stage = postgres_stage
    people = crowd(PEOPLE)
    for brug in (stage.brug, stage.another()):
        brug.settings["BRUG_LEASE_SECONDS"] = "10"
    await stage.brug.started()
    await stage.control.script("slow", method="sendMessage", times=PEOPLE, seconds=4)
    async with stage.feeder() as feeder:
        say(feeder, people, 1)
        await feeder.drained()
        await stage.all[1].started(mutant=mutant)
        await until(lambda: _nothing_on_the_wire(stage))
        verdict = await stage.verdict(people, feeder)

    assert len(verdict.needless_copies()) == (PEOPLE if mutant else 0)


@pytest.mark.parametrize(("mutant", "times"), [("", 1), ("reset_on_boot", 2)])
async def test_the_judge_finds_what_a_mutant_says_twice_unasked(sqlite_stage: Stage, mutant: str, times: int) -> None:
    """The process dies before it has noted that a broadcast was sent."""
    stage = sqlite_stage
    await stage.brug.started()
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        people = await stage.signed_up(1, feeder)
        stage.brug.kill()
        await stage.brug.ended()
        await stage.brug.started(crashpoint="after_send:1")
        await behind.queue([people[0].chat], "News")
        await stage.brug.crashed()
        await stage.brug.started(mutant=mutant)
        await until(lambda: _decided(behind))

    news = [line for line in await stage.control.accepted() if line["text"] == "News"]
    assert len(news) == times


async def _nothing_on_the_wire(stage: Stage) -> bool:
    calls = len(await stage.control.attempts())
    return calls >= PEOPLE and calls == len(await stage.control.accepted())


async def _decided(behind: Backstage) -> bool:
    return not await behind.outbox("queued") and not await behind.outbox("sending")


def person_first(person: Person) -> dict[str, object]:
    """The update with which she began, once more."""
    return Person(person.chat).next_updates(1)[0] | {"update_id": person.said[0]}
