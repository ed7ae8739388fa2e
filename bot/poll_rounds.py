"""A round of a poll ends, a poll closes: what is published, and who is told."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.poll_handing import hand_out
from flows.registry import all_techniques
from flows.techniques.model import Technique
from lab.meetings import Meeting, is_on
from lab.poll_results import table_of
from lab.polls import BETWEEN, NOW, OPEN, Poll
from store import ballots, contacts
from store.audience import audience
from store.closing import close_poll_row
from store.meetings import meeting_of
from store.passing import forget_handed_on
from store.poll_contacts import drop_of_poll, hurry_result, plan_new, row_of_poll
from store.poll_tasks import ask_to_look, nothing_to_look_at
from store.polls import begin_round, poll_of
from store.rounds import copy_places
from store.screen_door import shut_door

RESULT_LIFE = timedelta(days=10)
WORDS_WAIT = timedelta(days=2)
"""So long a result waits for a human to look at the words of it."""


def rounds_of(poll: Poll, technique: Technique) -> int:
    return poll.number("rounds", technique.rounds) if technique.rounds > 1 else 1


def slot_of(poll: Poll, meeting: Meeting | None, now: datetime) -> str:
    """`LIVE` where those who are asked sit together just now."""
    return contacts.LIVE if poll.moment == NOW and meeting is not None and is_on(meeting, now) else ""


async def next_round(connection: AsyncConnection, poll_id: int, now: datetime) -> int:
    """What the round showed is published, and everybody who took part is asked once more; after the last it closes.

    Who is late or has left blocks nobody. How many contacts were planned.
    """
    poll = await poll_of(connection, poll_id, lock=True)
    technique = all_techniques().get(poll.technique) if poll else None
    if poll is None or technique is None or poll.state != OPEN:
        return 0
    if poll.round >= rounds_of(poll, technique):
        return await close_poll(connection, poll_id, now)
    results = await _results(connection, poll, technique, final=False)
    # The last has the rest of the time: who could not be asked at once, because her week was full, is asked then.
    last = poll.pace == BETWEEN and poll.round + 1 == rounds_of(poll, technique)
    if not await begin_round(connection, poll_id, poll.round + 1, None if last else now + poll.round_life, results):
        return 0
    await forget_handed_on(connection, poll.lab_id, poll.opened_at or now)
    begun = await poll_of(connection, poll_id)
    assert begun is not None
    await copy_places(connection, begun, [part.name for part in technique.parts if part.both_rounds])
    await hand_out(connection, begun, technique, [one.id for one in await audience(connection, begun)])
    return await _ask_once_more(connection, begun, now)


async def _results(
    connection: AsyncConnection, poll: Poll, technique: Technique, *, final: bool
) -> list[Mapping[str, Any]]:
    """With what was published before it, which stays as it is."""
    given = await ballots.ballots_of(connection, poll.id)
    answered = await ballots.how_many(connection, poll.id)
    table = table_of(technique, poll, given, answered, final=final)
    return [*poll.results, table] if final or table["parts"] else list(poll.results)


async def _ask_once_more(connection: AsyncConnection, poll: Poll, now: datetime) -> int:
    meeting = await meeting_of(connection, poll.meeting_id) if poll.meeting_id else None
    ends = max(filter(None, (poll.round_ends_at, poll.closes_at)), default=now + RESULT_LIFE)
    slot = f"{slot_of(poll, meeting, now)}{poll.round}"
    return await _plan(connection, poll, "poll_round", slot, now, ends, now)


async def _plan(
    connection: AsyncConnection, poll: Poll, kind: str, slot: str, due: datetime, until: datetime, now: datetime
) -> int:
    """With everybody who took part."""
    people = sorted(who for _, who in await ballots.who_took_part(connection, [poll.id]))
    rows = [row_of_poll(poll, who, kind, slot, (due, until), now) for who in people]
    return await plan_new(connection, poll.reference, rows)


async def close_poll(connection: AsyncConnection, poll_id: int, now: datetime) -> int:
    """No more answers; nobody can say any more whose is whose; the result is told to who took part. Safe to repeat.

    A human looks at the words first, if there are any: for two days the result waits for that. How many are told.
    """
    poll = await poll_of(connection, poll_id, lock=True)
    technique = all_techniques().get(poll.technique) if poll else None
    if poll is None or technique is None or poll.state != OPEN:
        return 0
    results = await _results(connection, poll, technique, final=True)
    if not await close_poll_row(connection, poll_id, results, now):
        return 0
    await drop_of_poll(connection, poll.reference, now)
    await shut_door(connection, poll, now)
    await forget_handed_on(connection, poll.lab_id, poll.opened_at or now)
    due = now
    if await ballots.unlooked_at(connection, poll_id):
        due = now + WORDS_WAIT
        await ask_to_look(connection, poll, now)
    return await _plan(connection, poll, "poll_result", "", due, due + RESULT_LIFE, now)


async def pass_words(
    connection: AsyncConnection, poll_id: int, answer_ids: Iterable[str], now: datetime, *, passed: bool
) -> int:
    """A human looked at these words. When there are none left to look at, the result goes out."""
    done = await ballots.pass_words(connection, poll_id, list(answer_ids), passed=passed)
    poll = await poll_of(connection, poll_id)
    if poll is not None and poll.state != OPEN and not await ballots.unlooked_at(connection, poll_id):
        await hurry_result(connection, poll.reference, now)
        await nothing_to_look_at(connection, poll, now)
    return done
