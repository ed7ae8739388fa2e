"""Those who work for a lab: at the desk with a password, or in the chat with a code."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.crypto import Keyring
from store.tables import staff, staff_lab

SETUP_LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here. A session of another `epoch` is over; without a password nobody comes in."""

    id: int
    lab_id: int | None
    name: str
    email: str | None
    role: str
    language: str
    epoch: int
    password_hash: str | None
    totp: str | None
    totp_used: int | None
    ended_at: datetime | None
    labs: frozenset[int] = frozenset()


async def add_staff(
    connection: AsyncConnection,
    keyring: Keyring,
    *,
    name: str,
    email: str | None,
    role: str,
    lab_id: int | None,
    now: datetime,
) -> tuple[int, str]:
    """The id, and the token of the one-time link that sets her password. Raises IntegrityError for a known address."""
    token = secrets.token_urlsafe(24)
    row = await connection.execute(
        insert(staff)
        .values(
            name=name,
            email=email,
            email_lookup=email_lookup(keyring, email) if email else None,
            role=role,
            lab_id=lab_id,
            setup_hash=keyring.lookup("setup", token),
            setup_until=now + SETUP_LIFE,
            created_at=now,
        )
        .returning(staff.c.id)
    )
    return int(row.scalar_one()), token


async def fresh_setup(connection: AsyncConnection, keyring: Keyring, staff_id: int, now: datetime) -> str:
    """A new one-time link for somebody; the old one no longer works."""
    token = secrets.token_urlsafe(24)
    await connection.execute(
        staff.update()
        .where(staff.c.id == staff_id)
        .values(setup_hash=keyring.lookup("setup", token), setup_until=now + SETUP_LIFE)
    )
    return token


async def administrator_without_password(connection: AsyncConnection) -> int | None:
    """The first one of an empty database, as long as she has not set her password.

    Somebody who was invited by name holds a link of her own: a new one would end it.
    """
    nobody_yet = (staff.c.role == "administrator", staff.c.password_hash.is_(None), staff.c.email.is_(None))
    row = await connection.execute(select(staff.c.id).where(*nobody_yet).limit(1))
    return row.scalar()


async def count_staff(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(staff))).scalar_one())


def email_lookup(keyring: Keyring, email: str) -> str:
    """One address is one account, however it is written."""
    return keyring.lookup("email", email.strip().casefold())


async def member(connection: AsyncConnection, staff_id: int) -> Member | None:
    return await _one(connection, staff.c.id == staff_id)


async def member_by_email(connection: AsyncConnection, keyring: Keyring, email: str) -> Member | None:
    return await _one(connection, staff.c.email_lookup == email_lookup(keyring, email))


async def member_by_setup(connection: AsyncConnection, keyring: Keyring, token: str, now: datetime) -> Member | None:
    """Who is invited by this link. None for one that is wrong, used or too old: nobody learns which."""
    return await _one(connection, *_unused(keyring, token, now))


async def set_up(
    connection: AsyncConnection,
    keyring: Keyring,
    token: str,
    *,
    name: str,
    email: str,
    password_hash: str,
    language: str,
    now: datetime,
) -> Member | None:
    """Use the link up. None when somebody was faster. Raises IntegrityError for an address that another one has."""
    done = await connection.execute(
        update(staff)
        .where(*_unused(keyring, token, now))
        .values(name=name, email=email, email_lookup=email_lookup(keyring, email), password_hash=password_hash)
        .values(language=language, setup_hash=None, setup_until=None, epoch=staff.c.epoch + 1)
        .returning(staff.c.id)
    )
    staff_id = done.scalar()
    return await member(connection, staff_id) if staff_id is not None else None


async def end_sessions(connection: AsyncConnection, staff_id: int) -> None:
    """Whoever is logged in as her is so no longer, on whatever machine."""
    await connection.execute(update(staff).where(staff.c.id == staff_id).values(epoch=staff.c.epoch + 1))


async def change_member(connection: AsyncConnection, staff_id: int, **values: str) -> None:
    await connection.execute(update(staff).where(staff.c.id == staff_id).values(values))


async def colleagues(connection: AsyncConnection, *where: ColumnElement[bool]) -> list[Member]:
    """Everybody of the team, the oldest first; with the labs that each works for."""
    rows = (await connection.execute(_MEMBER.where(*where).order_by(staff.c.id))).all()
    beside = await _other_labs(connection, [row.id for row in rows])
    return [_member(row, beside.get(row.id, [])) for row in rows]


def _member(row: Row[Any], beside: Iterable[int]) -> Member:
    first = {row.lab_id} if row.lab_id is not None else set()
    return Member(**row._mapping, labs=frozenset(first | set(beside)))


async def _other_labs(connection: AsyncConnection, ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in await connection.execute(select(staff_lab).where(staff_lab.c.staff_id.in_(ids))):
        found.setdefault(row.staff_id, []).append(row.lab_id)
    return found


def _unused(keyring: Keyring, token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    works_here = staff.c.ended_at.is_(None)
    return works_here, staff.c.setup_hash == keyring.lookup("setup", token), staff.c.setup_until > now


_MEMBER = select(*(staff.c[name] for name in Member.__slots__ if name != "labs"))


async def _one(connection: AsyncConnection, *where: ColumnElement[bool]) -> Member | None:
    found = await colleagues(connection, *where)
    return found[0] if found else None
