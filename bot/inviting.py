"""Invite chosen people to a meeting: through the plan and the gate of the lab, as everybody is invited."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import PLANNED, Meeting
from lab.touchpoints import Touchpoint, due_at, expires_at
from store import contacts, meetings
from store.contacts import row_of
from store.labs import Lab
from store.tables import contact

KIND = "invitation"


class NotNow(Exception):
    """Nobody can be invited: the meeting began or is cancelled, or the lab sends no invitations."""


async def invite(
    connection: AsyncConnection, lab: Lab, meeting: Meeting, people: Iterable[int], now: datetime
) -> tuple[list[int], dict[int, str]]:
    """Who is invited by this, and why the others are not: "planned" already, or "answered".

    Who was invited and said nothing is asked once more, but once a day only. Raises `NotNow`.
    """
    await contacts.lock_lab(connection, lab.id)
    plan = _plan(lab, meeting, now)
    chosen = sorted(set(people))
    known = await _invited(connection, meeting.id, chosen)
    answers = await meetings.invitations(connection, [meeting.id])
    answered = {one for (_, one), row in answers.items() if row.answer}
    left = {one: "answered" for one in chosen if one in answered}
    today = f"again {now:%Y-%m-%d}"
    left |= {one: "planned" for one in chosen if one not in left and known.get(one, set()) & {contacts.PLANNED, today}}
    invited = [one for one in chosen if one not in left]
    rows = [
        row_of(
            *(lab.id, one, KIND, max(due_at(plan, meeting), now), expires_at(plan, meeting), now),
            meeting_id=meeting.id,
            slot=today if one in known else "",
        )
        for one in invited
    ]
    await contacts.plan(connection, rows)
    return invited, left


def _plan(lab: Lab, meeting: Meeting, now: datetime) -> Touchpoint:
    plan = next((one for one in lab.plan if one.on and one.kind == KIND), None)
    if plan is None or meeting.state != PLANNED or expires_at(plan, meeting) <= now:
        raise NotNow
    return plan


async def _invited(connection: AsyncConnection, meeting_id: int, people: Sequence[int]) -> dict[int, set[str]]:
    """By person: the states and the slots of her invitations."""
    query = select(contact.c.person_id, contact.c.state, contact.c.slot)
    query = query.where(contact.c.meeting_id == meeting_id, contact.c.kind == KIND, contact.c.person_id.in_(people))
    found: dict[int, set[str]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.person_id, set()).update((row.state, row.slot))
    return found


async def take_back(connection: AsyncConnection, meeting_id: int, people: Iterable[int]) -> int:
    """Invitations that have not gone out. The plan invites these people again when it is time. How many they were."""
    unsent = (contact.c.meeting_id == meeting_id, contact.c.kind == KIND, contact.c.state == contacts.PLANNED)
    done = await connection.execute(delete(contact).where(*unsent, contact.c.person_id.in_(sorted(people))))
    return int(done.rowcount)
