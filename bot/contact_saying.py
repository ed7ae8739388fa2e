"""What may go out becomes a conversation, and rows of the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import look_around
from bot.contact_facts import NAMES, Seen, about_of, day_of
from bot.effects import perform
from bot.messages import Inbound, Outbound
from bot.packing import pack
from bot.tellings import Desk
from bot.turn import Turn, id_of
from flows.check_up import HOW_ARE_YOU
from flows.codec import dump_state, load_state
from flows.conversation import Conversation
from flows.meeting import beginning
from flows.model import Answers, Scene, Value
from lab.people import UNDER_AGE
from lab.policy import HOURS, Opening, Policy
from lab.touchpoints import ANSWER, CHANGE, CHECK, POLL, REMINDER, REMINDERS, UPDATE, reminder_of
from lab.wall_time import moment_of, zone_of
from lab.wishes import wishes_of
from store import meetings
from store.contacts import told_start
from store.intake import Caller, Visitor
from store.labs import Lab

OFFICIALS = frozenset({"policymaker", "partner"})
_REMINDERS = dict.fromkeys((CHANGE, ANSWER, REMINDER, CHECK), "reminder")
OUTBOX_KINDS: Mapping[int, str] = {**_REMINDERS, POLL: "poll"}


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of contacting knows beside the people."""

    conversation: Conversation
    desk: Desk


def turn_of(who: Row[Any], seen: Seen, lead: Row[Any]) -> Turn:
    where = seen.addresses[who.id]
    caller = Caller(where.channel, where.account, where.lookup, where.external, where.locales)
    known = {name: getattr(who, name) for name in (*NAMES, "timezone")}
    visitor = Visitor(where.id, caller, where.reachable, waiting=True, person=known, before=dict(known))
    inbound = Inbound(where.channel, where.account, f"contact:{lead.id}", where.external)
    return Turn(inbound, visitor, seen.around)


async def say(connection: AsyncConnection, round_: Round, turn: Turn, seen: Seen, said: Sequence[Row[Any]]) -> None:
    """Begin the conversation: the most urgent question now, the others after its answer, what only tells with it."""
    state = load_state(turn.person["state"])
    turn.abouts = {row.reference: one for row in said if (one := about_of(row, seen))}
    await look_around(connection, turn, state)
    scene = turn.scene(state)
    about = {row.reference: _values(turn, row, seen) for row in said if row.reference}
    scene = replace(scene, about={**scene.about, **about})
    openings = [(flow_of(row, turn, seen), _beginning(row, scene, seen)) for row in said]
    after, effects = round_.conversation.contact(state, openings, scene)
    await perform(connection, turn, effects, round_.desk)
    turn.person["state"] = dump_state(after)
    turn.person["last_out_at"] = turn.now
    turn.outgoing = list(in_one(turn.outgoing))
    for row in said:
        if row.meeting_id and _names_its_date(turn, row):
            meeting = seen.around.meetings[row.meeting_id]
            await meetings.tell(connection, meeting.id, turn.visitor.person_id, meeting.sequence)


def _names_its_date(turn: Turn, row: Row[Any]) -> bool:
    """A preparation names it later, if she goes on to that, or at once in the team's own words."""
    plan = turn.lab.plan if turn.lab else ()
    own = next((one.texts for one in plan if one.kind == row.kind), {})
    return row.kind != "preparation" or "{when}" in own.get(turn.person["language"], "")


def _beginning(row: Row[Any], scene: Scene, seen: Seen) -> Answers:
    begins = beginning(row.reference, needs_known=scene.needs_known)
    return {**begins, **about.begins} if (about := about_of(row, seen)) else begins


def _values(turn: Turn, row: Row[Any], seen: Seen) -> Mapping[str, Value]:
    if about := about_of(row, seen):
        return about.values
    if row.meeting_id:
        known = told_start(row.slot) if row.kind == "cancelled" else None
        return turn.meeting_values(seen.around.meetings[row.meeting_id], known)
    talk = seen.talks.get(id_of(row.reference))
    if talk is None:
        return {}
    zone = zone_of(turn.lab.timezone if turn.lab else "UTC")
    return {"talk": talk.starts_at.astimezone(zone), "talk_place": talk.place}


