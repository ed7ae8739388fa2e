"""Two workers and the same rows of PostgreSQL: who waits for whom, and what a worker that stands still can hold."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from psycopg import AsyncCursor
from sqlalchemy import event, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.intake import Caller, visitors
from store.outgoing import Outcome, Parcel, claim, record, renew
from store.phones import join_line, open_line, phone_of
from store.tables import address, outbox, person, tally
from tests.bot.post import Post
from tests.house import MONDAY, House

pytestmark = pytest.mark.postgres
LEASE = timedelta(minutes=1)
Locking = Callable[[AsyncConnection, list[Parcel]], Awaitable[object]]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture
async def post(home: House) -> Post:
    """Amina and Bilal are known; nothing is on its way."""
    post = Post(home)
    await post.knows("amina", "bilal")
    return post


@pytest.fixture
def database(home: House) -> Database:
    return home.brug.database


async def leased(post: Post) -> list[Parcel]:
    """Three messages that we send: the second is for Amina, whose address is older than Bilal's."""
    mine = {"state": "sending", "lease_owner": "me", "lease_until": MONDAY + LEASE}
    ids = [await post.put(sender, "News", "reply", **mine) for sender in ("bilal", "amina", "bilal")]
    rows = [await post.row(id) for id in ids]
    return [Parcel(r.id, r.address_id, "paper", "1", "", r.kind, r.body, 1, "me", r.lease_until) for r in rows]


async def records(connection: AsyncConnection, parcels: list[Parcel]) -> None:
    await record(connection, [Outcome(parcel, "sent") for parcel in reversed(parcels)], MONDAY)


async def renews(connection: AsyncConnection, parcels: list[Parcel]) -> None:
    await renew(connection, "me", [parcel.id for parcel in reversed(parcels)], MONDAY + 2 * LEASE)


async def claims(connection: AsyncConnection, parcels: list[Parcel]) -> None:
    await claim(connection, [parcel.address_id for parcel in parcels], "other", MONDAY, LEASE)


@pytest.mark.parametrize("locking", [records, renews, claims])
async def test_who_waits_for_a_message_holds_none_that_came_later(
    post: Post, database: Database, locking: Locking
) -> None:
    first, *later = await leased(post)

    async with database.write() as holder, asyncio.TaskGroup() as tasks:
        await _hold(holder, first.id)
        tasks.create_task(_in_transaction(database, lambda connection: locking(connection, [first, *later])))
        await _somebody_waits(database)
        for parcel in later:
            await _hold(holder, parcel.id, nowait=True)
        await holder.commit()


async def test_what_was_taken_over_while_we_waited_for_it_stays_theirs(post: Post, database: Database) -> None:
    parcels = await leased(post)

    async with database.write() as other, asyncio.TaskGroup() as tasks:
        theirs = update(outbox).where(outbox.c.id == parcels[1].id).values(lease_owner="other")
        await other.execute(theirs)
        tasks.create_task(_in_transaction(database, lambda connection: records(connection, parcels)))
        await _somebody_waits(database)
        await other.commit()

    assert [(await post.row(parcel.id)).state for parcel in parcels] == ["sent", "sending", "sent"]
    assert (await post.row(parcels[1].id)).lease_owner == "other"


async def test_a_conversation_and_a_broadcast_need_no_pipeline(home: House, post: Post, pipelined: list[str]) -> None:
    senders = ["céline", "deniz", "els"]

    await asyncio.gather(*(home.signs_up(sender) for sender in senders))
    for sender in senders:
        await post.put(sender, "News")
    await post.sweep()
    await asyncio.gather(*(home.writes(sender, "Where is it?") for sender in senders))

    assert [home.said(sender).count("News") for sender in senders] == [1, 1, 1]
    assert pipelined == []


@pytest.fixture
def pipelined(database: Database) -> Iterator[list[str]]:
    """The statements that SQLAlchemy would give to `executemany`."""
    seen: list[str] = []

    def look(_: Any, __: Any, statement: str, ___: Any, ____: Any, many: bool) -> None:
        if many:
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", look)
    yield seen
    event.remove(database.engine.sync_engine, "before_cursor_execute", look)


class Unpipelined(AsyncCursor[Any]):
    async def executemany(self, *_: Any, **__: Any) -> None:
        raise AssertionError("a pipeline")


async def test_no_pipeline_is_made_of_any_other_statement_either(database: Database) -> None:
    rows = [{"lab_id": 1, "kind": "left", "place": place, "count": 1} for place in ("Gent", "Liège", "ሰላም")]

    async with database.write() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        raw.driver_connection.cursor_factory = Unpipelined
        await connection.execute(insert(tally), rows)

    async with database.read() as connection:
        assert (await connection.scalars(select(tally.c.place).order_by(tally.c.id))).all() == ["Gent", "Liège", "ሰላም"]


async def _in_transaction(database: Database, work: Callable[[AsyncConnection], Awaitable[object]]) -> None:
    async with database.write() as connection:
        await work(connection)


async def test_who_waited_for_the_first_worker_finds_the_line_and_everybody_on_it(home: House) -> None:
    await home.signs_up("phone")
    database, now = home.brug.database, home.clock.now()
    writes = _caller(database)

    async def second() -> list[int]:
        async with database.write() as connection:
            [found] = (await visitors(connection, [writes], now)).values()
            assert found.line_id
            return [one.person_id for one in (await phone_of(connection, found.line_id, writes, now)).members]

    async with database.write() as connection:
        [owner] = (await visitors(connection, [writes], now)).values()
        line_id = await open_line(connection, owner, now)
        waiting = asyncio.create_task(second())
        await _somebody_waits(database)
        bilal = await join_line(connection, line_id, writes, now, waiting=False)

    assert await waiting == [owner.person_id, bilal.person_id]
    assert await home.count(address) == 3


async def test_who_waited_for_an_address_holds_her_who_got_it_meanwhile(home: House) -> None:
    await home.signs_up("phone")
    database, now = home.brug.database, home.clock.now()
    holds, done = asyncio.Event(), asyncio.Event()

    async def second() -> None:
        async with database.write() as connection:
            [found] = (await visitors(connection, [_caller(database)], now)).values()
            assert found.person_id == new
            holds.set()
            await done.wait()

    async with database.write() as connection:
        [phone] = (await visitors(connection, [_caller(database)], now)).values()
        new = await connection.scalar(insert(person).values(created_at=now).returning(person.c.id))
        await connection.execute(update(address).where(address.c.id == phone.address_id).values(person_id=new))
        waiting = asyncio.create_task(second())
        await _somebody_waits(database)

    await holds.wait()
    with pytest.raises(OperationalError, match="could not obtain lock"):
        async with database.write() as connection:
            await connection.execute(select(person.c.id).where(person.c.id == new).with_for_update(nowait=True))
    done.set()
    await waiting


def _caller(database: Database) -> Caller:
    return Caller("paper", "1", database.keyring.lookup("paper:1", "phone"), "phone", "")


async def _hold(connection: AsyncConnection, row: int, *, nowait: bool = False) -> None:
    await connection.execute(select(outbox.c.id).where(outbox.c.id == row).with_for_update(nowait=nowait))


async def _somebody_waits(database: Database) -> None:
    """Until a transaction waits for another one's row."""
    async with asyncio.timeout(10), database.read() as connection:
        while not (await connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar():
            await asyncio.sleep(0.01)
