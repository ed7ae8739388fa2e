"""Messages that hand on what somebody wrote without her name: nothing of it stays beside whoever got it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.outgoing import Outcome
from store.push import CHANNEL as WEB_CHAT
from store.tables import outbox, person

WAITING = ("queued", "sending")


def is_passing(body: Mapping[str, Any]) -> bool:
    return bool(body.get("passing"))


async def forget_sent(connection: AsyncConnection, outcomes: Iterable[Outcome]) -> None:
    """After they are recorded. The web chat shows what is stored: there they stay until the round ends."""
    passing = [one.parcel for one in outcomes if is_passing(one.parcel.body) and one.parcel.channel != WEB_CHAT]
    if passing:
        query = select(outbox.c.id, outbox.c.state, outbox.c.body).where(outbox.c.id.in_([one.id for one in passing]))
        await _empty(connection, (await connection.execute(query)).all())


async def forget_handed_on(connection: AsyncConnection, lab_id: int, since: datetime) -> None:
    """A round is over: what was handed on in this lab since then is kept nowhere, not on the page either."""
    theirs = (person.c.lab_id == lab_id, outbox.c.created_at >= since, outbox.c.body.is_not(None))
    query = select(outbox.c.id, outbox.c.state, outbox.c.body).join(person, person.c.id == outbox.c.person_id)
    rows = (await connection.execute(query.where(*theirs))).all()
    await _empty(connection, [row for row in rows if is_passing(row.body)])


async def forget_handed_to(connection: AsyncConnection, person_id: int) -> None:
    """She is done with what was handed on to her: it is kept nowhere, not on the page either."""
    rows = (await connection.execute(_HERS, {"person": person_id})).all()
    await _empty(connection, [row for row in rows if is_passing(row.body) and row.body.get("text")])


_HERS = select(outbox.c.id, outbox.c.state, outbox.c.body).where(
    outbox.c.person_id == bindparam("person"), outbox.c.body.is_not(None)
)


async def _empty(connection: AsyncConnection, rows: Iterable[Row[*tuple[Any, ...]]]) -> None:
    for row in rows:
        if row.state not in WAITING:
            left = {"text": "", "lang": row.body.get("lang", ""), "passing": True}
            await connection.execute(update(outbox).where(outbox.c.id == row.id).values(body=left))
