"""Messages that nobody answered: rows put into the outbox, and what became of them."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from lab.people import ACTIVE
from store.tables import address, outbox, person
from tests.house import House, Paper


@dataclass
class Post:
    """The outbox of a house."""

    home: House
    numbers: Any = field(default_factory=lambda: count(1))

    async def knows(self, *senders: str, **values: Any) -> None:
        """People with an address, without the way through the sign-up."""
        now = self.home.clock.now()
        who = {"lab_id": self.home.lab.id, "language": "en", "standing": ACTIVE, "created_at": now, **values}
        async with self.home.brug.database.write() as connection:
            for sender in senders:
                new = (await connection.execute(insert(person).values(who).returning(person.c.id))).scalar_one()
                where = {"channel": "paper", "account": "1", "external": sender, "person_id": new, "created_at": now}
                where["lookup"] = self.home.brug.database.keyring.lookup("paper:1", sender)
                await connection.execute(insert(address).values(where))

    async def put(self, sender: str, text: str, kind: str = "broadcast", **values: Any) -> int:
        """A message for her, due now."""
        now = self.home.clock.now()
        row = {"kind": kind, "body": {"text": text, "lang": "en"}, "state": "queued", "due_at": now, "created_at": now}
        row |= {"key": f"{kind}:{next(self.numbers)}", **await self._where(sender), **values}
        async with self.home.brug.database.write() as connection:
            return int((await connection.execute(insert(outbox).values(row).returning(outbox.c.id))).scalar_one())

    async def _where(self, sender: str) -> dict[str, int]:
        lookup = self.home.brug.database.keyring.lookup("paper:1", sender)
        async with self.home.brug.database.read() as connection:
            query = select(address.c.id.label("address_id"), address.c.person_id).where(address.c.lookup == lookup)
            return dict((await connection.execute(query)).one()._mapping)

    async def sweep(self) -> None:
        """The safety net once, until all that it woke is sent and written down."""
        await self.home.brug.outbox.sweep()
        await self.home.brug.outbox.settled()

    async def row(self, row_id: int) -> Any:
        return next(row for row in await self.home.rows(outbox) if row.id == row_id)

    async def states(self) -> list[str]:
        return [row.state for row in await self.home.rows(outbox)]

    async def due(self, row_id: int) -> datetime:
        due: datetime = (await self.row(row_id)).due_at
        return due


async def called(paper: Paper, times: int = 1) -> None:
    """Until somebody has begun to send with it, so often."""
    async with asyncio.timeout(10):
        while paper.calls < times:
            await asyncio.sleep(0.01)
