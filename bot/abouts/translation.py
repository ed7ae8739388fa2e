"""A text that a mediator translates, or looks at ("translation:5"). Only while it is her turn, or was."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from lab.mediation import WAITING, Text
from store.mediation import texts_by_id

PREFIX = "translation"


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    texts = await texts_by_id(connection, [id_of(one.reference) for one in wanted])
    found: dict[tuple[int, str], About] = {}
    for one in wanted:
        text = texts.get(id_of(one.reference))
        if text and text.lab_id == one.lab_id and one.person_id in (text.mediator_id, text.second_id):
            found[one.person_id, one.reference] = _about(text, one.person_id, around)
    return found


def _about(text: Text, who: int, around: Surroundings) -> About:
    """Names of languages as their speakers write them. No name of a person travels along."""
    known = around.catalogues.languages
    source, target = (known[one].autonym if one in known else one for one in (text.source_language, text.language))
    hers = text.is_with(who)
    return About(
        values={
            "source_words": text.source,
            "given_words": text.words,
            "source_language": source,
            "source_code": text.source_language,
            "target": target,
        },
        flow="translation" if text.state == WAITING else "translation_check",
        needless="" if hers else "answered",
        over=not hers and not text.was_just_given_by(who),
    )
