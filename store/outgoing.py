"""The outbox as the database sees it: claim with a lease, record what became of a message, look after the rest."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Integer, Row, bindparam, case, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import may_be_contacted
from store.bulk import Update, update_rows
from store.tables import address, gate, outbox, person
from store.types import UTCDateTime

REPLY = "reply"
FAREWELL_LIFE = timedelta(seconds=30)
IS_OPEN = text("outbox.state IN ('queued', 'sending')")
"""Written out, with no parameters: only so does SQLite use the index over open messages."""
IS_CLOSED = or_(gate.c.closed_until > bindparam("now", type_=UTCDateTime), gate.c.problem.is_not(None))
_CLOSED = select(gate).where(IS_CLOSED)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One claimed message on its way out."""

    id: int
    address_id: int
    channel: str
    account: str
    external: str
    kind: str
    body: dict[str, Any]
    attempts: int
    lease_owner: str
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel. `retry_at` for one that waits again; `gone`: there is nobody at that address."""

    parcel: Parcel
    state: str
    provider_id: str | None = None
    error: str | None = None
    retry_at: datetime | None = None
    gone: bool = False


_ROWS = (
    select(
        outbox,
        address.c.channel,
        address.c.account,
        address.c.external,
        address.c.reachable,
        address.c.line_id,
        person.c.standing,
        person.c.paused_until,
    )
    .join_from(outbox, address, outbox.c.address_id == address.c.id)
    .outerjoin(person, outbox.c.person_id == person.c.id)
)
_ONE = _ROWS.where(outbox.c.id == bindparam("row"))
# To claim, to record and to renew all lock their rows in the order of ids: of two workers one waits, never both.
_OPEN = (
    _ROWS.where(IS_OPEN, outbox.c.address_id.in_(bindparam("addresses", expanding=True)))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox)
)


class KeepsBack(Protocol):
    async def __call__(self, connection: AsyncConnection, row: Row[Any], now: datetime) -> bool:
        """Whether a message to one of those who use a phone waits until she has said that it is she."""


async def claim(
    connection: AsyncConnection,
    addresses: Sequence[int],
    owner: str,
    now: datetime,
    lease: timedelta,
    keeps_back: KeepsBack | None = None,
) -> list[Parcel]:
    """Take the oldest open messages of each address, in order, as far as they may go out now.

    An address on which somebody else is sending is left alone until that lease is over.
    """
    rows = (await connection.execute(_OPEN, {"addresses": list(addresses)})).all()
    closed = await closed_gates(connection, now)
    taken: list[Row[Any]] = []
    blocked: set[int] = set()
    for row in rows:
        if row.address_id in blocked:
            continue
        fate = _fate(row, now, closed)
        if fate == "take":
            if keeps_back and _is_for_one_of_several(row) and await keeps_back(connection, row, now):
                continue
            taken.append(row)
        elif fate == "wait":
            blocked.add(row.address_id)
        else:
            state, reason = fate
            await connection.execute(update(outbox).where(outbox.c.id == row.id).values(state=state, error=reason))
    if taken:
        ours = {"rows": [row.id for row in taken], "owner": owner, "until": now + lease}
        await connection.execute(_TAKE, ours)
    return [_parcel(row, owner, now + lease) for row in taken]


_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("rows", expanding=True)))
    .values(
        state="sending",
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
    )
)


def _fate(row: Row[Any], now: datetime, closed: Container[tuple[str, str]]) -> Any:
    """take, wait, or the final state and its reason. Consent is looked at here again, at the last moment."""
    if row.state == "sending" and row.lease_until and row.lease_until > now:
        return "wait"
    if row.state == "sending" and row.kind != REPLY:
        return "unconfirmed", "the sender died while it was sending: it may have arrived"
    if unwanted := _unwanted(row, now):
        return unwanted
    return "wait" if row.due_at > now or (row.channel, row.account) in closed else "take"


def _unwanted(row: Row[Any], now: datetime) -> tuple[str, str] | None:
    """The final state of what must not go out any more, and the reason."""
    if row.expires_at and row.expires_at <= now:
        return "expired", "it was too late to be of use"
    if row.kind not in (REPLY, "coordinator") and not may_be_contacted(row.standing or ""):
        return "cancelled", f"the person's standing is {row.standing or 'unknown'}"
    if row.kind == "coordinator" and row.standing == "stopped":
        return "cancelled", "the person said stop"
    if not row.reachable:
        return "failed", "the address cannot be reached"
    return None


def _is_for_one_of_several(row: Row[Any]) -> bool:
    """What nobody asked for, to an address that is one of several on a phone. What goes to all of them goes at once."""
    return row.line_id is not None and row.line_id != row.address_id and row.kind != REPLY


async def last_look(connection: AsyncConnection, parcel: Parcel, now: datetime) -> tuple[str, str] | None:
    """The final state of a claimed parcel that must not go out after all. None: it is ours and welcome."""
    row = (await connection.execute(_ONE, {"row": parcel.id})).first()
    if row is None or row.state != "sending" or row.lease_owner != parcel.lease_owner:
        return "cancelled", "somebody else looks after it"
    return _unwanted(row, now)


def _parcel(row: Row[Any], owner: str, until: datetime) -> Parcel:
    where = (row.address_id, row.channel, row.account, row.external)
    return Parcel(row.id, *where, row.kind, row.body, row.attempts + 1, owner, until)


_RECORD = Update(
    outbox,
    "state = new.state, provider_id = new.provider_id, error = new.error, sent_at = new.sent_at,"
    " due_at = coalesce(new.due_at, outbox.due_at), lease_owner = NULL, lease_until = NULL",
    "outbox.state || '' = 'sending' AND outbox.lease_owner = new.lease_owner",
)
"""With the bare column PostgreSQL would take the index over what is open, and read all of that for a few rows."""


async def record(connection: AsyncConnection, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Write down what became of parcels. A worker whose lease was taken over changes nothing."""
    rows = [
        {
            "id": outcome.parcel.id,
            "lease_owner": outcome.parcel.lease_owner,
            "state": outcome.state,
            "provider_id": outcome.provider_id,
            "error": outcome.error,
            "due_at": outcome.retry_at,
            "sent_at": now if outcome.state == "sent" else None,
        }
        for outcome in outcomes
    ]
    await update_rows(connection, _RECORD, rows)


