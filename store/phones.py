"""A phone that several people use: its line, which finds what comes in, and an address of her own for each of them.

The line has no person. It says who speaks now; what comes in while nobody knows that waits at it, sealed, as a row of
the inbox without a person.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import UNCONFIRMED_LIFE
from store.intake import COLUMNS, Caller, Visitor, stranger, visitor_of
from store.media import NOBODYS
from store.push import CHANNEL as WEB_CHAT
from store.tables import address, inbox, media, outbox, person, push

HELD = "held"
"""The state of a message of which she is only told that it is there, until she has said that it is she."""
_RUNNING = ("queued", "sending", "sent", "unconfirmed")
_WAITING = (inbox.c.person_id.is_(None), inbox.c.body.is_not(None))


@dataclass(frozen=True, slots=True)
class Phone:
    """`line_id` is None for a phone that one person has. `speaker`: who spoke last, None where that was given up."""

    line_id: int | None
    members: tuple[Visitor, ...]
    speaker: Visitor | None

    def member(self, address_id: int) -> Visitor | None:
        return next((one for one in self.members if one.address_id == address_id), None)


async def phone_of(connection: AsyncConnection, line_id: int, caller: Caller, now: datetime) -> Phone:
    """Load and lock all who use it, in the order of ids; each person once, whatever records were put together."""
    hers = address.c.line_id == line_id
    locked = select(address.c.id).where(hers).order_by(address.c.id).with_for_update()
    people = select(person.c.id).join(address, address.c.person_id == person.c.id).where(hers).order_by(person.c.id)
    if connection.dialect.name != "sqlite":
        await connection.execute(locked)
        await connection.execute(people.with_for_update(of=person))
    query = select(*COLUMNS).join_from(address, person, address.c.person_id == person.c.id).where(hers)
    rows = (await connection.execute(query.order_by(address.c.id.desc()), {"now": now})).all()
    first = {row.id: row for row in rows}
    members = tuple(visitor_of(row, caller) for row in sorted(first.values(), key=lambda row: row.address_id))
    speaker = (await connection.execute(select(address.c.speaker_id).where(address.c.id == line_id))).scalar()
    return Phone(line_id, members, next((one for one in members if one.address_id == speaker), None))


async def recipient_of(connection: AsyncConnection, phone: Phone, provider_id: str) -> Visitor | None:
    """To which of them a message went, by what the provider calls it."""
    theirs = outbox.c.address_id.in_([one.address_id for one in phone.members])
    query = select(outbox.c.address_id).where(outbox.c.provider_id == provider_id, theirs)
    found = (await connection.execute(query.order_by(outbox.c.id.desc()).limit(1))).scalar()
    return phone.member(found or 0)


async def another_heard(connection: AsyncConnection, phone: Phone, speaker: Visitor) -> bool:
    """Whether something went to another of them since she spoke last."""
    others = [one.address_id for one in phone.members if one is not speaker]
    since = outbox.c.created_at > speaker.person["last_in_at"]
    went = (outbox.c.address_id.in_([phone.line_id, *others]), since, outbox.c.state.in_(_RUNNING))
    query = select(outbox.c.id).where(*went, outbox.c.person_id.is_distinct_from(speaker.person_id))
    return (await connection.execute(query.limit(1))).first() is not None


async def open_line(connection: AsyncConnection, owner: Visitor, now: datetime) -> int:
    """From now on somebody else uses this phone too. What was said so far stays at the owner's own address."""
    caller = owner.caller
    hers = address.c.id == owner.address_id
    await connection.execute(update(address).where(hers).values(lookup=_nobodys()))
    values = {"channel": caller.channel, "account": caller.account, "lookup": caller.lookup}
    values |= {"external": caller.external, "locales": caller.locales}
    made = insert(address).values(**values, created_at=now).returning(address.c.id)
    line_id = int((await connection.execute(made)).scalar_one())
    both = address.c.id.in_((line_id, owner.address_id))
    await connection.execute(update(address).where(both).values(line_id=line_id))
    await connection.execute(update(push).where(push.c.address_id == owner.address_id).values(address_id=line_id))
    owner.line_id = line_id
    return line_id


async def join_line(
    connection: AsyncConnection, line_id: int, caller: Caller, now: datetime, *, waiting: bool
) -> Visitor:
    """Somebody of whom we know nothing but that she uses this phone."""
    blank = {"created_at": now, "expires_at": now + UNCONFIRMED_LIFE}
    made = await connection.execute(insert(person).values(**blank).returning(person.c.id))
    person_id = int(made.scalar_one())
    values: dict[str, Any] = {
        "channel": caller.channel,
        "account": caller.account,
        "lookup": _nobodys(),
        "external": caller.external,
    }
    values |= {"locales": caller.locales, "person_id": person_id, "line_id": line_id, "created_at": now}
    own = await connection.execute(insert(address).values(values).returning(address.c.id))
    somebody = stranger(caller, int(own.scalar_one()), person_id, now, waiting=waiting)
    somebody.line_id = line_id
    return somebody


