"""What the gate is told of the people for whom something is due, and of what is due for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Nothing, Wanted, has_loader, look_up
from bot.turn import About, Surroundings, id_of
from flows.codec import load_state
from flows.danger import is_open
from lab.feasts import feast_days
from lab.meetings import CANCELLED, Meeting, is_on
from lab.touchpoints import CORRECTIONS, not_meant
from lab.wishes import wishes_of
from scheduler.cadence import Contact, Day, Person
from store import contacts, meetings
from store.groups import groups_of
from store.intake import HOT, WARM
from store.labs import Lab
from store.tables import person

FEASTS_AHEAD = timedelta(days=1)
TEXT_ONLY = frozenset(
    {"cancelled", "decided", "poll_result", "milestone", "recommendation", "broadcast", "promise_due"}
)
NAMES = ("id", "created_at", "guardian_agreed_at", "human_until", *HOT, *WARM)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was loaded for a round, by person."""

    people: Mapping[int, Row[Any]]
    addresses: Mapping[int, Row[Any]]
    past: Mapping[int, Sequence[Row[Any]]]
    ahead: Mapping[int, Sequence[Row[Any]]]
    invited: Mapping[tuple[int, int], Row[Any]]
    talks: Mapping[int, Row[Any]]
    groups: Mapping[int, frozenset[str]]
    abouts: Found
    around: Surroundings


async def load(connection: AsyncConnection, ids: Sequence[int], due: Sequence[Row[Any]], around: Surroundings) -> Seen:
    people = {row.id: row for row in await connection.execute(_PEOPLE, {"ids": ids})}
    talk_ids = {id_of(row.reference) for row in due if row.reference.startswith("talk:")}
    return Seen(
        people,
        await contacts.addresses_of(connection, ids),
        await contacts.histories(connection, ids, around.now),
        await contacts.reminders_ahead(connection, ids, around.now),
        await meetings.invitations(connection, meeting_ids(due)) if meeting_ids(due) else {},
        await meetings.talk_of(connection, talk_ids) if talk_ids else {},
        await groups_of(connection, ids),
        await look_up(connection, around, _wanted(due, people)),
        around,
    )


_PEOPLE: Select[Any] = select(*(person.c[name] for name in (*NAMES, "prepared_at", "timezone"))).where(
    person.c.id.in_(bindparam("ids", expanding=True))
)


def meeting_ids(rows: Iterable[Row[Any]]) -> set[int]:
    return {row.meeting_id for row in rows if row.meeting_id is not None}


def _wanted(due: Sequence[Row[Any]], people: Mapping[int, Row[Any]]) -> Iterable[Wanted]:
    for row in due:
        who = people[row.person_id]
        if has_loader(row.reference):
            yield Wanted(who.id, who.lab_id or 0, who.language, row.reference)


def unwritten(row: Row[Any], lab: Lab, meeting: Meeting, seen: Seen) -> str:
    """What was decided, or whether she was there. "": nothing is missing."""
    if row.kind == "decided":
        return "" if meeting.decided else "nothing_decided"
    invited = seen.invited.get((meeting.id, row.person_id))
    known = invited is not None and (invited.present is not None or invited.answer == "no")
    return "attendance_unknown" if _audience(row.kind, lab) == "absent" and not known else ""


def _audience(kind: str, lab: Lab) -> str:
    return next((one.audience for one in lab.plan if one.kind == kind), "all")


def day_of(lab: Lab, now: datetime) -> Day:
    today = now.date()
    return Day(lab.timezone, feast_days(lab.calendars, today - FEASTS_AHEAD, today + FEASTS_AHEAD))


def contact_of(row: Row[Any], who: Row[Any], lab: Lab, seen: Seen) -> Contact:
    meeting = seen.around.meetings.get(row.meeting_id) if row.meeting_id else None
    return Contact(
        *(row.id, row.kind, row.priority, row.due_at, row.expires_at),
        meeting=row.meeting_id or 0,
        meeting_at=meeting.starts_at if meeting else None,
        told_at=contacts.told_start(row.slot) if row.kind in CORRECTIONS else None,
        sayable=_sayable(row, who, lab, meeting, seen),
        asks=row.kind not in TEXT_ONLY,
        needless=_needless(row, who, lab, meeting, seen),
        coming=_answer(row, seen) == "yes",
        live=row.slot.startswith(contacts.LIVE) and meeting is not None and is_on(meeting, seen.around.now),
        wakes=row.slot == contacts.WAKE,
    )


def _answer(row: Row[Any], seen: Seen) -> str:
    """Hers to the meeting that it is about."""
    invited = seen.invited.get((row.meeting_id or 0, row.person_id))
    return invited.answer if invited else ""


def about_of(row: Row[Any], seen: Seen) -> About | None:
    """What it is about, beside a meeting; None where there is no such thing."""
    return seen.abouts.get((row.person_id, row.reference), Nothing()) if has_loader(row.reference) else None


def _sayable(row: Row[Any], who: Row[Any], lab: Lab, meeting: Meeting | None, seen: Seen) -> bool:
    """Whether there is a text in the language that she chose: the team's own words are in some languages only."""
    if not who.language:
        return False
    if (about := about_of(row, seen)) and not about.sayable:
        return False
    own = next((one.texts for one in lab.plan if one.kind == row.kind), {})
    if own and who.language not in own:
        return False
    return row.kind != "decided" or (meeting is not None and bool(meeting.decided.get(who.language)))


def _needless(row: Row[Any], who: Row[Any], lab: Lab, meeting: Meeting | None, seen: Seen) -> str:
    """Why she needs it no more, or ""."""
    if about := about_of(row, seen):
        return about.needless
    if meeting is None:
        talk = seen.talks.get(id_of(row.reference))
        return "superseded" if row.kind == "talk_reminder" and (talk is None or talk.person_id != who.id) else ""
    if meeting.state == CANCELLED and row.kind != "cancelled":
        return "meeting_cancelled"
    if any(t.kind == row.kind and not t.on for t in lab.plan):
        return "plan_changed"
    invited, answer = seen.invited.get((meeting.id, who.id)), _answer(row, seen)
    if row.kind == "decided" and not meeting.decided:
        return "nothing_decided"
    if row.kind == "seat_free":
        return {"yes": "coming_already", "no": "answered_no", "offered": ""}.get(answer, "superseded")
    present = invited.present if invited else None
    return not_meant(_audience(row.kind, lab), answer, present, prepared=who.prepared_at is not None)


def person_of(who: Row[Any], lab: Lab, seen: Seen) -> Person:
    where = seen.addresses.get(who.id)
    return Person(
        who.standing,
        who.timezone or lab.timezone,
        wishes_of(who.facts),
        reachable=where is not None and where.reachable,
        paused_until=who.paused_until,
        human_until=who.human_until,
        last_in_at=who.last_in_at,
        last_out_at=who.last_out_at,
        asked_if_safe=is_open(load_state(who.state)),
    )
