"""Makes contacts out of meetings and silence. Safe to repeat at any time: each contact is planned once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meeting_effects import give_seats
from lab.meetings import PLANNED, Meeting
from lab.people import ACTIVE
from lab.touchpoints import NAMES, Touchpoint, due_at, expires_at
from lab.wishes import wishes_of
from scheduler.cadence import Past, Person, check_up_due, is_silent
from store import contacts, meetings
from store.labs import Lab
from store.moot_tasks import close_moot
from store.promises import climb
from store.push import reachable_when_closed
from store.tables import contact, person, phase, task

AFTERWARDS = timedelta(days=12)
"""So long after a meeting its touchpoints are still of use."""
TOO_LATE = timedelta(hours=12)
"""A reminder that was due longer ago when the meeting was planned is not made up for."""
STILL_OF_USE = frozenset({"invitation", "preparation", "reminder_day"})
ALIKE = {"call_unreachable": ("unreachable",), "silent": ("call_nudges",), "call_nudges": ("silent",)}
"""Kinds of task that make one of this kind needless: the same work for the same human."""
REACHED_BEFORE = timedelta(days=14)
RUNS = timedelta(days=60)
"""A lab without phases is active so long around its meetings."""


@dataclass(frozen=True, slots=True)
class Member:
    """Whom we plan for."""

    id: int
    joined_at: datetime
    seen: Person
    was_away: bool = False
    """She left once, and is here again."""


async def plan_lab(connection: AsyncConnection, lab: Lab, now: datetime) -> int:
    """Plan all that is missing for one lab; how many contacts were made."""
    await contacts.lock_lab(connection, lab.id)
    near = await meetings.meetings(connection, since=now - RUNS, lab_id=lab.id)
    people = await _members(connection, lab)
    await _take_back(connection, [one.id for one in people if one.was_away], now)
    await contacts.decide_anew(connection, [one.id for one in people], now)
    rows = [row for meeting in near for row in touchpoints(lab, meeting, people, now)]
    known = await _known(connection, {row["meeting_id"] for row in rows})
    rows = [row for row in rows if (row["person_id"], row["kind"], row["reference"], row["slot"]) not in known]
    made = await contacts.plan(connection, rows)
    for meeting in near:
        await _follow_the_plan(connection, lab, meeting, now)
        await give_seats(connection, meeting, now)
    await close_moot(connection, lab.id, now)
    await _ask_for_words(connection, lab, near, now)
    await _find_ways(connection, lab, near, people, now)
    await climb(connection, lab.id, now)
    if await is_active(connection, lab, near, now):
        made += await _look_after(connection, lab, people, now)
    return made


def touchpoints(lab: Lab, meeting: Meeting, people: Iterable[Member], now: datetime) -> list[dict[str, Any]]:
    """What follows from one meeting, as rows."""
    if meeting.state != PLANNED or meeting.ends_at < now - AFTERWARDS:
        return []
    wanted = [t for t in lab.plan if t.on and expires_at(t, meeting) > now and not _missed(t, meeting, now)]
    timed = [(t.kind, max(due_at(t, meeting), now), expires_at(t, meeting)) for t in wanted]
    return [
        contacts.row_of(lab.id, one.id, kind, due, expires, now, meeting_id=meeting.id)
        for one in people
        if one.joined_at < meeting.ends_at
        for kind, due, expires in timed
    ]


async def _follow_the_plan(connection: AsyncConnection, lab: Lab, meeting: Meeting, now: datetime) -> None:
    """The lab may have changed its plan since these were planned. What the gate holds keeps its hold."""
    if meeting.state != PLANNED or meeting.ends_at < now - AFTERWARDS:
        return
    wanted = {touchpoint.kind: touchpoint for touchpoint in lab.plan if touchpoint.on}
    if off := set(NAMES) - set(wanted):
        await contacts.drop(connection, now, "superseded", meeting_id=meeting.id, kinds=off)
    times = {kind: (due_at(one, meeting), expires_at(one, meeting)) for kind, one in wanted.items()}
    await contacts.follow(connection, meeting.id, times, now)


def _missed(touchpoint: Touchpoint, meeting: Meeting, now: datetime) -> bool:
    return touchpoint.kind not in STILL_OF_USE and due_at(touchpoint, meeting) < now - TOO_LATE


async def _members(connection: AsyncConnection, lab: Lab) -> list[Member]:
    return [
        Member(
            row.id,
            row.confirmed_at or row.created_at,
            Person(
                row.standing,
                row.timezone or lab.timezone,
                wishes_of(row.facts),
                paused_until=row.paused_until,
                last_in_at=row.last_in_at,
                last_out_at=row.last_out_at or row.confirmed_at or row.created_at,
            ),
            row.left_at is not None,
        )
        for row in await connection.execute(_MEMBERS, {"lab": lab.id})
    ]


_MEMBERS = (
    select(
        *(person.c.id, person.c.standing, person.c.confirmed_at, person.c.created_at, person.c.paused_until),
        *(person.c.last_in_at, person.c.last_out_at, person.c.timezone, person.c.facts, person.c.left_at),
    )
    .where(person.c.lab_id == bindparam("lab"), person.c.standing == ACTIVE, person.c.role == "participant")
    .order_by(person.c.id)
)


async def _take_back(connection: AsyncConnection, people: Sequence[int], now: datetime) -> None:
    """Who comes back after leaving gets what is still of use, and is asked again whether she comes."""
    if people:
        await connection.execute(update(person).where(person.c.id.in_(people)).values(left_at=None))
        await contacts.take_back(connection, people, now)
        await meetings.ask_anew(connection, people, now)


async def _known(connection: AsyncConnection, meeting_ids: Iterable[int]) -> set[tuple[int, str, str, str]]:
    return {tuple(row) for row in await connection.execute(_KNOWN, {"meetings": sorted(meeting_ids)})}


_KNOWN = select(contact.c.person_id, contact.c.kind, contact.c.reference, contact.c.slot).where(
    contact.c.meeting_id.in_(bindparam("meetings", expanding=True))
)


async def is_active(connection: AsyncConnection, lab: Lab, near: Sequence[Meeting], now: datetime) -> bool:
    """Between the first day of its first phase and the last of its last; without phases, around its meetings."""
    rows = list(await connection.execute(_PHASES, {"lab": lab.id}))
    today = now.date()
    if rows:
        return bool(min(row.starts_on for row in rows) <= today <= max(row.ends_on for row in rows))
    return any(meeting.starts_at < now + RUNS and meeting.state == PLANNED for meeting in near)


_PHASES = select(phase.c.starts_on, phase.c.ends_on).where(phase.c.lab_id == bindparam("lab"))


async def _look_after(connection: AsyncConnection, lab: Lab, people: Sequence[Member], now: datetime) -> int:
    """The floor, and who has been silent for too long."""
    ids = [one.id for one in people]
    planned = await _dues(connection, ids)
    without = [one for one in people if all(kind != "check_up" for _, kind in planned.get(one.id, ()))]
    past = await contacts.histories(connection, [one.id for one in without], now)
    rows = []
    for one in without:
        history = [Past(row.kind, row.decided_at, row.priority) for row in past.get(one.id, ())]
        dues = [moment for moment, _ in planned.get(one.id, ())]
        due = check_up_due(one.seen, history, dues, lab.policy, now)
        rows += [_check_up(lab, one, due, now)] if due else []
    await _call_the_silent(connection, lab, people, now)
    return await contacts.plan(connection, rows)


def _check_up(lab: Lab, one: Member, due: datetime, now: datetime) -> dict[str, Any]:
    life = timedelta(days=lab.policy.floor_days)
    return contacts.row_of(lab.id, one.id, "check_up", due, due + life, now, slot=f"{due:%Y-%m-%d}")


async def _dues(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[tuple[datetime, str]]]:
    found: dict[int, list[tuple[datetime, str]]] = {}
    for row in await connection.execute(_DUES, {"people": ids}):
        found.setdefault(row.person_id, []).append((row.due_at, row.kind))
    return found


_DUES = select(contact.c.person_id, contact.c.due_at, contact.c.kind).where(
    contact.c.person_id.in_(bindparam("people", expanding=True)), contact.c.state == contacts.PLANNED
)


async def _call_the_silent(connection: AsyncConnection, lab: Lab, people: Sequence[Member], now: datetime) -> None:
    silent = [one.id for one in people if is_silent(one.seen, one.joined_at, lab.policy, now)]
    await raise_tasks(connection, lab.id, "silent", silent, now, again_after=timedelta(days=lab.policy.silence_days))


async def _ask_for_words(connection: AsyncConnection, lab: Lab, near: Iterable[Meeting], now: datetime) -> None:
    """Silence about what was decided costs most trust: a human is asked for it, once for each meeting."""
    ended = [m for m in near if m.state == PLANNED and m.ends_at < now < m.ends_at + AFTERWARDS and not m.decided]
    for meeting in ended:
        known = select(task.c.note).where(task.c.lab_id == lab.id, task.c.kind == "decided")
        if f"meeting:{meeting.id}" not in {row[0] for row in await connection.execute(known)}:
            values = {"lab_id": lab.id, "kind": "decided", "note": f"meeting:{meeting.id}", "created_at": now}
            await connection.execute(task.insert().values(values))


async def _find_ways(
    connection: AsyncConnection, lab: Lab, near: Iterable[Meeting], people: Sequence[Member], now: datetime
) -> None:
    """Who can be reached by nothing is a task before the meeting, not after it."""
    if any(m.state == PLANNED and now < m.starts_at < now + REACHED_BEFORE for m in near):
        ids = [one.id for one in people]
        reached = await reachable_when_closed(connection, ids)
        await raise_tasks(connection, lab.id, "no_way", [one for one in ids if one not in reached], now)


async def raise_tasks(
    connection: AsyncConnection,
    lab_id: int,
    kind: str,
    people: Sequence[int],
    now: datetime,
    *,
    again_after: timedelta = timedelta(days=14),
    note: str | None = None,
) -> None:
    """One task for each of them, unless one of this kind is open or was made lately."""
    if not people:
        return
    known = {"people": people, "kinds": [kind, *ALIKE.get(kind, ())], "since": now - again_after}
    have = {row[0] for row in await connection.execute(_TASKS, known)}
    values = {"lab_id": lab_id, "kind": kind, "note": note, "created_at": now}
    for one in people:
        if one not in have:
            await connection.execute(task.insert().values(person_id=one, **values))


_TASKS = select(task.c.person_id).where(
    task.c.person_id.in_(bindparam("people", expanding=True)),
    task.c.kind.in_(bindparam("kinds", expanding=True)),
    or_(task.c.done_at.is_(None), task.c.created_at > bindparam("since")),
)
