"""Writes first: what is due passes the gate, and becomes messages. One transaction for many people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.effects import perform
from bot.messages import Inbound, Outbound
from bot.packing import pack
from bot.planning import raise_tasks, wishes_of
from bot.tellings import Desk
from bot.turn import Surroundings, Turn, id_of
from flows.check_up import HOW_ARE_YOU
from flows.codec import dump_state, load_state
from flows.conversation import Conversation
from flows.meeting import beginning
from flows.model import Value
from lab.feasts import feast_days
from lab.meetings import CANCELLED, Meeting
from lab.policy import HOURS, Opening, Policy
from lab.touchpoints import CHANGE, CHECK, CORRECTIONS, POLL, REMINDER, UPDATE
from lab.wall_time import moment_of, zone_of
from scheduler.cadence import (
    CallHuman,
    Contact,
    Day,
    Decision,
    Drop,
    Hold,
    Merge,
    Past,
    Person,
    Reason,
    Send,
    decide,
)
from store import contacts, meetings
from store.groups import groups_of
from store.intake import HOT, WARM, Caller, Visitor, insert_by_key, save_people
from store.labs import Lab
from store.tables import outbox, person

PEOPLE = 200
FEASTS_AHEAD = timedelta(days=1)
LATER = timedelta(hours=6)
OFFICIALS = frozenset({"policymaker", "partner"})
TEXT_ONLY = frozenset({"cancelled", "decided"})
OUTBOX_KINDS: Mapping[int, str] = {CHANGE: "reminder", REMINDER: "reminder", CHECK: "reminder", POLL: "poll"}
AUDIENCE: Mapping[str, Mapping[str, str]] = {
    "all": {},
    "unprepared": {"prepared": "prepared"},
    "not_declined": {"no": "answered_no"},
    "coming": {
        "no": "not_coming",
        "maybe": "not_coming",
        "": "not_coming",
        "waiting": "not_coming",
        "offered": "not_coming",
    },
    "came": {
        "no": "was_absent",
        "maybe": "was_absent",
        "": "was_absent",
        "waiting": "was_absent",
        "offered": "was_absent",
    },
    "absent": {"no": "answered_no"},
}
"""By audience: for which answers a contact is needless, and the reason."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of contacting knows beside the people."""

    conversation: Conversation
    desk: Desk


@dataclass(slots=True)
class Done:
    """What one round did: addresses with something to send, people looked at, decisions by their kind."""

    addresses: list[int] = field(default_factory=list)
    people: int = 0
    decided: dict[str, int] = field(default_factory=dict)
    settled: list[dict[str, Any]] = field(default_factory=list)


async def contact_due(connection: AsyncConnection, round_: Round, around: Surroundings, limit: int = PEOPLE) -> Done:
    """Decide about all that is due for up to `limit` contacts' people. Safe to run in several processes."""
    now = around.now
    ids = await contacts.due_people(connection, now, limit)
    if not ids:
        return Done()
    due = await contacts.due_contacts(connection, ids, now)
    around = replace(around, meetings={**around.meetings, **await meetings.by_id(connection, _meeting_ids(due))})
    seen = await _load(connection, ids, due, around)
    done = Done(people=len(ids))
    turns: list[tuple[Turn, list[Row[Any]]]] = []
    for person_id, rows in groupby(sorted(due, key=attrgetter("person_id", "id")), key=attrgetter("person_id")):
        turn = await _decide_one(connection, round_, seen, person_id, list(rows), done)
        turns += [turn] if turn else []
    await contacts.settle(connection, done.settled)
    await _write(connection, turns, done, now)
    return done


