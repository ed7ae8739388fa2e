"""A pilot of hers: what it is called, what others tapped under its news. "pilot:0": all of hers, to choose from."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.turn import About, Surroundings, id_of
from flows.model import Answer, Answers, Option, kept
from flows.pilot import ALL_OF_HERS
from lab.pilots import HEARD_AGAIN, RUNNING, TOLD_OF, Pilot, signs_of
from locales import N_
from locales.catalogue import Catalogues, MissingText
from store.pilot_news import signs
from store.pilots import pilots_of_person

PREFIX = "pilot"
NAMELESS = N_("Pilot {number}")


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    """Only pilots whose team she is in."""
    hers = await pilots_of_person(connection, [one.person_id for one in wanted])
    tapped = await signs(connection, [p.id for mine in hers.values() for p in mine], around.now - HEARD_AGAIN)
    found: dict[tuple[int, str], About] = {}
    for one in wanted:
        mine = hers.get(one.person_id, [])
        if one.reference == ALL_OF_HERS:
            found[one.person_id, one.reference] = About(lists={"pilots": _choice(mine, one, around)})
        elif pilot := next((pilot for pilot in mine if pilot.id == id_of(one.reference)), None):
            found[one.person_id, one.reference] = _about(pilot, one, around, tapped)
    return found


def _about(pilot: Pilot, one: Wanted, around: Surroundings, tapped: Mapping[int, Mapping[str, int]]) -> About:
    return About(
        values={"pilot": named(pilot, one.language, around.texts_of(one.lab_id).catalogues)},
        flow="pilot_report",
        begins=beginning(tapped.get(pilot.id, {})),
        needless=_needless(pilot),
    )


def _needless(pilot: Pilot) -> str:
    """Why nobody has to be asked how it goes."""
    if pilot.state != RUNNING:
        return "pilot_over"
    return "" if pilot.silent else "pilot_heard"


def beginning(tapped: Mapping[str, int]) -> Answers:
    """What a report begins with: the signs of others, if there are any."""
    return {"signs": kept(Answer(text=signs_of(tapped)))} if tapped else {}


def _choice(mine: Sequence[Pilot], wanted: Wanted, around: Surroundings) -> tuple[Option, ...]:
    open_ones = (pilot for pilot in mine if pilot.state in TOLD_OF)
    texts = around.texts_of(wanted.lab_id).catalogues
    return tuple(Option(str(one.id), named(one, wanted.language, texts), literal=True) for one in open_ones)


def named(pilot: Pilot, language: str, catalogues: Catalogues) -> str:
    """In her language, or by its number: never in another language."""
    try:
        return pilot.name.get(language) or catalogues.render(language, NAMELESS, {"number": str(pilot.id)})
    except MissingText:
        return ""