def _nobodys() -> str:
    """A lookup that is no fingerprint of anything: nothing that comes in finds it."""
    return secrets.token_hex(20)


async def speaks(connection: AsyncConnection, line_id: int, address_id: int | None, now: datetime) -> None:
    """Who speaks there from now on; None: that has to be asked."""
    line = update(address).where(address.c.id == line_id)
    await connection.execute(line.values(speaker_id=address_id, speaks_since=now))


async def release(connection: AsyncConnection, address_id: int, now: datetime) -> bool:
    """What waited for her to come, and is of use still, goes out now. Whether there was something."""
    of_use = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now)
    waited = update(outbox).where(outbox.c.address_id == address_id, outbox.c.state == HELD, of_use)
    return bool((await connection.execute(waited.values(state="queued", due_at=now))).rowcount)


async def is_open_again(connection: AsyncConnection, line_id: int) -> None:
    """Somebody wrote from it: all of them can be reached."""
    await connection.execute(update(address).where(address.c.line_id == line_id).values(reachable=True))


async def move(connection: AsyncConnection, address_id: int, external: str, lookup: str) -> None:
    """The channel knows this phone by another id now: so it is for all who use it."""
    line_id = (await connection.execute(select(address.c.line_id).where(address.c.id == address_id))).scalar()
    found = address.c.id == address_id if line_id is None else address.c.line_id == line_id
    await connection.execute(update(address).where(found).values(external=external))
    await connection.execute(update(address).where(address.c.id == (line_id or address_id)).values(lookup=lookup))


async def waiting_at(connection: AsyncConnection, address_id: int) -> int:
    query = select(func.count()).select_from(inbox).where(inbox.c.address_id == address_id, *_WAITING)
    return int((await connection.execute(query)).scalar_one())


async def take_waiting(connection: AsyncConnection, address_id: int) -> Sequence[Row[Any]]:
    """What came in before somebody said who she is. It takes effect in this transaction, or waits on."""
    here = (inbox.c.address_id == address_id, *_WAITING)
    rows = (await connection.execute(select(inbox).where(*here).order_by(inbox.c.id))).all()
    await connection.execute(delete(inbox).where(inbox.c.id.in_([row.id for row in rows])))
    return rows


async def media_waiting_at(connection: AsyncConnection, addresses: Collection[int]) -> set[int]:
    """Of the web chat: voice notes and pictures that came with what waits there."""
    here = (inbox.c.address_id.in_(addresses), inbox.c.channel == WEB_CHAT, *_WAITING)
    bodies = (await connection.execute(select(inbox.c.body).where(*here))).scalars()
    return {int(body["media"]) for body in bodies if body.get("media")}


async def still_speaks(connection: AsyncConnection, speaker: Visitor, now: datetime) -> None:
    await connection.execute(update(person).where(person.c.id == speaker.person_id).values(last_in_at=now))


async def leave(connection: AsyncConnection, person_id: int) -> None:
    """She is forgotten, with what waits at her addresses and the questions that name her. The others stay; a line
    that nobody uses any more goes."""
    own = select(address.c.id, address.c.line_id).where(address.c.person_id == person_id)
    rows = (await connection.execute(own)).all()
    lines = {row.line_id for row in rows if row.line_id is not None}
    hers = {row.id for row in rows}
    await _forget_asking(connection, hers | lines)
    for line_id in sorted(lines):
        spoke = (address.c.id == line_id, address.c.speaker_id.in_(hers))
        await connection.execute(update(address).where(*spoke).values(speaker_id=None))
        others = exists().where(address.c.line_id == line_id, address.c.person_id != person_id)
        if not (await connection.execute(select(others))).scalar_one():
            await _forget_waiting(connection, {line_id})
            await connection.execute(delete(address).where(address.c.id == line_id))
    await _forget_waiting(connection, hers)


async def _forget_asking(connection: AsyncConnection, addresses: Collection[int]) -> None:
    asked = (outbox.c.address_id.in_(addresses), outbox.c.person_id.is_(None))
    await connection.execute(delete(outbox).where(*asked))


async def _forget_waiting(connection: AsyncConnection, addresses: Collection[int]) -> None:
    here = (inbox.c.address_id.in_(addresses), *_WAITING)
    files = await media_waiting_at(connection, addresses)
    await connection.execute(delete(media).where(media.c.id.in_(files), *NOBODYS))
    await connection.execute(update(inbox).where(*here).values(body=None, address_id=None))


async def purge(connection: AsyncConnection, now: datetime) -> int:
    """What nobody said was hers is not kept for ever, and what waited too long for somebody does not go out."""
    late = (outbox.c.state == HELD, outbox.c.expires_at <= now)
    await connection.execute(update(outbox).where(*late).values(state="expired", error="nobody came in time"))
    await connection.execute(delete(media).where(*NOBODYS, media.c.created_at <= now - UNCONFIRMED_LIFE))
    old = update(inbox).where(*_WAITING, inbox.c.received_at <= now - UNCONFIRMED_LIFE)
    return int((await connection.execute(old.values(body=None, address_id=None))).rowcount)
