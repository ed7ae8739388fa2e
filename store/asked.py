"""What an old button was about: the contact that asked it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.contacts import contact_of
from store.tables import outbox

LOOKED_AT = 20
"""So many of her last messages that we began."""


async def reference_of(connection: AsyncConnection, person_id: int, tap: str) -> str:
    """ "poll:12", for a button under a message that a contact about it sent; "" where there is none."""
    query = select(outbox.c.key, outbox.c.body).where(outbox.c.person_id == person_id, outbox.c.key.like("contact:%"))
    for row in await connection.execute(query.order_by(outbox.c.id.desc()).limit(LOOKED_AT)):
        if any(button["token"] == tap for button in (row.body or {}).get("buttons", ())):
            found = await contact_of(connection, int(row.key.split(":")[1]))
            return str(found.reference) if found else ""
    return ""
