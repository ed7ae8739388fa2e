"""The second factor of a member of staff: its secret, its last use, and the codes for a lost phone."""

from collections.abc import Iterable

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.crypto import Keyring
from store.tables import staff


async def keep_factor(
    connection: AsyncConnection, keyring: Keyring, staff_id: int, secret: str, step: int, codes: Iterable[str]
) -> None:
    """From now on. `step` was used to show that her phone has it; `codes` are kept as fingerprints only."""
    hers = update(staff).where(staff.c.id == staff_id)
    await connection.execute(hers.values(totp=secret, totp_used=step, recovery=_fingerprints(keyring, staff_id, codes)))


async def keep_codes(connection: AsyncConnection, keyring: Keyring, staff_id: int, codes: Iterable[str]) -> None:
    """The ones before no longer work."""
    hers = update(staff).where(staff.c.id == staff_id)
    await connection.execute(hers.values(recovery=_fingerprints(keyring, staff_id, codes)))


async def drop_factor(connection: AsyncConnection, staff_id: int) -> None:
    hers = update(staff).where(staff.c.id == staff_id)
    await connection.execute(hers.values(totp=None, totp_used=None, recovery=None))


async def take_step(connection: AsyncConnection, staff_id: int, step: int) -> bool:
    """False when these digits, or later ones, were used before: who looks over a shoulder is too late."""
    unused = or_(staff.c.totp_used.is_(None), staff.c.totp_used < step)
    taken = update(staff).where(staff.c.id == staff_id, unused).values(totp_used=step).returning(staff.c.id)
    return (await connection.execute(taken)).scalar() is not None


async def take_code(connection: AsyncConnection, keyring: Keyring, staff_id: int, code: str) -> bool:
    """Whether it was one of hers. It works once."""
    query = select(staff.c.recovery).where(staff.c.id == staff_id).with_for_update()
    left = list((await connection.execute(query)).scalar() or ())
    mine = _fingerprint(keyring, staff_id, code)
    if not code or mine not in left:
        return False
    left.remove(mine)
    await connection.execute(update(staff).where(staff.c.id == staff_id).values(recovery=left))
    return True


async def codes_left(connection: AsyncConnection, staff_id: int) -> int:
    return len((await connection.execute(select(staff.c.recovery).where(staff.c.id == staff_id))).scalar() or ())


def _fingerprints(keyring: Keyring, staff_id: int, codes: Iterable[str]) -> list[str]:
    return [_fingerprint(keyring, staff_id, code) for code in codes]


def _fingerprint(keyring: Keyring, staff_id: int, code: str) -> str:
    return keyring.lookup("recovery", f"{staff_id}:{code}")
