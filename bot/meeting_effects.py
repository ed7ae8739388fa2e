"""What an answer to a meeting or a talk leads to: seats, waiting list, slots. Inside the transaction of the turn."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.turn import Turn, id_of
from flows.effects import FreeTalk, Learned, Leave, Prepared, Rsvp, StillOn, TakeTalk, Unkept
from flows.meeting import CANCELLED as CANCELLED_TEXT
from flows.model import Say
from lab.meetings import CANCELLED, PLANNED, Meeting
from lab.people import ACTIVE
from lab.promises import end_of
from lab.wall_time import zone_of
from locales import N_
from store import contacts, meetings
from store.groups import groups_of, quotas
from store.tables import person

TALK_FIXED = N_("Good. We talk with each other on {talk}: {talk_place}. We remind you.")
HALF_A_YEAR = timedelta(days=182)
OFFER_LIFE = timedelta(days=2)
"""So long a seat is kept for whom it was offered; near the meeting half of the time that is left."""


async def rsvp(connection: AsyncConnection, turn: Turn, said: Rsvp) -> None:
    """Her answer counts until the meeting begins; why she was not there, also after it."""
    meeting = await _hers(connection, turn, said.meeting)
    if meeting is None:
        return
    changes: dict[str, Any] = {"reason": said.reason or None, "words": said.words or None}
    if said.answer != "missed":
        if not _takes_answers(turn, meeting):
            await _over(connection, turn, meeting)
            return
        answer = await keep_answer(connection, meeting, turn.visitor.person_id, said.answer, changes, turn.now)
        turn.instead = "waiting_list" if (said.answer, answer) == ("yes", "waiting") else turn.instead
        return
    await meetings.answer(connection, meeting.id, turn.visitor.person_id, changes)


async def keep_answer(
    connection: AsyncConnection, meeting: Meeting, person_id: int, said: str, changes: Mapping[str, Any], now: datetime
) -> str:
    """What somebody said to a meeting ahead, herself or through the team: "waiting" in place of "yes" where it is full.

    Who makes room gives her seat to whoever waits longest.
    """
    answer = await _seat(connection, meeting, person_id, said)
    kept = {**changes, "answer": answer, "answered_at": now if answer else None}
    await meetings.answer(
        connection, meeting.id, person_id, kept | ({} if answer == "waiting" else {"waiting_since": None})
    )
    if answer == "waiting":
        await meetings.begin_waiting(connection, meeting.id, person_id, now)
    elif answer == "yes":
        await meetings.tell(connection, meeting.id, person_id, meeting.sequence)
    else:
        await offer_seat(connection, meeting, now)
    return answer


async def learned(connection: AsyncConnection, turn: Turn, said: Learned) -> None:
    if meeting := await _hers(connection, turn, said.meeting):
        await meetings.tell(connection, meeting.id, turn.visitor.person_id, meeting.sequence)


async def still_on(connection: AsyncConnection, turn: Turn, said: StillOn) -> None:
    meeting = await _hers(connection, turn, said.meeting)
    if meeting and not _takes_answers(turn, meeting):
        await _over(connection, turn, meeting)


def _takes_answers(turn: Turn, meeting: Meeting) -> bool:
    return meeting.starts_at > turn.now and meeting.state == PLANNED


async def _over(connection: AsyncConnection, turn: Turn, meeting: Meeting) -> None:
    """Too late for an answer, or it does not take place: she is told where we are instead."""
    if meeting.state == CANCELLED:
        known = await contacts.start_before_cancelling(connection, meeting.id, turn.visitor.person_id)
        values = turn.meeting_values(meeting, known)
        turn.outgoing.append(turn.voice().outbound(Say(CANCELLED_TEXT, values)))
    following = turn.around.next_meeting(meeting.lab_id)
    turn.instead = "my_meeting" if following and following.id != meeting.id else "no_meeting"


async def _hers(connection: AsyncConnection, turn: Turn, reference: str) -> Meeting | None:
    found = await meetings.meeting_of(connection, id_of(reference))
    return found if found and found.lab_id == turn.person["lab_id"] else None


async def _seat(connection: AsyncConnection, meeting: Meeting, person_id: int, answer: str) -> str:
    """ "waiting" instead of "yes" where all seats are taken by others."""
    if answer != "yes" or not meeting.capacity:
        return answer
    taken = await meetings.seats_taken(connection, meeting.id, but=person_id)
    return "yes" if taken < meeting.capacity else "waiting"


async def give_seats(connection: AsyncConnection, meeting: Meeting, now: datetime) -> None:
    """Seats that nobody answered for, or that became free without a word, go to those who wait."""
    if not meeting.capacity or meeting.state != PLANNED or meeting.starts_at <= now:
        return
    if await meetings.first_waiting(connection, meeting.id) is None:
        return
    since = now - min(OFFER_LIFE, (meeting.starts_at - now) / 2)
    for person_id in await meetings.stale_offers(connection, meeting.id, since):
        await meetings.answer(connection, meeting.id, person_id, {"answer": "maybe"})
    while await offer_seat(connection, meeting, now):
        pass


async def offer_seat(connection: AsyncConnection, meeting: Meeting, now: datetime) -> bool:
    """If a seat is free, whoever waits longest may have it. Whether there was one, and somebody."""
    if not meeting.capacity or await meetings.seats_taken(connection, meeting.id) >= meeting.capacity:
        return False
    waiting = await meetings.first_waiting(connection, meeting.id)
    if waiting is None:
        return False
    await meetings.answer(connection, meeting.id, waiting, {"answer": "offered"})
    row = contacts.row_of(
        *(meeting.lab_id, waiting, "seat_free", now, meeting.starts_at, now),
        meeting_id=meeting.id,
        slot=f"{now:%Y-%m-%dT%H:%M:%S}",
    )
    await contacts.plan(connection, [row])
    return True


async def take_talk(connection: AsyncConnection, turn: Turn, wanted: TakeTalk) -> None:
    """Nobody takes a slot twice: the second one is asked again, without it."""
    who, lab_id = turn.visitor.person_id, turn.person["lab_id"]
    taken = await meetings.take_talk(connection, int(wanted.talk), who, lab_id, turn.now)
    if taken is None:
        await prepared(connection, turn, Prepared())  # she has heard everything: only the moment is open
        turn.gone.add(int(wanted.talk))
        turn.instead = "talk_again"
        return
    zone = zone_of(turn.lab.timezone if turn.lab else "")
    values = {"talk": taken.starts_at.astimezone(zone), "talk_place": taken.place}
    turn.outgoing.append(turn.voice().outbound(Say(TALK_FIXED, values)))
    await contacts.drop(connection, turn.now, "superseded", person_id=who, kinds=("talk_reminder",))
    due = max(taken.starts_at - timedelta(days=1), turn.now + timedelta(hours=1))
    if due < taken.starts_at:
        row = contacts.row_of(
            *(lab_id, who, "talk_reminder", due, taken.starts_at, turn.now), reference=f"talk:{wanted.talk}"
        )
        await contacts.plan(connection, [row | {"slot": f"{turn.now:%Y-%m-%dT%H:%M:%S}"}])


async def free_talk(connection: AsyncConnection, turn: Turn, _: FreeTalk) -> None:
    """She may choose another moment in her next message, or never: until then somebody of the team knows."""
    await meetings.free_talks(connection, turn.visitor.person_id, turn.now)
    turn.add("task", **_task(turn, "call"))


async def prepared(connection: AsyncConnection, turn: Turn, _: Prepared) -> None:
    hers = person.c.id == turn.visitor.person_id
    await connection.execute(update(person).where(hers).values(prepared_at=turn.now))


async def leave(connection: AsyncConnection, turn: Turn, said: Leave) -> None:
    """Her seats and slots are free at once; why she left is told to the team, where she says it."""
    who = turn.visitor.person_id
    if said.again:
        turn.add("task", **_task(turn, "ask_again") | {"answer_by": end_of((turn.now + HALF_A_YEAR).date())})
        return
    if said.reason:
        turn.person["facts"] = (turn.person["facts"] or {}) | {"left_because": said.reason}
        return
    if turn.person["standing"] != ACTIVE or turn.person["role"] != "participant":
        return
    await connection.execute(update(person).where(person.c.id == who).values(left_at=turn.now))
    await contacts.drop(connection, turn.now, "left", person_id=who)
    await meetings.free_talks(connection, who, turn.now)
    for meeting_id in await meetings.coming_up(connection, who, turn.now):
        await meetings.answer(connection, meeting_id, who, {"answer": "no", "reason": "left"})
        if meeting := await meetings.meeting_of(connection, meeting_id):
            await offer_seat(connection, meeting, turn.now)
    turn.add("task", **_task(turn, "left") | {"note": await _short_without(connection, turn)})


async def _short_without(connection: AsyncConnection, turn: Turn) -> str | None:
    """The groups that lose a seat that they need: a line each, with how many are left, how many it wants, its name.

    She is counted still: her new standing is written at the end of the turn.
    """
    hers = (await groups_of(connection, [turn.visitor.person_id])).get(turn.visitor.person_id, frozenset())
    found = [one for one in await quotas(connection, turn.person["lab_id"]) if one.key in hers]
    short = [f"{one.filled - 1} {one.seats} {one.name}" for one in found if one.filled - 1 < one.seats]
    return "\n".join(short) or None


async def unkept(_: AsyncConnection, turn: Turn, __: Unkept) -> None:
    turn.unkept = True


def _task(turn: Turn, kind: str) -> dict[str, Any]:
    who = {"lab_id": turn.person["lab_id"], "person_id": turn.visitor.person_id}
    return who | {"kind": kind, "note": None, "media": None, "created_at": turn.now, "answer_by": None}


Perform = Callable[[AsyncConnection, Turn, Any], Awaitable[None]]
PERFORM: Mapping[type, Perform] = cast(
    Mapping[type, Perform],
    {
        Rsvp: rsvp,
        Learned: learned,
        StillOn: still_on,
        TakeTalk: take_talk,
        FreeTalk: free_talk,
        Prepared: prepared,
        Leave: leave,
        Unkept: unkept,
    },
)
