"""Recommendations, where they come from, what became of them, and who contributed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.recommendations import Change, Recommendation
from store.desk import Reach
from store.pilots import helpers_of
from store.tables import (
    participation,
    person,
    pilot,
    poll,
    recommendation,
    recommendation_change,
    source,
    staff,
    task,
)


async def add_recommendation(connection: AsyncConnection, new: Recommendation, now: datetime) -> int:
    values = {"lab_id": new.lab_id, "words": dict(new.words), "state": new.state, "created_at": now}
    made = await connection.execute(insert(recommendation).values(values).returning(recommendation.c.id))
    recommendation_id = int(made.scalar_one())
    await _save_sources(connection, recommendation_id, new.sources)
    return recommendation_id


async def change_recommendation(connection: AsyncConnection, changed: Recommendation) -> None:
    """Its words and its sources. Its state changes with a reason: `add_change`."""
    mine = recommendation.c.id == changed.id
    await connection.execute(update(recommendation).where(mine).values(words=dict(changed.words)))
    await _save_sources(connection, changed.id, changed.sources)


async def _save_sources(connection: AsyncConnection, recommendation_id: int, references: Iterable[str]) -> None:
    """These, and no others."""
    await connection.execute(delete(source).where(source.c.recommendation_id == recommendation_id))
    for reference in dict.fromkeys(references):
        await connection.execute(insert(source).values(recommendation_id=recommendation_id, reference=reference))


async def recommendations_of(connection: AsyncConnection, lab_id: int) -> list[Recommendation]:
    return await _recommendations(connection, recommendation.c.lab_id == lab_id)


async def recommendations_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Recommendation]:
    wanted = sorted(set(ids))
    found = await _recommendations(connection, recommendation.c.id.in_(wanted)) if wanted else []
    return {one.id: one for one in found}


async def recommendation_within(
    connection: AsyncConnection, reach: Reach, recommendation_id: int, *, lock: bool = False
) -> Recommendation | None:
    """None where there is none, or none within reach. `lock`: nobody changes it before the commit."""
    wanted = (recommendation.c.id == recommendation_id, reach.over(recommendation.c.lab_id))
    if lock:
        await connection.execute(select(recommendation.c.id).where(*wanted).with_for_update())
    found = await _recommendations(connection, *wanted)
    return found[0] if found else None


async def _recommendations(connection: AsyncConnection, *which: Any) -> list[Recommendation]:
    rows = (await connection.execute(select(recommendation).where(*which).order_by(recommendation.c.id))).all()
    query = select(source.c.recommendation_id, source.c.reference).order_by(source.c.id)
    sources: dict[int, list[str]] = {}
    for row in await connection.execute(query.where(source.c.recommendation_id.in_([row.id for row in rows]))):
        sources.setdefault(row.recommendation_id, []).append(row.reference)
    return [Recommendation(r.id, r.lab_id, r.words, r.state, tuple(sources.get(r.id, ()))) for r in rows]


async def add_change(
    connection: AsyncConnection, changed: Recommendation, reason: Mapping[str, str], staff_id: int | None, now: datetime
) -> int:
    """Its new state, and why."""
    mine = recommendation.c.id == changed.id
    await connection.execute(update(recommendation).where(mine).values(state=changed.state))
    values = {"recommendation_id": changed.id, "state": changed.state, "reason": dict(reason)}
    statement = insert(recommendation_change).values(values | {"staff_id": staff_id, "at": now})
    return int((await connection.execute(statement.returning(recommendation_change.c.id))).scalar_one())


async def change_reason(connection: AsyncConnection, change_id: int, reason: Mapping[str, str]) -> None:
    """Words in another language: who was left out before hears it then."""
    mine = recommendation_change.c.id == change_id
    await connection.execute(update(recommendation_change).where(mine).values(reason=dict(reason)))


async def changes_of(connection: AsyncConnection, recommendation_id: int) -> list[tuple[Change, str]]:
    """The newest first, each with who wrote it down."""
    query = select(recommendation_change, staff.c.name).outerjoin(staff, staff.c.id == recommendation_change.c.staff_id)
    query = query.where(recommendation_change.c.recommendation_id == recommendation_id)
    rows = await connection.execute(query.order_by(recommendation_change.c.id.desc()))
    return [(_change(row), row.name or "") for row in rows]


async def changes_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Change]:
    query = select(recommendation_change).where(recommendation_change.c.id.in_(sorted(set(ids))))
    return {row.id: _change(row) for row in await connection.execute(query)}


async def change_within(connection: AsyncConnection, reach: Reach, change_id: int) -> Change | None:
    query = select(recommendation_change).join(
        recommendation, recommendation.c.id == recommendation_change.c.recommendation_id
    )
    query = query.where(recommendation_change.c.id == change_id, reach.over(recommendation.c.lab_id))
    row = (await connection.execute(query)).first()
    return _change(row) if row else None


async def recent_changes(connection: AsyncConnection, lab_id: int, since: datetime) -> list[Change]:
    return [_change(row) for row in await connection.execute(_RECENT, {"lab": lab_id, "since": since})]


_RECENT = (
    select(recommendation_change)
    .join(recommendation, recommendation.c.id == recommendation_change.c.recommendation_id)
    .where(recommendation.c.lab_id == bindparam("lab"), recommendation_change.c.at > bindparam("since"))
    .order_by(recommendation_change.c.id)
)


def _change(row: Row[Any]) -> Change:
    return Change(row.id, row.recommendation_id, row.state, row.reason, row.at)


async def contributors(connection: AsyncConnection, lab_id: int, references: Iterable[str]) -> dict[int, str]:
    """Everybody of the lab who takes part and had a share in these sources, with her language."""
    known: dict[str, list[int]] = {}
    for reference in references:
        kind, _, number = reference.partition(":")
        known.setdefault(kind, []).append(int(number))
    people = await _authors(connection, lab_id, known.get("task", ()))
    people |= await _voters(connection, lab_id, known.get("poll", ()))
    pilots = select(pilot.c.id).where(pilot.c.lab_id == lab_id, pilot.c.id.in_(known.get("pilot", ())))
    people |= set(await helpers_of(connection, (await connection.execute(pilots)).scalars()))
    query = select(person.c.id, person.c.language).where(person.c.id.in_(sorted(people)))
    rows = await connection.execute(query.where(person.c.lab_id == lab_id, person.c.standing == ACTIVE))
    return {row.id: row.language for row in rows}


async def _authors(connection: AsyncConnection, lab_id: int, tasks: Iterable[int]) -> set[int]:
    """Who brought in these, or what was merged with them."""
    ids = await family_of(connection, tasks)
    query = select(task.c.person_id).where(task.c.id.in_(sorted(ids)), task.c.lab_id == lab_id)
    return {row[0] for row in await connection.execute(query) if row[0] is not None}


async def family_of(connection: AsyncConnection, tasks: Iterable[int]) -> set[int]:
    """These questions and ideas with all that were merged into them, and into which they were merged."""
    known: set[int] = set()
    fresh = set(tasks)
    while fresh:
        known |= fresh
        near = or_(task.c.id.in_(sorted(fresh)), task.c.merged_into.in_(sorted(fresh)))
        rows = (await connection.execute(select(task.c.id, task.c.merged_into).where(near))).all()
        fresh = {one for row in rows for one in (row.id, row.merged_into) if one is not None} - known
    return known


async def _voters(connection: AsyncConnection, lab_id: int, polls: Iterable[int]) -> set[int]:
    """Who took part. What anybody said is known to nobody."""
    query = select(participation.c.person_id).join(poll, poll.c.id == participation.c.poll_id)
    rows = await connection.execute(query.where(poll.c.id.in_(sorted(polls)), poll.c.lab_id == lab_id))
    return {row[0] for row in rows}


async def sources_within(connection: AsyncConnection, lab_id: int, references: Iterable[str]) -> set[str]:
    """Those that are there, in this lab."""
    found: set[str] = set()
    tables = {"task": task, "poll": poll, "pilot": pilot}
    for reference in references:
        kind, _, number = reference.partition(":")
        table = tables[kind]
        query = select(table.c.id).where(table.c.id == int(number), table.c.lab_id == lab_id)
        found |= {reference} if (await connection.execute(query)).first() else set()
    return found
