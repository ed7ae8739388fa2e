"""A database that answers at once: nobody else uses it, and its disk is memory, so no thread has to wait for it."""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from store.database import Database
from store.inline import InlineConnection


class DirectConnection(InlineConnection):
    """Every statement runs where it is awaited. A write transaction never waits for another: `Database` sees to it."""

    def _may_wait(self, step: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        return False


class DirectDatabase(Database):
    """A thread takes a millisecond to answer, and a year asks it a hundred thousand times."""

    def _engine(self, **options: Any) -> AsyncEngine:
        return super()._engine(**options | {"connect_args": {"async_creator_fn": _connect}})


def _connect(database: str, **options: Any) -> DirectConnection:
    opened = partial(sqlite3.connect, database, **options | {"check_same_thread": False})
    connection = DirectConnection(opened, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
