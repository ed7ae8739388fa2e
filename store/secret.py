"""Whether the secret key fits the data: found out at start, not when the first name does not open."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.tables import proof

WORD = "brug"


async def prove_key(database: Database) -> None:
    """Raises `WrongKey`."""

    async def work(connection: AsyncConnection) -> None:
        if (await connection.execute(select(proof.c.word))).scalar() is None:
            await connection.execute(insert(proof).values(id=1, word=WORD))

    await database.transact(work)


async def write_proof_again(connection: AsyncConnection) -> None:
    """As it is: the smallest write there is, to see whether the database takes one."""
    await connection.execute(update(proof).values(id=proof.c.id))
