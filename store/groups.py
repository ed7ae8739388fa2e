"""The groups of a lab and their quotas: how many seats each has, and who is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from store.desk import Reach
from store.tables import membership, person, quota


@dataclass(frozen=True, slots=True)
class Group:
    """`names`: by language, where it was given any beside `name`."""

    id: int
    key: str
    name: str
    seats: int
    names: Mapping[str, str]
    lab_id: int

    def said_in(self, language: str) -> str:
        """Its name in this language; where it has none in it, the one that it was made with."""
        return self.names.get(language) or self.name


@dataclass(frozen=True, slots=True)
class Quota(Group):
    """`filled` counts active people."""

    filled: int

    @property
    def short(self) -> int:
        return max(self.seats - self.filled, 0)


async def add_quota(
    connection: AsyncConnection, lab_id: int, key: str, name: str, seats: int, names: Mapping[str, str] | None = None
) -> int:
    values = {"lab_id": lab_id, "key": key, "name": name, "seats": seats, "names": names or None}
    return int((await connection.execute(insert(quota).values(values).returning(quota.c.id))).scalar_one())


async def change_quota(
    connection: AsyncConnection, quota_id: int, name: str | None, seats: int, names: Mapping[str, str] | None = None
) -> None:
    """Without a `name` it keeps its own, and without `names` those by language."""
    values = {"seats": seats} | ({"name": name} if name else {}) | ({"names": dict(names)} if names else {})
    await connection.execute(update(quota).where(quota.c.id == quota_id).values(values))


async def groups_in(connection: AsyncConnection, lab_id: int) -> list[Group]:
    """In the order in which they were made. Nobody is counted."""
    rows = await connection.execute(select(quota).where(quota.c.lab_id == lab_id).order_by(quota.c.id))
    return [_group(row) for row in rows]


def _group(row: Row[Any]) -> Group:
    return Group(row.id, row.key, row.name, row.seats, row.names or {}, row.lab_id)


async def quotas(connection: AsyncConnection, lab_id: int) -> list[Quota]:
    active = (membership.c.quota_id == quota.c.id, person.c.id == membership.c.person_id, person.c.standing == ACTIVE)
    filled = select(func.count()).where(*active).scalar_subquery()
    rows = await connection.execute(select(quota, filled.label("filled")).where(quota.c.lab_id == lab_id))
    ordered = sorted(rows, key=lambda row: row.id)
    return [Quota(row.id, row.key, row.name, row.seats, row.names or {}, row.lab_id, row.filled) for row in ordered]


async def groups_of(
    connection: AsyncConnection, people: Sequence[int] | Select[tuple[int]]
) -> Mapping[int, frozenset[str]]:
    """The keys of the groups that each of these people is in."""
    if isinstance(people, Select):
        rows = await connection.execute(_KEYS.where(membership.c.person_id.in_(people)))
    else:
        rows = await connection.execute(_KEYS_OF, {"people": people})
    found: dict[int, frozenset[str]] = {}
    for row in rows:
        found[row.person_id] = found.get(row.person_id, frozenset()) | {row.key}
    return found


_KEYS = select(membership.c.person_id, quota.c.key).join(quota, quota.c.id == membership.c.quota_id)
_KEYS_OF = _KEYS.where(membership.c.person_id.in_(bindparam("people", expanding=True)))


async def put_in_groups(connection: AsyncConnection, person_id: int, quota_ids: Sequence[int]) -> None:
    """She is in these, and in no others."""
    await connection.execute(delete(membership).where(membership.c.person_id == person_id))
    for quota_id in sorted(set(quota_ids)):
        await connection.execute(insert(membership).values(person_id=person_id, quota_id=quota_id))


async def join_group(connection: AsyncConnection, quota_id: int, people: Sequence[int]) -> list[int]:
    """They are in this group too. Who was not in it before."""
    inside = await _inside(connection, quota_id, people)
    fresh = [one for one in dict.fromkeys(people) if one not in inside]
    if fresh:
        rows = [{"person_id": one, "quota_id": quota_id} for one in fresh]
        await connection.execute(insert(membership), rows)
    return fresh


async def leave_group(connection: AsyncConnection, quota_id: int, people: Sequence[int]) -> list[int]:
    """They are in this group no more. Who was in it before."""
    inside = await _inside(connection, quota_id, people)
    theirs = (membership.c.quota_id == quota_id, membership.c.person_id.in_(people))
    await connection.execute(delete(membership).where(*theirs))
    return [one for one in dict.fromkeys(people) if one in inside]


async def _inside(connection: AsyncConnection, quota_id: int, people: Sequence[int]) -> set[int]:
    theirs = (membership.c.quota_id == quota_id, membership.c.person_id.in_(people))
    return {int(row[0]) for row in await connection.execute(select(membership.c.person_id).where(*theirs))}


async def quota_within(connection: AsyncConnection, reach: Reach, quota_id: int) -> Group | None:
    query = select(quota).where(quota.c.id == quota_id, reach.over(quota.c.lab_id))
    row = (await connection.execute(query)).first()
    return _group(row) if row else None
