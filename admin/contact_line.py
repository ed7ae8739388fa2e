"""What was planned for somebody and what became of it, each with the sentence why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import Dates
from admin.meeting_words import kind_of_contact
from admin.visit import Visit
from locales import N_
from scheduler.reasons import REASONS, TOO_LATE, WAITING
from store.broadcast_sending import HELD
from store.contacts import CALLED, DROPPED, MERGED, PLANNED, SENT, ahead
from store.desk_meetings import contacts_of

LOOKED_BACK = timedelta(weeks=8)
STATES = {
    PLANNED: N_("Planned"),
    SENT: N_("Sent"),
    MERGED: N_("Sent along with another message"),
    DROPPED: N_("Not sent"),
    CALLED: N_("A person of the team gets in touch"),
    HELD: N_("Paused"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """`meeting_id` is 0 where it is not about a meeting."""

    when: str
    name: str
    state: str
    why: str
    meeting_id: int
    id: int


async def contact_line(
    visit: Visit, connection: AsyncConnection, person_id: int, dates: Dates
) -> tuple[list[Contact], list[Contact]]:
    """What is ahead, the nearest first; and what was, the latest first."""
    planned = await ahead(connection, person_id)
    been = await contacts_of(connection, person_id, visit.now - LOOKED_BACK)
    return _lines(visit, planned, dates), _lines(visit, been, dates)


def _lines(visit: Visit, rows: Iterable[Row[Any]], dates: Dates) -> list[Contact]:
    return [_contact(visit, row, dates) for row in rows]


def _contact(visit: Visit, row: Row[Any], dates: Dates) -> Contact:
    when: datetime = row.due_at if row.state == PLANNED else row.decided_at
    state = visit.say(STATES.get(row.state, row.state))
    return Contact(
        dates.exact(when), kind_of_contact(visit, row.kind), state, why(visit, row, dates), row.meeting_id or 0, row.id
    )


def why(visit: Visit, row: Row[Any], dates: Dates) -> str:
    """One sentence, in the reader's language; "" for what is planned and not kept back."""
    if row.state == PLANNED and (row.reason not in WAITING or not row.reason_until):
        return ""
    if row.reason not in REASONS:
        return ""
    return decided(visit, row.state, row.reason, (row.reason_until or row.due_at).astimezone(dates.zone))


def decided(visit: Visit, state: str, reason: str, until: datetime) -> str:
    """What the gate says of a contact in this state; `until` in the zone of whoever reads it."""
    sentence = visit.say(REASONS[reason], until=until)
    return f"{sentence} {visit.say(TOO_LATE)}" if state == DROPPED and reason in WAITING else sentence
