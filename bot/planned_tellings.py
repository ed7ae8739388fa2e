"""What is planned for somebody: her own answer to “what do you plan to send me?”."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contact_facts import Seen, contact_of, day_of, load, meeting_ids, person_of
from bot.messages import Outbound
from bot.turn import Turn
from flows.techniques.telling import MORE_OPTIONS
from lab.touchpoints import Contact
from lab.wall_time import zone_of
from locales import N_
from scheduler.cadence import Past, Person
from scheduler.foresight import Coming, foresee
from scheduler.reasons import REASONS, WAITING, Reason
from store import contacts, meetings
from store.labs import Lab

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
    lines = [texts(language, PLANNED), *(_planned_line(turn, row, coming) for coming, row in ahead[:MOST])]
    if more := ahead[MOST:]:
        lines.append(texts.render(language, MORE_OPTIONS, {"count": str(len(more))}))
    turn.outgoing.append(Outbound("\n".join(lines), language))


async def _still_meant(connection: AsyncConnection, turn: Turn) -> Sequence[tuple[Coming, Row[Any]]]:
    """What the gate lets out, when, and what holds it until then; as things are at the end of this turn."""
    who, now = turn.visitor.person_id, turn.now
    rows = {row.id: row for row in await contacts.ahead(connection, who)}
    if turn.lab is None or not rows:
        return ()
    near = {**turn.around.meetings, **await meetings.by_id(connection, meeting_ids(rows.values()))}
    seen = await load(connection, [who], tuple(rows.values()), replace(turn.around, meetings=near))
    said = [_as_it_will_be(contact_of(row, seen.people[who], turn.lab, seen)) for row in rows.values()]
    past = [Past(row.kind, row.decided_at, row.priority) for row in seen.past.get(who, ())]
    she = _she_as_she_will_be(turn, turn.lab, seen)
    coming = foresee(said, she, past, turn.lab.policy, now, partial(day_of, turn.lab))
    return [(_with_reason(one, rows[one.id]), rows[one.id]) for one in coming if rows[one.id].kind in KINDS]


def _she_as_she_will_be(turn: Turn, lab: Lab, seen: Seen) -> Person:
    """She has just written, and is just being answered."""
    she = person_of(seen.people[turn.visitor.person_id], lab, seen)
    return replace(she, paused_until=turn.person["paused_until"], last_in_at=turn.now, last_out_at=turn.now)


def _as_it_will_be(one: Contact) -> Contact:
    """What a meeting will decide nobody can know today: she will be told of it."""
    return replace(one, needless="", sayable=True) if one.needless == "nothing_decided" else one


def _with_reason(one: Coming, row: Row[Any]) -> Coming:
    """What held it already, where nothing holds it any more when its time comes."""
    if one.why or row.reason not in WAITING or not row.reason_until:
        return one
    return replace(one, why=Reason(row.reason, row.reason_until))


def _planned_line(turn: Turn, row: Row[Any], coming: Coming) -> str:
    texts, language = turn.catalogues, turn.person["language"]
    zone = zone_of(turn.person.get("timezone") or "", turn.lab.timezone if turn.lab else "UTC")
    line = f"• {texts.value(language, coming.at.astimezone(zone))}: {texts(language, KINDS[row.kind])}"
    why = coming.why
    if why and why.until and why.code in REASONS:
        line += f" ({texts.render(language, REASONS[why.code], {'until': why.until.astimezone(zone)})})"
    return line
