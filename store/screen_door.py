"""The way in that a live screen shows: a code of the lab that works as long as its poll is open."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import Poll
from store.crypto import Keyring
from store.tables import code
from store.types import keyring_of

PLACE = "live screen"


def door_of(keyring: Keyring, poll: Poll) -> str:
    """The code that leads in: always the same for one poll, so that a reload of the screen makes no new one."""
    return keyring.lookup("screen", poll.code)[:32]


async def is_open(connection: AsyncConnection, keyring: Keyring, poll: Poll) -> bool:
    """Whether the code is known, and ends when the poll does."""
    query = select(code.c.expires_at).where(code.c.token_hash == keyring.lookup("code", door_of(keyring, poll)))
    return (await connection.execute(query)).scalar() == poll.closes_at


async def open_door(connection: AsyncConnection, keyring: Keyring, poll: Poll, now: datetime) -> None:
    """Safe to repeat. Only fingerprints are stored, as of every code."""
    token = door_of(keyring, poll)
    values = {"lab_id": poll.lab_id, "place": PLACE, "created_at": now, "expires_at": poll.closes_at or now}
    values |= {"token_hash": keyring.lookup("code", token), "spoken_hash": keyring.lookup("spoken", token)}
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(code).values(values)
    fresh = {"expires_at": values["expires_at"]}
    await connection.execute(statement.on_conflict_do_update(index_elements=["token_hash"], set_=fresh))


async def shut_door(connection: AsyncConnection, poll: Poll, now: datetime) -> None:
    """It closed: nobody new comes in through what a camera may have kept."""
    token = door_of(keyring_of(connection.dialect), poll)
    mine = code.c.token_hash == keyring_of(connection.dialect).lookup("code", token)
    await connection.execute(update(code).where(mine, code.c.expires_at > now).values(expires_at=now))
