"""Brainwriting: whose turn it is to build on which idea. Under fingerprints, and only while the poll is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import OPEN, Poll
from store.ballots import Written, fingerprint
from store.closing import IDEA
from store.polls import salts_of
from store.tables import answer, handing, translation

HANDING = "handing"
APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Handed:
    """Somebody's idea, as it is shown to another: in her language, with the `original` where that is a translation."""

    id: str = ""
    idea: str = ""
    original: str = ""


def handing_id(salt: str, person_id: int, number: int) -> str:
    return fingerprint(salt, person_id, HANDING, number)


async def handed_to(
    connection: AsyncConnection, people: Iterable[tuple[int, str, int]], polls: Mapping[int, Poll]
) -> dict[tuple[int, int], Handed]:
    """By (person, poll), for `people` as (person, language, poll): what each may build on in this round."""
    later = {number: poll for number, poll in polls.items() if poll.state == OPEN and poll.round > 1}
    salts = await salts_of(connection, later) if later else {}
    keys = {
        handing_id(salts[number], who, later[number].round): (who, language, number)
        for who, language, number in people
        if number in salts
    }
    if not keys:
        return {}
    rows = await connection.execute(select(handing.c.id, handing.c.idea).where(handing.c.id.in_(list(keys))))
    given = {keys[row.id]: row.idea for row in rows}
    texts = await _texts(connection, set(given.values()))
    shown = await _translated(connection, set(given.values()))
    found: dict[tuple[int, int], Handed] = {}
    for (who, language, number), idea in given.items():
        text, own = texts.get(idea, ("", ""))
        other = shown.get((idea, language), "") if own != language else ""
        found[who, number] = Handed(idea, other or text, text if other else "")
    return found


async def idea_of(connection: AsyncConnection, salt: str, person_id: int, number: int) -> str:
    """The id of the idea that she builds on in this round, or ""."""
    query = select(handing.c.idea).where(handing.c.id == handing_id(salt, person_id, number))
    return (await connection.execute(query)).scalar() or ""


async def who_has(connection: AsyncConnection, salt: str, poll: Poll, people: Sequence[int]) -> dict[int, str]:
    """What each of these people was handed in this round."""
    keys = {handing_id(salt, who, poll.round): who for who in people}
    rows = await connection.execute(select(handing.c.id, handing.c.idea).where(handing.c.id.in_(list(keys))))
    return {keys[row.id]: row.idea for row in rows}


async def hand(connection: AsyncConnection, salt: str, poll: Poll, given: Mapping[int, str]) -> None:
    """By person, the idea that she builds on in this round."""
    keys = {handing_id(salt, who, poll.round): idea for who, idea in given.items()}
    await connection.execute(delete(handing).where(handing.c.id.in_(list(keys))))
    rows = [{"id": key, "poll_id": poll.id, "round": poll.round, "idea": keys[key]} for key in sorted(keys)]
    if rows:
        await connection.execute(insert(handing), rows)


async def how_often(connection: AsyncConnection, poll_id: int) -> dict[str, int]:
    """How many people were handed each idea, in all rounds."""
    counts: dict[str, int] = {}
    for row in await connection.execute(select(handing.c.idea).where(handing.c.poll_id == poll_id)):
        counts[row.idea] = counts.get(row.idea, 0) + 1
    return counts


async def shown_to(connection: AsyncConnection, words: Iterable[Written], language: str) -> dict[str, str]:
    """By id, each text for this language: translated where a human approved that, with the original beside it."""
    texts = {one.id: one for one in words}
    others = await _translated(connection, texts)
    shown = {key: others.get((key, language), "") for key, one in texts.items() if one.language != language}
    return {key: f"{shown[key]} ({one.text})" if shown.get(key) else one.text for key, one in texts.items()}


async def _texts(connection: AsyncConnection, ideas: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Text and language of each."""
    query = select(answer.c.id, answer.c.text, answer.c.language).where(answer.c.id.in_(list(ideas)))
    return {row.id: (row.text or "", row.language) for row in await connection.execute(query)}


async def _translated(connection: AsyncConnection, ideas: Iterable[str]) -> dict[tuple[str, str], str]:
    """Approved translations, by idea and language."""
    columns = (translation.c.subject, translation.c.language, translation.c.words)
    subjects = [IDEA + idea for idea in ideas]
    query = select(*columns).where(translation.c.subject.in_(subjects), translation.c.state == APPROVED)
    rows = await connection.execute(query)
    return {(row.subject.removeprefix(IDEA), row.language): row.words or "" for row in rows}
