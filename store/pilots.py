"""Pilots, their teams and their milestones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.pilots import RUNNING, Pilot
from store.desk import Reach
from store.tables import milestone, person, pilot, pilot_member, pilot_update, poll, reaction


@dataclass(frozen=True, slots=True)
class Milestone:
    """`words` by language."""

    id: int
    pilot_id: int
    words: Mapping[str, str]
    due_on: date | None = None
    reached_on: date | None = None


async def add_pilot(connection: AsyncConnection, new: Pilot, now: datetime) -> int:
    values = _values(new) | {"lab_id": new.lab_id, "checked_at": now, "created_at": now}
    return int((await connection.execute(insert(pilot).values(values).returning(pilot.c.id))).scalar_one())


async def change_pilot(connection: AsyncConnection, changed: Pilot, now: datetime) -> None:
    """One that begins to run is asked about two weeks from now."""
    mine = pilot.c.id == changed.id
    before = (await connection.execute(select(pilot.c.state).where(mine).with_for_update())).scalar()
    begins = changed.state == RUNNING and before != RUNNING
    anew = {"checked_at": now, "silent": 0} if begins else {}
    await connection.execute(update(pilot).where(mine).values(_values(changed) | anew))


def _values(one: Pilot) -> dict[str, Any]:
    return {
        "name": dict(one.name),
        "goal": dict(one.goal),
        "measure": dict(one.measure),
        "ends_on": one.ends_on,
        "budget": one.budget,
        "state": one.state,
    }


def _pilot(row: Row[Any]) -> Pilot:
    return Pilot(
        *(row.id, row.lab_id, row.name, row.goal, row.measure, row.ends_on, row.budget, row.state),
        silent=row.silent,
        checked_at=row.checked_at,
    )


async def pilots_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Pilot]:
    rows = await connection.execute(select(pilot).where(pilot.c.id.in_(sorted(set(ids)))))
    return {row.id: _pilot(row) for row in rows}


async def pilots_of(connection: AsyncConnection, lab_id: int) -> list[Pilot]:
    return [_pilot(row) for row in await connection.execute(_OF_LAB, {"lab": lab_id})]


_OF_LAB = select(pilot).where(pilot.c.lab_id == bindparam("lab")).order_by(pilot.c.id)


async def pilot_within(connection: AsyncConnection, reach: Reach, pilot_id: int, *, lock: bool = False) -> Pilot | None:
    """None where there is none, or none within reach. `lock`: nobody changes it before the commit."""
    query = select(pilot).where(pilot.c.id == pilot_id, reach.over(pilot.c.lab_id))
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    return _pilot(row) if row else None


async def pilots_of_person(connection: AsyncConnection, people: Sequence[int]) -> dict[int, list[Pilot]]:
    """Whose team each of them is in, of her own lab."""
    query = select(pilot, pilot_member.c.person_id).join(pilot_member, pilot_member.c.pilot_id == pilot.c.id)
    query = query.join(person, person.c.id == pilot_member.c.person_id).where(person.c.lab_id == pilot.c.lab_id)
    found: dict[int, list[Pilot]] = {}
    for row in await connection.execute(query.where(person.c.id.in_(people)).order_by(pilot.c.id)):
        found.setdefault(row.person_id, []).append(_pilot(row))
    return found


async def team_of(connection: AsyncConnection, pilot_id: int) -> list[int]:
    query = select(pilot_member.c.person_id).where(pilot_member.c.pilot_id == pilot_id)
    return list((await connection.execute(query.order_by(pilot_member.c.person_id))).scalars())


async def put_in_team(connection: AsyncConnection, pilot_id: int, people: Iterable[int]) -> None:
    """She and they are the team, and nobody else. Whose turn it is to be asked stays."""
    wanted = set(people)
    have = set(await team_of(connection, pilot_id))
    mine = pilot_member.c.pilot_id == pilot_id
    await connection.execute(delete(pilot_member).where(mine, pilot_member.c.person_id.in_(sorted(have - wanted))))
    for one in sorted(wanted - have):
        await connection.execute(insert(pilot_member).values(pilot_id=pilot_id, person_id=one))


async def asked_of(connection: AsyncConnection, pilot_id: int) -> dict[int, datetime | None]:
    """Who of the team may be written to, and when each was asked last."""
    query = select(pilot_member.c.person_id, pilot_member.c.asked_at)
    query = query.join(person, person.c.id == pilot_member.c.person_id).join(
        pilot, pilot.c.id == pilot_member.c.pilot_id
    )
    active = (person.c.standing == ACTIVE, person.c.lab_id == pilot.c.lab_id)
    rows = await connection.execute(query.where(pilot_member.c.pilot_id == pilot_id, *active))
    return {row.person_id: row.asked_at for row in rows}


async def note_asked(connection: AsyncConnection, one: Pilot, person_id: int | None, now: datetime) -> bool:
    """The team is asked now. False: somebody else did it meanwhile, or somebody told how it goes."""
    same = (pilot.c.id == one.id, pilot.c.silent == one.silent, pilot.c.checked_at.is_not_distinct_from(one.checked_at))
    done = await connection.execute(update(pilot).where(*same).values(silent=one.silent + 1, checked_at=now))
    hers = (pilot_member.c.pilot_id == one.id, pilot_member.c.person_id == person_id)
    await connection.execute(update(pilot_member).where(*hers).values(asked_at=now))
    return bool(done.rowcount)


async def note_heard(connection: AsyncConnection, pilot_id: int, now: datetime) -> None:
    """Somebody of the team told how it goes."""
    await connection.execute(update(pilot).where(pilot.c.id == pilot_id).values(silent=0, checked_at=now))


async def note_called(connection: AsyncConnection, one: Pilot) -> bool:
    """A human looks after the silent team now; the counting begins anew. False: that is done already."""
    same = (pilot.c.id == one.id, pilot.c.silent == one.silent)
    return bool((await connection.execute(update(pilot).where(*same).values(silent=0))).rowcount)


async def helpers_of(connection: AsyncConnection, pilot_ids: Iterable[int]) -> list[int]:
    """Everybody who helped: the teams, and who told of it or tapped a sign under its news."""
    ids = sorted(set(pilot_ids))
    wrote = select(pilot_update.c.person_id).where(pilot_update.c.pilot_id.in_(ids))
    tapped = select(reaction.c.person_id).join(pilot_update, pilot_update.c.id == reaction.c.update_id)
    team = select(pilot_member.c.person_id).where(pilot_member.c.pilot_id.in_(ids))
    rows = await connection.execute(union(team, wrote, tapped.where(pilot_update.c.pilot_id.in_(ids))))
    return sorted(row[0] for row in rows if row[0] is not None)


async def milestones_of(connection: AsyncConnection, pilot_ids: Iterable[int]) -> dict[int, list[Milestone]]:
    """By pilot, in the order of their days; those without a day last."""
    query = select(milestone).where(milestone.c.pilot_id.in_(sorted(set(pilot_ids))))
    found: dict[int, list[Milestone]] = {}
    rows = [_milestone(row) for row in await connection.execute(query)]
    for one in sorted(rows, key=lambda one: (one.due_on is None, one.due_on or date.min, one.id)):
        found.setdefault(one.pilot_id, []).append(one)
    return found


async def milestones_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Milestone]:
    rows = await connection.execute(select(milestone).where(milestone.c.id.in_(sorted(set(ids)))))
    return {row.id: _milestone(row) for row in rows}


def _milestone(row: Row[Any]) -> Milestone:
    return Milestone(row.id, row.pilot_id, row.words, row.due_on, row.reached_on)


async def add_milestone(
    connection: AsyncConnection, pilot_id: int, words: Mapping[str, str], due_on: date | None
) -> int:
    values = {"pilot_id": pilot_id, "words": dict(words), "due_on": due_on}
    return int((await connection.execute(insert(milestone).values(values).returning(milestone.c.id))).scalar_one())


async def change_milestone(connection: AsyncConnection, changed: Milestone) -> None:
    values = {"words": dict(changed.words), "due_on": changed.due_on, "reached_on": changed.reached_on}
    await connection.execute(update(milestone).where(milestone.c.id == changed.id).values(values))


async def remove_milestone(connection: AsyncConnection, milestone_id: int) -> None:
    """Who was to hear of it and has not yet, hears nothing: what a contact is about is gone then."""
    await connection.execute(delete(milestone).where(milestone.c.id == milestone_id))


async def polls_about(connection: AsyncConnection, pilot_id: int) -> list[tuple[int, str]]:
    """Polls on this pilot (a feedback matrix): id and technique."""
    query = select(poll.c.id, poll.c.technique).where(poll.c.pilot_id == pilot_id)
    return [(row.id, row.technique) for row in await connection.execute(query.order_by(poll.c.id))]
