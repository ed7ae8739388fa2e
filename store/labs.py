"""Labs and the codes that lead to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.codes import PERSONAL_LIFE, PLACE_LIFE, NewCode, new_code
from lab.feasts import of_place
from lab.policy import Policy, load_policy
from lab.safety import Safety, load_safety
from lab.touchpoints import DEFAULT_PLAN, Touchpoint, load_plan
from store.crypto import Keyring
from store.tables import code, lab, quota

USUAL_SEATS = 24
"""Where no quotas are set (domain.md: 20 to 25 people)."""


@dataclass(frozen=True, slots=True)
class Lab:
    """`seats`: of all quotas together, and `groups` has those of each. `calendars`: ids of lab/feasts.py that a
    coordinator ticked; until then, the public holidays of the place."""

    id: int
    name: str
    city: str
    timezone: str
    languages: tuple[str, ...]
    keyword: str
    tryout: bool
    made_up: bool = False
    policy: Policy = field(default_factory=Policy)
    plan: tuple[Touchpoint, ...] = field(default=DEFAULT_PLAN, hash=False)
    calendars: tuple[str, ...] = ()
    seats: int = USUAL_SEATS
    safety: Safety = field(default_factory=Safety)
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code says of whoever brings it."""

    id: int
    lab_id: int
    place: str
    worker_id: int | None
    person_id: int | None
    staff_id: int | None


def joinable(known: Iterable[Lab]) -> tuple[Lab, ...]:
    """Those that somebody may join by saying hello. One that is made up, or there to try things out, only where there
    is no real one."""
    everything = tuple(known)
    real = tuple(one for one in everything if not one.tryout and not one.made_up)
    return real or tuple(one for one in everything if one.made_up) or everything


async def new_lab(
    connection: AsyncConnection,
    *,
    name: str,
    city: str,
    timezone: str,
    languages: Sequence[str],
    now: datetime,
    tryout: bool = False,
    made_up: bool = False,
    keyword: str = "",
) -> Lab:
    values: dict[str, Any] = {"name": name, "city": city, "timezone": timezone, "languages": list(languages)}
    values |= {"tryout": tryout, "made_up": made_up, "keyword": keyword, "created_at": now}
    row = await connection.execute(insert(lab).values(values).returning(lab.c.id))
    about = (int(row.scalar_one()), name, city, timezone, tuple(languages), keyword, tryout, made_up)
    return Lab(*about, calendars=of_place(timezone))


async def labs(connection: AsyncConnection) -> dict[int, Lab]:
    groups: dict[int, list[tuple[str, int]]] = {}
    for one in await connection.execute(_GROUPS):
        groups.setdefault(one.lab_id, []).append((one.key, one.seats))
    return {row.id: _lab(row, groups.get(row.id, ())) for row in await connection.execute(_LABS)}


_GROUPS = select(quota.c.lab_id, quota.c.key, quota.c.seats).order_by(quota.c.id)
_LABS = select(lab).order_by(lab.c.id)


def _lab(row: Row[Any], groups: Sequence[tuple[str, int]]) -> Lab:
    return Lab(
        *(row.id, row.name, row.city, row.timezone, tuple(row.languages), row.keyword, row.tryout, row.made_up),
        policy=load_policy(row.policy),
        plan=load_plan(row.plan),
        calendars=of_place(row.timezone) if row.calendars is None else tuple(row.calendars),
        seats=sum(seats for _, seats in groups) or USUAL_SEATS,
        safety=load_safety(row.safety),
        groups=tuple(groups),
    )


async def new_entry(
    connection: AsyncConnection,
    keyring: Keyring,
    lab_id: int,
    now: datetime,
    *,
    place: str = "",
    worker_id: int | None = None,
    person_id: int | None = None,
    staff_id: int | None = None,
    once: bool = False,
) -> NewCode:
    """A new code. Only fingerprints of it are stored. `once`: for one person, for two weeks; else for a place."""
    made = new_code()
    await connection.execute(
        insert(code).values(
            lab_id=lab_id,
            token_hash=keyring.lookup("code", made.token),
            spoken_hash=keyring.lookup("spoken", made.spoken),
            place=place,
            worker_id=worker_id,
            person_id=person_id,
            staff_id=staff_id,
            uses_left=1 if once else None,
            created_at=now,
            expires_at=now + (PERSONAL_LIFE if once else PLACE_LIFE),
        )
    )
    return made


async def use_code(
    connection: AsyncConnection, keyring: Keyring, now: datetime, *, token: str = "", spoken: str = ""
) -> Entry | None:
    """Take one use of a code. None for one that is unknown, used up or too old: nobody learns which."""
    column, value = (code.c.token_hash, keyring.lookup("code", token))
    if spoken:
        column, value = (code.c.spoken_hash, keyring.lookup("spoken", spoken))
    taken = await connection.execute(
        update(code)
        .where(column == value, code.c.expires_at > now, or_(code.c.uses_left.is_(None), code.c.uses_left > 0))
        .values(uses_left=code.c.uses_left - 1)
        .returning(code.c.id, code.c.lab_id, code.c.place, code.c.worker_id, code.c.person_id, code.c.staff_id)
    )
    row = taken.first()
    return Entry(*row) if row else None


async def count_labs(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(lab))).scalar_one())