async def renew(connection: AsyncConnection, owner: str, ids: Iterable[int], until: datetime) -> None:
    """Keep what is ours. What somebody else took over meanwhile stays theirs."""
    ours = (outbox.c.id.in_(list(ids)), outbox.c.state == "sending", outbox.c.lease_owner == owner)
    held = select(outbox.c.id).where(*ours).order_by(outbox.c.id).with_for_update(key_share=True)
    await connection.execute(update(outbox).where(outbox.c.id.in_(held)).values(lease_until=until))


async def due_addresses(connection: AsyncConnection, now: datetime, limit: int = 500) -> list[int]:
    """Where something waits that could go out: due, or left behind by a sender whose lease is over. Replies first."""
    return [int(row.address_id) for row in await connection.execute(_DUE_ADDRESSES, {"now": now, "most": limit})]


_DUE_ADDRESSES = (
    select(outbox.c.address_id)
    .where(
        IS_OPEN,
        or_(
            (outbox.c.state == "queued") & (outbox.c.due_at <= bindparam("now")),
            (outbox.c.state == "sending") & (outbox.c.lease_until <= bindparam("now")),
        ),
    )
    .group_by(outbox.c.address_id)
    .order_by(func.min(case((outbox.c.kind == REPLY, 0), else_=1)), func.min(outbox.c.id))
    .limit(bindparam("most", type_=Integer))
)


async def closed_gates(connection: AsyncConnection, now: datetime) -> dict[tuple[str, str], datetime | None]:
    """Bots that must not send now, told so by their provider, and until when. None: until somebody mends it."""
    rows = await connection.execute(_CLOSED, {"now": now})
    return {(row.channel, row.account): None if row.problem else row.closed_until for row in rows}


async def close_gate(
    connection: AsyncConnection,
    channel: str,
    account: str,
    *,
    until: datetime | None = None,
    problem: str | None = None,
) -> None:
    """Shut for everybody who sends with this bot, until a moment or until somebody mends the `problem`.

    Two may do so at once. The later moment holds, and no moment hides a problem.
    """
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(gate).values(channel=channel, account=account, closed_until=until, problem=problem)
    later = case((gate.c.closed_until > statement.excluded.closed_until, gate.c.closed_until), else_=until)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["channel", "account"],
            set_={"closed_until": later, "problem": func.coalesce(statement.excluded.problem, gate.c.problem)},
        )
    )


async def open_gate(connection: AsyncConnection, channel: str, account: str) -> None:
    await connection.execute(delete(gate).where(gate.c.channel == channel, gate.c.account == account))


async def forget_problem(connection: AsyncConnection, channel: str, account: str) -> None:
    """Try this bot again. A moment until which nobody may send still holds."""
    await connection.execute(
        update(gate).where(gate.c.channel == channel, gate.c.account == account).values(problem=None)
    )


async def problems(connection: AsyncConnection) -> list[tuple[str, str]]:
    rows = await connection.execute(select(gate.c.channel, gate.c.problem).where(gate.c.problem.is_not(None)))
    return [(row.channel, row.problem) for row in rows]


async def mark_unreachable(connection: AsyncConnection, address_id: int) -> list[int]:
    """The people who cannot be reached there any more, where this is news: then a human is told, once for each. On a
    phone that several use it is so for all of them."""
    line = select(address.c.line_id).where(address.c.id == address_id).scalar_subquery()
    there = select(address.c.id).where(or_(address.c.id == address_id, address.c.line_id == line))
    locked = (await connection.execute(there.order_by(address.c.id).with_for_update())).scalars().all()
    news = update(address).where(address.c.id.in_(locked), address.c.reachable).values(reachable=False)
    rows = await connection.execute(news.returning(address.c.person_id))
    return sorted({row.person_id for row in rows if row.person_id is not None})


async def purge_farewells(connection: AsyncConnection, now: datetime) -> int:
    """Erase the bare addresses of people who were forgotten, once their goodbye is out."""
    still_open = select(outbox.c.address_id).where(IS_OPEN)
    old = select(address.c.id).where(
        address.c.farewell_at <= now - FAREWELL_LIFE, address.c.person_id.is_(None), address.c.id.not_in(still_open)
    )
    ids = [int(row.id) for row in await connection.execute(old)]
    if ids:
        await connection.execute(delete(outbox).where(outbox.c.address_id.in_(ids)))
        await connection.execute(delete(address).where(address.c.id.in_(ids)))
    return len(ids)


async def oldest_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """Since when the message waits that waits longest, or None."""
    found = await connection.execute(
        select(outbox.c.due_at).where(IS_OPEN, outbox.c.due_at <= now).order_by(outbox.c.due_at).limit(1)
    )
    return found.scalar()
