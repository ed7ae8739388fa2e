"""What a coordinator sets for a lab: phases, how often it writes, what follows from a meeting, help in danger."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.phases import KEYS, Phase
from lab.policy import Policy, dump_policy
from lab.safety import Safety, dump_safety
from lab.touchpoints import Touchpoint, dump_plan
from store.tables import lab, phase


async def phases(connection: AsyncConnection, lab_id: int) -> list[Phase]:
    """Those that have dates, in the order of the cycle."""
    rows = await connection.execute(select(phase).where(phase.c.lab_id == lab_id))
    found = [Phase(row.key, row.starts_on, row.ends_on) for row in rows]
    return sorted(found, key=lambda one: KEYS.index(one.key) if one.key in KEYS else len(KEYS))


async def put_phases(connection: AsyncConnection, lab_id: int, dated: Sequence[Phase]) -> None:
    """These dates instead of all that were there."""
    await connection.execute(delete(phase).where(phase.c.lab_id == lab_id))
    rows = [{"lab_id": lab_id, "key": p.key, "starts_on": p.starts_on, "ends_on": p.ends_on} for p in dated]
    if rows:
        await connection.execute(insert(phase), rows)


async def change_policy(connection: AsyncConnection, lab_id: int, policy: Policy) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(policy=dump_policy(policy)))


async def change_plan(connection: AsyncConnection, lab_id: int, plan: Iterable[Touchpoint]) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(plan=dump_plan(plan)))


async def change_safety(connection: AsyncConnection, lab_id: int, safety: Safety) -> None:
    await connection.execute(update(lab).where(lab.c.id == lab_id).values(safety=dump_safety(safety)))
