"""Polls and answers, put into the house as the bot would."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from bot.polls import open_poll
from lab.polls import Choice, Poll
from store import ballots, polls
from store.labs import labs
from store.tables import person
from tests.admin.house import House

PLACES = ("Library", "School", "Park")
FORM = {
    "technique": "single",
    "question_en": "Where shall we meet?",
    "options_en": "\n".join(PLACES),
    "moment": "between",
}


async def drafted(house: House, *, technique: str = "single", **given: Any) -> Poll:
    options = tuple(Choice(f"o{place}", {"en": word}) for place, word in enumerate(PLACES, start=1))
    values = {"words": {"en": "Where shall we meet?"}, "options": options, "moment": "between"} | given
    async with house.brug.database.write() as connection:
        return await polls.add_poll(connection, Poll(0, house.lab_a, technique, **values), house.clock.now())


async def crowd(house: House, count: int, language: str = "en") -> list[int]:
    """People of lab A who take part, without the way they came."""
    now = house.clock.now()
    row = {"lab_id": house.lab_a, "standing": "active", "role": "participant", "language": language}
    async with house.brug.database.write() as connection:
        made = [
            await connection.execute(
                insert(person)
                .values(row | {"name": f"Person {n}", "confirmed_at": now, "created_at": now})
                .returning(person.c.id)
            )
            for n in range(1, count + 1)
        ]
        return [int(one.scalar_one()) for one in made]


async def opened(house: House, **given: Any) -> Poll:
    made = await drafted(house, **given)
    async with house.brug.database.write() as connection:
        lab = (await labs(connection))[house.lab_a]
        assert await open_poll(connection, lab, made.id, house.clock.now()) == []
    return await the_poll(house)


async def the_poll(house: House) -> Poll:
    """The newest of lab A."""
    async with house.brug.database.read() as connection:
        return (await polls.polls_of(connection, house.lab_a))[0]


async def answered(house: House, people: Iterable[int], *options: str, part: str = "choice", **given: Any) -> None:
    """These people answer the newest poll, each the same."""
    poll = await the_poll(house)
    async with house.brug.database.write() as connection:
        salt = await polls.salt_of(connection, poll.id)
        assert salt is not None
        for who in people:
            one = ballots.Given(part, poll.round, house.clock.now().date(), options=options, **given)
            await ballots.cast_ballot(connection, salt, poll.id, who, one)
            await ballots.note_participation(connection, poll.id, who, poll.round)
