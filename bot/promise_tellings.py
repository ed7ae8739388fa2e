"""What somebody of the team has to answer, in her own chat."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Outbound
from bot.turn import Turn, id_of
from lab.people import DESK_ROLES
from lab.promises import LATE, PROMISED, SOMEBODY, SORTS, YOURS_NOW
from store.mediation import approved, subject_of_question
from store.promise_owners import brought_in


async def due(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], base_url: str) -> None:
    """Who asks what, and by when; to whoever can open it, also where."""
    number = id_of(values["question"])
    row = (await brought_in(connection, [number])).get(number)
    if row is None:
        return
    language, say = turn.person["language"], turn.catalogues.render
    day, late = row.answer_by.astimezone(UTC).date(), row.answer_by < turn.now
    parts = (
        say(language, SORTS[row.sort], {"name": row.name or say(language, SOMEBODY)}),
        await _words(connection, row, language),
        say(language, LATE if late else PROMISED, {"day": day}),
        "" if late else say(language, YOURS_NOW),
        f"{base_url}/admin/labs/{row.lab_id}/questions#q{row.id}" if turn.person["role"] in DESK_ROLES else "",
    )
    turn.outgoing.append(Outbound("\n\n".join(filter(None, parts)), language))


async def _words(connection: AsyncConnection, row: Row[Any], language: str) -> str:
    """In the language that she reads: as they were said, or as a human translated them."""
    if row.language == language:
        return row.note or ""
    return await approved(connection, subject_of_question(row.id), language)
