"""What the desk reads of polls, and does with drafts. Nobody reads past her own lab."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import CLOSED, DRAFT, Poll
from store.desk import Reach
from store.polls import poll_of
from store.tables import answer, participation, poll

MOST_IDEAS = 100


@dataclass(frozen=True, slots=True)
class Idea:
    """Words of a closed poll that a human passed: nobody's by now."""

    id: str
    poll_id: int
    text: str
    language: str


async def poll_within(connection: AsyncConnection, reach: Reach, poll_id: int, *, lock: bool = False) -> Poll | None:
    """None where there is no poll, or none within reach."""
    found = await poll_of(connection, poll_id, lock=lock)
    return found if found and reach.holds(found.lab_id) else None


async def answered_by(connection: AsyncConnection, polls: Sequence[Poll]) -> dict[int, int]:
    """How many people took part in each."""
    ids = [one.id for one in polls]
    query = select(participation.c.poll_id, func.count().label("many")).where(participation.c.poll_id.in_(ids))
    rows = await connection.execute(query.group_by(participation.c.poll_id))
    return {row.poll_id: int(row.many) for row in rows}


async def passed_ideas(connection: AsyncConnection, lab_id: int) -> list[Idea]:
    """Of this lab's closed polls: what options can be made of. The newest poll first."""
    query = (
        select(answer.c.id, answer.c.poll_id, answer.c.text, answer.c.language)
        .join(poll, poll.c.id == answer.c.poll_id)
        .where(poll.c.lab_id == lab_id, poll.c.state == CLOSED, answer.c.passed, answer.c.text.is_not(None))
        .order_by(poll.c.id.desc(), answer.c.id)
        .limit(MOST_IDEAS)
    )
    return [Idea(row.id, row.poll_id, row.text, row.language) for row in await connection.execute(query)]


async def drop_draft(connection: AsyncConnection, poll_id: int) -> bool:
    """Nobody has seen it. Whether it was a draft."""
    draft = (poll.c.id == poll_id, poll.c.state == DRAFT)
    return bool((await connection.execute(delete(poll).where(*draft))).rowcount)


async def write_down(connection: AsyncConnection, poll_id: int, answer_id: str, text: str) -> bool:
    """What somebody says in a voice note, as a human heard it: these words may be shown, her voice never is."""
    spoken = (answer.c.poll_id == poll_id, answer.c.id == answer_id, answer.c.sound.is_not(None))
    return bool((await connection.execute(update(answer).where(*spoken).values(text=text))).rowcount)
