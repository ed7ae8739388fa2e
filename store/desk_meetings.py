"""What the desk reads of meetings, their people and their contacts. Nobody reads past her own lab."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import Meeting
from lab.people import ACTIVE
from lab.phases import KEYS, Phase
from scheduler.reasons import WAITING
from store.contacts import PLANNED
from store.desk import Reach
from store.labs import Lab, labs
from store.meeting_guests import came_at
from store.meetings import meeting_of
from store.tables import contact, invitation, meeting, person, phase, quarantine, staff, talk


async def labs_within(connection: AsyncConnection, reach: Reach) -> dict[int, Lab]:
    known = await labs(connection)
    return {one.id: one for one in known.values() if reach.holds(one.id)}


async def meeting_within(
    connection: AsyncConnection, reach: Reach, meeting_id: int, *, lock: bool = False
) -> Meeting | None:
    """None where there is no meeting, or none within reach. `lock`: nobody changes it before the commit."""
    query = select(meeting.c.id).where(meeting.c.id == meeting_id, reach.over(meeting.c.lab_id))
    found = (await connection.execute(query.with_for_update() if lock else query)).scalar()
    return await meeting_of(connection, found) if found is not None else None


async def participants(
    connection: AsyncConnection, lab_id: int, only: Collection[int] | None = None
) -> Sequence[Row[Any]]:
    """Who takes part in the lab now. `only`: of these people."""
    here = (person.c.lab_id == lab_id, person.c.role == "participant", person.c.standing == ACTIVE)
    query: Select[Any] = select(person.c.id, person.c.name).where(*here)
    query = query if only is None else query.where(person.c.id.in_(only))
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(person.c.id))).all()
    return found


async def answers(connection: AsyncConnection, meeting_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many gave each answer, by meeting: of those who take part now."""
    query = select(invitation.c.meeting_id, invitation.c.answer, func.count()).join(
        person, person.c.id == invitation.c.person_id
    )
    wanted = (invitation.c.meeting_id.in_(sorted(meeting_ids)), person.c.standing == ACTIVE)
    found: dict[int, dict[str, int]] = {}
    rows = await connection.execute(query.where(*wanted).group_by(invitation.c.meeting_id, invitation.c.answer))
    for meeting_id, answer, count in rows:
        found.setdefault(meeting_id, {})[answer] = count
    return found


async def concerned_by(connection: AsyncConnection, meetings: Iterable[Meeting]) -> dict[int, int]:
    """How many people a meeting is or was for, by meeting: who takes part now, and did before it was over."""
    here = (person.c.role == "participant", person.c.standing == ACTIVE)
    counts = [
        select(literal(one.id), func.count()).where(person.c.lab_id == one.lab_id, *here, came_at <= one.ends_at)
        for one in meetings
    ]
    return {row[0]: row[1] for row in await connection.execute(union_all(*counts))} if counts else {}


