"""A SQLite connection whose statements run where they are awaited: for the hot path only.

aiosqlite hands each step of a statement (cursor, execute, fetch, close) to a thread. That is thirty hops for a batch of
messages, each of which waits for the interpreter's lock: more than the statements themselves take. Here only what may
wait for the disk or for another process does so in the thread: COMMIT, ROLLBACK, opening, closing, and BEGIN where
another process holds the lock. So this connection is for transactions of a few statements that all find their rows by
an index.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from aiosqlite import Connection

BUSY_MS: Final = 5000
"""So long the thread waits for another process."""
_TAKE_LOCK: Final = "BEGIN IMMEDIATE"


class InlineConnection(Connection):
    """All of aiosqlite's steps pass through `_execute`. What follows a step that is still in the thread (whoever
    waited for it was cancelled) queues behind it."""

    _handed = 0
    _finished = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if self._running and self._connection is not None and self._handed == self._finished:
            if not self._may_wait(fn, args):
                return fn(*args, **options)
            if args[:1] == (_TAKE_LOCK,) and self._is_free(fn):
                return None
        self._handed += 1
        return await super()._execute(self._in_thread, fn, *args, **options)  # type: ignore[no-untyped-call]

    def _in_thread(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        try:
            return fn(*args, **options)
        finally:
            self._finished += 1

    def _may_wait(self, step: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if isinstance(getattr(step, "__self__", None), sqlite3.Cursor):
            return args[:1] == (_TAKE_LOCK,)
        if step == self._conn.rollback:
            return self._conn.in_transaction
        return step != self._conn.cursor

    def _is_free(self, execute: Callable[[str], Any]) -> bool:
        """Whether the lock was to be had at once, as nearly always: then it is taken. If not, the thread waits for it,
        and hears of whatever else is wrong."""
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            execute(_TAKE_LOCK)
        except sqlite3.OperationalError:
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        return True


def connect_inline(database: str, **options: Any) -> InlineConnection:
    """For SQLAlchemy's `async_creator_fn`. The loop and the thread take turns, never both at once."""
    opened = partial(sqlite3.connect, database, **options | {"check_same_thread": False})
    connection = InlineConnection(opened, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
