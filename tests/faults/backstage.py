"""What only Brug's own database can tell or do. Never used to judge what people got."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.settings import read_settings
from store.crypto import Keyring
from store.database import Database
from store.listing import outbox_rows
from store.tables import address, inbox, outbox, person, task
from tests.faults.brug_process import ACCOUNT, KEY


class Backstage:
    def __init__(self, database: Database) -> None:
        self.database = database

    async def queue(self, chats: Iterable[int], text: str, kind: str = "broadcast") -> None:
        """Something that Brug says by itself. `text` may name the chat."""
        now = SystemClock().now()
        async with self.database.write() as connection:
            for chat in chats:
                where = await self._address(connection, chat)
                row = {"address_id": where.id, "person_id": where.person_id, "kind": kind, "state": "queued"}
                row |= {"body": {"text": text.format(chat=chat), "lang": "en"}, "due_at": now, "created_at": now}
                await connection.execute(insert(outbox), [row | {"key": f"{kind}:{text}:{chat}"}])

    async def outbox(self, state: str | None = None) -> list[dict[str, Any]]:
        """As `brug outbox list` shows it, oldest first."""
        async with self.database.read() as connection:
            return (await outbox_rows(connection, state, limit=10_000))[::-1]

    async def heard(self, channel: str) -> list[str]:
        """The events of a channel that are stored."""
        async with self.database.read() as connection:
            return list((await connection.scalars(select(inbox.c.event_id).where(inbox.c.channel == channel))).all())

    async def tasks(self, kind: str) -> int:
        """How many tasks of this kind humans have."""
        async with self.database.read() as connection:
            return int((await connection.scalar(select(func.count()).where(task.c.kind == kind))) or 0)

    async def unreachable(self) -> int:
        async with self.database.read() as connection:
            return int((await connection.scalar(select(func.count()).where(address.c.reachable.is_(False)))) or 0)

    async def turns(self) -> list[int]:
        """How many inputs of each person were played, one after the other."""
        async with self.database.read() as connection:
            return list((await connection.scalars(select(person.c.turns).order_by(person.c.id))).all())

    async def _address(self, connection: AsyncConnection, chat: int) -> Any:
        lookup = self.database.keyring.lookup(f"telegram:{ACCOUNT}", str(chat))
        found = await connection.execute(select(address.c.id, address.c.person_id).where(address.c.lookup == lookup))
        return found.one()


@asynccontextmanager
async def backstage(database_url: str) -> AsyncIterator[Backstage]:
    database = Database(read_settings(database_url=database_url).database, Keyring(KEY))
    try:
        yield Backstage(database)
    finally:
        await database.close()
