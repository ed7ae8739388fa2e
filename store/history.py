"""A conversation as both sides have seen it: what came in and what went out, in order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.phones import is_still_she
from store.tables import address, inbox, outbox, person

VISIBLE = ("sending", "sent", "unconfirmed")
Bounds = tuple[int, int]
"""Before this message of hers, and before this one of ours."""
ENDLESS = 10**18 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. `own` is true for the person's own; `event_id` is what her channel called it.

    `cause`: the contact that it came from; 0 for an answer, and for what a human wrote.
    """

    id: int
    own: bool
    at: datetime
    body: dict[str, Any]
    event_id: str = ""
    state: str = ""
    receipt: str | None = None
    staff_id: int | None = None
    address_id: int | None = None
    error: str | None = None
    cause: int = 0

    @property
    def key(self) -> str:
        return f"{'i' if self.own else 'o'}{self.id}"


async def of_address(
    connection: AsyncConnection, address_id: int, *, since: datetime | None = None, limit: int = 300
) -> list[Entry]:
    """What was said through one address; with `since`, only what became visible from then on."""
    shown_at = func.coalesce(outbox.c.sent_at, outbox.c.created_at)
    came = [inbox.c.address_id == address_id] + ([inbox.c.received_at >= since] if since else [])
    went = [outbox.c.address_id == address_id, outbox.c.state.in_(VISIBLE)] + ([shown_at >= since] if since else [])
    return await _merged(connection, came, went, limit)


async def of_holder(connection: AsyncConnection, who: "Holder", since: datetime | None = None) -> list[Entry]:
    """What a page shows: her conversation; on a phone that several use, with what was asked of all of them since she
    speaks there. While nobody does, that alone."""
    if who.line_id is None:
        return await of_address(connection, who.address_id, since=since)
    later = max((moment for moment in (since, who.speaks_since) if moment), default=None)
    asked = await of_address(connection, who.line_id, since=later)
    own = await of_address(connection, who.address_id, since=since) if who.person_id is not None else []
    return sorted((*own, *asked), key=_in_order)


def _in_order(entry: Entry) -> tuple[datetime, bool, int]:
    return (entry.at, not entry.own, entry.id)


async def of_person(connection: AsyncConnection, person_id: int, limit: int = 300) -> list[Entry]:
    """What was said with one person, through whatever channel; what still waits or failed too.

    Not what was handed on to her of what another wrote without her name.
    """
    said = await _merged(connection, [inbox.c.person_id == person_id], [outbox.c.person_id == person_id], limit)
    return [entry for entry in said if not entry.body.get("passing")]


async def page_of_person(
    connection: AsyncConnection, person_id: int, size: int, before: Bounds | None = None
) -> tuple[list[Entry], Bounds | None]:
    """The last `size` messages as `of_person` gives them, of those `before`; and before what the others stand.

    None is left out: one that went out long after it was made may stand on two pages.
    """
    own, ours = before or (ENDLESS, ENDLESS)
    came = [inbox.c.person_id == person_id, inbox.c.id < own]
    went = [outbox.c.person_id == person_id, outbox.c.id < ours]
    said = await _merged(connection, came, went, size + 1)
    hidden, shown = said[:-size], said[-size:]
    older = (_beyond(hidden, shown, own, is_own=True), _beyond(hidden, shown, ours, is_own=False))
    return [entry for entry in shown if not entry.body.get("passing")], older if len(said) > size else None


def _beyond(hidden: Iterable[Entry], shown: Iterable[Entry], otherwise: int, *, is_own: bool) -> int:
    """Before which number everything stands that was not shown yet: they are made in one order and sent in another."""
    left = [entry.id + 1 for entry in hidden if entry.own is is_own]
    return max(left) if left else min((entry.id for entry in shown if entry.own is is_own), default=otherwise)


async def _merged(
    connection: AsyncConnection, came: list[ColumnElement[bool]], went: list[ColumnElement[bool]], limit: int
) -> list[Entry]:
    arrived = await connection.execute(
        select(inbox).where(*came, inbox.c.body.is_not(None)).order_by(inbox.c.id.desc()).limit(limit)
    )
    entries = [
        Entry(r.id, own=True, at=r.received_at, body=r.body, event_id=r.event_id, address_id=r.address_id)
        for r in arrived
    ]
    query = select(outbox).where(*went, outbox.c.body.is_not(None)).order_by(outbox.c.id.desc()).limit(limit)
    left = (await connection.execute(query)).all()
    last = max((r.sent_at for r in left if r.sent_at), default=None)
    entries += [
        Entry(
            r.id,
            own=False,
            at=_moment(r, last),
            body=r.body,
            state=r.state,
            receipt=r.receipt,
            staff_id=r.staff_id,
            address_id=r.address_id,
            error=r.error,
            cause=_cause(r.key),
        )
        for r in left
    ]
    return sorted(entries, key=_in_order)[-limit:]


def _cause(key: str | None) -> int:
    """Of "contact:12:0", the number."""
    kind, _, rest = (key or "").partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == "contact" and number.isdecimal() else 0


def _moment(row: Row[Any], last: datetime | None) -> datetime:
    """A reply stands where it was made; all else where it went out. What is being sent just now comes after all of
    these: `last` is when the newest of them went out."""
    made: datetime = row.created_at
    sent: datetime | None = row.sent_at
    if row.kind == "reply":
        return made
    return sent or (max(made, last) if last and row.state == "sending" else made)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is behind an address, as a page for her needs it. `line_id`: of a phone that several use; there it is she who
    speaks since `speaks_since`, or nobody as long as that is not clear."""

    address_id: int
    person_id: int | None
    lab_id: int | None
    language: str
    open_question: int
    line_id: int | None = None
    speaks_since: datetime | None = None

    @property
    def told_at(self) -> int:
        """The address that browsers are told at."""
        return self.line_id or self.address_id


async def holder(connection: AsyncConnection, lookup: str, now: datetime) -> Holder | None:
    row = await _first(connection, address.c.lookup == lookup)
    if row is None or row.line_id is None or row.person_id is not None:
        return _holder(row) if row else None
    own = await _first(connection, address.c.id == row.speaker_id)
    she = own if own and is_still_she(own.last_in_at, now, another_heard=False) else row
    return replace(_holder(she), speaks_since=row.speaks_since)


async def _first(connection: AsyncConnection, where: ColumnElement[bool]) -> Row[Any] | None:
    columns: list[Any] = [address.c.id, address.c.line_id, address.c.speaker_id, address.c.speaks_since]
    columns += [person.c.id.label("person_id"), person.c.lab_id, person.c.language, person.c.state, person.c.last_in_at]
    query = select(*columns).outerjoin_from(address, person, address.c.person_id == person.c.id)
    return (await connection.execute(query.where(where))).first()


def _holder(row: Row[Any]) -> Holder:
    frames = (row.state or {}).get("frames") or [{}]
    number = frames[-1].get("number", 0)
    return Holder(row.id, row.person_id, row.lab_id, row.language or "", number, row.line_id)


async def mark_read(connection: AsyncConnection, who: Holder, upto: int) -> None:
    await connection.execute(
        update(outbox)
        .where(outbox.c.address_id.in_({who.address_id, who.told_at}), outbox.c.id <= upto)
        .where(outbox.c.receipt.is_distinct_from("read"))
        .where(outbox.c.state == "sent")
        .values(receipt="read")
    )
