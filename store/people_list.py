"""The list of people at the desk: found and sorted by the database, names opened only where they are read."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, Select, and_, case, exists, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.words import loose
from lab.people import ACTIVE
from store.desk import Reach
from store.tables import address, invitation, meeting, membership, person
from store.types import names_of

PAUSED = "paused"
NOBODY = -1
"""As an owner: nobody looks after her."""
SLICE = 1_000
"""Names in one go: some six milliseconds when none has been opened yet."""

LAST_CONTACT: ColumnElement[datetime | None] = case(
    (person.c.last_in_at.is_(None), person.c.last_out_at),
    (person.c.last_out_at.is_(None), person.c.last_in_at),
    (person.c.last_in_at > person.c.last_out_at, person.c.last_in_at),
    else_=person.c.last_out_at,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people. 0, "" and None: all. `words` is a part of the name, or of the place where she was met.

    `unwritten` and `silent`: we wrote nothing since then, she wrote nothing since then. `was`: what she answered to
    the meeting, or "came", "missed", "" for no answer. `phase`: she came to a meeting of it.
    """

    now: datetime
    words: str = ""
    state: str = ""
    language: str = ""
    lab: int = 0
    group: int = 0
    owner: int = 0
    unwritten: datetime | None = None
    silent: datetime | None = None
    meeting: int = 0
    was: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line in the list of people."""

    id: int
    lab_id: int | None
    name: str
    language: str
    standing: str
    role: str
    place: str
    paused_until: datetime | None
    owner_id: int | None
    last_contact: datetime | None
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`ids` of one page; `many` in all."""

    ids: tuple[int, ...]
    many: int


