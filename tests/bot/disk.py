"""A disk on which nothing can be written for a while, as far as SQLite can tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine


@dataclass
class Disk:
    """While it is `full`, SQLite refuses every change on every connection."""

    full: bool = False

    def rule(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if self.full else 'OFF'}")


@contextmanager
def small_disk() -> Iterator[Disk]:
    """Open the house within it: only so is what was refused allowed again."""
    disk = Disk()
    event.listen(Engine, "begin", disk.rule)
    try:
        yield disk
    finally:
        event.remove(Engine, "begin", disk.rule)
