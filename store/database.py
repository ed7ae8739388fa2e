"""One connection pool for either database. The URL decides which."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from typing import Any, TypeVar

import orjson
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from store.crypto import Keyring
from store.inline import BUSY_MS, connect_inline
from store.names import Names

T = TypeVar("T")

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged update survives a power cut, not only a crash
    "foreign_keys=ON",
    "secure_delete=ON",  # erased means overwritten
    f"busy_timeout={BUSY_MS}",
    "cache_size=-4000",  # KB for each of some six connections: all of Brug is to stay under 150 MB
)
ATTEMPTS = 4
IDLE_SECONDS = 10
"""So long a worker that stands still may keep others from rows that it has locked."""
FINISH_SECONDS = 10
"""So long whoever is inside when it closes is waited for."""
RETRY_STATES = {"23505", "25P03", "40001", "40P01", "57P01", "57P02", "57P03", "08006", "08003", "08001"}


class Closed(OperationalError):
    """For whoever comes when the database is closed: it is away, and does not come back in this process."""

    def __init__(self) -> None:
        super().__init__(None, None, ConnectionError("The database is closed."))


class Database:
    """`read()` and `write()` give a connection in a transaction; `transact` also repeats what may be repeated."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.url = make_url(url)
        self.keyring = keyring
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._names = Names(keyring, "person.name")
        self.engine = self._engine(**_pool(sqlite=self.sqlite))
        in_memory = self.sqlite and not self.url.database
        self._hot = self.engine if in_memory else self._engine(**_hot_pool(sqlite=self.sqlite))
        self._writer = asyncio.Lock() if self.sqlite else nullcontext()
        self._kept: list[AsyncConnection] = []
        self._going: set[asyncio.Future[list[BaseException | None]]] = set()
        self._inside = 0
        self._left = asyncio.Event()
        self._closed = False

    def _engine(self, **options: Any) -> AsyncEngine:
        engine = create_async_engine(self.url, hide_parameters=True, json_deserializer=orjson.loads, **options)
        engine.sync_engine.dialect.brug_keyring = self.keyring  # type: ignore[attr-defined]
        engine.sync_engine.dialect.brug_names = self._names  # type: ignore[attr-defined]
        (_prepare_sqlite if self.sqlite else _prepare_postgres)(engine)
        return engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        with self._entered():
            async with self.engine.connect() as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def bare(self) -> AsyncIterator[AsyncConnection]:
        """Without a transaction: for what can be done in none."""
        with self._entered():
            async with self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, *, hot: bool = False) -> AsyncIterator[AsyncConnection]:
        """On SQLite the write lock is taken at BEGIN: a read that turns into a write would fail at once as busy.

        `hot`: a few statements, all by index, as happens for every message; see store/inline.py.
        """
        erasures = self._names.erasures
        with self._entered():
            async with self._writer, self._kept_open() if hot else self._writing() as connection, connection.begin():
                yield connection
        self._names.committed(erasures)

    @contextmanager
    def _entered(self) -> Iterator[None]:
        """Somebody is inside, or waits for the lock: whoever closes waits for her."""
        if self._closed:
            raise Closed
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            self._left.set()

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with self.engine.connect() as connection:
            yield await connection.execution_options(brug_write=True)

    @asynccontextmanager
    async def _kept_open(self) -> AsyncIterator[AsyncConnection]:
        """A connection of the hot path: to take it from its pool and give it back took longer than a statement.

        Where something fails all of them go back: what cut one off has perhaps cut off the others too.
        """
        connection = self._kept.pop() if self._kept else await self._hot.connect()
        try:
            yield await connection.execution_options(brug_write=True)
        except BaseException:
            self._kept.append(connection)
            await self._give_back()
            raise
        self._kept.append(connection)

    async def _give_back(self) -> None:
        """All of them, though whoever gives them back gives up meanwhile, and though one cannot be closed."""
        kept, self._kept = self._kept, []
        going = asyncio.gather(*(connection.close() for connection in kept), return_exceptions=True)
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        await asyncio.shield(going)

    async def transact(self, work: Callable[[AsyncConnection], Awaitable[T]], *, hot: bool = False) -> T:
        """Run `work` in a transaction, again as a whole after a lost connection or a conflict.

        `work` must be safe to repeat even if the first commit did happen: unique keys see to that.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self.write(hot=hot) as connection:
                    return await work(connection)
            except DBAPIError as error:
                if attempt == ATTEMPTS or not may_repeat(error):
                    raise
                await asyncio.sleep(0.05 * 2**attempt)
        raise AssertionError("unreachable")

    async def close(self) -> None:
        """Nobody comes in any more, so that nothing is opened anew; whoever is inside comes to the end first."""
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                while self._inside:
                    self._left.clear()
                    await self._left.wait()
        try:
            await self._give_back()
            await asyncio.gather(*self._going)
            await self.engine.dispose()
        finally:
            await self._hot.dispose()


def may_repeat(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed when it is run again, for example because it will see a key then."""
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in RETRY_STATES
    return isinstance(error, OperationalError) and ("locked" in str(error.orig) or _lost(error))


def _lost(error: DBAPIError) -> bool:
    return type(error.orig).__module__.startswith("psycopg")


def _pool(*, sqlite: bool) -> dict[str, Any]:
    if sqlite:
        return {"pool_size": 5, "max_overflow": 10}
    options = {"options": f"-c idle_in_transaction_session_timeout={IDLE_SECONDS}s"}
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True, "pool_timeout": 10, "connect_args": options}


def _hot_pool(*, sqlite: bool) -> dict[str, Any]:
    """PostgreSQL plans a prepared statement once, perhaps while its tables are empty: to read all of a table must not
    seem cheap then. Whether a connection still lives is not asked before each use: who finds it dead begins again."""
    if sqlite:
        return {"pool_size": 1, "max_overflow": 0, "connect_args": {"async_creator_fn": connect_inline}}
    settings = f"-c idle_in_transaction_session_timeout={IDLE_SECONDS}s -c enable_seqscan=off -c jit=off"
    return {"pool_size": 4, "max_overflow": 2, "pool_timeout": 10, "connect_args": {"options": settings}}


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """Take BEGIN into our own hands: the driver would start transactions late and without the write lock."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def on_invalidate(connection: Any, *_: object) -> None:
        """Whoever is cancelled while the thread works leaves a cursor behind, and with it the write lock, until the
        collector comes. The driver is told to give up the transaction before SQLAlchemy tells it to close."""
        driver = connection.driver_connection
        if driver._connection is not None:
            driver._tx.put_nowait((None, driver._connection.rollback))

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        write = connection.get_execution_options().get("brug_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _prepare_postgres(engine: AsyncEngine) -> None:
    """Many rows for one statement go one after the other: a pipeline is dangerous here, see store/bulk.py."""

    @event.listens_for(engine.sync_engine, "do_executemany")
    def on_many(cursor: Any, statement: str, rows: Sequence[Any], _: object) -> bool:
        for row in rows:
            cursor.execute(statement, row)
        return True
