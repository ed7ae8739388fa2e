"""The queries of one batch of inbound messages: whom they are from, and what became of them. All in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Table, any_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import UNCONFIRMED_LIFE
from store.among import among_keys
from store.bulk import Rows, Update, insert_rows, update_rows
from store.outgoing import IS_CLOSED, IS_OPEN, closed_gates
from store.tables import address, gate, inbox, outbox, person

Key = tuple[str, str, str]
"""Channel, account, and the provider's id of the event."""

HOT = ("state", "turns", "turns_since", "last_in_at", "last_out_at")
WARM = (
    *("lab_id", "language", "role", "standing", "name", "facts", "age_band", "place", "worker_id"),
    *("handed_over_at", "paused_until", "confirmed_at", "expires_at"),
)


_warm = itemgetter(*WARM)


@dataclass(frozen=True, slots=True)
class Caller:
    """An address as a channel knows it. `lookup` is its fingerprint."""

    channel: str
    account: str
    lookup: str
    external: str
    locales: str


@dataclass(slots=True)
class Visitor:
    """An address and the person behind it, as one turn reads and changes them.

    `waiting`: older messages wait there, or nobody may send with this bot now.
    `line_id`: of a phone that several use (store/phones.py). Before it is known which of them writes, `address_id` is
    that line, and the person is nobody: her id is 0.
    """

    address_id: int
    caller: Caller
    reachable: bool
    waiting: bool
    person: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    line_id: int | None = None

    @property
    def person_id(self) -> int:
        return int(self.person["id"])

    def changed(self) -> bool:
        return bool(_warm(self.person) != _warm(self.before))


async def already_taken(connection: AsyncConnection, keys: Sequence[Key]) -> set[Key]:
    """Which of these events took effect before."""
    rows = await connection.execute(_TAKEN, _parts(keys, ("channels", "accounts", "events")))
    return {(row[0], row[1], row[2]) for row in rows}


def _parts(keys: Iterable[Key], names: tuple[str, str, str]) -> dict[str, list[str]]:
    """The parts of all keys, each by itself, for `among_keys`."""
    return {name: list(part) for name, part in zip(names, zip(*keys, strict=True), strict=True)}


_TAKEN = select(inbox.c.channel, inbox.c.account, inbox.c.event_id).where(
    among_keys((inbox.c.channel, inbox.c.account, inbox.c.event_id), ("channels", "accounts", "events"))
)

_OLDER = select(outbox.c.id).where(outbox.c.address_id == address.c.id, IS_OPEN).limit(1).scalar_subquery()
"""No EXISTS: for that PostgreSQL may read all that is open, for whomever, to look into it for each address."""
_WAITING = or_(
    _OLDER.is_not(None),
    exists().where(gate.c.channel == address.c.channel, gate.c.account == address.c.account, IS_CLOSED),
).label("waiting")
_NAMES = ("id", "created_at", "guardian_agreed_at", "human_until", *HOT, *WARM)
_PERSON = [person.c[name] for name in _NAMES]
_THEIRS = among_keys((address.c.channel, address.c.account, address.c.lookup), ("channels", "accounts", "lookups"))
_THEY = select(address.c.person_id).where(_THEIRS).order_by(address.c.id).with_for_update().cte("they")
_LOCK = (
    select(person.c.id)
    .where(person.c.id == any_(func.array(select(_THEY.c.person_id).scalar_subquery())))
    .order_by(person.c.id)
    .with_for_update(of=person)
)
"""All addresses, then all people behind them: the list of these is whole before the first of them is locked."""
COLUMNS = (
    *(address.c.id.label("address_id"), address.c.lookup, address.c.reachable, _WAITING, address.c.line_id),
    *_PERSON,
)
"""What `visitor_of` reads of an address and the person behind it."""
_VISITORS = (
    select(*COLUMNS)
    .outerjoin_from(address, person, address.c.person_id == person.c.id)
    .where(_THEIRS)
    .order_by(address.c.id)
)


async def visitors(connection: AsyncConnection, callers: Iterable[Caller], now: datetime) -> dict[str, Visitor]:
    """Load and lock those who wrote, by lookup; strangers are made known. Two rows wait for each other in id order."""
    wanted = {caller.lookup: caller for caller in callers}
    keys = [(caller.channel, caller.account, caller.lookup) for caller in wanted.values()]
    parts = _parts(keys, ("channels", "accounts", "lookups"))
    rows = await _locked_rows(connection, parts, now)
    found = {row.lookup: visitor_of(row, wanted[row.lookup]) for row in rows if row.id is not None}
    found |= {row.lookup: _nobody_yet(row, wanted[row.lookup], now) for row in rows if _is_line(row)}
    homeless = {row.lookup: row.address_id for row in rows if row.id is None and row.line_id is None}
    strangers = [caller for lookup, caller in sorted(wanted.items()) if lookup not in found]
    if strangers:
        found |= await _welcome(connection, strangers, homeless, now)
    return found


