"""What the team wrote to many ("broadcast:7"), in her language or not at all."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from flows.broadcast import WORDS
from lab.broadcasts import CANCELLED, Broadcast
from locales.catalogue import MissingText
from store.broadcast_people import people_of
from store.broadcasts import broadcasts_by_id

PREFIX = "broadcast"


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    """Only what her own lab wrote."""
    known = await broadcasts_by_id(connection, [id_of(one.reference) for one in wanted])
    found: dict[tuple[int, str], About] = {}
    for message in known.values():
        hers = [one for one in wanted if one.reference == message.reference and one.lab_id == message.lab_id]
        meant = await _still_meant(connection, message, [one.person_id for one in hers])
        for one in hers:
            found[one.person_id, one.reference] = _about(around, message, one, meant)
    return found


async def _still_meant(connection: AsyncConnection, message: Broadcast, people: Sequence[int]) -> frozenset[int]:
    """Somebody may have answered meanwhile, or left a group."""
    now = await people_of(connection, message.lab_id, message.segment, people)
    return frozenset(who.id for who in now if message.segment.fits(who))


def _about(around: Surroundings, message: Broadcast, one: Wanted, meant: frozenset[int]) -> About:
    words = message.words.get(one.language, "")
    needless = "withdrawn" if message.state == CANCELLED else "" if one.person_id in meant else "not_meant"
    sayable = bool(words) and _has_frame(around, one)
    return About(values={"words": words}, flow="broadcast", needless=needless, sayable=sayable)


def _has_frame(around: Surroundings, one: Wanted) -> bool:
    """Whether what stands around the team's words exists in her language too."""
    try:
        return bool(around.texts_of(one.lab_id).catalogues(one.language, WORDS))
    except MissingText:
        return False
