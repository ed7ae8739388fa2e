"""What providers say later about messages they took."""

from datetime import datetime

from sqlalchemy import case, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Receipt
from store.tables import address, early_receipt, outbox

RANK = {"sent": 0, "failed": 1, "delivered": 2, "read": 3}
"""The higher word stands, in whatever order they come: read, delivered, failed, sent (faults.md F4)."""
_AT_ONCE = 500

_of_its_bot = (
    select(address.c.id)
    .where(
        address.c.id == outbox.c.address_id,
        address.c.channel == early_receipt.c.channel,
        address.c.account == early_receipt.c.account,
    )
    .correlate(outbox, early_receipt)
)
_MATCHES = (
    select(early_receipt.c.id, early_receipt.c.status, outbox.c.id.label("outbox_id"))
    .join(outbox, outbox.c.provider_id == early_receipt.c.provider_id)
    .where(_of_its_bot.exists())
    .limit(_AT_ONCE)
)


async def note_receipt(connection: AsyncConnection, receipt: Receipt, now: datetime) -> None:
    """Keep the highest status. Safe to repeat. Two bots may give one id.

    The word on a message may be here before the answer that tells us its id: then it is kept until `match_early`.
    """
    where = (address.c.channel == receipt.channel, address.c.account == receipt.account)
    known = await connection.scalar(
        select(outbox.c.id)
        .join(address, address.c.id == outbox.c.address_id)
        .where(outbox.c.provider_id == receipt.provider_id, *where)
    )
    if known is None:
        await _keep(connection, receipt, now)
    else:
        await _raise(connection, known, receipt.status)


async def match_early(connection: AsyncConnection) -> int:
    """Write down what was said of messages whose ids are stored by now. How many."""
    rows = (await connection.execute(_MATCHES)).all()
    for row in rows:
        await _raise(connection, row.outbox_id, row.status)
    if rows:
        await connection.execute(delete(early_receipt).where(early_receipt.c.id.in_([row.id for row in rows])))
    return len(rows)


async def _raise(connection: AsyncConnection, outbox_id: int, status: str) -> None:
    """A status never goes backwards."""
    rank = case(RANK, value=outbox.c.receipt, else_=-1)
    higher = or_(outbox.c.receipt.is_(None), rank < RANK[status])
    await connection.execute(update(outbox).where(outbox.c.id == outbox_id, higher).values(receipt=status))


async def _keep(connection: AsyncConnection, receipt: Receipt, now: datetime) -> None:
    key = {"channel": receipt.channel, "account": receipt.account, "provider_id": receipt.provider_id}
    here = [early_receipt.c[name] == value for name, value in key.items()]
    before = await connection.scalar(select(early_receipt.c.status).where(*here))
    if before is None:
        new = {**key, "status": receipt.status, "received_at": now}
        await connection.execute(insert(early_receipt).values(new))
    elif RANK[before] < RANK[receipt.status]:
        await connection.execute(update(early_receipt).where(*here).values(status=receipt.status))
