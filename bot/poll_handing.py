"""Brainwriting: each person of a round is handed an idea that she had no part in. The rules are lab/brainwriting.py."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from flows.techniques.model import Technique
from lab import brainwriting
from lab.brainwriting import Written, ends_of
from lab.polls import OPEN, Poll
from store.ballots import fingerprint, own_ids, who_took_part, words_of
from store.handing import hand, how_often, who_has
from store.polls import salt_of

AUTHOR = "author"


def hands_on(technique: Technique) -> bool:
    """Whether people build on each other's ideas."""
    return any("{idea}" in text for step in technique.flow.steps for text in step.say)


async def hand_out(connection: AsyncConnection, poll: Poll, technique: Technique, people: Sequence[int]) -> None:
    """An idea to each of these people who has none in this round. Safe to repeat; who comes late gets one then.

    What a human kept back is not handed on, nor a voice note, by which its author could be known.
    """
    if poll.state != OPEN or poll.round == 1 or not hands_on(technique):
        return
    salt = await salt_of(connection, poll.id)
    if salt is None:
        return
    have = await who_has(connection, salt, poll, people)
    waiting = {fingerprint(salt, who, AUTHOR, 0): who for who in people if who not in have}
    if not waiting:
        return
    written = await _written(connection, salt, poll, people)
    ideas = ends_of(written, await how_often(connection, poll.id))
    given = brainwriting.hand_out(ideas, waiting, f"{salt}{poll.round}{len(have)}")
    await hand(connection, salt, poll, {waiting[author]: idea for author, idea in given.items()})


async def _written(connection: AsyncConnection, salt: str, poll: Poll, people: Sequence[int]) -> list[Written]:
    everybody = {*people, *(who for _, who in await who_took_part(connection, [poll.id]))}
    authors = {id_: fingerprint(salt, who, AUTHOR, 0) for who in everybody for id_ in own_ids(salt, poll, who)}
    texts = [one for one in await words_of(connection, poll.id) if one.text and one.passed is not False]
    return [Written(one.id, authors.get(one.id, ""), one.builds_on) for one in texts]
