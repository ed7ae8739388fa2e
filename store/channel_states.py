"""How the channels fare: what keeps one shut just now, and when one failed last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.outgoing import problems
from store.tables import address, outbox


@dataclass(frozen=True, slots=True)
class ChannelState:
    """`problem` is what its provider said, for whoever runs Brug; "" while it works. `failed_at`: the last time."""

    problem: str = ""
    failed_at: datetime | None = None


async def channel_states(connection: AsyncConnection, names: list[str]) -> dict[str, ChannelState]:
    """Of all labs together: a channel is one for all. Only times and states, nobody's messages."""
    written = dict(await problems(connection))
    return {name: ChannelState(written.get(name, ""), await _failed_at(connection, name)) for name in names}


async def _failed_at(connection: AsyncConnection, name: str) -> datetime | None:
    ailing = select(outbox.c.created_at).join(address, address.c.id == outbox.c.address_id)
    ailing = ailing.where(outbox.c.state.in_(("failed", "unconfirmed")), address.c.channel == name)
    found: datetime | None = (await connection.execute(ailing.order_by(outbox.c.id.desc()).limit(1))).scalar()
    return found
