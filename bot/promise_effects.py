"""What follows when somebody says what she brought in, thanks, or that she is in danger. Inside the transaction of the
turn."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.turn import Turn
from flows.contributing import NEVER_MIND
from flows.effects import Courtesy, Danger, Sort
from lab.broadcasts import COURTESY
from lab.promises import ONE_RUN
from store import promises
from store.broadcast_sending import heard_last

CALL = "call"
"""Stands in the note of a task of danger, behind its topic: she wants to be called."""


async def _sort(connection: AsyncConnection, turn: Turn, said: Sort) -> None:
    who = turn.visitor.person_id
    if said.sort == NEVER_MIND:
        await promises.never_mind(connection, who, turn.now)
    else:
        await promises.sort_newest(connection, who, said.sort)


async def _courtesy(connection: AsyncConnection, turn: Turn, kind: Courtesy) -> None:
    """Gathered under the message to many that it follows. It is done as it comes: nobody has to answer it."""
    who = turn.visitor.person_id
    if heard := await heard_last(connection, who, turn.now):
        row = {"lab_id": turn.person["lab_id"], "person_id": who, "kind": COURTESY, "note": kind.words, "media": None}
        row |= {"created_at": turn.now, "answer_by": None, "done_at": turn.now, "broadcast_id": heard}
        turn.add("task", **row, language=turn.person["language"])


async def _danger(connection: AsyncConnection, turn: Turn, found: Danger) -> None:
    """One open task for each person, which holds the topic and none of her words. What she wrote just before is on no
    list any more: it may have been asked about and meant this. What she writes next belongs to it."""
    turn.person["handed_over_at"] = turn.now
    await promises.keep_to_her_conversation(connection, turn.visitor.person_id, turn.now - ONE_RUN)
    note = f"{found.topic} {CALL}" if found.call else found.topic
    just_made = next((row for row in turn.rows.get("task", ()) if row["kind"] == "danger"), None)
    if just_made is not None:
        just_made["note"] = note
    elif known := await promises.open_danger(connection, turn.visitor.person_id):
        if found.call:
            await promises.note_danger(connection, known, note)
    else:
        who = {"lab_id": turn.person["lab_id"], "person_id": turn.visitor.person_id}
        turn.add("task", **who, kind="danger", note=note, media=None, created_at=turn.now, answer_by=None)


Perform = Callable[[AsyncConnection, Turn, Any], Awaitable[None]]
PERFORM: Mapping[type, Perform] = cast(Mapping[type, Perform], {Sort: _sort, Courtesy: _courtesy, Danger: _danger})
