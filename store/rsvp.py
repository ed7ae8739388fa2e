"""Who knows of a meeting, what the team wrote down for somebody, and invitations that go out sooner."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.contacts import CALLED, DROPPED, PLANNED
from store.tables import audit, contact, invitation, person, staff

INVITATION = "invitation"
BY_HAND = "by_hand"
"""Why an invitation is due before the plan says so; the plan leaves it where it is."""
NOTING = "POST /people/{id}/meetings/{meeting}/answer"
"""How the log calls the route that writes down an answer for somebody."""


async def bring_forward(connection: AsyncConnection, meeting_id: int, people: Iterable[int], now: datetime) -> int:
    """Their invitations are due now; the gate still says when. How many they were."""
    theirs = (contact.c.meeting_id == meeting_id, contact.c.kind == INVITATION, contact.c.state == PLANNED)
    changed = update(contact).where(*theirs, contact.c.person_id.in_(sorted(people)), contact.c.due_at > now)
    return int((await connection.execute(changed.values(due_at=now, reason=BY_HAND, reason_until=None))).rowcount)


async def noted_by(connection: AsyncConnection, meeting_id: int) -> dict[int, tuple[str, datetime]]:
    """Whose answer the team wrote down: who of the team did it last, and when."""
    ours = (audit.c.what == NOTING, audit.c.about == f"meeting:{meeting_id}")
    last = select(func.max(audit.c.id)).where(*ours).group_by(audit.c.person_id)
    query = select(audit.c.person_id, audit.c.at, staff.c.name).join(staff, staff.c.id == audit.c.staff_id)
    rows = await connection.execute(query.where(audit.c.id.in_(last)))
    return {row.person_id: (row.name or "", row.at) for row in rows if row.person_id is not None}


async def told_by_language(connection: AsyncConnection, meeting_id: int) -> dict[str, int]:
    """How many would hear of a change in each language: who knows of the meeting and did not say no."""
    knows = or_(invitation.c.told_sequence.is_not(None), invitation.c.answer != "")
    query = select(person.c.language, func.count()).join(invitation, invitation.c.person_id == person.c.id)
    query = query.where(invitation.c.meeting_id == meeting_id, invitation.c.answer != "no", knows)
    rows = await connection.execute(query.group_by(person.c.language).order_by(func.count().desc(), person.c.language))
    return {language: int(many) for language, many in rows}


async def reasons_of(connection: AsyncConnection, meeting_id: int) -> Sequence[Row[Any]]:
    """Why contacts of a meeting wait or did not go out: kind, state, reason, how many, until when the first waits."""
    columns = (contact.c.kind, contact.c.state, contact.c.reason)
    query: Select[Any] = select(*columns, func.count().label("many"), func.min(contact.c.reason_until).label("until"))
    ours = (contact.c.meeting_id == meeting_id, contact.c.state.in_((PLANNED, DROPPED, CALLED)), contact.c.reason != "")
    found: Sequence[Row[Any]] = (
        await connection.execute(query.where(*ours).group_by(*columns).order_by(*columns))
    ).all()
    return found
