"""The contacts of a message to many: planned at once, held, taken back, and counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.broadcasts import LIFE, REPLY_TIME, UNDER_WAY, URGENT_LIFE, Broadcast
from lab.touchpoints import CHANGE
from store.bulk import insert_rows
from store.contacts import DROPPED, MERGED, PLANNED, SENT, WAKE, row_of
from store.outgoing import IS_OPEN
from store.tables import address, contact, outbox, person

KIND = "broadcast"
HELD = "held"
"""The state of a contact whose message is paused: no round of the gate sees it."""
TAKEN_BACK = "withdrawn"
_SAID = (SENT, MERGED)
_UNSENT = ("queued", HELD)
"""Of a message in the outbox: what nobody has claimed, and what waits on a phone that several use."""


async def plan_contacts(connection: AsyncConnection, one: Broadcast, people: Sequence[int], now: datetime) -> None:
    """One with each of them, in this transaction or not at all. Only by whoever has just set it going: a second time
    is refused by the database."""
    due = max(one.due_at or now, now)
    until = due + (URGENT_LIFE if one.urgent else LIFE)
    slot, more = WAKE if one.wakes else "", {"priority": CHANGE} if one.urgent else {}
    rows = [row_of(one.lab_id, who, KIND, due, until, now, reference=one.reference, slot=slot) | more for who in people]
    await insert_rows(connection, contact, rows)


async def take_back(connection: AsyncConnection, one: Broadcast, into: str, now: datetime) -> None:
    """Nothing more goes out: contacts become HELD or DROPPED, and what waits in the outbox is cancelled.

    What is being sent at this moment may still arrive; what was only claimed does not.
    """
    mine = contact.c.reference == one.reference
    unsent = (PLANNED, HELD) if into == DROPPED else (PLANNED,)
    await connection.execute(update(contact).where(mine, contact.c.state.in_(unsent)).values(_kept(into, now)))
    queued = await _stop_messages(connection, one, now)
    for row in queued:
        together = (contact.c.person_id == row.person_id, contact.c.decided_at == row.decided_at)
        said = and_(*together, contact.c.state.in_(_SAID))
        await connection.execute(update(contact).where(said, mine).values(_kept(into, now)))
        again = {"state": PLANNED, "due_at": now, "reason": "", "reason_until": None, "decided_at": None}
        await connection.execute(update(contact).where(said, ~mine).values(again))


def _kept(into: str, now: datetime) -> dict[str, Any]:
    return {"state": into, "reason": TAKEN_BACK, "reason_until": None, "decided_at": now}


async def _stop_messages(connection: AsyncConnection, one: Broadcast, now: datetime) -> list[Row[Any]]:
    """The contacts whose messages were still in the outbox. Their keys are free again."""
    lead = _leads(one).subquery()
    query: Select[Any] = select(outbox.c.id, outbox.c.state, lead.c.person_id, lead.c.decided_at)
    query = query.join(lead, outbox.c.key == _key(lead.c.lead_id)).where(or_(IS_OPEN, outbox.c.state == HELD))
    query = query.order_by(outbox.c.id)
    rows = list(await connection.execute(query.with_for_update(of=outbox)))
    taken = [row.id for row in rows if row.state not in _UNSENT]
    await connection.execute(update(outbox).where(outbox.c.id.in_(taken)).values(expires_at=now))
    queued = [row for row in rows if row.state in _UNSENT]
    gone = {"state": "cancelled", "error": "the team took it back", "key": outbox.c.key + f":{now:%y%m%d%H%M%S}"}
    await connection.execute(update(outbox).where(outbox.c.id.in_([row.id for row in queued])).values(gone))
    return queued


def _leads(one: Broadcast) -> Select[Any]:
    """Each contact of it that was said, with the contact under whose number the message stands: it may have gone
    along with another one."""
    first = contact.alias("first")
    beside = and_(
        first.c.person_id == contact.c.person_id, first.c.decided_at == contact.c.decided_at, first.c.state == SENT
    )
    columns = (contact.c.person_id, contact.c.decided_at, func.min(first.c.id).label("lead_id"))
    query: Select[Any] = select(*columns).join(first, beside)
    query = query.where(contact.c.reference == one.reference, contact.c.state.in_(_SAID))
    return query.group_by(contact.c.person_id, contact.c.decided_at)


def _key(lead_id: ColumnElement[int]) -> ColumnElement[str]:
    return literal("contact:", String) + cast(lead_id, String) + literal(":0", String)


async def go_on(connection: AsyncConnection, one: Broadcast, now: datetime) -> None:
    """What was held is due again."""
    due = max(one.due_at or now, now)
    until = due + (URGENT_LIFE if one.urgent else LIFE)
    values = {"state": PLANNED, "due_at": due, "expires_at": until, "reason": "", "decided_at": None}
    held = (contact.c.reference == one.reference, contact.c.state == HELD)
    await connection.execute(update(contact).where(*held).values(values))


async def hold_again(connection: AsyncConnection, one: Broadcast, now: datetime) -> None:
    """Of a paused one: what came back from the outbox too late to be seen by `take_back`."""
    late = (contact.c.reference == one.reference, contact.c.state == PLANNED)
    await connection.execute(update(contact).where(*late).values(_kept(HELD, now)))


async def is_left(connection: AsyncConnection, one: Broadcast) -> bool:
    """Whether something of it has not gone out yet."""
    waiting = contact.c.state.in_((PLANNED, HELD))
    query = select(contact.c.id).where(contact.c.reference == one.reference, waiting).limit(1)
    if (await connection.execute(query)).first():
        return True
    lead = _leads(one).subquery()
    still_open = select(outbox.c.id).join(lead, outbox.c.key == _key(lead.c.lead_id)).where(IS_OPEN).limit(1)
    return (await connection.execute(still_open)).first() is not None


async def fates(connection: AsyncConnection, one: Broadcast) -> list[Row[Any]]:
    """How many are where: contact's state and reason, language, and the channel, state and receipt of the message.

    What expired on its way never left: as long as the whole is under way, it is decided anew (`decide_anew`).
    """
    unsent: Any = literal_column(f"'{HELD}'" if one.state in UNDER_WAY else "'cancelled'")
    expired = outbox.c.state == literal_column("'expired'")
    message = case((expired, unsent), else_=outbox.c.state).label("message")
    lead = _leads(one).subquery()
    mine = and_(lead.c.person_id == contact.c.person_id, lead.c.decided_at == contact.c.decided_at)
    where = (contact.c.state, contact.c.reason, person.c.language, address.c.channel)
    columns = (*where, message, outbox.c.receipt)
    until = func.min(contact.c.reason_until, type_=contact.c.reason_until.type).label("until")
    query: Select[Any] = select(*columns, until, func.count().label("many")).select_from(contact)
    query = query.join(person, person.c.id == contact.c.person_id).outerjoin(lead, mine)
    query = query.outerjoin(outbox, outbox.c.key == _key(lead.c.lead_id))
    query = query.outerjoin(address, address.c.id == outbox.c.address_id)
    rows = await connection.execute(query.where(contact.c.reference == one.reference).group_by(*columns))
    return list(rows)


async def heard_last(connection: AsyncConnection, person_id: int, now: datetime) -> int | None:
    """The message to many that she heard last, if nobody and nothing else has written to her since."""
    said = (contact.c.person_id == person_id, contact.c.state.in_(_SAID), contact.c.decided_at > now - REPLY_TIME)
    query = select(contact.c.reference, contact.c.decided_at).where(*said)
    rows = (await connection.execute(query.order_by(contact.c.decided_at.desc()))).all()
    last = next((row for row in rows if row.reference.startswith(f"{KIND}:")), None)
    if last is None or rows[0].decided_at != last.decided_at:
        return None
    by_hand = (outbox.c.person_id == person_id, outbox.c.kind == "coordinator", outbox.c.created_at > last.decided_at)
    if (await connection.execute(select(outbox.c.id).where(*by_hand).limit(1))).first():
        return None
    return int(last.reference.partition(":")[2])
