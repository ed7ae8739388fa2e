"""Broken variants of Brug: what the fault tests are worth shows in whether they notice.

    python -m tests.faults.mutants ack_first

runs what `python -m bot run` runs, with one thing spoilt.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.app
import bot.batch
from bot.batch import Committed, Player, key_of
from bot.messages import Inbound
from bot.outbox import Outbox
from bot.service import Service
from bot.turn import Turn
from store.intake import Key, already_taken, save_people
from store.tables import inbox, metadata, outbox


def ack_first() -> None:
    """Answers before anything is stored."""
    take = Service.take
    promises: set[asyncio.Task[None]] = set()

    async def take_later(self: Service, inbound: Inbound) -> None:
        promise = asyncio.create_task(take(self, inbound))
        promises.add(promise)
        promise.add_done_callback(lambda done: done.cancelled() or done.exception())

    Service.take = take_later  # type: ignore[method-assign]


def no_unique() -> None:
    """Does not know an update again: nobody looks for its key, and no constraint keeps it single."""
    tidy = bot.batch.tidy

    def always_new(event: Inbound) -> Inbound:
        return replace(tidy(event), event_id=uuid4().hex)

    bot.batch.already_taken = _nothing_taken  # type: ignore[attr-defined, assignment]
    bot.batch.tidy = always_new


async def _nothing_taken(_: AsyncConnection, __: Sequence[Key]) -> set[Key]:
    return set()


def two_transactions() -> None:
    """Stores that an update came in one transaction, and what follows from it in another."""
    commit = Service._commit

    async def commit_in_two(self: Service, batch: Sequence[Inbound]) -> None:
        async with self.database.write() as connection:
            taken = await already_taken(connection, [key_of(event) for event in batch])
            fresh = [event for event in batch if key_of(event) not in taken]
            if fresh:
                await connection.execute(insert(inbox), [_bare_key(event, self.clock.now()) for event in fresh])
        await commit(self, fresh)

    async def write_without_key(
        self: Player, connection: AsyncConnection, turns: Sequence[Turn], until: datetime
    ) -> Committed:
        await save_people(connection, [turn.visitor for turn in turns if not turn.forgotten])
        for name in ("consent", "task"):
            rows = [row for turn in turns for row in turn.rows.get(name, ())]
            if rows:
                await connection.execute(insert(metadata.tables[name]), rows)
        return await self._send(connection, turns, until)

    bot.batch.already_taken = _nothing_taken  # type: ignore[attr-defined, assignment]
    Service._commit = commit_in_two  # type: ignore[method-assign]
    Player._write = write_without_key  # type: ignore[method-assign]


def _bare_key(event: Inbound, now: object) -> dict[str, Any]:
    channel, account, event_id = key_of(event)
    return {"channel": channel, "account": account, "event_id": event_id, "received_at": now}


def reset_on_boot() -> None:
    """Takes every message that somebody is sending for one that nobody sends."""
    open_database = bot.app.open_database

    async def open_and_reset(settings: Any) -> Any:
        database = await open_database(settings)
        async with database.write() as connection:
            await connection.execute(
                update(outbox).where(outbox.c.state == "sending").values(state="queued", lease_owner=None)
            )
        return database

    _replace_everywhere("open_database", open_and_reset)


def deaf_recorder() -> None:
    """Half dead: the loop that writes down what was sent ends at its first round, all else goes on."""

    async def dies(self: Outbox) -> None:
        raise RuntimeError("this loop was made to die")

    Outbox._record_loop = dies  # type: ignore[method-assign]


def _replace_everywhere(name: str, value: object) -> None:
    """`from bot.app import ...` has handed it to others already."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("bot.") and hasattr(module, name):
            setattr(module, name, value)


MUTANTS: dict[str, Callable[[], None]] = {
    mutant.__name__: mutant for mutant in (ack_first, no_unique, two_transactions, reset_on_boot, deaf_recorder)
}


def apply(name: str) -> None:
    MUTANTS[name]()


if __name__ == "__main__":
    import bot.commands.run
    from bot.__main__ import main

    apply(sys.argv[1])
    sys.argv = ["brug", "run"]
    main()
