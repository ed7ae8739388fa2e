"""A meeting moves, is cancelled, or was held: what is planned goes along, and who was told hears of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import CANCELLED, Meeting
from lab.touchpoints import REMINDERS, Touchpoint, due_at, expires_at
from store import contacts, meetings
from store.labs import Lab
from store.tables import contact

REMINDED_ANEW = frozenset({"reminder_week", "reminder_day", "reminder_hours", "check_in"})
ANEW_AFTER = timedelta(days=1)
CHANGE_LIFE = timedelta(days=3)


async def move_meeting(connection: AsyncConnection, lab: Lab, changed: Meeting, now: datetime) -> Meeting:
    """The meeting has another time or place: what is unsent goes along, who was told hears it once."""
    before = await _locked(connection, changed)
    if before.state == CANCELLED:
        return before
    moved = replace(changed, sequence=before.sequence + 1)
    await meetings.change_meeting(connection, moved)
    unheard = await contacts.unsent_changes(connection, moved.id)
    for touchpoint in lab.plan:
        due = max(due_at(touchpoint, moved), now)
        await contacts.move(connection, moved.id, touchpoint.kind, due, expires_at(touchpoint, moved), now)
    await contacts.move(connection, moved.id, "seat_free", now, moved.starts_at, now)
    await _remind_no_more(connection, lab, moved, now)
    await _remind_anew(connection, lab, moved, now)
    await contacts.drop(connection, now, "superseded", meeting_id=moved.id, kinds=("moved",))
    told = await _told(connection, before, unheard)
    await _tell_all(connection, moved, "moved", told, moved.starts_at, now)
    await _invite_anew(connection, lab, moved, now)
    return moved


async def _remind_no_more(connection: AsyncConnection, lab: Lab, moved: Meeting, now: datetime) -> None:
    """What should have reminded of the new date before today is not made up for: the correction says it and asks the
    same, and in a full week she would miss the reminder of the day before."""
    if late := [touchpoint.kind for touchpoint in lab.plan if is_over(touchpoint, moved, now)]:
        await contacts.drop(connection, now, "superseded", meeting_id=moved.id, kinds=late)


def is_over(touchpoint: Touchpoint, moved: Meeting, now: datetime) -> bool:
    """Whether a meeting that moves comes too near for this reminder."""
    return touchpoint.kind in REMINDERS and due_at(touchpoint, moved) < now


async def _remind_anew(connection: AsyncConnection, lab: Lab, moved: Meeting, now: datetime) -> None:
    """Who was reminded of the old date already, is reminded of the new one too, where that lies far enough ahead."""
    wanted = {t.kind: t for t in lab.plan if t.on and t.kind in REMINDED_ANEW and due_at(t, moved) > now + ANEW_AFTER}
    rows = [
        contacts.row_of(
            *(lab.id, person_id, kind, due_at(wanted[kind], moved), expires_at(wanted[kind], moved), now),
            meeting_id=moved.id,
            slot=str(moved.sequence),
        )
        for person_id, kind in await contacts.settled_only(connection, moved.id, wanted)
    ]
    await contacts.plan(connection, rows)


async def _invite_anew(connection: AsyncConnection, lab: Lab, moved: Meeting, now: datetime) -> None:
    """Who said no may be able to come now: she is asked once more, as the plan invites people, not as urgent news."""
    invites = next((t for t in lab.plan if t.on and t.kind == "invitation"), None)
    if invites is None:
        return
    known = await meetings.invitations(connection, [moved.id])
    declined = {person_id for (_, person_id), row in known.items() if row.answer == "no"}
    due, expires = max(due_at(invites, moved), now), expires_at(invites, moved)
    rows = [
        contacts.row_of(*(lab.id, one, kind, due, expires, now), meeting_id=moved.id, slot=str(moved.sequence))
        for one, kind in await contacts.settled_only(connection, moved.id, (invites.kind,))
        if one in declined
    ]
    await contacts.plan(connection, rows)


async def cancel_meeting(connection: AsyncConnection, cancelled: Meeting, now: datetime) -> Meeting:
    """Whoever was told hears at once; everything unsent is dropped."""
    before = await _locked(connection, cancelled)
    if before.state == CANCELLED:
        return before
    gone = replace(before, state=CANCELLED, sequence=before.sequence + 1)
    await meetings.change_meeting(connection, gone)
    unheard = await contacts.unsent_changes(connection, gone.id)
    await contacts.drop(connection, now, "meeting_cancelled", meeting_id=gone.id)
    told = await _told(connection, before, unheard)
    await _tell_all(connection, gone, "cancelled", told, max(gone.starts_at, now) + CHANGE_LIFE, now)
    return gone


async def _locked(connection: AsyncConnection, meeting: Meeting) -> Meeting:
    """As it is now, whatever the one who changes it saw: two may do so at once, and a planner beside them."""
    await contacts.lock_lab(connection, meeting.lab_id)
    return await meetings.meeting_of(connection, meeting.id) or meeting


async def _told(connection: AsyncConnection, before: Meeting, unheard: Mapping[int, str]) -> dict[int, datetime]:
    """To whom the meeting means something, and which start she knows: that of the last message that went out.

    Read after all unsent contacts were changed: that waits for whoever is sending some of them just now.
    """
    known = await meetings.invitations(connection, [before.id])
    return {
        person_id: contacts.told_start(unheard.get(person_id, "")) or before.starts_at
        for (_, person_id), row in sorted(known.items())
        if row.answer != "no" and (row.told_sequence is not None or row.answer)
    }


async def _tell_all(
    connection: AsyncConnection,
    meeting: Meeting,
    kind: str,
    told: Mapping[int, datetime],
    until: datetime,
    now: datetime,
) -> None:
    rows = [
        contacts.row_of(
            *(meeting.lab_id, person_id, kind, now, until, now),
            meeting_id=meeting.id,
            slot=contacts.change_slot(meeting.sequence, start),
        )
        for person_id, start in told.items()
    ]
    await contacts.plan(connection, rows)


async def unsent(connection: AsyncConnection, meeting_id: int) -> Mapping[str, int]:
    """How many contacts of each kind still wait: for whoever is about to move or cancel a meeting."""
    rows = await connection.execute(
        select(contact.c.kind).where(contact.c.meeting_id == meeting_id, contact.c.state == contacts.PLANNED)
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row.kind] = found.get(row.kind, 0) + 1
    return found


async def mark_present(connection: AsyncConnection, meeting_id: int, present: Mapping[int, bool | None]) -> None:
    """Who was there, by person. None: what was noted is taken back."""
    for person_id, was_there in sorted(present.items()):
        if was_there is None:
            await meetings.forget_presence(connection, meeting_id, person_id)
        else:
            await meetings.answer(connection, meeting_id, person_id, {"present": was_there})
