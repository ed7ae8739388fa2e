"""The code at the door of a meeting: whoever scans it is there. Only a fingerprint of it is stored."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.door import PREFIX, is_open
from lab.meetings import Meeting
from store.crypto import Keyring
from store.meetings import meeting_of
from store.tables import meeting


def code_of(keyring: Keyring, one: Meeting) -> str:
    """Always the same for one meeting: a poster that was printed yesterday works today."""
    return PREFIX + keyring.lookup("here", one.uid)[:32]


async def has_door(connection: AsyncConnection, keyring: Keyring, one: Meeting) -> bool:
    """Whether somebody made the code: before that it opens nothing."""
    known = await connection.execute(select(meeting.c.door_hash).where(meeting.c.id == one.id))
    return known.scalar() == _fingerprint(keyring, code_of(keyring, one))


async def make_door(connection: AsyncConnection, keyring: Keyring, one: Meeting) -> None:
    """Safe to repeat."""
    fingerprint = _fingerprint(keyring, code_of(keyring, one))
    await connection.execute(update(meeting).where(meeting.c.id == one.id).values(door_hash=fingerprint))


async def meeting_behind(connection: AsyncConnection, keyring: Keyring, code: str, now: datetime) -> Meeting | None:
    """None: nobody made this code, or it does not work now."""
    query = select(meeting.c.id).where(meeting.c.door_hash == _fingerprint(keyring, code))
    found = (await connection.execute(query)).scalar()
    one = await meeting_of(connection, found) if found is not None else None
    return one if one and is_open(one, now) else None


def _fingerprint(keyring: Keyring, code: str) -> str:
    return keyring.lookup("door", code)
