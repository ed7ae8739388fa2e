"""What goes out when about a meeting, to how many, and why then: the lab's plan with the dates that follow from it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.cadence_form import DAYS_AFTER, DAYS_BEFORE, MINUTES_AFTER, MINUTES_BEFORE
from admin.contact_line import decided
from admin.dates import Dates
from admin.meeting_words import kind_of_contact
from admin.visit import Visit
from lab.meetings import Meeting
from lab.touchpoints import NOT_KNOWN, Touchpoint, due_at, not_meant
from locales import N_
from scheduler.reasons import REASONS, WAITING
from store.contacts import CALLED, DROPPED, MERGED, PLANNED, SENT
from store.desk_meetings import contact_states
from store.labs import Lab
from store.rsvp import reasons_of

AUDIENCES = {
    "all": N_("everybody"),
    "unprepared": N_("who had no preparation talk yet"),
    "not_declined": N_("who did not say no"),
    "coming": N_("who said yes"),
    "came": N_("who was there"),
    "absent": N_("who was not there"),
}
SAME_DAY = N_("on the day of the meeting")


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of message about the meeting. `rule`: what its date follows from. `why`: what holds or dropped some."""

    name: str
    whom: str
    when: str
    rule: str
    waits: int
    sent: int
    dropped: int
    why: tuple[str, ...]


async def steps(visit: Visit, connection: AsyncConnection, meeting: Meeting, lab: Lab) -> list[Step]:
    """The lab's plan in the order of its dates, and after it what came of changes."""
    reasons = await reasons_of(connection, meeting.id)
    dates = visit.dates(meeting.timezone)
    plan = sorted((one for one in lab.plan if one.on), key=lambda one: due_at(one, meeting))
    known = {one.kind: one for one in plan}
    states = await counted(connection, meeting, lab)
    return [
        _step(visit, dates, kind, known.get(kind), meeting, states.get(kind, Counter()), reasons)
        for kind in [*known, *(kind for kind in states if kind not in known)]
    ]


async def counted(connection: AsyncConnection, meeting: Meeting, lab: Lab) -> dict[str, Counter[str]]:
    """By kind, how many contacts are in each state. Whom a message is not for as things stand does not wait for it,
    though it is planned for her too: she may still change her mind."""
    audiences = {one.kind: one.audience for one in lab.plan if one.on}
    found: dict[str, Counter[str]] = {}
    for row in await contact_states(connection, meeting.id):
        audience = audiences.get(row.kind, "all")
        reason = not_meant(audience, row.answer or "", row.present, prepared=row.prepared)
        found.setdefault(row.kind, Counter())
        if row.state != PLANNED or reason in ("", NOT_KNOWN):
            found[row.kind][row.state] += row.many
    return found


def _step(
    visit: Visit,
    dates: Dates,
    kind: str,
    planned: Touchpoint | None,
    meeting: Meeting,
    many: Counter[str],
    reasons: Sequence[Row[Any]],
) -> Step:
    return Step(
        kind_of_contact(visit, kind),
        visit.say(AUDIENCES.get(planned.audience, planned.audience)) if planned else "",
        dates.exact(due_at(planned, meeting)) if planned else "",
        _rule(visit, planned) if planned else "",
        many[PLANNED],
        many[SENT] + many[MERGED],
        many[DROPPED] + many[CALLED],
        tuple(sentence for row in reasons if row.kind == kind and (sentence := _why(visit, dates, row, visit.now))),
    )


def _rule(visit: Visit, one: Touchpoint) -> str:
    after = one.anchor == "end"
    if one.at is None and not one.days:
        return f"{visit.say(MINUTES_AFTER if after else MINUTES_BEFORE)}: {abs(one.minutes)}"
    return f"{visit.say(DAYS_AFTER if after else DAYS_BEFORE)}: {abs(one.days)}" if one.days else visit.say(SAME_DAY)


def _why(visit: Visit, dates: Dates, row: Row[Any], now: datetime) -> str:
    """ "3: These are quiet hours..."; "" where nothing is held or dropped."""
    held = row.state != PLANNED or (row.reason in WAITING and row.until and row.until > now)
    if not held or row.reason not in REASONS:
        return ""
    if row.reason in WAITING and not row.until:
        return ""
    until = (row.until or now).astimezone(dates.zone)
    return f"{row.many}: {decided(visit, row.state, row.reason, until)}"
