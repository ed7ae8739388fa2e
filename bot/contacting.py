"""Writes first: what is due passes the gate, and becomes messages. One transaction for many people."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contact_facts import Seen, contact_of, day_of, load, meeting_ids, person_of, unwritten
from bot.contact_saying import Round, outbox_rows, say, turn_of
from bot.planning import raise_tasks
from bot.turn import Surroundings, Turn
from lab.touchpoints import without_older_reminders
from scheduler.cadence import Ahead, CallHuman, Decision, Drop, Hold, Merge, Past, Reason, Send, decide
from store import contacts, meetings
from store.intake import insert_by_key, save_people
from store.labs import Lab
from store.tables import outbox

PEOPLE = 200
LATER = timedelta(hours=6)


@dataclass(slots=True)
class Done:
    """What one round did: addresses with something to send, people looked at, decisions by their kind."""

    addresses: list[int] = field(default_factory=list)
    people: int = 0
    decided: dict[str, int] = field(default_factory=dict)
    settled: list[dict[str, Any]] = field(default_factory=list)
    more: bool = False
    """Something is due still."""


async def contact_due(connection: AsyncConnection, round_: Round, around: Surroundings, limit: int = PEOPLE) -> Done:
    """Decide about all that is due for up to `limit` contacts' people. Safe to run in several processes."""
    now = around.now
    ids = await contacts.due_people(connection, now, limit)
    if not ids:
        return Done()
    due = await contacts.due_contacts(connection, ids, now)
    around = replace(around, meetings={**around.meetings, **await meetings.by_id(connection, meeting_ids(due))})
    seen = await load(connection, ids, due, around)
    done = Done(people=len(ids))
    turns: list[tuple[Turn, list[Row[Any]]]] = []
    for person_id, rows in groupby(sorted(due, key=attrgetter("person_id", "id")), key=attrgetter("person_id")):
        turn = await _decide_one(connection, round_, seen, person_id, list(rows), done)
        turns += [turn] if turn else []
    await contacts.settle(connection, done.settled)
    await _write(connection, turns, done, now)
    return done


async def _decide_one(
    connection: AsyncConnection, round_: Round, seen: Seen, person_id: int, rows: list[Row[Any]], done: Done
) -> tuple[Turn, list[Row[Any]]] | None:
    """Write down each decision; the turn in which she is written to, and what it is about."""
    who, now = seen.people[person_id], seen.around.now
    lab = seen.around.labs.get(who.lab_id or 0)
    if lab is None:  # She is in no lab any more: what was planned there is not for her.
        done.settled += [contacts.settled(row.id, now, state=contacts.DROPPED, reason="left") for row in rows]
        return None
    rows = [row for row in rows if not _waits_for_the_team(row, lab, seen, done)]
    wanted = without_older_reminders(contact_of(row, who, lab, seen) for row in rows)
    history = [Past(row.kind, row.decided_at, row.priority) for row in seen.past.get(person_id, ())]
    ahead = [Ahead(row.due_at, row.priority) for row in seen.ahead.get(person_id, ())]
    decided = decide(wanted, person_of(who, lab, seen), history, lab.policy, now, day_of(lab, now), ahead)
    said = [row for row in rows if isinstance(decided[row.id], Send | Merge)]
    said.sort(key=lambda row: not isinstance(decided[row.id], Send))
    for row in rows:
        await _settle(connection, lab, row, decided[row.id], done, now)
        name = type(decided[row.id]).__name__.lower()
        done.decided[name] = done.decided.get(name, 0) + 1
    if not said:
        return None
    turn = turn_of(who, seen, said[0])
    await say(connection, round_, turn, seen, said)
    return turn, said


def _waits_for_the_team(row: Row[Any], lab: Lab, seen: Seen, done: Done) -> bool:
    """Something is not written down yet: it is looked at again later, as long as that is of use."""
    meeting, later = seen.around.meetings.get(row.meeting_id or 0), seen.around.now + LATER
    reason = unwritten(row, lab, meeting, seen) if meeting else ""
    if not reason or later >= row.expires_at:
        return False
    done.settled.append(contacts.settled(row.id, seen.around.now, reason=reason, until=later, due_at=later))
    return True


async def _settle(
    connection: AsyncConnection, lab: Lab, row: Row[Any], decision: Decision, done: Done, now: datetime
) -> None:
    reason: Reason = decision.reason
    state, due_at = contacts.DROPPED, None
    match decision:
        case Send():
            state = contacts.SENT
        case Merge():
            state = contacts.MERGED
        case Hold(until=until):
            state, due_at = contacts.PLANNED, until
        case CallHuman():
            state = contacts.CALLED
            await raise_tasks(connection, lab.id, "call_" + reason.code, [row.person_id], now)
        case Drop():
            if reason.code == "no_text":
                await raise_tasks(connection, lab.id, "translation", [row.person_id], now, note=row.kind)
    done.settled.append(
        contacts.settled(row.id, now, state=state, reason=reason.code, until=reason.until, due_at=due_at)
    )


async def _write(
    connection: AsyncConnection, turns: Sequence[tuple[Turn, list[Row[Any]]]], done: Done, now: datetime
) -> None:
    rows = [row for turn, said in turns for row in outbox_rows(turn, said)]
    await save_people(connection, [turn.visitor for turn, _ in turns])
    await insert_by_key(connection, outbox, rows)
    for turn, _ in turns:
        for values in turn.rows.get("task", ()):
            await raise_tasks(
                connection, values["lab_id"], values["kind"], [values["person_id"]], now, note=values["note"]
            )
    done.addresses += [turn.visitor.address_id for turn, _ in turns]