def everybody(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    """Within reach, each human once."""
    return (reach.over(person.c.lab_id), person.c.merged_into.is_(None))


async def find(
    connection: AsyncConnection, reach: Reach, asked: Asked, page: int, size: int, of: int | None = None
) -> Found:
    """Who had contact last comes first. A page past the end is the last one. `of`: how many are within reach, where
    somebody has counted them."""
    filters = _filters(asked)
    where = [*everybody(reach), *filters]
    order = (LAST_CONTACT.is_(None), LAST_CONTACT.desc(), person.c.id.desc())
    if asked.words:
        fitting = await _with_words(connection, select(*_SEARCHED).where(*where).order_by(*order), asked.words)
        first = _first(page, size, len(fitting))
        return Found(tuple(fitting[first : first + size]), len(fitting))
    many = await _count(connection, where) if of is None or filters else of
    ids = select(person.c.id).where(*where).order_by(*order).limit(size).offset(_first(page, size, many))
    return Found(tuple((await connection.execute(ids)).scalars()), many)


async def _count(connection: AsyncConnection, where: Iterable[ColumnElement[bool]]) -> int:
    return int((await connection.execute(select(func.count()).select_from(person).where(*where))).scalar_one())


async def called(connection: AsyncConnection, lab_id: int, words: str, now: datetime, most: int) -> tuple[int, ...]:
    """Whose name or place has these words, of one lab: for a list that is too long to look through."""
    return (await find(connection, Reach(labs=frozenset({lab_id})), Asked(now, words), 1, most)).ids


def _first(page: int, size: int, many: int) -> int:
    return (min(max(page, 1), max(1, -(-many // size))) - 1) * size


SEALED: ColumnElement[bytes] = type_coerce(person.c.name, LargeBinary).label("sealed")
"""A name as it is stored, for `store.names.Names`."""
_SEARCHED = (person.c.id, SEALED, person.c.place)


async def _with_words(connection: AsyncConnection, query: Select[Any], words: str) -> list[int]:
    """Who has them in the name or the place. Others go on between slices: names that were not opened yet take time."""
    wanted, place_of, names = loose(words), cache(loose), names_of(connection.dialect)
    cleared, found = names.cleared, list[int]()
    rows = (await connection.execute(query)).all()
    try:
        for first in range(0, len(rows), SLICE):
            found += [
                number
                for number, sealed, place in rows[first : first + SLICE]
                if wanted in names.loose(sealed) or (place and wanted in place_of(place))
            ]
            await asyncio.sleep(0)
    finally:
        names.searched(cleared)
    return found


def _filters(asked: Asked) -> list[ColumnElement[bool]]:
    wanted = [
        (asked.state, _stands(asked.state, asked.now)),
        (asked.language, person.c.language == asked.language),
        (asked.lab, person.c.lab_id == asked.lab),
        (asked.group, _in(select(membership.c.person_id).where(membership.c.quota_id == asked.group))),
        (asked.owner, person.c.owner_id.is_(None) if asked.owner == NOBODY else person.c.owner_id == asked.owner),
        (asked.unwritten, _before(person.c.last_out_at, asked.unwritten or asked.now)),
        (asked.silent, _before(person.c.last_in_at, asked.silent or asked.now)),
        (asked.meeting, _at_meeting(asked.meeting, asked.was)),
        (asked.phase, _came_in(asked.phase)),
    ]
    return [condition for chosen, condition in wanted if chosen]


def _stands(state: str, now: datetime) -> ColumnElement[bool]:
    """A pause is a state of its own to whoever reads it."""
    pause = and_(person.c.paused_until.is_not(None), person.c.paused_until > now)
    if state == PAUSED:
        return and_(person.c.standing == ACTIVE, pause)
    return and_(person.c.standing == state, ~pause) if state == ACTIVE else person.c.standing == state


def _before(column: Any, since: datetime) -> ColumnElement[bool]:
    """Of people who take part: nobody waits for words from who left."""
    return and_(person.c.standing == ACTIVE, or_(column.is_(None), column < since))


def _in(ids: Any) -> ColumnElement[bool]:
    return person.c.id.in_(ids)


def _at_meeting(meeting_id: int, was: str) -> ColumnElement[bool]:
    hers = exists().where(invitation.c.person_id == person.c.id, invitation.c.meeting_id == meeting_id)
    there = select(meeting.c.lab_id).where(meeting.c.id == meeting_id).scalar_subquery()
    if was in ("came", "missed"):
        return hers.where(invitation.c.present == (was == "came"))
    if was == "open":
        return and_(person.c.standing == ACTIVE, person.c.lab_id == there, ~hers.where(invitation.c.answer != ""))
    return hers.where(invitation.c.answer == was) if was else person.c.lab_id == there


def _came_in(phase: str) -> ColumnElement[bool]:
    held = select(meeting.c.id).where(meeting.c.phase == phase)
    return exists().where(
        invitation.c.person_id == person.c.id, invitation.c.present, invitation.c.meeting_id.in_(held)
    )


async def listed(connection: AsyncConnection, ids: Sequence[int]) -> list[Listed]:
    """These people, in this order."""
    rows = {row.id: row for row in await connection.execute(select(*_COLUMNS).where(person.c.id.in_(ids)))}
    channels = await _channels(connection, ids)
    return [_listed(rows[one], channels.get(one, ())) for one in ids if one in rows]


_NAMES = ("id", "lab_id", "name", "language", "standing", "role", "place", "paused_until", "owner_id")
_COLUMNS = [*(person.c[name] for name in _NAMES), LAST_CONTACT.label("last_contact")]


def _listed(row: Row[Any], channels: Iterable[str]) -> Listed:
    return Listed(
        *(row.id, row.lab_id, row.name or "", row.language, row.standing, row.role, row.place or "", row.paused_until),
        *(row.owner_id, row.last_contact, tuple(channels)),
    )


async def _channels(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(address.c.person_id, address.c.channel).where(address.c.person_id.in_(ids)).distinct()
    found: dict[int, list[str]] = {}
    for row in await connection.execute(query.order_by(address.c.channel)):
        found.setdefault(row.person_id, []).append(row.channel)
    return found


async def how_many(connection: AsyncConnection, reach: Reach) -> dict[tuple[str, str], int]:
    """People within reach, by how they stand and which language they chose."""
    kind = (person.c.standing, person.c.language)
    rows = await connection.execute(select(*kind, func.count()).where(*everybody(reach)).group_by(*kind))
    return {(standing, language): many for standing, language, many in rows}


async def with_same_worker(connection: AsyncConnection, who: Row[Any], most: int) -> Sequence[Row[Any]]:
    """Whoever was written down by the same worker and has no own phone either: they may share that worker's phone."""
    if who.worker_id is None:
        return ()
    phone = exists().where(address.c.person_id == person.c.id)
    columns: list[Any] = [person.c.id, person.c.name]
    theirs = (person.c.worker_id == who.worker_id, person.c.lab_id == who.lab_id, person.c.id != who.id)
    query = select(*columns).where(*theirs, ~phone, person.c.merged_into.is_(None)).order_by(person.c.id.desc())
    return (await connection.execute(query.limit(most))).all()
