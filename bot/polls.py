"""A poll opens and runs its course. The planner does again and again what is safe to repeat."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.poll_handing import hand_out
from bot.poll_rounds import close_poll, next_round, rounds_of, slot_of
from flows.registry import all_techniques
from lab.meetings import Meeting
from lab.plan_warnings import PlanWarning
from lab.polls import AT_A_MEETING, CHECK_IN, DRAFT, LIFE, OPEN, Poll, faults_of
from lab.touchpoints import DEFAULT_PLAN, Touchpoint, due_at, expires_at
from locales import N_
from store import contacts
from store.audience import Asked, audience, languages_asked, possible_audience
from store.labs import Lab
from store.meetings import meeting_of
from store.poll_contacts import drop_usual, plan_new, row_of_poll, wait_until
from store.polls import change_times, open_poll_row, poll_of, polls_of

AFTER_CHECK_OUT = timedelta(hours=48)
NOT_OPEN = PlanWarning("not_open", N_("This question is not open any more. Nothing was changed."))
BY_ITS_MEETING = PlanWarning("at_meeting", N_("This question ends with its meeting. Change the times of the meeting."))
PAST = PlanWarning("past", N_("This moment lies in the past. Choose a later one."))
_NO_DRAFT = PlanWarning("no_draft", N_("This question is no draft: it was opened already."))


async def open_poll(
    connection: AsyncConnection,
    lab: Lab,
    poll_id: int,
    now: datetime,
    names: Mapping[str, str] | None = None,
    reader: str = "",
) -> list[PlanWarning]:
    """Ask everybody whom it is for. What stands in the way instead, if anything: then nothing has happened."""
    await contacts.lock_lab(connection, lab.id)
    poll = await poll_of(connection, poll_id, lock=True)
    if poll is None or poll.lab_id != lab.id or poll.state != DRAFT:
        return [_NO_DRAFT]
    if faults := await faults_to_open(connection, lab, poll, now, names, reader):
        return faults
    meeting = await _meeting(connection, poll)
    ends = now + poll.round_life if rounds_of(poll, all_techniques()[poll.technique]) > 1 else None
    if not await open_poll_row(connection, poll, now, closes_at(poll, meeting, now), ends):
        return [_NO_DRAFT]
    await plan_polls(connection, lab, now)
    return []


async def faults_to_open(
    connection: AsyncConnection,
    lab: Lab,
    poll: Poll,
    now: datetime,
    names: Mapping[str, str] | None = None,
    reader: str = "",
) -> list[PlanWarning]:
    """What stands in the way of opening this draft now, for who reads that language. `names`: how to call one."""
    technique = all_techniques().get(poll.technique)
    faults = faults_of(poll, technique, await languages_asked(connection, poll), names, reader)
    return faults + _time_faults(lab, poll, await _meeting(connection, poll), now)


def _time_faults(lab: Lab, poll: Poll, meeting: Meeting | None, now: datetime) -> list[PlanWarning]:
    if poll.meeting_id is not None and (meeting is None or meeting.lab_id != lab.id):
        return [PlanWarning("no_meeting", N_("Choose the meeting that this question belongs to."))]
    if poll.moment in AT_A_MEETING and any(t.kind == poll.moment and not t.on for t in lab.plan):
        text = N_("The plan of your lab does not ask at this moment of a meeting. Switch it on, or choose another.")
        return [PlanWarning("plan_off", text)]
    if meeting is not None and poll.moment in AT_A_MEETING and closes_at(poll, meeting, now) <= now:
        return [PlanWarning("past", N_("This meeting is over. Choose another one."))]
    if poll.closes_at is not None and poll.closes_at <= now:
        return [PAST]
    return []


async def keep_open_until(
    connection: AsyncConnection, poll: Poll, until: datetime, now: datetime
) -> PlanWarning | None:
    """More time, or less, for an open question; whoever was not asked yet can still be. Or what stands in the way."""
    if poll.state != OPEN:
        return NOT_OPEN
    if poll.meeting_id is not None and poll.moment in AT_A_MEETING:
        return BY_ITS_MEETING
    if until <= now:
        return PAST
    await change_times(connection, poll.id, closes_at=until)
    await wait_until(connection, poll.reference, until)
    return None


def closes_at(poll: Poll, meeting: Meeting | None, opened_at: datetime) -> datetime:
    """Until when it takes answers: as its meeting says, or somebody, or for its usual life."""
    if meeting is not None and poll.moment in AT_A_MEETING:
        return meeting.ends_at if poll.moment == CHECK_IN else meeting.ends_at + AFTER_CHECK_OUT
    return poll.closes_at or opened_at + LIFE.get(poll.pace, AFTER_CHECK_OUT)


async def plan_polls(connection: AsyncConnection, lab: Lab, now: datetime) -> int:
    """What follows from the polls of a lab at this moment; how many contacts were planned.

    Rounds and polls whose time is over end here. The caller holds the lab.
    """
    made = 0
    for poll in await polls_of(connection, lab.id, OPEN):
        meeting = await _meeting(connection, poll)
        until = closes_at(poll, meeting, poll.opened_at or now)
        if until != poll.closes_at:
            await change_times(connection, poll.id, closes_at=until)
        if until <= now:
            made += await close_poll(connection, poll.id, now)
        elif poll.round_ends_at and poll.round_ends_at <= now:
            made += await next_round(connection, poll.id, now)
        else:
            made += await _ask(connection, lab, poll, meeting, until, now)
    return made


async def _ask(
    connection: AsyncConnection, lab: Lab, poll: Poll, meeting: Meeting | None, until: datetime, now: datetime
) -> int:
    """One contact with everybody whom it may be for; whether it is, is looked at when it is due."""
    if meeting is not None and poll.moment in AT_A_MEETING:
        await drop_usual(connection, meeting.id, poll.moment, now)
        touchpoint, people = _touchpoint(lab, poll.moment), await possible_audience(connection, poll)
        due, until = max(due_at(touchpoint, meeting), now), min(until, expires_at(touchpoint, meeting))
        return await _plan(connection, poll, people, poll.moment, "", due, until, now)
    people = await audience(connection, poll)
    await hand_out(connection, poll, all_techniques()[poll.technique], [one.id for one in people])
    return await _plan(connection, poll, people, "poll", slot_of(poll, meeting, now), now, until, now)


async def _plan(
    connection: AsyncConnection,
    poll: Poll,
    people: list[Asked],
    kind: str,
    slot: str,
    due: datetime,
    until: datetime,
    now: datetime,
) -> int:
    if until <= due:
        return 0
    rows = [row_of_poll(poll, one.id, kind, slot, (due, until), now) for one in people]
    return await plan_new(connection, poll.reference, rows)


def _touchpoint(lab: Lab, kind: str) -> Touchpoint:
    return next(one for one in (*lab.plan, *DEFAULT_PLAN) if one.kind == kind)


async def _meeting(connection: AsyncConnection, poll: Poll) -> Meeting | None:
    return await meeting_of(connection, poll.meeting_id) if poll.meeting_id else None