async def _locked_rows(connection: AsyncConnection, parts: dict[str, list[str]], now: datetime) -> Sequence[Row[Any]]:
    """On PostgreSQL the lock is a statement of its own: one that waited for it would still see the person as she was
    before. The desk changes people without their addresses, so both are locked.

    An address that got a new person while we waited for it: of her that statement knew nothing, and the next one does.
    """
    sqlite = connection.dialect.name == "sqlite"
    while True:
        locked = set() if sqlite else set((await connection.execute(_LOCK, parts)).scalars())
        rows = (await connection.execute(_VISITORS, parts | {"now": now})).all()
        if sqlite or all(row.id is None or row.id in locked for row in rows):
            return rows


def visitor_of(row: Row[Any], caller: Caller) -> Visitor:
    address_id, _, reachable, waiting, line_id, *values = tuple[Any, ...](row)
    known = dict(zip(_NAMES, values, strict=True))
    return Visitor(address_id, caller, reachable, bool(waiting), known, dict(known), line_id)


def _is_line(row: Row[Any]) -> bool:
    return row.id is None and row.line_id is not None


def _nobody_yet(row: Row[Any], caller: Caller, now: datetime) -> Visitor:
    somebody = stranger(caller, row.address_id, 0, now, waiting=bool(row.waiting))
    somebody.reachable, somebody.line_id = row.reachable, row.line_id
    return somebody


async def _welcome(
    connection: AsyncConnection, strangers: list[Caller], homeless: Mapping[str, int], now: datetime
) -> dict[str, Visitor]:
    blank = {"created_at": now, "expires_at": now + UNCONFIRMED_LIFE}
    people = await insert_many(connection, person, [dict(blank) for _ in strangers])
    newcomers = [(c, p) for c, p in zip(strangers, people, strict=True) if c.lookup not in homeless]
    rows = [
        {"channel": c.channel, "account": c.account, "lookup": c.lookup, "external": c.external}
        | {"locales": c.locales, "person_id": p, "created_at": now}
        for c, p in newcomers
    ]
    ids = await insert_many(connection, address, rows)
    where = dict(homeless) | {c.lookup: i for (c, _), i in zip(newcomers, ids, strict=True)}
    for caller, person_id in zip(strangers, people, strict=True):
        if caller.lookup in homeless:
            await connection.execute(
                update(address)
                .where(address.c.id == where[caller.lookup])
                .values(person_id=person_id, farewell_at=None)
            )
    closed = await closed_gates(connection, now)
    return {
        c.lookup: stranger(c, where[c.lookup], p, now, waiting=(c.channel, c.account) in closed)
        for c, p in zip(strangers, people, strict=True)
    }


def stranger(caller: Caller, address_id: int, person_id: int, now: datetime, *, waiting: bool) -> Visitor:
    """Somebody of whom nothing is known yet."""
    known: dict[str, Any] = dict.fromkeys((*HOT, *WARM, "guardian_agreed_at", "human_until"))
    known |= {"id": person_id, "created_at": now, "expires_at": now + UNCONFIRMED_LIFE}
    known |= {"language": "", "role": "participant", "standing": "new", "turns": 0}
    return Visitor(address_id, caller, reachable=True, waiting=waiting, person=known, before=dict(known))


async def insert_many(connection: AsyncConnection, table: Table, rows: Rows) -> list[int]:
    """The ids of the new rows, in the order of `rows`."""
    return sorted(int(row[0]) for row in await insert_rows(connection, table, rows, ("id",)))


async def insert_by_key(connection: AsyncConnection, table: Table, rows: Rows) -> dict[str, int]:
    """The ids of the new rows by their unique `key`."""
    return {row[0]: int(row[1]) for row in await insert_rows(connection, table, rows, ("key", "id"))}


_HOT = Update(person, ", ".join(f"{name} = new.{name}" for name in HOT))
_ALL = Update(person, ", ".join(f"{name} = new.{name}" for name in (*HOT, *WARM)))
_REACHED = Update(address, "reachable = true")


async def save_people(connection: AsyncConnection, seen: Iterable[Visitor]) -> None:
    """Write back what a turn changed: always the conversation, the rest only where it differs."""
    hot: list[dict[str, Any]] = []
    full: list[dict[str, Any]] = []
    unreachable: list[dict[str, Any]] = []
    for visitor in seen:
        (full if visitor.changed() else hot).append(visitor.person)
        if not visitor.reachable:
            unreachable.append({"id": visitor.address_id})
    await update_rows(connection, _HOT, hot)
    await update_rows(connection, _ALL, full)
    await update_rows(connection, _REACHED, unreachable)
