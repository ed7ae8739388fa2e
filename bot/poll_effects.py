"""What an answer to a poll leads to. Inside the transaction of the turn; nothing of it is kept beside the person."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.turn import Turn, id_of
from flows.effects import Skipped, TakeBack, Vote
from flows.model import Answer, Say, kept
from flows.registry import all_techniques
from flows.techniques.model import WORDS, Part, Technique
from lab.people import ACTIVE
from lab.polls import Poll, group_of
from lab.wall_time import zone_of
from locales import N_
from store.audience import audience
from store.ballots import (
    REMOTE,
    Given,
    cast_ballot,
    fingerprint,
    given_before,
    note_participation,
    take_sound,
    withdraw_one,
)
from store.handing import idea_of
from store.polls import poll_of, salt_of
from store.push import CHANNEL as WEB_CHAT

TOO_MANY = N_("That is more than you can give here. What you gave before counts.")
NOT_HEARD = N_("We could not hear anything in your message. Say it again, or write it.")
LATE_FLOW = "poll_late"
OVER_FLOW = "poll_over"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What her answer is an answer to."""

    poll: Poll
    technique: Technique
    part: Part
    salt: str


async def vote(connection: AsyncConnection, turn: Turn, said: Vote) -> None:
    """Her newest answer counts. After the poll has closed, and to another lab's poll, it is not kept at all."""
    turn.unkept = True
    asked = await _asked(connection, turn, said)
    if asked is None:
        turn.instead = LATE_FLOW
    elif _is_too_much(asked, said):
        _ask_again(turn, asked, said, TOO_MANY)
    elif said.options and not _known_options(asked, said):
        await _keep_place(connection, turn, asked)
    else:
        await _take(connection, turn, asked, said)


async def skipped(connection: AsyncConnection, turn: Turn, said: Skipped) -> None:
    """Nobody is thanked for an answer that can be changed where nothing can be changed any more."""
    if await _asked(connection, turn, said) is None:
        turn.instead = OVER_FLOW


async def take_back(connection: AsyncConnection, turn: Turn, said: TakeBack) -> None:
    """She wrote to the team: what was kept of it as an answer goes, as long as the poll is open."""
    asked = await _asked(connection, turn, said)
    if asked is not None:
        await withdraw_one(connection, asked.salt, asked.poll, turn.visitor.person_id, (said.part, said.place))


async def _asked(connection: AsyncConnection, turn: Turn, said: Vote | Skipped | TakeBack) -> _Asked | None:
    """None: it is closed, gone, or was never hers."""
    salt = await salt_of(connection, id_of(said.poll))
    poll = await poll_of(connection, id_of(said.poll)) if salt else None
    technique = all_techniques().get(poll.technique) if poll else None
    part = technique.part(said.part) if technique else None
    if poll is None or technique is None or part is None or salt is None:
        return None
    hers = poll.lab_id == turn.person["lab_id"] and turn.person["standing"] == ACTIVE
    return _Asked(poll, technique, part, salt) if hers else None


def _is_too_much(asked: _Asked, said: Vote) -> bool:
    """More options than the technique knows, or than the coordinator allowed."""
    return said.place > _most(asked)


def _most(asked: _Asked) -> int:
    limits = [one for one in asked.technique.settings if one.kind == "number" and one.key != "rounds"]
    return min([asked.part.most, *(asked.poll.number(one.key, one.usual) for one in limits)])


def _known_options(asked: _Asked, said: Vote) -> bool:
    own = asked.part.options or asked.poll.options
    return set(said.options) <= {option.id for option in own}


async def _keep_place(connection: AsyncConnection, turn: Turn, asked: _Asked) -> None:
    """She stays where she is: her place of the round before was copied when this one began."""
    await note_participation(connection, asked.poll.id, turn.visitor.person_id, asked.poll.round)


async def _take(connection: AsyncConnection, turn: Turn, asked: _Asked, said: Vote) -> None:
    who, poll, words = turn.visitor.person_id, asked.poll, asked.part.kind == WORDS
    sound = await _sound(connection, turn, said.media) if said.media else (None, "")
    if sound is None or (words and not (said.text.strip() or sound[0])):
        _ask_again(turn, asked, said, NOT_HEARD)
        return
    given = Given(
        said.part,
        poll.round,
        turn.now.astimezone(zone_of(turn.lab.timezone if turn.lab else "UTC")).date(),
        place=said.place if words else 1,
        options=() if words else await _with_earlier(connection, turn, asked, said),
        text=said.text,
        sound=sound[0],
        mime=sound[1],
        language=turn.person["language"] if words else "",
        group="" if words else await _group(connection, turn, poll),
        builds_on=await idea_of(connection, asked.salt, who, poll.round) if words else "",
    )
    await cast_ballot(connection, asked.salt, poll.id, who, given)
    await note_participation(connection, poll.id, who, poll.round)


async def _with_earlier(connection: AsyncConnection, turn: Turn, asked: _Asked, said: Vote) -> tuple[str, ...]:
    """What is given one by one stands in one answer; the first begins it anew."""
    mine = fingerprint(asked.salt, turn.visitor.person_id, said.part, asked.poll.round)
    before = await given_before(connection, mine) if said.place > 1 else ()
    return (*before[: said.place - 1], *said.options)


async def _sound(connection: AsyncConnection, turn: Turn, said: str) -> tuple[bytes | None, str] | None:
    """A voice note or a picture, taken away from beside her; None where there is nothing in it.

    On a channel that keeps its files itself, what it calls them.
    """
    inbound, ref = turn.inbound, said.partition(":")[2]
    if not ref:
        return None
    if inbound.channel == WEB_CHAT:
        found = await take_sound(connection, turn.visitor.person_id, int(ref)) if ref.isdecimal() else None
        return found if found and found[0] else None
    return ref.encode(), f"{REMOTE}{inbound.channel}/{inbound.account}"[:60]


async def _group(connection: AsyncConnection, turn: Turn, poll: Poll) -> str:
    asked = await audience(connection, poll)
    sizes = Counter(group for one in asked for group in one.groups)
    return next((group_of(one.groups, sizes) for one in asked if one.id == turn.visitor.person_id), "")


def _ask_again(turn: Turn, asked: _Asked, said: Vote, why: str) -> None:
    """The same question once more, with a sentence that says why. What she answered before it stays as it is."""
    turn.outgoing.append(turn.voice().outbound(Say(why)))
    about = turn.abouts.get(said.poll)
    names = [step.name for step in asked.technique.flow.steps if step.ask]
    name = said.part if said.place == 1 else f"{said.part}_{said.place}"
    answered = names[: names.index(name)] if name in names else []
    turn.instead = asked.technique.flow.name
    turn.begins = {**(about.begins if about else {}), **{one: kept(Answer()) for one in answered}}


Perform = Callable[[AsyncConnection, Turn, Any], Awaitable[None]]
PERFORM: Mapping[type, Perform] = cast(Mapping[type, Perform], {Vote: vote, Skipped: skipped, TakeBack: take_back})
