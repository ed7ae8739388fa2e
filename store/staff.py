"""Those who work for a lab: at the desk with a password, or in the chat with a code."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.crypto import Keyring
from store.tables import staff

SETUP_LIFE = timedelta(days=14)


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
            email_lookup=keyring.lookup("email", email.strip().casefold()) if email else None,
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
    """The first administrator, as long as she has not set her password."""
    row = await connection.execute(
        select(staff.c.id).where(staff.c.role == "administrator", staff.c.password_hash.is_(None)).limit(1)
    )
    return row.scalar()


async def count_staff(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(staff))).scalar_one())
