"""Planned touchpoints. The rows are the schedule: due ones are found by index, and decided under the person's lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Boolean, Integer, Row, and_, bindparam, case, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.touchpoints import CORRECTIONS, PRIORITIES, REMINDER
from store.among import among
from store.bulk import Update, insert_rows, update_rows
from store.push import reaches_when_closed
from store.tables import address, contact, lab, outbox, person
from store.types import UTCDateTime

PLANNED, SENT, MERGED, DROPPED, CALLED = "planned", "sent", "merged", "dropped", "called"
AHEAD = timedelta(days=7)
"""As far as the ceiling of a week may reach."""
HISTORY = timedelta(days=60)
IS_PLANNED = text("contact.state = 'planned'")
"""Written out, with no parameters: only so does SQLite use the index over planned contacts."""
LONGEST_OUTAGE = timedelta(days=14)
LIVE = "live"
"""With it begins the slot of a contact with people who sit together: no ceiling holds it, and it counts for none."""
WAKE = "wake"
"""The slot of a contact that may break quiet hours: a coordinator said so, and why."""
_UNIQUE = ("person_id", "kind", "reference", "slot")
_NOW = bindparam("now", type_=UTCDateTime)
_THEIRS = contact.c.person_id.in_(bindparam("people", expanding=True))
# Statements stand outside the functions: to put one together takes as long as to run it.


def row_of(
    lab_id: int,
    person_id: int,
    kind: str,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
    *,
    reference: str = "",
    slot: str = "",
    meeting_id: int | None = None,
) -> dict[str, Any]:
    """A contact to plan. (person, kind, reference, slot) is planned once, whoever plans it and how often."""
    return {
        "lab_id": lab_id,
        "person_id": person_id,
        "meeting_id": meeting_id,
        "kind": kind,
        "reference": reference or (f"meeting:{meeting_id}" if meeting_id else ""),
        "slot": slot,
        "priority": PRIORITIES[kind],
        "due_at": due_at,
        "expires_at": expires_at,
        "state": PLANNED,
        "created_at": now,
    }


async def lock_lab(connection: AsyncConnection, lab_id: int) -> None:
    """Whoever plans for a lab, or changes a meeting of it, goes alone until the commit."""
    await connection.execute(_LOCK_LAB, {"lab": lab_id})


_LOCK_LAB = select(lab.c.id).where(lab.c.id == bindparam("lab")).with_for_update(key_share=True)


async def plan(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert those that are not planned yet; how many those were."""
    return len(await insert_rows(connection, contact, rows, ("id",), but_for=_UNIQUE))