def flow_of(row: Row[Any], turn: Turn, seen: Seen) -> str:
    """The flow in which a contact of this kind is said to this person."""
    if about := about_of(row, seen):
        return about.flow
    if row.kind == "check_up":
        if turn.lab and _today(turn, turn.lab) in day_of(turn.lab, turn.now).feasts:
            return "check_up_feast"
        before = sum(one.kind == "check_up" for one in seen.past.get(row.person_id, ()))
        return f"check_up_{before % len(HOW_ARE_YOU)}"
    if row.kind == "preparation":
        official = bool(seen.groups.get(row.person_id, frozenset()) & OFFICIALS)
        young = turn.person["age_band"] == UNDER_AGE
        return "preparation_young" if young else "preparation_official" if official else "preparation"
    return _reminder(row, turn, seen) if row.kind in REMINDERS else str(row.kind)


def _reminder(row: Row[Any], turn: Turn, seen: Seen) -> str:
    """What is late, or planned for another day by the lab, must not say “tomorrow” today. The team's own words stay."""
    lab, meeting = turn.lab, seen.around.meetings[row.meeting_id]
    if lab is None:
        return str(row.kind)
    said = reminder_of(meeting.starts.date() - _today(turn, lab))
    return str(row.kind) if {row.kind, said} & {one.kind for one in lab.plan if one.texts} else said


def _today(turn: Turn, lab: Lab) -> date:
    """Where she is."""
    return turn.now.astimezone(zone_of(turn.person["timezone"] or "", lab.timezone)).date()


def in_one(outgoing: Sequence[Outbound]) -> Iterable[Outbound]:
    """Texts without buttons go into one message with what follows them."""
    texts: list[str] = []
    passing = False
    for place, message in enumerate(outgoing):
        plain = not (message.buttons or message.picture or message.sound or message.file)
        if plain and place + 1 < len(outgoing):
            texts.append(message.text)
            passing |= message.passing
            continue
        text = "\n\n".join([*texts, message.text])
        yield replace(message, text=text, passing=passing or message.passing) if texts else message
        texts, passing = [], False


def _good_until(turn: Turn, lead: Row[Any]) -> datetime:
    """Until when it may still arrive, if its channel keeps it waiting: not in the night. Then it is decided anew."""
    who, policy = turn.person, turn.lab.policy if turn.lab else Policy()
    zone, wishes = zone_of(who["timezone"], turn.lab.timezone if turn.lab else "UTC"), wishes_of(who["facts"])
    hours = wishes.hours if lead.priority >= POLL else ()
    opening, today = Opening(policy, zone, wishes.rest(policy), hours), turn.now.astimezone(zone).date()
    clocks = {policy.quiet_from, time(), *(end for _, end in HOURS.values())}
    ends = (moment_of(datetime.combine(today + timedelta(days=n), at), zone) for n in (0, 1) for at in clocks)
    last: datetime = lead.expires_at
    over = min((end for end in ends if end > turn.now and opening.closed_by(end)), default=last)
    return last if opening.closed_by(turn.now) else min(over, last)


def outbox_rows(turn: Turn, said: Sequence[Row[Any]]) -> Iterable[dict[str, Any]]:
    lead = said[0]
    until = _good_until(turn, lead)
    kind = OUTBOX_KINDS.get(lead.priority, "update" if lead.priority == UPDATE else "nudge")
    kind = "broadcast" if lead.kind == "broadcast" else kind
    for place, message in enumerate(turn.outgoing):
        yield {
            "person_id": turn.visitor.person_id,
            "address_id": turn.visitor.address_id,
            "kind": kind,
            "body": pack(message),
            "state": "queued",
            "due_at": turn.now,
            "expires_at": until,
            "key": f"contact:{lead.id}:{place}",
            "created_at": turn.now,
        }
