"""An answer goes to all who asked the same: to whom it can go now, and for whom it has to be translated first."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import Way, way_to
from admin.task_kinds import SOMEBODY
from admin.visit import Visit
from lab.promises import needs_translation
from locales import N_
from store.desk import addresses_of
from store.promises import with_merged

GOES_TO = N_("This also goes to {name}, who asked the same.")
TRANSLATE = N_("This does not go to {name} yet: it must be in {language} first. The question stays open.")
NO_WAY = N_("This does not go to {name}: we cannot write to this person just now. The question stays open.")


@dataclass(slots=True)
class Sharing:
    """`settled` are tasks that this answers, `waiting` those that stay open with it. `others`: who else gets it."""

    settled: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    others: dict[int, tuple[Row[Any], Way]] = field(default_factory=dict)
    untranslated: dict[int, Row[Any]] = field(default_factory=dict)
    unreachable: dict[int, Row[Any]] = field(default_factory=dict)

    def sentences(self, visit: Visit) -> list[str]:
        """Said before it is sent: who gets it, and who does not."""
        known = visit.desk.catalogues.languages
        told = [visit.say(GOES_TO, name=_name(visit, row)) for row, _ in self.others.values()]
        for row in self.untranslated.values():
            language = known[row.language].autonym if row.language in known else row.language
            told.append(visit.say(TRANSLATE, name=_name(visit, row), language=language))
        return told + [visit.say(NO_WAY, name=_name(visit, row)) for row in self.unreachable.values()]


async def sharing(connection: AsyncConnection, person_id: int, language: str, ids: Collection[int]) -> Sharing:
    """What an answer in this language to these tasks means for all who asked the same. She herself gets it as it is;
    `person_id` 0: nobody does who reads another language."""
    found = Sharing()
    for row in await with_merged(connection, ids):
        await _sort_in(connection, found, person_id, language, row)
    return found


async def _sort_in(connection: AsyncConnection, found: Sharing, person_id: int, language: str, row: Row[Any]) -> None:
    if row.person_id == person_id:
        found.settled.append(row.id)
    elif needs_translation(language, row.language):
        found.untranslated[row.person_id] = row
        found.waiting.append(row.id)
    else:
        way = way_to(row.standing, await addresses_of(connection, row.person_id))
        if way.refusal:
            found.unreachable[row.person_id] = row
            found.waiting.append(row.id)
        else:
            found.others[row.person_id] = (row, way)
            found.settled.append(row.id)


def _name(visit: Visit, row: Row[Any]) -> str:
    return visit.name(row.name) or visit.say(SOMEBODY)
