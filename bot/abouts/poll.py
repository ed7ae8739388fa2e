"""What a conversation about a poll shows: its words and options in her language, and where the group stands.

"poll:today" is the list of a facilitator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Found, Wanted
from bot.poll_handing import hands_on
from bot.poll_lists import TODAY, today_of
from bot.poll_told import standing_in
from bot.poll_words import begins_of, words_in
from bot.turn import About, Surroundings, id_of
from flows.model import Value
from flows.registry import all_techniques
from flows.techniques.model import OWN_OPTIONS, Technique
from lab.polls import CLOSED, DRAFT, Poll
from store.ballots import who_took_part
from store.handing import Handed, handed_to
from store.meetings import invitations
from store.polls import polls_by_id

PREFIX = "poll"
LATE = timedelta(days=1)
"""So long after a poll closed, words are still taken for a late answer; later they are for the team."""
NOBODY = Handed()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was loaded for all that is wanted."""

    polls: Mapping[int, Poll]
    answered: Mapping[tuple[int, int], int]
    invited: Mapping[tuple[int, int], Row[Any]]
    handed: Mapping[tuple[int, int], Handed]


async def load(connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found:
    found = {
        (one.person_id, one.reference): await today_of(connection, around, one.lab_id, one.language)
        for one in wanted
        if one.reference == TODAY
    }
    seen = await _see(connection, wanted)
    for one in wanted:
        poll = seen.polls.get(id_of(one.reference))
        technique = all_techniques().get(poll.technique) if poll else None
        if poll and technique and poll.lab_id == one.lab_id and poll.state != DRAFT:
            found[one.person_id, one.reference] = _about(around, poll, technique, one, seen)
    return found


async def _see(connection: AsyncConnection, wanted: Sequence[Wanted]) -> _Seen:
    known = await polls_by_id(connection, {id_of(one.reference) for one in wanted})
    meetings = {poll.meeting_id for poll in known.values() if poll.meeting_id is not None}
    return _Seen(
        known,
        await who_took_part(connection, known),
        await invitations(connection, meetings) if meetings else {},
        await handed_to(connection, [(one.person_id, one.language, id_of(one.reference)) for one in wanted], known),
    )


def _about(around: Surroundings, poll: Poll, technique: Technique, one: Wanted, seen: _Seen) -> About:
    texts = around.texts_of(one.lab_id).catalogues
    words = words_in(texts, poll, technique, one.language)
    handed = seen.handed.get((one.person_id, poll.id), NOBODY)
    values: dict[str, Value] = {**words.values, "idea": handed.idea, "idea_original": handed.original}
    values["standing"] = standing_in(texts, poll, technique, one.language) if poll.round > 1 else ""
    closed = poll.state == CLOSED
    return About(
        values=values,
        lists={OWN_OPTIONS: words.options} if words.options else {},
        flow="poll_result" if closed else technique.flow.name,
        begins=begins_of(poll, technique, _round(poll, technique, handed)),
        needless=_needless(poll, one, seen),
        sayable=closed or words.complete,
        over=closed and poll.closed_at is not None and around.now - poll.closed_at > LATE,
        closed=closed,
    )


def _round(poll: Poll, technique: Technique, handed: Handed) -> int:
    """In a later round of handing on, who has nothing to build on writes an idea of her own, as in the first."""
    return 1 if hands_on(technique) and not handed.idea else poll.round


def _needless(poll: Poll, one: Wanted, seen: _Seen) -> str:
    """A result is for those who took part; a question for those who are meant, and did not answer this round."""
    round_ = seen.answered.get((poll.id, one.person_id), 0)
    if poll.state == CLOSED:
        return "" if round_ else "expired"
    if round_ >= poll.round:
        return "answered"
    if poll.meeting_id is None:
        return ""
    invited = seen.invited.get((poll.meeting_id, one.person_id))
    if invited is not None and invited.present is not None:
        return "" if invited.present else "was_absent"
    return "" if invited is not None and invited.answer == "yes" else "not_coming"
