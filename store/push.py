"""Browsers that may be told of a message, and who is reached by nothing when her page is closed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, and_, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import STOPPED
from store.tables import address, outbox, person, push

CHANNEL, ACCOUNT = "webchat", "web"
BROWSERS_OF_ONE = 5
"""More than one person has; who comes with yet another one lets go of the oldest."""
CHUNK = 5000
KNOWN_FOR = timedelta(hours=12)
"""So long a notice counts. By then she may have swiped it away, and what comes next is worth one again."""


@dataclass(frozen=True, slots=True)
class Browser:
    """`body` is what the browser gave, the words of its notice, and since when it is told (`told`), if it is."""

    id: int
    address_id: int
    body: dict[str, Any]

    @property
    def told(self) -> bool:
        return "told" in self.body

    def knows(self, now: datetime) -> bool:
        return self.told and now - datetime.fromisoformat(self.body["told"]) < KNOWN_FOR


async def subscribe(
    connection: AsyncConnection, address_id: int, lookup: str, body: dict[str, Any], now: datetime
) -> None:
    """This browser is hers from now on, whoever's it was before. Safe to repeat."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(push).values(address_id=address_id, lookup=lookup, subscription=body, created_at=now)
    taken = {name: statement.excluded[name] for name in ("address_id", "subscription", "created_at")}
    await connection.execute(statement.on_conflict_do_update(index_elements=["lookup"], set_=taken))
    newest = (
        select(push.c.id)
        .where(push.c.address_id == address_id)
        .order_by(push.c.created_at.desc(), push.c.id.desc())
        .limit(BROWSERS_OF_ONE)
    )
    kept = [row.id for row in await connection.execute(newest)]
    await connection.execute(delete(push).where(push.c.address_id == address_id, push.c.id.not_in(kept)))


async def unsubscribe(connection: AsyncConnection, lookup: str) -> None:
    await connection.execute(delete(push).where(push.c.lookup == lookup))


async def drop(connection: AsyncConnection, browser_id: int) -> None:
    """Its push service says that it is gone."""
    await connection.execute(delete(push).where(push.c.id == browser_id))


async def browser_of(connection: AsyncConnection, lookup: str) -> Browser | None:
    found = await connection.execute(select(push).where(push.c.lookup == lookup))
    return next((_browser(row) for row in found), None)


async def say_otherwise(connection: AsyncConnection, browser: Browser, words: dict[str, str]) -> None:
    """The notice in other words: she changed her language. In the transaction that has read `browser`."""
    await _write(connection, browser.id, browser.body | words)


async def browsers_of(connection: AsyncConnection, lookups: Collection[str]) -> list[Browser]:
    """All browsers of these addresses, which are named by their lookups."""
    return [_browser(row) for row in await connection.execute(_browsers(lookups))]


async def untold(connection: AsyncConnection, lookups: Collection[str], now: datetime) -> list[Browser]:
    """The browsers of those of these addresses who have not seen their newest message, and know of none."""
    return await _untold(connection, _browsers(lookups), now)


async def claim(connection: AsyncConnection, lookups: Collection[str], now: datetime) -> list[Browser]:
    """Those who are to be told, in a transaction that writes: from its commit on they are. A browser is told once
    until she looks, or until its notice does not count any more."""
    free = await _untold(connection, _browsers(lookups).with_for_update(of=push), now)
    for browser in free:
        await _write(connection, browser.id, browser.body | {"told": now.isoformat()})
    return free


async def forget_told(connection: AsyncConnection, browser_ids: Collection[int]) -> None:
    """She looked, or it could not be told: the next message is worth a notice again."""
    rows = await connection.execute(select(push).where(push.c.id.in_(browser_ids)).with_for_update())
    for browser in map(_browser, rows):
        await _write(connection, browser.id, {name: value for name, value in browser.body.items() if name != "told"})


async def reachable_when_closed(connection: AsyncConnection, person_ids: Collection[int]) -> set[int]:
    """Those of these people whom a message reaches while no page is open: by a messenger, or by a notice."""
    return {found for chunk in _chunks(person_ids) for found in await _reachable(connection, chunk)}


async def needs_notices(connection: AsyncConnection, person_id: int) -> bool:
    """Whether it is of use to ask her: we may write to her, and nothing but a page of the web chat reaches her."""
    stopped = select(person.c.id).where(person.c.id == person_id, person.c.standing == STOPPED)
    messenger = select(address.c.id).where(
        address.c.person_id == person_id, address.c.channel != CHANNEL, address.c.reachable
    )
    return (await connection.execute(stopped.union_all(messenger).limit(1))).first() is None


async def _untold(connection: AsyncConnection, browsers: Select[Any], now: datetime) -> list[Browser]:
    rows = await connection.execute(browsers.where(_unseen()))
    return [browser for browser in map(_browser, rows) if not browser.knows(now)]


async def _reachable(connection: AsyncConnection, person_ids: Collection[int]) -> Sequence[int]:
    query = select(address.c.person_id).where(address.c.person_id.in_(person_ids), reaches_when_closed())
    return (await connection.execute(query)).scalars().all()


def reaches_when_closed() -> ColumnElement[bool]:
    """Whether a message to an address arrives while no page is open."""
    by_notice = exists().where(push.c.address_id.in_((address.c.id, address.c.line_id)))
    return and_(address.c.reachable, or_(address.c.channel != CHANNEL, by_notice))


def _browsers(lookups: Collection[str]) -> Select[Any]:
    theirs = (address.c.channel == CHANNEL, address.c.account == ACCOUNT, address.c.lookup.in_(lookups))
    return select(push).join(address, push.c.address_id == address.c.id).where(*theirs).order_by(push.c.id)


def _unseen() -> Exists:
    """A page marks all up to the one that it showed as read. On a phone that several use, whosever it is."""
    theirs = select(address.c.id).where(address.c.line_id == push.c.address_id)
    return exists().where(
        or_(outbox.c.address_id == push.c.address_id, outbox.c.address_id.in_(theirs)),
        outbox.c.state.in_(("sending", "sent")),
        outbox.c.receipt.is_distinct_from("read"),
    )


def _browser(row: Any) -> Browser:
    return Browser(row.id, row.address_id, row.subscription)


async def _write(connection: AsyncConnection, browser_id: int, body: dict[str, Any]) -> None:
    await connection.execute(update(push).where(push.c.id == browser_id).values(subscription=body))


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Databases limit how many values one question may hold."""
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