def _meeting_ids(rows: Iterable[Row[Any]]) -> set[int]:
    return {row.meeting_id for row in rows if row.meeting_id is not None}


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was loaded for a round, by person."""

    people: Mapping[int, Row[Any]]
    addresses: Mapping[int, Row[Any]]
    past: Mapping[int, Sequence[Row[Any]]]
    invited: Mapping[tuple[int, int], Row[Any]]
    talks: Mapping[int, Row[Any]]
    groups: Mapping[int, frozenset[str]]
    around: Surroundings


async def _load(connection: AsyncConnection, ids: Sequence[int], due: Sequence[Row[Any]], around: Surroundings) -> Seen:
    columns = [person.c[n] for n in (*_NAMES, "prepared_at", "timezone")]
    rows = await connection.execute(select(*columns).where(person.c.id.in_(ids)))
    talk_ids = {id_of(row.reference) for row in due if row.reference.startswith("talk:")}
    return Seen(
        {row.id: row for row in rows},
        await contacts.addresses_of(connection, ids),
        await contacts.histories(connection, ids, around.now),
        await meetings.invitations(connection, _meeting_ids(due)) if _meeting_ids(due) else {},
        await meetings.talk_of(connection, talk_ids) if talk_ids else {},
        await groups_of(connection, ids),
        around,
    )


_NAMES = ("id", "created_at", "guardian_agreed_at", *HOT, *WARM)


async def _decide_one(
    connection: AsyncConnection, round_: Round, seen: Seen, person_id: int, rows: list[Row[Any]], done: Done
) -> tuple[Turn, list[Row[Any]]] | None:
    """Write down each decision; the turn in which she is written to, and what it is about."""
    who, now = seen.people[person_id], seen.around.now
    lab = seen.around.labs.get(who.lab_id or 0)
    if lab is None:  # She is in no lab any more: what was planned there is not for her.
        done.settled += [contacts.settled(row.id, now, state=contacts.DROPPED, reason="left") for row in rows]
        return None
    rows = [row for row in rows if not _waits_for_words(row, seen, done)]
    wanted = [_contact(row, who, lab, seen) for row in rows]
    history = [Past(row.kind, row.decided_at, row.priority) for row in seen.past.get(person_id, ())]
    decided = decide(wanted, _person(who, lab, seen), history, lab.policy, now, day_of(lab, now))
    said = [row for row in rows if isinstance(decided[row.id], Send | Merge)]
    said.sort(key=lambda row: not isinstance(decided[row.id], Send))
    for row in rows:
        await _settle(connection, lab, row, decided[row.id], done, now)
        name = type(decided[row.id]).__name__.lower()
        done.decided[name] = done.decided.get(name, 0) + 1
    if not said:
        return None
    turn = _turn(who, seen, said[0])
    await _say(connection, round_, turn, seen, said)
    return turn, said


def _waits_for_words(row: Row[Any], seen: Seen, done: Done) -> bool:
    """Nobody has written yet what was decided: it is looked at again later, as long as that is of use."""
    meeting, later = seen.around.meetings.get(row.meeting_id or 0), seen.around.now + LATER
    if row.kind != "decided" or meeting is None or meeting.decided or later >= row.expires_at:
        return False
    done.settled.append(contacts.settled(row.id, seen.around.now, reason="nothing_decided", until=later, due_at=later))
    return True


def day_of(lab: Lab, now: datetime) -> Day:
    today = now.date()
    return Day(lab.timezone, feast_days(lab.calendars, today - FEASTS_AHEAD, today + FEASTS_AHEAD))


def _contact(row: Row[Any], who: Row[Any], lab: Lab, seen: Seen) -> Contact:
    meeting = seen.around.meetings.get(row.meeting_id) if row.meeting_id else None
    return Contact(
        *(row.id, row.kind, row.priority, row.due_at, row.expires_at),
        meeting=row.meeting_id or 0,
        meeting_at=meeting.starts_at if meeting else None,
        told_at=contacts.told_start(row.slot) if row.kind in CORRECTIONS else None,
        sayable=_sayable(row, who, lab, meeting),
        asks=row.kind not in TEXT_ONLY,
        needless=_needless(row, who, lab, meeting, seen),
    )


def _sayable(row: Row[Any], who: Row[Any], lab: Lab, meeting: Meeting | None) -> bool:
    """Whether there is a text in the language that she chose: the team's own words are in some languages only."""
    if not who.language:
        return False
    own = _own_words(row.kind, lab)
    if own and who.language not in own:
        return False
    return row.kind != "decided" or (meeting is not None and bool(meeting.decided.get(who.language)))


def _own_words(kind: str, lab: Lab) -> Mapping[str, str]:
    return next((t.texts for t in lab.plan if t.kind == kind), {})


def _needless(row: Row[Any], who: Row[Any], lab: Lab, meeting: Meeting | None, seen: Seen) -> str:
    """Why she needs it no more, or ""."""
    if meeting is None:
        talk = seen.talks.get(id_of(row.reference))
        return "superseded" if row.kind == "talk_reminder" and (talk is None or talk.person_id != who.id) else ""
    if meeting.state == CANCELLED and row.kind != "cancelled":
        return "meeting_cancelled"
    if any(t.kind == row.kind and not t.on for t in lab.plan):
        return "plan_changed"
    invited = seen.invited.get((meeting.id, who.id))
    answer = invited.answer if invited else ""
    if row.kind == "decided" and not meeting.decided:
        return "nothing_decided"
    if row.kind == "seat_free":
        return {"yes": "coming_already", "no": "answered_no", "offered": ""}.get(answer, "superseded")
    audience = next((t.audience for t in lab.plan if t.kind == row.kind), "all")
    return _not_meant(audience, answer, invited.present if invited else None, who)


def _not_meant(audience: str, answer: str, present: bool | None, who: Row[Any]) -> str:
    match audience:
        case "unprepared":
            return "prepared" if who.prepared_at else ""
        case "came" if present is not None:
            return "" if present else "was_absent"
        case "absent":
            return "" if present is False and answer != "no" else "was_there" if present else "attendance_unknown"
        case _:
            return AUDIENCE[audience].get(answer, "")


