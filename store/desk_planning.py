"""What the desk changes of a lab's plan. Each is safe to repeat; the caller has looked whether it is within reach."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import Meeting
from lab.phases import Phase
from lab.policy import Policy, dump_policy
from lab.touchpoints import DEFAULT_PLAN, Touchpoint, due_at, dump_plan, expires_at
from store.contacts import DROPPED, PLANNED
from store.desk import AILING, SEEN, Reach
from store.tables import contact, lab, outbox, person, phase, quota, talk, task

PLAN_CHANGED = "plan_changed"
"""The reason of what was dropped because the lab does not send it any more."""


async def save_phases(connection: AsyncConnection, lab_id: int, phases: Iterable[Phase]) -> None:
    """These, and no others."""
    await connection.execute(delete(phase).where(phase.c.lab_id == lab_id))
    for one in phases:
        values = {"lab_id": lab_id, "key": one.key, "starts_on": one.starts_on, "ends_on": one.ends_on}
        await connection.execute(insert(phase).values(values))


async def save_calendars(connection: AsyncConnection, lab_id: int, calendars: Sequence[str]) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(calendars=list(calendars)))


async def save_policy(connection: AsyncConnection, lab_id: int, policy: Policy) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(policy=dump_policy(policy)))


async def save_plan(connection: AsyncConnection, lab_id: int, plan: Sequence[Touchpoint]) -> None:
    """One that is as ours is not stored: a better default reaches every lab."""
    stored = None if tuple(plan) == DEFAULT_PLAN else dump_plan(plan)
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(plan=stored))


async def save_quotas(
    connection: AsyncConnection, lab_id: int, kept: Mapping[int, Mapping[str, Any]], gone: Iterable[int]
) -> None:
    """Name, seats and names of each group by its id; those that are `gone` leave their people without that group."""
    for quota_id, values in sorted(kept.items()):
        mine = (quota.c.id == quota_id, quota.c.lab_id == lab_id)
        await connection.execute(update(quota).where(*mine).values(**values))
    ids = sorted(gone)
    await connection.execute(delete(quota).where(quota.c.id.in_(ids), quota.c.lab_id == lab_id))


async def replan(connection: AsyncConnection, meeting: Meeting, touchpoint: Touchpoint, now: datetime) -> None:
    """What is unsent of a meeting follows the lab's plan: it gets its new time, or is dropped, or comes back."""
    mine = (contact.c.meeting_id == meeting.id, contact.c.kind == touchpoint.kind)
    if not touchpoint.on:
        gone = {"state": DROPPED, "reason": PLAN_CHANGED, "reason_until": None, "decided_at": now}
        await connection.execute(update(contact).where(*mine, contact.c.state == PLANNED).values(gone))
        return
    ends = expires_at(touchpoint, meeting)
    if ends > now:
        stopped = (contact.c.state == DROPPED) & (contact.c.reason == PLAN_CHANGED)
        values = {"state": PLANNED, "due_at": max(due_at(touchpoint, meeting), now), "expires_at": ends}
        values |= {"reason": "", "reason_until": None, "decided_at": None}
        await connection.execute(update(contact).where(*mine, or_(contact.c.state == PLANNED, stopped)).values(values))


async def remove_talk(connection: AsyncConnection, talk_id: int) -> bool:
    """False when somebody has taken it: then it stays."""
    removed = await connection.execute(delete(talk).where(talk.c.id == talk_id, talk.c.person_id.is_(None)))
    return bool(removed.rowcount)


async def settle_decided(
    connection: AsyncConnection, lab_id: int, meeting_id: int, staff_id: int, now: datetime
) -> None:
    """What the meeting decided is written down: nobody needs to be asked for it any more."""
    query = select(task.c.id, task.c.note).where(
        task.c.lab_id == lab_id, task.c.kind == "decided", task.c.done_at.is_(None)
    )
    ids = [row.id for row in await connection.execute(query) if row.note == f"meeting:{meeting_id}"]
    await connection.execute(update(task).where(task.c.id.in_(ids)).values(done_at=now, done_by=staff_id))


async def mark_seen(connection: AsyncConnection, reach: Reach, outbox_id: int, *, seen: bool) -> bool:
    """Somebody of the team knows that this message did not arrive, or may not have. False: it is not within reach."""
    hers = select(person.c.id).where(reach.over(person.c.lab_id))
    ailing: list[Any] = [outbox.c.id == outbox_id, outbox.c.state.in_(AILING), outbox.c.person_id.in_(hers)]
    done = await connection.execute(update(outbox).where(*ailing).values(receipt=SEEN if seen else None))
    return bool(done.rowcount)
