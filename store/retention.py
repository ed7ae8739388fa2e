"""What is kept for how long. docs/data.md has the same table in words."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store import company, mediation, phones
from store.merging import settle_for_good
from store.people import forget
from store.tables import address, code, early_receipt, inbox, person, quarantine

KEYS_KEPT = timedelta(days=30)
"""So long a late copy of an event is recognised (design.md)."""
RECEIPTS_KEPT = timedelta(days=7)
"""So long a provider goes on telling what became of a message; what fits none of ours by then never will."""
QUARANTINE_KEPT = timedelta(days=30)


async def purge(connection: AsyncConnection, now: datetime) -> dict[str, int]:
    """Forget people who never said yes, keys of events, raw payloads and codes that are past their time."""
    unconfirmed = (await connection.execute(select(person.c.id).where(person.c.expires_at <= now))).scalars().all()
    for person_id in unconfirmed:
        at = await connection.execute(select(address.c.id).where(address.c.person_id == person_id))
        await forget(connection, person_id, at.scalar(), now)
    keys = delete(inbox).where(inbox.c.body.is_(None), inbox.c.received_at <= now - KEYS_KEPT)
    raw = delete(quarantine).where(quarantine.c.received_at <= now - QUARANTINE_KEPT)
    receipts = delete(early_receipt).where(early_receipt.c.received_at <= now - RECEIPTS_KEPT)
    codes = delete(code).where(code.c.expires_at <= now)
    return {
        "people": len(unconfirmed),
        "keys": (await connection.execute(keys)).rowcount,
        "raw": (await connection.execute(raw)).rowcount,
        "receipts": (await connection.execute(receipts)).rowcount,
        "codes": (await connection.execute(codes)).rowcount,
        "translations": await mediation.purge(connection, now),
        "unclaimed": await phones.purge(connection, now),
        "open_pages": await company.purge(connection, now),
        "mergings": await settle_for_good(connection, now),
    }
