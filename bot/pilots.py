"""What Brug begins by itself about pilots: it asks the teams, notices silence, and tells the others."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.pilots import CHECK_LIFE, NEWS_EVERY, NEWS_LIFE, NEWS_RESTS, Pilot, check_due, is_silent, whose_turn
from store import contacts, pilot_news, pilots
from store.labs import Lab
from store.pilots import Milestone
from store.tables import person, task

SILENT = "pilot_silent"
LOOK = "pilot_look"
HELP = "pilot_help"
"""Kinds of task: nobody of a team answers; there are words or a picture to look at; a team needs something."""
MILESTONE_LIFE = timedelta(days=14)


async def plan_pilots(connection: AsyncConnection, lab: Lab, now: datetime) -> int:
    """Plan all that is missing for the pilots of one lab; how many contacts were made. Safe to repeat."""
    known = await pilots.pilots_of(connection, lab.id)
    made = 0
    for one in known:
        await _notice_silence(connection, one, now)
        made += await _ask_team(connection, one, now)
    return made + await _tell_news(connection, lab, now) if known else 0


async def _ask_team(connection: AsyncConnection, one: Pilot, now: datetime) -> int:
    """The one who was not asked for longest. Where there is nobody to ask, that is silence too."""
    if not check_due(one, now):
        return 0
    who = whose_turn(await pilots.asked_of(connection, one.id))
    if not await pilots.note_asked(connection, one, who, now) or who is None:
        return 0
    row = contacts.row_of(
        *(one.lab_id, who, "pilot_check", now, now + CHECK_LIFE, now),
        reference=f"pilot:{one.id}",
        slot=f"{now:%Y-%m-%d}",
    )
    return await contacts.plan(connection, [row])


async def _notice_silence(connection: AsyncConnection, one: Pilot, now: datetime) -> None:
    if is_silent(one, now) and await pilots.note_called(connection, one):
        await raise_pilot_task(connection, one, SILENT, now)


async def raise_pilot_task(connection: AsyncConnection, one: Pilot, kind: str, now: datetime) -> None:
    """One of each kind for each pilot, until it is done."""
    if not await _open_tasks(connection, one, kind):
        values = {"lab_id": one.lab_id, "kind": kind, "note": f"pilot:{one.id}", "created_at": now}
        await connection.execute(insert(task).values(values))


async def settle_pilot_task(
    connection: AsyncConnection, one: Pilot, kind: str, now: datetime, staff_id: int | None = None
) -> None:
    """Nobody has to do it any more."""
    ids = await _open_tasks(connection, one, kind)
    await connection.execute(update(task).where(task.c.id.in_(ids)).values(done_at=now, done_by=staff_id))


async def _open_tasks(connection: AsyncConnection, one: Pilot, kind: str) -> list[int]:
    query = select(task.c.id, task.c.note).where(task.c.lab_id == one.lab_id, task.c.kind == kind)
    rows = await connection.execute(query.where(task.c.done_at.is_(None)))
    return [row.id for row in rows if row.note == f"pilot:{one.id}"]


async def _tell_news(connection: AsyncConnection, lab: Lab, now: datetime) -> int:
    """Once a week at most: all that was passed since the last time. Older news that still waits goes with it."""
    last = await pilot_news.last_news_at(connection, lab.id)
    if last is not None and now - last < NEWS_EVERY:
        return 0
    ids = await pilot_news.ready(connection, lab.id, now - NEWS_RESTS)
    if not ids:
        return 0
    await pilot_news.mark_told(connection, ids, now)
    people = await _people(connection, lab.id)
    for one in people:
        await contacts.drop(connection, now, "superseded", person_id=one, kinds=("pilot_news",))
    return await _plan(connection, lab.id, people, "pilot_news", f"update:{ids[-1]}", now, NEWS_LIFE)


async def celebrate(connection: AsyncConnection, one: Pilot, step: Milestone, now: datetime) -> int:
    """Everybody who helped hears that a step is reached; how many those are."""
    helpers = await pilots.helpers_of(connection, [one.id])
    people = await _people(connection, one.lab_id, helpers)
    slot = str(step.reached_on or date.min)
    await _plan(connection, one.lab_id, people, "milestone", f"milestone:{step.id}", now, MILESTONE_LIFE, slot)
    return len(people)


async def _plan(
    connection: AsyncConnection,
    lab_id: int,
    people: Iterable[int],
    kind: str,
    reference: str,
    now: datetime,
    life: timedelta,
    slot: str = "",
) -> int:
    rows: list[dict[str, Any]] = [
        contacts.row_of(lab_id, one, kind, now, now + life, now, reference=reference, slot=slot) for one in people
    ]
    return await contacts.plan(connection, rows)


async def _people(connection: AsyncConnection, lab_id: int, among: Iterable[int] | None = None) -> list[int]:
    """Who takes part in the lab now."""
    query = select(person.c.id).where(person.c.lab_id == lab_id, person.c.standing == ACTIVE)
    query = query.where(person.c.role == "participant" if among is None else person.c.id.in_(sorted(among)))
    return list((await connection.execute(query.order_by(person.c.id))).scalars())
