"""A step that a pilot reached ("milestone:5"), as everybody who helped hears of it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from store.pilots import milestones_by_id, pilots_by_id

PREFIX = "milestone"


async def load(connection: AsyncConnection, _: Surroundings, wanted: Sequence[Wanted]) -> Found:
    steps = await milestones_by_id(connection, [id_of(one.reference) for one in wanted])
    pilots = await pilots_by_id(connection, [step.pilot_id for step in steps.values()])
    found: dict[tuple[int, str], About] = {}
    for one in wanted:
        step = steps.get(id_of(one.reference))
        if step is None or pilots[step.pilot_id].lab_id != one.lab_id:
            continue
        name, words = pilots[step.pilot_id].name.get(one.language, ""), step.words.get(one.language, "")
        found[one.person_id, one.reference] = About(
            values={"pilot": name, "milestone": words},
            flow="milestone",
            needless="" if step.reached_on else "superseded",
            sayable=bool(name and words),
        )
    return found
