"""Work for a human whose reason is gone: it is closed by itself. What somebody said or was promised never is."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.meetings import PLANNED
from lab.people import ACTIVE, STOPPED, WAITING_GUARDIAN
from lab.pilots import OVER
from store.push import reaches_when_closed
from store.tables import address, invitation, meeting, person, pilot, pilot_member, talk, task

UNTIL_STOP = ("welcome", "silent", "call_nudges", "unreachable", "call_unreachable", "no_way", "translation")
"""Nobody has to do this for somebody who said stop."""
UNTIL_BACK = ("left", "ask_again")
UNTIL_HEARD = ("silent", "call_nudges", "unreachable")
"""She wrote or tapped since: she is not silent, and where she wrote she can be reached."""
UNTIL_REACHED = "no_way"
"""A messenger or a notice reaches her by now."""
UNTIL_INVITED = "welcome"
"""She has heard when the next meeting is."""
UNTIL_MET = "call"
"""She has taken a moment for a talk since, or asked for a call once more. Not where she wrote something with it."""
UNTIL_OVER = "pilot_help"
"""She is in the team of a pilot that is over, and of none that is not. What she said that she needs was promised an
answer, and outlives the pilot."""


async def close_moot(connection: AsyncConnection, lab_id: int, now: datetime) -> None:
    """Of the people of one lab. Nobody did it: `done_by` stays empty."""
    gone = or_(
        and_(task.c.kind.in_(UNTIL_STOP), person.c.standing == STOPPED),
        and_(task.c.kind.in_(UNTIL_BACK), person.c.standing.in_((ACTIVE, WAITING_GUARDIAN))),
        and_(task.c.kind.in_(UNTIL_HEARD), person.c.last_in_at > task.c.created_at),
        and_(task.c.kind == UNTIL_REACHED, exists().where(address.c.person_id == person.c.id, reaches_when_closed())),
        and_(task.c.kind == UNTIL_INVITED, _knows_of_a_meeting_after(task.c.created_at)),
        and_(task.c.kind == UNTIL_MET, _wordless(), or_(_has_a_talk_since(task.c.created_at), _asked_again(task.c.id))),
        and_(task.c.kind == UNTIL_OVER, _wordless(), _her_pilots_are_over()),
    )
    moot = exists().where(person.c.id == task.c.person_id, person.c.lab_id == lab_id, gone)
    await connection.execute(update(task).where(task.c.done_at.is_(None), moot).values(done_at=now))


def _knows_of_a_meeting_after(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    told = (invitation.c.person_id == person.c.id, invitation.c.told_sequence.is_not(None))
    ahead = (invitation.c.meeting_id == meeting.c.id, meeting.c.starts_at > moment, meeting.c.state == PLANNED)
    return exists().where(*told, *ahead).correlate(person, task)  # by itself only the innermost table would be


def _wordless() -> ColumnElement[bool]:
    return and_(task.c.note.is_(None), task.c.media.is_(None))


def _has_a_talk_since(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    return exists().where(talk.c.person_id == person.c.id, talk.c.taken_at >= moment).correlate(person, task)


def _asked_again(task_id: ColumnElement[int]) -> ColumnElement[bool]:
    """One thing to do is one task: the newest."""
    newer = task.alias("newer")
    hers = (newer.c.person_id == person.c.id, newer.c.kind == UNTIL_MET, newer.c.id > task_id)
    return exists().where(*hers, newer.c.done_at.is_(None)).correlate(person, task)


def _her_pilots_are_over() -> ColumnElement[bool]:
    hers = exists().where(pilot_member.c.person_id == person.c.id, pilot_member.c.pilot_id == pilot.c.id)
    return and_(hers.where(pilot.c.state.in_(OVER)), not_(hers.where(pilot.c.state.not_in(OVER))))
