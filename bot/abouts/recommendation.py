"""A change of a recommendation ("change:15"), as everybody who contributed hears of it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from lab.recommendations import STATES, Change, Recommendation, can_hear
from locales.catalogue import Catalogues, MissingText
from store.recommendations import changes_by_id, recommendations_by_id

PREFIX = "change"


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    changes = await changes_by_id(connection, [id_of(one.reference) for one in wanted])
    known = await recommendations_by_id(connection, [change.recommendation_id for change in changes.values()])
    found: dict[tuple[int, str], About] = {}
    for one in wanted:
        change = changes.get(id_of(one.reference))
        about = known[change.recommendation_id] if change else None
        if change and about and about.lab_id == one.lab_id:
            texts = around.texts_of(one.lab_id).catalogues
            found[one.person_id, one.reference] = _about(about, change, one.language, texts)
    return found


def _about(about: Recommendation, change: Change, language: str, catalogues: Catalogues) -> About:
    try:
        status = catalogues(language, STATES.get(change.state, change.state))
    except MissingText:
        status = ""
    return About(
        values={"what": about.words.get(language, ""), "status": status, "reason": change.reason.get(language, "")},
        flow="recommendation",
        sayable=bool(status) and can_hear(language, about.words, change.reason),
    )
