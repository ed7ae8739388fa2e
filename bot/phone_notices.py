"""What nobody asked for goes to a shared phone in two steps: for whom there is something, and then what it is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.packing import pack
from bot.phone_questions import message_for
from flows.phones import is_still_she
from locales.catalogue import Catalogues, MissingText
from store import phone_sharers
from store.tables import outbox, person

TOLD_AGAIN_AFTER = timedelta(hours=20)
"""Whoever did not come is not told sooner that there is more."""


@dataclass(slots=True)
class PhoneNotices:
    """Keeps back what is for one of several people (`store.outgoing.KeepsBack`). `lines` have a notice to send."""

    catalogues: Catalogues
    lines: set[int] = field(default_factory=set)

    async def __call__(self, connection: AsyncConnection, row: Row[Any], now: datetime) -> bool:
        """True: it waits, and she is told that there is something. Her own turn needs no such thing."""
        if await phone_sharers.use_it(connection, row.line_id) < 2:
            return False
        spoke_at = await phone_sharers.spoke_last_at(connection, row.line_id, row.address_id)
        if is_still_she(spoke_at, now, another_heard=False):
            return False
        await phone_sharers.keep_back(connection, row)
        if not await phone_sharers.told_since(connection, row.line_id, row.person_id, now - TOLD_AGAIN_AFTER):
            await self._tell(connection, row, now)
        return True

    async def _tell(self, connection: AsyncConnection, row: Row[Any], now: datetime) -> None:
        """Without a text in her language nothing is said: it waits until she writes by herself."""
        query = select(person.c.name, person.c.language).where(person.c.id == row.person_id)
        who = (await connection.execute(query)).one()
        try:
            said = message_for(self.catalogues, who.language, who.name or "", row.address_id)
        except MissingText:
            return
        values = {"person_id": row.person_id, "address_id": row.line_id, "kind": row.kind, "body": pack(said)}
        values |= {"state": "queued", "due_at": now, "created_at": now, "expires_at": row.expires_at}
        await connection.execute(insert(outbox).values(**values, key=f"notice:{row.id}:{now:%y%m%d%H%M%S}"))
        self.lines.add(row.line_id)
