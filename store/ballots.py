"""Answers to polls, without who gave them. docs/anonymity.md says what is stored, and what an attacker can know."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.registry import all_techniques
from flows.techniques.model import Ballot
from lab.polls import OPEN, Poll
from store.polls import polls_by_id
from store.tables import answer, handing, media, participation, person, poll

ID_CHARACTERS = 32
MOST_PLACES = 12
"""So many answers to one part one person may give: her ideas, one by one."""
REMOTE = "remote:"
"""Before the name of the channel, as the kind of a sound that still lies with its provider."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers to one part. `place`: which of several answers to it this is."""

    part: str
    round: int
    day: date
    place: int = 1
    options: tuple[str, ...] = ()
    text: str = ""
    sound: bytes | None = None
    mime: str = ""
    language: str = ""
    group: str = ""
    builds_on: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Words that somebody gave. `passed`: whether a human showed them to the group; None: nobody has looked yet."""

    id: str
    part: str
    round: int
    text: str
    has_sound: bool
    mime: str
    language: str
    builds_on: str
    passed: bool | None


def fingerprint(salt: str, person_id: int, part: str, number: int, place: int = 1) -> str:
    """The id of her answer while the poll is open: of no use without the salt, which goes when it closes."""
    said = f"{person_id}\0{part}\0{number}\0{place}"
    return hmac.digest(salt.encode(), said.encode(), "sha256").hex()[:ID_CHARACTERS]


def own_ids(salt: str, asked: Poll, person_id: int) -> list[str]:
    """All ids that her answers to this poll may have."""
    technique = all_techniques().get(asked.technique)
    parts = [part.name for part in technique.parts] if technique else []
    numbers, places = range(1, asked.round + 1), range(1, MOST_PLACES + 1)
    return [fingerprint(salt, person_id, p, n, place) for p in parts for n in numbers for place in places]


async def cast_ballot(connection: AsyncConnection, salt: str, poll_id: int, person_id: int, given: Given) -> None:
    """Her answer, in the place of the one that she gave before."""
    values = {name: getattr(given, name) for name in ("part", "round", "mime", "language", "group", "builds_on", "day")}
    values |= {"options": list(given.options), "text": given.text or None, "sound": given.sound, "passed": None}
    own = {"id": fingerprint(salt, person_id, given.part, given.round, given.place), "poll_id": poll_id}
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(answer).values(own | values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def given_before(connection: AsyncConnection, answer_id: str) -> tuple[str, ...]:
    """The options of an answer, none where there is none."""
    found = (await connection.execute(select(answer.c.options).where(answer.c.id == answer_id))).scalar()
    return tuple(found or ())


async def note_participation(connection: AsyncConnection, poll_id: int, person_id: int, number: int) -> None:
    """That she answered, and up to which round. Neither what nor when."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(participation).values(poll_id=poll_id, person_id=person_id, round=number)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["poll_id", "person_id"], set_={"round": number})
    )


