"""A database that answers at once: nobody else uses it, and its disk is memory, so nothing has to wait for it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import chain
from typing import Any, cast

import orjson
from sqlalchemy import Connection, CursorResult, create_engine, event
from sqlalchemy.ext.asyncio import AsyncConnection

from store.crypto import Keyring
from store.database import SQLITE_PRAGMAS, Database


class DirectConnection:
    """What the program uses of SQLAlchemy's asynchronous connection, without the way through a thread and back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, *given: Any, **options: Any) -> CursorResult[Any]:
        return self._connection.execute(*given, **options)

    async def exec_driver_sql(self, *given: Any, **options: Any) -> CursorResult[Any]:
        return self._connection.exec_driver_sql(*given, **options)

    async def run_sync(self, work: Callable[..., Any], *given: Any) -> Any:
        return work(self._connection, *given)


class DirectDatabase(Database):
    """The same statements on the same tables; a year asks for fifty thousand of them."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        super().__init__(url, keyring)
        self._direct = create_engine(
            self.url.set(drivername="sqlite"), hide_parameters=True, json_deserializer=orjson.loads
        )
        self._direct.dialect.brug_keyring = keyring  # type: ignore[attr-defined]
        self._direct.dialect.brug_names = self._names  # type: ignore[attr-defined]
        event.listen(self._direct, "connect", _on_connect)
        event.listen(self._direct, "begin", _on_begin)
        self._open: dict[bool, list[Connection]] = {True: [], False: []}
        """Those that write, and those that read, while nobody uses them: they stay open."""

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        with self._begun(writes=False) as connection:
            yield cast(AsyncConnection, DirectConnection(connection))

    @asynccontextmanager
    async def write(self, *, hot: bool = False) -> AsyncIterator[AsyncConnection]:
        async with self._writer:
            with self._begun(writes=True) as connection:
                yield cast(AsyncConnection, DirectConnection(connection))

    @contextmanager
    def _begun(self, *, writes: bool) -> Iterator[Connection]:
        """A transaction on a connection that is open already, where there is one."""
        unused = self._open[writes]
        connection = unused.pop() if unused else self._direct.connect().execution_options(brug_write=writes)
        with connection.begin():
            yield connection
        unused.append(connection)

    async def close(self) -> None:
        for connection in chain.from_iterable(self._open.values()):
            connection.close()
        self._direct.dispose()
        await super().close()


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("brug_write")
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if write else "BEGIN")
