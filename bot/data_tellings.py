"""What the team wrote about a person, told to her with "my data": facts that it recorded, and its notes."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.turn import Turn
from locales import N_
from locales.catalogue import MissingText, listed
from store.facts import recorded
from store.notes import notes_of

WRITTEN_DOWN = N_("Our team wrote down for you: {facts}.")
NOTED = N_("Our team noted on {day}: {words}")
NAMES = {
    "name": N_("Name"),
    "language": N_("Language"),
    "age_band": N_("Age"),
    "times": N_("Times"),
    "interests": N_("What you like and can do"),
    "place": N_("Place where we met you"),
}


async def by_the_team(connection: AsyncConnection, turn: Turn) -> list[str]:
    """Which of the facts are not from herself, and every note, the oldest first.

    While a lab's catalogue lacks the words for it, this is left out: what else we know is told all the same.
    """
    try:
        return [f"• {line}" for line in await _lines(connection, turn)]
    except MissingText:
        return []


async def _lines(connection: AsyncConnection, turn: Turn) -> list[str]:
    person_id, language = turn.visitor.person_id, turn.person["language"]
    latest = await recorded(connection, person_id)
    facts = [key for key in NAMES if key in latest and latest[key].staff_id is not None]
    lines = []
    if facts:
        named = listed(language, [turn.catalogues(language, NAMES[key]) for key in facts])
        lines.append(turn.catalogues.render(language, WRITTEN_DOWN, {"facts": named}))
    for row in reversed(await notes_of(connection, person_id)):
        lines.append(turn.catalogues.render(language, NOTED, {"day": row.at.date(), "words": row.text}))
    return lines
