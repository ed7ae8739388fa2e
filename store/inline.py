"""A SQLite connection whose statements run where they are awaited: for the hot path only.

aiosqlite hands each step of a statement (cursor, execute, fetch, close) to a thread. That is thirty hops for a batch of
messages, each of which waits for the interpreter's lock: more than the statements themselves take. Here only what may
wait for the disk or for another process does so in the thread: BEGIN, COMMIT, ROLLBACK, opening, closing. So this
connection is for transactions of a few statements that all find their rows by an index.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from aiosqlite import Connection

_TAKE_LOCK: Final = "BEGIN IMMEDIATE"


class InlineConnection(Connection):
    """All of aiosqlite's steps pass through `_execute`. What follows a step that is still in the thread (whoever
    waited for it was cancelled) queues behind it."""

    _handed = 0
    _finished = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        closed = not self._running or self._connection is None
        if closed or self._handed != self._finished or self._may_wait(fn, args):
            self._handed += 1
            return await super()._execute(self._in_thread, fn, *args, **options)  # type: ignore[no-untyped-call]
        return fn(*args, **options)

    def _in_thread(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        try:
            return fn(*args, **options)
        finally:
            self._finished += 1

    def _may_wait(self, step: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        of_cursor = isinstance(getattr(step, "__self__", None), sqlite3.Cursor)
        if of_cursor:
            return args[:1] == (_TAKE_LOCK,)
        if step == self._conn.rollback:
            return self._conn.in_transaction
        return step != self._conn.cursor


def connect_inline(database: str, **options: Any) -> InlineConnection:
    """For SQLAlchemy's `async_creator_fn`. The loop and the thread take turns, never both at once."""
    opened = partial(sqlite3.connect, database, **options | {"check_same_thread": False})
    connection = InlineConnection(opened, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
