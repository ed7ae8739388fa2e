"""Languages in which a message to many has no words yet: how many people wait, and how far the mediators are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.pages.translations import WITH
from admin.task_kinds import KINDS
from admin.visit import Visit
from bot.broadcasts import translations_of
from bot.mediation import LOOK
from lab.broadcasts import Broadcast, missing
from lab.mediation import APPROVED, GIVEN, Mediator, Text
from lab.segments import Reached
from locales import N_
from store.mediators import team

ASKED = N_("A mediator has been asked.")
NOBODY_CAN = N_("No mediator can translate this. Please write it yourself.")
"""Nobody speaks both languages, or it is too long for a chat."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A language without words. `note`: how far its translation is; `accepted`: somebody said that these people get
    nothing."""

    code: str
    autonym: str
    people: int
    note: str
    accepted: bool


async def lacking(
    visit: Visit, connection: AsyncConnection, one: Broadcast, reached: Reached, able: Sequence[Mediator]
) -> list[Lacking]:
    """Who chose no language yet cannot be helped with a translation. `able`: all mediators of the lab."""
    known, open_ones = visit.desk.catalogues.languages, missing(one, reached)
    texts = await translations_of(connection, one)
    names = {row.id: row.name for row in await team(connection, one.lab_id)}
    return [
        Lacking(
            *(code, known[code].autonym if code in known else "–", many),
            note=_note(visit, texts.get(code), able, names),
            accepted=code not in open_ones,
        )
        for code, many in sorted(reached.lacking().items())
    ]


def _note(visit: Visit, text: Text | None, able: Iterable[Mediator], names: Mapping[int, str]) -> str:
    if text is None or text.state == APPROVED:
        return ""
    if text.state == GIVEN:
        return visit.say(KINDS[LOOK].sentence)
    holder = text.mediator_id or 0
    if text.is_with(holder) and names.get(holder):
        return visit.say(WITH, name=visit.name(names[holder]))
    return visit.say(ASKED if text.short and any(one.can(text) for one in able) else NOBODY_CAN)


def sources(visit: Visit, one: Broadcast, lacking: Sequence[str], able: Sequence[Mediator]) -> list[tuple[str, str]]:
    """Languages that a mediator may translate from, with their names: the one that helps most people's languages
    first, the reader's own where that makes no difference."""
    known = visit.desk.catalogues.languages
    codes = [code for code in one.words if code in known]
    codes.sort(key=lambda code: (-len(within_reach(able, one, code, lacking)), code != visit.language))
    return [(code, known[code].autonym) for code in codes]


def within_reach(able: Iterable[Mediator], one: Broadcast, source: str, languages: Iterable[str]) -> list[str]:
    """Into which of `languages` some mediator can put its words in `source`."""
    texts = [Text(0, one.lab_id, one.reference, source, code, one.words.get(source, "")) for code in languages]
    return [text.language for text in texts if text.short and any(each.can(text) for each in able)]
