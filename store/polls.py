"""Polls of a lab. Their answers are in store/ballots.py, who is asked in store/audience.py."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import DRAFT, OPEN, Choice, Poll
from store.tables import poll

CODE_BYTES = 12
SALT_BYTES = 32
LONG_AGO = 60
"""So many of a lab are looked at, the newest first."""


async def add_poll(connection: AsyncConnection, drafted: Poll, now: datetime) -> Poll:
    """Store a new draft, with an id and the code of its screen."""
    values = _values(drafted) | {"lab_id": drafted.lab_id, "state": DRAFT, "round": 1, "results": []}
    values |= {"code": secrets.token_urlsafe(CODE_BYTES), "staff_id": drafted.staff_id, "created_at": now}
    return _poll((await connection.execute(insert(poll).values(values).returning(*_COLUMNS))).one())


async def change_poll(connection: AsyncConnection, changed: Poll) -> bool:
    """Only a draft can be changed: what people have read stays as it is. Whether it was one."""
    draft = (poll.c.id == changed.id, poll.c.lab_id == changed.lab_id, poll.c.state == DRAFT)
    return bool((await connection.execute(update(poll).where(*draft).values(_values(changed)))).rowcount)


def _values(one: Poll) -> dict[str, Any]:
    options = [{"id": o.id, "words": dict(o.words), "sources": list(o.sources)} for o in one.options]
    return {
        "meeting_id": one.meeting_id,
        "pilot_id": one.pilot_id,
        "technique": one.technique,
        "moment": one.moment,
        "words": {"question": dict(one.words), "options": options},
        "settings": dict(one.settings),
        "closes_at": one.closes_at,
    }


async def open_poll_row(
    connection: AsyncConnection, opened: Poll, now: datetime, closes_at: datetime, round_ends_at: datetime | None
) -> bool:
    """From now on it takes answers, and has a salt that hides whose they are. False: it was no draft any more."""
    values = {"state": OPEN, "opened_at": now, "closes_at": closes_at, "round_ends_at": round_ends_at}
    draft = (poll.c.id == opened.id, poll.c.state == DRAFT)
    fresh = values | {"salt": secrets.token_hex(SALT_BYTES)}
    return bool((await connection.execute(update(poll).where(*draft).values(fresh))).rowcount)


async def change_times(connection: AsyncConnection, poll_id: int, **moments: datetime | None) -> None:
    """`closes_at`, `round_ends_at` of an open one: its meeting moved, or somebody gives it more time."""
    await connection.execute(update(poll).where(poll.c.id == poll_id, poll.c.state == OPEN).values(moments))


async def begin_round(
    connection: AsyncConnection,
    poll_id: int,
    number: int,
    ends_at: datetime | None,
    results: Sequence[Mapping[str, Any]],
) -> bool:
    """Round `number` begins; what the one before it showed is published. `ends_at` None: when the poll closes. False:
    somebody else was quicker."""
    before = (poll.c.id == poll_id, poll.c.state == OPEN, poll.c.round == number - 1)
    values = {"round": number, "round_ends_at": ends_at, "results": [dict(one) for one in results]}
    return bool((await connection.execute(update(poll).where(*before).values(values))).rowcount)


async def poll_of(connection: AsyncConnection, poll_id: int, *, lock: bool = False) -> Poll | None:
    """With `lock` nobody votes in it, or closes it, until the commit."""
    query = select(*_COLUMNS).where(poll.c.id == poll_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    return _poll(row) if row else None


async def poll_by_code(connection: AsyncConnection, code: str) -> Poll | None:
    row = (await connection.execute(select(*_COLUMNS).where(poll.c.code == code[:20]))).first()
    return _poll(row) if row else None


async def polls_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Poll]:
    rows = await connection.execute(select(*_COLUMNS).where(poll.c.id.in_(sorted(set(ids)))))
    return {row.id: _poll(row) for row in rows}


async def polls_of(connection: AsyncConnection, lab_id: int, *states: str) -> list[Poll]:
    """Those of a lab in one of these states (none: in any), the newest first."""
    query, known = (_OF_LAB_IN, {"states": states}) if states else (_OF_LAB, {})
    return [_poll(row) for row in await connection.execute(query, {"lab": lab_id, **known})]


async def salt_of(connection: AsyncConnection, poll_id: int) -> str | None:
    """While it is open. Whoever votes holds the poll's row: it is not closed before she is done."""
    query = select(poll.c.salt).where(poll.c.id == poll_id, poll.c.state == OPEN)
    return (await connection.execute(query.with_for_update(read=True))).scalar()


async def salts_of(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, str]:
    query = select(poll.c.id, poll.c.salt).where(poll.c.id.in_(sorted(set(ids))), poll.c.state == OPEN)
    return {row.id: row.salt for row in await connection.execute(query)}


async def closed_since(connection: AsyncConnection, since: datetime) -> bool:
    """Whether any poll, of any lab, was closed since then."""
    query = select(poll.c.id).where(poll.c.closed_at >= since).limit(1)
    return (await connection.execute(query)).scalar() is not None


_COLUMNS = [column for column in poll.c if column.name != "salt"]
_OF_LAB = select(*_COLUMNS).where(poll.c.lab_id == bindparam("lab")).order_by(poll.c.id.desc()).limit(LONG_AGO)
_OF_LAB_IN = _OF_LAB.where(poll.c.state.in_(bindparam("states", expanding=True)))


def _poll(row: Row[Any]) -> Poll:
    words = row.words
    return Poll(
        id=row.id,
        lab_id=row.lab_id,
        technique=row.technique,
        moment=row.moment,
        words=words.get("question", {}),
        options=tuple(Choice(o["id"], o["words"], tuple(o.get("sources", ()))) for o in words.get("options", ())),
        settings=row.settings,
        meeting_id=row.meeting_id,
        pilot_id=row.pilot_id,
        state=row.state,
        code=row.code,
        round=row.round,
        round_ends_at=row.round_ends_at,
        results=tuple(row.results),
        staff_id=row.staff_id,
        created_at=row.created_at,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
    )
