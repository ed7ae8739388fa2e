"""A poll closes: from then on nobody, with whatever key, can say whose answer is whose."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import CLOSED, OPEN, may_keep_groups
from store.ballots import ID_CHARACTERS, add_answers
from store.database import Database
from store.tables import answer, handing, poll, translation

IDEA = "idea:"
"""Before the id of an answer, as the subject of a translation."""


async def close_poll_row(
    connection: AsyncConnection, poll_id: int, results: Sequence[Mapping[str, Any]], now: datetime
) -> bool:
    """The answers get new ids and a new order, and the salt is gone. False: it was not open.

    `results` are published with it, and never change. Afterwards `leave_no_trace` clears what the database wrote down
    on the way.
    """
    values: dict[str, Any] = {"state": CLOSED, "closed_at": now, "salt": None, "round_ends_at": None}
    values |= {"results": [dict(one) for one in results]}
    was_open = (poll.c.id == poll_id, poll.c.state == OPEN)
    done = await connection.execute(update(poll).where(*was_open).values(values))
    if not done.rowcount:
        return False
    await connection.execute(delete(handing).where(handing.c.poll_id == poll_id))
    renamed = await _shuffle(connection, poll_id, now.date())
    for old, new in renamed.items():
        moved = update(translation).where(translation.c.subject == IDEA + old)
        await connection.execute(moved.values(subject=IDEA + new))
    return True


async def _shuffle(connection: AsyncConnection, poll_id: int, day: date) -> dict[str, str]:
    """Old ids and new ones. All get the day of closing: on a day on which one person answered it would be a name."""
    rows = [dict(r._mapping) for r in await connection.execute(select(answer).where(answer.c.poll_id == poll_id))]
    renamed = {row["id"]: secrets.token_hex(ID_CHARACTERS // 2) for row in rows}
    kept = _parts_with_groups(rows)
    for row in rows:
        row["id"], row["day"] = renamed[row["id"]], day
        row["builds_on"] = renamed.get(row["builds_on"], "")
        row["group"] = row["group"] if (row["part"], row["round"]) in kept else ""
    secrets.SystemRandom().shuffle(rows)
    await connection.execute(delete(answer).where(answer.c.poll_id == poll_id))
    await add_answers(connection, rows)
    return renamed


def _parts_with_groups(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, int]]:
    """Parts and rounds in which so many of each group answered that it is no name."""
    groups: dict[tuple[str, int], Counter[str]] = {}
    for row in rows:
        groups.setdefault((row["part"], row["round"]), Counter())[row["group"]] += 1
    return {where for where, counts in groups.items() if may_keep_groups(counts)}


async def leave_no_trace(database: Database) -> None:
    """What was overwritten lies no longer in the write-ahead log or in dead rows. Safe to repeat."""
    if database.sqlite:
        async with database.bare() as connection:
            raw = await connection.get_raw_connection()
            await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        return
    async with database.bare() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("answer", "poll", "handing"):
            await alone.execute(text(f"VACUUM {table}"))