def _person(who: Row[Any], lab: Lab, seen: Seen) -> Person:
    where = seen.addresses.get(who.id)
    return Person(
        who.standing,
        who.timezone or lab.timezone,
        wishes_of(who.facts),
        reachable=where is not None and where.reachable,
        paused_until=who.paused_until,
        last_in_at=who.last_in_at,
        last_out_at=who.last_out_at,
    )


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


def _turn(who: Row[Any], seen: Seen, lead: Row[Any]) -> Turn:
    where = seen.addresses[who.id]
    caller = Caller(where.channel, where.account, where.lookup, where.external, where.locales)
    known = {name: getattr(who, name) for name in (*_NAMES, "timezone")}
    visitor = Visitor(where.id, caller, where.reachable, waiting=True, person=known, before=dict(known))
    inbound = Inbound(where.channel, where.account, f"contact:{lead.id}", where.external)
    return Turn(inbound, visitor, seen.around)


async def _say(connection: AsyncConnection, round_: Round, turn: Turn, seen: Seen, said: Sequence[Row[Any]]) -> None:
    """Begin the conversation: the most urgent question now, the others after its answer, what only tells with it."""
    state = load_state(turn.person["state"])
    scene = turn.scene(state)
    about = {row.reference: _values(turn, row, seen) for row in said if row.reference}
    scene = replace(scene, about={**scene.about, **about})
    openings = [(flow_of(row, turn, seen), beginning(row.reference, needs_known=scene.needs_known)) for row in said]
    after, effects = round_.conversation.contact(state, openings, scene)
    await perform(connection, turn, effects, round_.desk)
    turn.person["state"] = dump_state(after)
    turn.person["last_out_at"] = turn.now
    turn.outgoing = list(in_one(_in_own_words(turn.outgoing, turn, said[0])))
    for row in said:
        if row.meeting_id:
            meeting = seen.around.meetings[row.meeting_id]
            await meetings.tell(connection, meeting.id, turn.visitor.person_id, meeting.sequence)


def _values(turn: Turn, row: Row[Any], seen: Seen) -> dict[str, Value]:
    if row.meeting_id:
        return turn.meeting_values(seen.around.meetings[row.meeting_id])
    talk = seen.talks.get(id_of(row.reference))
    if talk is None:
        return {}
    zone = zone_of(turn.lab.timezone if turn.lab else "UTC")
    return {"talk": talk.starts_at.astimezone(zone), "talk_place": talk.place}


def flow_of(row: Row[Any], turn: Turn, seen: Seen) -> str:
    """The flow in which a contact of this kind is said to this person."""
    if row.kind == "check_up":
        lab = turn.lab
        if lab and turn.now.date() in day_of(lab, turn.now).feasts:
            return "check_up_feast"
        before = sum(one.kind == "check_up" for one in seen.past.get(row.person_id, ()))
        return f"check_up_{before % len(HOW_ARE_YOU)}"
    if row.kind == "preparation":
        official = bool(seen.groups.get(row.person_id, frozenset()) & OFFICIALS)
        young = turn.person["age_band"] == "under_16"
        return "preparation_young" if young else "preparation_official" if official else "preparation"
    return str(row.kind)


def _in_own_words(outgoing: list[Outbound], turn: Turn, lead: Row[Any]) -> list[Outbound]:
    """The team's own words for this contact, where it wrote some."""
    lab = turn.lab
    own = _own_words(lead.kind, lab).get(turn.person["language"], "") if lab else ""
    if not own or not outgoing:
        return outgoing
    return [*outgoing[:-1], replace(outgoing[-1], text=own)]


def in_one(outgoing: Sequence[Outbound]) -> Iterable[Outbound]:
    """Texts without buttons go into one message with what follows them."""
    texts: list[str] = []
    for place, message in enumerate(outgoing):
        plain = not (message.buttons or message.picture or message.sound or message.file)
        if plain and place + 1 < len(outgoing):
            texts.append(message.text)
            continue
        yield replace(message, text="\n\n".join([*texts, message.text])) if texts else message
        texts = []


async def _write(
    connection: AsyncConnection, turns: Sequence[tuple[Turn, list[Row[Any]]]], done: Done, now: datetime
) -> None:
    rows = [row for turn, said in turns for row in _outbox_rows(turn, said)]
    await save_people(connection, [turn.visitor for turn, _ in turns])
    await insert_by_key(connection, outbox, rows)
    for turn, _ in turns:
        for values in turn.rows.get("task", ()):
            await raise_tasks(
                connection, values["lab_id"], values["kind"], [values["person_id"]], now, note=values["note"]
            )
    done.addresses += [turn.visitor.address_id for turn, _ in turns]


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


def _outbox_rows(turn: Turn, said: Sequence[Row[Any]]) -> Iterable[dict[str, Any]]:
    lead = said[0]
    until = _good_until(turn, lead)
    kind = OUTBOX_KINDS.get(lead.priority, "update" if lead.priority == UPDATE else "nudge")
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
