"""What a report needs of the database: its words, and what there is to tell of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.disclosure import K
from lab.meetings import CANCELLED
from lab.report import Words, dump_words, load_words
from store.contacts import MERGED, SENT
from store.tables import contact, invitation, lab, meeting, person, recommendation, recommendation_change


async def words_of(connection: AsyncConnection, lab_id: int, *, lock: bool = False) -> Words:
    """`lock`: nobody changes them before the commit."""
    query = select(lab.c.report).where(lab.c.id == lab_id)
    return load_words((await connection.execute(query.with_for_update() if lock else query)).scalar())


async def save_words(connection: AsyncConnection, lab_id: int, words: Words) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(report=dump_words(words)))


async def changed_at(connection: AsyncConnection, lab_id: int) -> dict[int, datetime]:
    """When each recommendation got the state that it has."""
    query = select(recommendation.c.id, func.max(recommendation_change.c.at)).join(recommendation_change)
    rows = await connection.execute(query.where(recommendation.c.lab_id == lab_id).group_by(recommendation.c.id))
    return {row[0]: row[1] for row in rows}


async def held(connection: AsyncConnection, lab_id: int, now: datetime) -> Sequence[Row[Any]]:
    """Meetings that took place: when, in which phase, how many were invited and how many came (None: nobody noted)."""
    came = func.sum(case((invitation.c.present, 1), else_=0))
    query: Select[Any] = select(
        *(meeting.c.id, meeting.c.starts, meeting.c.phase, func.count(invitation.c.id).label("invited")),
        case((func.count(invitation.c.present) > 0, came)).label("came"),
    )
    past = (meeting.c.lab_id == lab_id, meeting.c.state != CANCELLED, meeting.c.starts_at < now)
    query = query.outerjoin(invitation, invitation.c.meeting_id == meeting.c.id).where(*past)
    query = query.group_by(meeting.c.id, meeting.c.starts, meeting.c.phase).order_by(meeting.c.starts)
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


async def took_part(connection: AsyncConnection, lab_id: int) -> int:
    """People who came to a meeting at least once."""
    came = exists().where(invitation.c.person_id == person.c.id, invitation.c.present)
    query = select(func.count()).where(person.c.lab_id == lab_id, person.c.role == "participant", came)
    return int((await connection.execute(query)).scalar_one())


async def contacts_sent(connection: AsyncConnection, lab_id: int) -> dict[str, int | None]:
    """How many of each kind went out; None: so few that they would tell of people."""
    query = select(contact.c.kind, func.count()).join(person, person.c.id == contact.c.person_id)
    query = query.where(person.c.lab_id == lab_id, contact.c.state.in_((SENT, MERGED)))
    rows = await connection.execute(query.group_by(contact.c.kind).order_by(contact.c.kind))
    return {row[0]: row[1] if row[1] >= K else None for row in rows}
