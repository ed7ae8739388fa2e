"""Why she got it: what made the program begin a message, in the words of whoever reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.contact_line import why
from admin.dates import Dates
from admin.meeting_words import kind_of_contact, title_of, when_of
from admin.visit import Visit
from lab.meetings import Meeting
from locales import N_
from store.contacts import contacts_by_id
from store.history import Entry
from store.labs import Lab
from store.meetings import by_id

ABOUT = N_("Because of the meeting {meeting}.")
FLOOR = N_("So that nobody waits too long to hear from us (days: {days}).")
WHY: Mapping[str, str] = {
    "broadcast": N_("Somebody of the team wrote it."),
    "poll": N_("Somebody of the team asks this question."),
    "poll_round": N_("Somebody of the team began the next round."),
    "poll_result": N_("Who took part hears the result."),
    "pilot_check": N_("We ask the team of a pilot every two weeks."),
    "pilot_news": N_("Everybody hears what the pilots tell, once a week."),
    "milestone": N_("Who helped a pilot hears of each step that it reaches."),
    "recommendation": N_("Who contributed hears of each change."),
    "came_back": N_("Who brought something in hears what became of it."),
    "translation": N_("Somebody waits for this text in another language."),
    "talk_reminder": N_("A moment to talk is fixed."),
    "promise_due": N_("Somebody waits for an answer, and its day is near."),
}
"""Of kinds that follow from no meeting."""


def because(visit: Visit, row: Row[Any], about: Mapping[int, Meeting], labs: Mapping[int, Lab]) -> str:
    """What a contact follows from: a meeting, the silence before it, or what its kind is for."""
    if row.meeting_id in about:
        meeting = about[row.meeting_id]
        return visit.say(
            ABOUT, meeting=f"{title_of(visit, meeting, labs.get(meeting.lab_id))}, {when_of(visit, meeting)}"
        )
    if row.kind == "check_up" and row.lab_id in labs:
        return visit.say(FLOOR, days=str(labs[row.lab_id].policy.floor_days))
    return visit.say(WHY[row.kind]) if row.kind in WHY else ""


async def causes(
    visit: Visit, connection: AsyncConnection, entries: Iterable[Entry], lab: Lab | None, dates: Dates
) -> dict[int, str]:
    """By the number of the contact that a message came from: its kind, what it follows from, what the gate said."""
    rows = await contacts_by_id(connection, {entry.cause for entry in entries if entry.cause})
    about = await by_id(connection, {row.meeting_id for row in rows if row.meeting_id})
    labs = {lab.id: lab} if lab else {}
    found = {}
    for row in rows:
        told = (f"{kind_of_contact(visit, row.kind)}.", because(visit, row, about, labs), why(visit, row, dates))
        found[row.id] = " ".join(part for part in told if part)
    return found
