"""What is planned for somebody: her own answer to “what do you plan to send me?”."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contact_facts import contact_of, day_of, load, meeting_ids, person_of
from bot.messages import Outbound
from bot.turn import Turn
from flows.techniques.telling import MORE_OPTIONS
from lab.touchpoints import Contact
from lab.wall_time import zone_of
from locales import N_
from scheduler.cadence import earliest
from scheduler.reasons import REASONS
from store import contacts, meetings

MOST = 12
"""Lines in one message: what comes first."""
PLANNED = N_("This is what we plan to send you:")
NOTHING_PLANNED = N_("Nothing is planned just now. We write when there is something to tell.")

KINDS: Mapping[str, str] = {
    "invitation": N_("Invitation to a meeting"),
    "preparation": N_("We prepare the meeting with you"),
    "reminder_week": N_("Reminder of a meeting"),
    "reminder_day": N_("Reminder of a meeting"),
    "reminder_hours": N_("Reminder of a meeting"),
    "check_in": N_("Question before a meeting"),
    "check_out": N_("Question after a meeting"),
    "decided": N_("What was decided"),
    "missed": N_("We missed you"),
    "moved": N_("Change of a meeting"),
    "cancelled": N_("A meeting does not take place"),
    "seat_free": N_("A seat is free"),
    "talk_reminder": N_("Reminder of a talk"),
    "check_up": N_("How are you?"),
    "pilot_check": N_("Question how a pilot goes"),
    "pilot_news": N_("News of the pilots"),
    "milestone": N_("A step that a pilot reached"),
    "recommendation": N_("What became of a recommendation"),
    "broadcast": N_("A message from the team"),
    "poll": N_("A poll"),
    "poll_round": N_("The next round of a poll"),
    "poll_result": N_("The result of a poll"),
    "came_back": N_("What became of an idea"),
    "translation": N_("A text to translate"),
}


async def planned(connection: AsyncConnection, turn: Turn, _: Mapping[str, str]) -> None:
    """What will go out as things are now, with the reason why something waits."""
    ahead = await _still_meant(connection, turn)
    texts, language = turn.catalogues, turn.person["language"]
    if not ahead:
        turn.outgoing.append(Outbound(texts(language, NOTHING_PLANNED), language))
        return
    lines = [texts(language, PLANNED), *(_planned_line(turn, row, when) for when, row in ahead[:MOST])]
    if more := ahead[MOST:]:
        lines.append(texts.render(language, MORE_OPTIONS, {"count": str(len(more))}))
    turn.outgoing.append(Outbound("\n".join(lines), language))


async def _still_meant(connection: AsyncConnection, turn: Turn) -> Sequence[tuple[datetime, Row[Any]]]:
    """Without what the gate would drop: not for her, too late by her days and hours, or without words in her language.

    Each with the moment at which it can come, the first one first.
    """
    who, now = turn.visitor.person_id, turn.now
    rows = [row for row in await contacts.ahead(connection, who) if row.kind in KINDS and row.expires_at > now]
    if turn.lab is None or not rows:
        return ()
    near = {**turn.around.meetings, **await meetings.by_id(connection, meeting_ids(rows))}
    seen = await load(connection, [who], rows, replace(turn.around, meetings=near))
    person, day = person_of(seen.people[who], turn.lab, seen), day_of(turn.lab, now)
    meant = [(row, contact_of(row, seen.people[who], turn.lab, seen)) for row in rows]
    timed = [(earliest(one, person, turn.lab.policy, day), row) for row, one in meant if _can_come(one)]
    return sorted(((when, row) for when, row in timed if when < row.expires_at), key=lambda one: one[0])


def _can_come(one: Contact) -> bool:
    """What a meeting will decide nobody can know today: she will be told of it."""
    return (one.sayable and not one.needless) or one.needless == "nothing_decided"


def _planned_line(turn: Turn, row: Row[Any], when: datetime) -> str:
    texts, language = turn.catalogues, turn.person["language"]
    zone = zone_of(turn.person.get("timezone") or "", turn.lab.timezone if turn.lab else "UTC")
    line = f"• {texts.value(language, when.astimezone(zone))}: {texts(language, KINDS[row.kind])}"
    reason, until = _why_then(turn, row)
    if until and reason in REASONS:
        line += f" ({texts.render(language, REASONS[reason], {'until': until.astimezone(zone)})})"
    return line


def _why_then(turn: Turn, row: Row[Any]) -> tuple[str, datetime | None]:
    """What holds it longest: she may have asked for a pause since the gate decided."""
    paused = turn.person["paused_until"]
    if paused and paused > max(row.due_at, row.reason_until or row.due_at):
        return "paused", paused
    return row.reason, row.reason_until
