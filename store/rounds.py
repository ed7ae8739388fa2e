"""A second round begins with the places of the first: who stays, or does not answer again, keeps hers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import Poll
from store.ballots import add_answers, fingerprint, who_took_part
from store.polls import salt_of
from store.tables import answer


async def copy_places(connection: AsyncConnection, poll: Poll, parts: Sequence[str]) -> None:
    """Into `poll.round`, what these parts were answered in the round before it."""
    salt = await salt_of(connection, poll.id)
    if salt is None or not parts:
        return
    people = [who for _, who in await who_took_part(connection, [poll.id])]
    renamed = {
        fingerprint(salt, who, part, poll.round - 1): fingerprint(salt, who, part, poll.round)
        for who in people
        for part in parts
    }
    rows = await connection.execute(select(answer).where(answer.c.id.in_(list(renamed))).order_by(answer.c.id))
    found = [dict(row._mapping) for row in rows]
    copies = [row | {"id": renamed[row["id"]], "round": poll.round} for row in found]
    await add_answers(connection, sorted(copies, key=lambda row: str(row["id"])))
