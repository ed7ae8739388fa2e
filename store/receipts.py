"""What providers say later about messages they took."""

from sqlalchemy import case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Receipt
from store.tables import address, outbox

RANK = {"sent": 0, "failed": 1, "delivered": 2, "read": 3}
"""The higher word stands, in whatever order they come: read, delivered, failed, sent (faults.md F4)."""


async def note_receipt(connection: AsyncConnection, receipt: Receipt) -> None:
    """Keep the highest status. Safe to repeat; an unknown id changes nothing. Two bots may give one id."""
    of_this_bot = select(address.c.id).where(
        address.c.id == outbox.c.address_id,
        address.c.channel == receipt.channel,
        address.c.account == receipt.account,
    )
    rank = case(RANK, value=outbox.c.receipt, else_=-1)
    await connection.execute(
        update(outbox)
        .where(outbox.c.provider_id == receipt.provider_id, of_this_bot.exists())
        .where(or_(outbox.c.receipt.is_(None), rank < RANK[receipt.status]))
        .values(receipt=receipt.status)
    )
