"""What somebody brought in ("question:7"), as it is told to whoever has to answer it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from store.promise_owners import brought_in

PREFIX = "question"


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    known = await brought_in(connection, [id_of(one.reference) for one in wanted])
    found: dict[tuple[int, str], About] = {}
    for one in wanted:
        row = known.get(id_of(one.reference))
        if row and row.lab_id == one.lab_id:
            needless = "answered" if row.done_at or row.answer else ""
            found[one.person_id, one.reference] = About(flow="promise_due", needless=needless)
    return found