async def due_people(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """People for whom something is due, the longest overdue first; locked, in the order of their ids.

    Rows that another scheduler holds are passed over. Call it inside a transaction that writes.
    """
    rows = await connection.execute(_DUE_PEOPLE, {"now": now, "most": limit})
    ids = sorted({int(row[0]) for row in rows})
    if ids and connection.dialect.name != "sqlite":
        await connection.execute(
            select(person.c.id).where(person.c.id.in_(ids)).order_by(person.c.id).with_for_update(key_share=True)
        )
    return ids


_DUE_PEOPLE = (
    select(contact.c.person_id)
    .where(IS_PLANNED, contact.c.due_at <= _NOW)
    .order_by(contact.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=contact)
)


async def due_contacts(connection: AsyncConnection, people: Sequence[int], now: datetime) -> list[Row[Any]]:
    """What is due for these people, and changes that are on hold: those go first.

    Read after they were locked: what another scheduler decided meanwhile is gone. What somebody moves just now is
    passed over: it is due later, or again in the next round. In two queries, each with an index of its own: with “or”
    everything that is planned for these people would be read.
    """
    known = {"people": people, "now": now}
    found = [row for query in (_DUE, _CHANGES) for row in await connection.execute(query, known)]
    return sorted(found, key=attrgetter("id"))


_HERS = select(contact).where(IS_PLANNED, _THEIRS).with_for_update(skip_locked=True)
_DUE = _HERS.where(contact.c.due_at <= _NOW)
_CHANGES = _HERS.where(contact.c.kind.in_(CORRECTIONS), contact.c.due_at > _NOW)


async def reminders_ahead(connection: AsyncConnection, people: Sequence[int], now: datetime) -> dict[int, list[Any]]:
    """What is planned for these people within a week and matters most: due_at and priority."""
    found: dict[int, list[Any]] = {}
    for row in await connection.execute(_REMINDERS, {"people": people, "now": now, "until": now + AHEAD}):
        found.setdefault(row.person_id, []).append(row)
    return found


_REMINDERS = select(contact.c.person_id, contact.c.due_at, contact.c.priority).where(
    IS_PLANNED,
    _THEIRS,
    contact.c.due_at > _NOW,
    contact.c.due_at <= bindparam("until"),
    contact.c.priority <= REMINDER,
)


async def histories(connection: AsyncConnection, people: Sequence[int], now: datetime) -> dict[int, list[Any]]:
    """What was begun with each of these people in the last weeks, and every check-up: kind, priority, decided_at."""
    found: dict[int, list[Any]] = {}
    for row in await connection.execute(_HISTORIES, {"people": people, "since": now - HISTORY}):
        found.setdefault(row.person_id, []).append(row)
    return found


_HISTORIES = select(contact.c.person_id, contact.c.kind, contact.c.priority, contact.c.decided_at).where(
    _THEIRS,
    contact.c.state == SENT,
    or_(contact.c.decided_at > bindparam("since"), contact.c.kind == "check_up"),
    contact.c.slot.not_like(f"{LIVE}%"),
)


_SETTLE = Update(
    contact,
    "state = new.state, reason = new.reason, reason_until = new.reason_until, decided_at = new.decided_at, "
    "due_at = COALESCE(new.due_at, contact.due_at)",
    "contact.state = 'planned'",
)


def settled(
    contact_id: int,
    now: datetime,
    *,
    state: str = PLANNED,
    reason: str,
    until: datetime | None = None,
    due_at: datetime | None = None,
) -> dict[str, Any]:
    """One decision, for `settle`. With `due_at` it is looked at again then."""
    known = {"id": contact_id, "state": state, "reason": reason, "reason_until": until}
    return known | {"decided_at": now, "due_at": due_at}


async def settle(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down what was decided. A contact that is not planned any more is left as it is."""
    await update_rows(connection, _SETTLE, rows)


async def drop(
    connection: AsyncConnection,
    now: datetime,
    reason: str,
    *,
    meeting_id: int | None = None,
    person_id: int | None = None,
    kinds: Iterable[str] = (),
) -> None:
    """Everything unsent of a meeting, or of a person."""
    chosen = [contact.c.state == PLANNED]
    chosen += [contact.c.meeting_id == meeting_id] if meeting_id is not None else []
    chosen += [contact.c.person_id == person_id] if person_id is not None else []
    chosen += [contact.c.kind.in_(list(kinds))] if kinds else []
    await connection.execute(
        update(contact).where(*chosen).values(state=DROPPED, reason=reason, reason_until=None, decided_at=now)
    )


async def move(
    connection: AsyncConnection, meeting_id: int, kind: str, due_at: datetime, expires_at: datetime, now: datetime
) -> None:
    """All unsent ones of this kind go along with their meeting."""
    await connection.execute(
        update(contact)
        .where(contact.c.meeting_id == meeting_id, contact.c.kind == kind, contact.c.state == PLANNED)
        .values(due_at=due_at, expires_at=expires_at, reason="meeting_moved", reason_until=due_at, decided_at=now)
    )


async def follow(
    connection: AsyncConnection, meeting_id: int, times: Mapping[str, tuple[datetime, datetime]], now: datetime
) -> None:
    """All unsent ones that nobody holds are due as the plan says it now: `times` are due and expiry by kind."""
    rows = [
        {"of_meeting": meeting_id, "of_kind": kind, "target": max(due, now), "until": expires, "ahead": due > now}
        for kind, (due, expires) in times.items()
    ]
    if rows:
        await connection.execute(_FOLLOW, rows)


_sooner = contact.c.due_at > bindparam("target")
_later = and_(contact.c.due_at < bindparam("target"), bindparam("ahead", type_=Boolean))
_FOLLOW = (
    update(contact)
    .where(
        contact.c.meeting_id == bindparam("of_meeting"),
        contact.c.kind == bindparam("of_kind"),
        contact.c.state == PLANNED,
        or_(contact.c.reason == "", contact.c.reason == "meeting_moved"),
        or_(_sooner, _later, contact.c.expires_at != bindparam("until")),
    )
    .values(due_at=bindparam("target"), expires_at=bindparam("until"))
)
"""Put together once: this is done for each contact of each plan, every minute."""


def change_slot(sequence: int, told: datetime) -> str:
    """The slot of a change: which one it is, and the start (UTC) that she was told before it."""
    return f"{sequence}@{told:%y%m%dT%H%M}"


def told_start(slot: str) -> datetime | None:
    """The start that she was told before this change. None: it is no change."""
    told = slot.partition("@")[2]
    return datetime.strptime(told, "%y%m%dT%H%M").replace(tzinfo=UTC) if told else None


async def unsent_changes(connection: AsyncConnection, meeting_id: int) -> dict[int, str]:
    """By person: the slot of the change of this meeting that she has not heard yet."""
    unsent = (contact.c.meeting_id == meeting_id, contact.c.kind.in_(CORRECTIONS), contact.c.state == PLANNED)
    rows = await connection.execute(select(contact.c.person_id, contact.c.slot).where(*unsent))
    return {row.person_id: row.slot for row in rows}


async def start_before_cancelling(connection: AsyncConnection, meeting_id: int, person_id: int) -> datetime | None:
    """The start (UTC) that somebody knew when this meeting was cancelled. None: she was not to be told of that."""
    hers = (contact.c.meeting_id == meeting_id, contact.c.person_id == person_id, contact.c.kind == "cancelled")
    slot: str | None = (await connection.execute(select(contact.c.slot).where(*hers))).scalar()
    return told_start(slot) if slot else None


async def settled_only(connection: AsyncConnection, meeting_id: int, kinds: Iterable[str]) -> list[tuple[int, str]]:
    """Active people and kinds of which nothing of this meeting is planned any more, though once it was."""
    open_rows = func.sum(case((contact.c.state == PLANNED, 1), else_=0))
    query = select(contact.c.person_id, contact.c.kind).join(person, person.c.id == contact.c.person_id)
    query = query.where(
        contact.c.meeting_id == meeting_id, contact.c.kind.in_(list(kinds)), person.c.standing == ACTIVE
    )
    query = query.group_by(contact.c.person_id, contact.c.kind).having(open_rows == 0)
    return sorted((int(row[0]), str(row[1])) for row in await connection.execute(query))


async def take_back(connection: AsyncConnection, people: Sequence[int], now: datetime) -> None:
    """What was dropped because these people left, and is of use still."""
    dropped = (contact.c.person_id.in_(people), contact.c.state == DROPPED, contact.c.reason == "left")
    useful = (contact.c.meeting_id.is_not(None), contact.c.expires_at > now)
    await connection.execute(update(contact).where(*dropped, *useful).values(state=PLANNED, reason="", decided_at=None))


async def decide_anew(connection: AsyncConnection, people: Sequence[int], now: datetime) -> None:
    """What was decided and then did not go out in time, because of a closed gate or an outage, is planned again.

    It passes the gate once more: meanwhile it is night, or another day. What arrived in part is left as it is.
    """
    known = {"people": people, "since": now - LONGEST_OUTAGE, "now": now}
    sent = {f"contact:{row.id}:0": row for row in await connection.execute(_SENT_LATELY, known)}
    for key in (await connection.execute(_EXPIRED, {"keys": list(sent)})).scalars().all():
        row, mine = sent[key], outbox.c.key.like(f"{key.removesuffix('0')}_")
        await connection.execute(update(outbox).where(mine).values(key=outbox.c.key + f":{now:%y%m%d%H%M%S}"))
        joined = and_(contact.c.person_id == row.person_id, contact.c.decided_at == row.decided_at)
        again = or_(contact.c.id == row.id, and_(joined, contact.c.state == MERGED))
        values = {"state": PLANNED, "due_at": now, "reason": "", "reason_until": None, "decided_at": None}
        await connection.execute(update(contact).where(again).values(values))


_SENT_LATELY = select(contact.c.id, contact.c.person_id, contact.c.decided_at).where(
    _THEIRS, contact.c.state == SENT, contact.c.decided_at > bindparam("since"), contact.c.expires_at > _NOW
)
_EXPIRED = select(outbox.c.key).where(outbox.c.state == "expired", among(outbox.c.key, "keys"))


async def ahead(connection: AsyncConnection, person_id: int) -> list[Row[Any]]:
    """What is planned for her, the nearest first."""
    query = select(contact).where(contact.c.person_id == person_id, contact.c.state == PLANNED)
    return list(await connection.execute(query.order_by(contact.c.due_at, contact.c.id)))


async def contacts_by_id(connection: AsyncConnection, ids: Collection[int]) -> Sequence[Row[Any]]:
    return (await connection.execute(select(contact).where(contact.c.id.in_(ids)))).all() if ids else ()


async def contact_of(connection: AsyncConnection, contact_id: int) -> Row[Any] | None:
    return (await connection.execute(select(contact).where(contact.c.id == contact_id))).first()


async def oldest_overdue(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the contact that waits longest was due."""
    found: datetime | None = (await connection.execute(_OLDEST, {"now": now})).scalar()
    return found


_OLDEST = select(func.min(contact.c.due_at)).where(IS_PLANNED, contact.c.due_at <= _NOW)


async def addresses_of(connection: AsyncConnection, people: Sequence[int]) -> dict[int, Row[Any]]:
    """Where each is written to: of her addresses that she made last, one where she hears of it while no page is open;
    else one that is reachable; otherwise any, to say that it is not."""
    return {row.person_id: row for row in await connection.execute(_ADDRESSES, {"people": people})}


_ADDRESSES = (
    select(address)
    .where(address.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(address.c.reachable, reaches_when_closed(), address.c.id)
)