async def languages_of(connection: AsyncConnection, lab_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many people take part in each language, by lab."""
    found: dict[int, dict[str, int]] = {}
    for lab_id, language, count in await connection.execute(_LANGUAGES, {"labs": sorted(lab_ids)}):
        found.setdefault(lab_id, {})[language] = count
    return found


_LANGUAGES = (
    select(person.c.lab_id, person.c.language, func.count())
    .where(
        person.c.lab_id.in_(bindparam("labs", expanding=True)),
        person.c.role == "participant",
        person.c.standing == ACTIVE,
    )
    .group_by(person.c.lab_id, person.c.language)
)


async def team_in_chat(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """Who works for the lab in the chat, with the person that she is there."""
    query: Select[Any] = select(staff.c.person_id, staff.c.name, staff.c.role).where(
        staff.c.lab_id == lab_id, staff.c.person_id.is_not(None)
    )
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(staff.c.id))).all()
    return found


async def told(connection: AsyncConnection, meeting_id: int) -> int:
    """How many know of the meeting and did not say no: who would get a correction."""
    query = select(func.count()).where(
        invitation.c.meeting_id == meeting_id, invitation.c.told_sequence.is_not(None), invitation.c.answer != "no"
    )
    return int((await connection.execute(query)).scalar_one())


async def contact_states(connection: AsyncConnection, meeting_id: int) -> list[Row[Any]]:
    """How many contacts of each kind are in each state, by what their people said to the meeting: kind, state, answer,
    present, prepared, many."""
    query: Select[Any] = select(
        *(contact.c.kind, contact.c.state, invitation.c.answer, invitation.c.present),
        *(person.c.prepared_at.is_not(None).label("prepared"), func.count().label("many")),
    )
    hers = (invitation.c.person_id == contact.c.person_id, invitation.c.meeting_id == contact.c.meeting_id)
    query = query.join(person, person.c.id == contact.c.person_id).outerjoin(invitation, and_(*hers))
    *known, _ = query.selected_columns
    rows = await connection.execute(query.where(contact.c.meeting_id == meeting_id).group_by(*known))
    return list(rows)


async def contacts_of(connection: AsyncConnection, person_id: int, since: datetime) -> Sequence[Row[Any]]:
    """What was planned for somebody and decided since then, the newest first."""
    decided = (contact.c.person_id == person_id, contact.c.state != PLANNED, contact.c.decided_at > since)
    query = select(contact).where(*decided).order_by(contact.c.decided_at.desc(), contact.c.id.desc()).limit(60)
    return (await connection.execute(query)).all()


async def phases_of(connection: AsyncConnection, lab_id: int) -> list[Phase]:
    rows = await connection.execute(select(phase).where(phase.c.lab_id == lab_id))
    found = [Phase(row.key, row.starts_on, row.ends_on) for row in rows if row.key in KEYS]
    return sorted(found, key=lambda one: KEYS.index(one.key))


async def talks_of(connection: AsyncConnection, lab_id: int, since: datetime) -> Sequence[Row[Any]]:
    """Slots from then on, taken or not."""
    columns = (talk.c.id, talk.c.starts_at, talk.c.minutes, talk.c.place, talk.c.person_id, talk.c.staff_id)
    query: Select[Any] = select(*columns, person.c.name, staff.c.name.label("with_whom"))
    query = query.outerjoin(person, person.c.id == talk.c.person_id).outerjoin(staff, staff.c.id == talk.c.staff_id)
    query = query.where(talk.c.lab_id == lab_id, talk.c.starts_at > since)
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(talk.c.starts_at, talk.c.id))).all()
    return found


async def talk_within(connection: AsyncConnection, reach: Reach, talk_id: int) -> Row[Any] | None:
    query: Select[Any] = select(talk.c.id, talk.c.lab_id, talk.c.person_id)
    query = query.where(talk.c.id == talk_id, reach.over(talk.c.lab_id))
    found: Row[Any] | None = (await connection.execute(query)).first()
    return found


async def overdue(connection: AsyncConnection, reach: Reach, before: datetime) -> tuple[int, datetime | None]:
    """How many contacts should have gone out before then, and since when the oldest of them waits."""
    late = (contact.c.state == PLANNED, contact.c.due_at <= before, reach.over(contact.c.lab_id))
    row = (await connection.execute(select(func.count(), func.min(contact.c.due_at)).where(*late))).one()
    return int(row[0]), row[1]


async def held(connection: AsyncConnection, reach: Reach, now: datetime) -> Sequence[Row[Any]]:
    """What the gate keeps back: how many for each reason, and when the first of them is looked at again."""
    kept = (contact.c.state == PLANNED, contact.c.reason.in_(list(WAITING)), contact.c.due_at > now)
    query = select(contact.c.reason, func.count().label("many"), func.min(contact.c.due_at).label("until"))
    query = query.where(*kept, reach.over(contact.c.lab_id)).group_by(contact.c.reason)
    return (await connection.execute(query.order_by(func.min(contact.c.due_at)))).all()


async def quarantined(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(quarantine))).scalar_one())