async def who_took_part(connection: AsyncConnection, poll_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """By (poll, person): the last round that she answered."""
    query = select(participation).where(participation.c.poll_id.in_(sorted(set(poll_ids))))
    return {(row.poll_id, row.person_id): row.round for row in await connection.execute(query)}


async def how_many(connection: AsyncConnection, poll_id: int, number: int = 1) -> int:
    """People who answered, in this round or later."""
    query = select(func.count()).where(participation.c.poll_id == poll_id, participation.c.round >= number)
    return int((await connection.execute(query)).scalar_one())


async def ballots_of(connection: AsyncConnection, poll_id: int) -> list[Ballot]:
    rows = await connection.execute(select(answer).where(answer.c.poll_id == poll_id).order_by(answer.c.id))
    return [Ballot(row.part, tuple(row.options), row.text or "", row.round, row.group) for row in rows]


async def words_of(connection: AsyncConnection, poll_id: int, *, passed_only: bool = False) -> list[Written]:
    """In the order of their ids: in none."""
    said = answer.c.text.is_not(None) | answer.c.sound.is_not(None)
    query = select(answer).where(answer.c.poll_id == poll_id, said).order_by(answer.c.id)
    query = query.where(answer.c.passed) if passed_only else query
    return [_written(row) for row in await connection.execute(query)]


def _written(row: Row[Any]) -> Written:
    sound = row.sound is not None
    return Written(
        *(row.id, row.part, row.round, row.text or "", sound), row.mime, row.language, row.builds_on, row.passed
    )


async def sound_of(connection: AsyncConnection, poll_id: int, answer_id: str) -> tuple[bytes, str] | None:
    """A voice note and its kind; with a kind that begins with `REMOTE`, what its channel calls it."""
    query = select(answer.c.sound, answer.c.mime).where(answer.c.id == answer_id, answer.c.poll_id == poll_id)
    row = (await connection.execute(query)).first()
    return (row.sound, row.mime) if row and row.sound is not None else None


async def pass_words(connection: AsyncConnection, poll_id: int, answer_ids: Sequence[str], *, passed: bool) -> int:
    """A human looked at these words: the group may read them, or not. How many of this poll they were."""
    theirs = (answer.c.poll_id == poll_id, answer.c.id.in_(list(answer_ids)))
    return int((await connection.execute(update(answer).where(*theirs).values(passed=passed))).rowcount)


async def write_down(connection: AsyncConnection, poll_id: int, answer_id: str, words: str) -> bool:
    """A human listened to a voice note and wrote down what it says: a voice is a name for whoever knows it."""
    theirs = (answer.c.poll_id == poll_id, answer.c.id == answer_id, answer.c.sound.is_not(None))
    return bool((await connection.execute(update(answer).where(*theirs).values(text=words))).rowcount)


async def unlooked_at(connection: AsyncConnection, poll_id: int) -> int:
    """Words that no human has passed or kept back yet."""
    said = answer.c.text.is_not(None) | answer.c.sound.is_not(None)
    query = select(func.count()).where(answer.c.poll_id == poll_id, said, answer.c.passed.is_(None))
    return int((await connection.execute(query)).scalar_one())


async def take_sound(connection: AsyncConnection, person_id: int, media_id: int) -> tuple[bytes, str] | None:
    """Her voice note, which from now on is nobody's: her own copy is gone."""
    hers = (media.c.id == media_id, media.c.person_id == person_id)
    row = (await connection.execute(delete(media).where(*hers).returning(media.c.data, media.c.mime))).first()
    return (row.data, row.mime) if row else None


async def withdraw(connection: AsyncConnection, person_id: int) -> None:
    """She is forgotten: her answers to polls that are still open go with her. In closed ones nobody can find them."""
    theirs = select(poll.c.id, poll.c.salt).join(person, person.c.lab_id == poll.c.lab_id)
    rows = (await connection.execute(theirs.where(person.c.id == person_id, poll.c.state == OPEN))).all()
    asked = await polls_by_id(connection, [row.id for row in rows])
    for row in rows:
        ids = own_ids(row.salt, asked[row.id], person_id)
        await connection.execute(delete(answer).where(answer.c.poll_id == row.id, answer.c.id.in_(ids)))
        turns = [fingerprint(row.salt, person_id, "handing", n) for n in range(1, asked[row.id].round + 1)]
        mine = handing.c.id.in_(turns) | handing.c.idea.in_(ids)
        await connection.execute(delete(handing).where(handing.c.poll_id == row.id, mine))


async def withdraw_one(
    connection: AsyncConnection, salt: str, asked: Poll, person_id: int, given: tuple[str, int]
) -> None:
    """Of this round, what she gave to a part in a place. Who gave nothing else has not taken part."""
    part, place = given
    mine = answer.c.id == fingerprint(salt, person_id, part, asked.round, place)
    await connection.execute(delete(answer).where(answer.c.poll_id == asked.id, mine))
    others = select(answer.c.id).where(answer.c.id.in_(own_ids(salt, asked, person_id)))
    if (await connection.execute(others.limit(1))).first() is None:
        theirs = (participation.c.poll_id == asked.id, participation.c.person_id == person_id)
        await connection.execute(delete(participation).where(*theirs))


async def add_answers(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """One after the other, in the order in which they are given."""
    for row in rows:
        await connection.execute(insert(answer).values(row))
